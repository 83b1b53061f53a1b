/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A chip in memory and the shorthands of the plan tests. */
#pragma once

#include "test.h"
#include "ul-error.h"
#include "ul-plan.h"

#include <string.h>
#include <zlib.h>

#define MAX_FLASH   (1024 * 1024)
#define MAX_SECTORS 512

/** World: what a job would find on the chip; program flash at 0 only */
typedef struct {
    const UlDevice *device;
    guint8 flash[MAX_FLASH];
    UlSectorFacts facts[MAX_SECTORS];
    UlProtection protection;
    guint n_reads;
    UlJobSpec *spec;
    GError *error;
} World;

static inline World *
world_new (const char *device, UlJobKind kind)
{
    World *world = g_new0 (World, 1);
    world->device = ul_devices_find (device);
    assert_non_null (world->device);
    memset (world->flash, 0xFF, sizeof world->flash);
    world->protection.have_registers = TRUE;
    world->protection.lock = UL_LOCK_OPEN;
    world->protection.fprot = 0xFFFFFFFF;
    world->protection.fdprot = 0xFF;
    world->protection.feprot = 0xFF;
    world->protection.fsec = 0xFE;
    world->spec = ul_job_spec_new (kind);
    return world;
}

static inline void
world_free (World *world)
{
    ul_job_spec_free (world->spec);
    g_clear_error (&world->error);
    g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/** world_fill: deterministic bytes that are never blank; @seed tells two fillings apart */
static inline void
fill (guint8 *data, gsize size, guint seed)
{
    for (gsize i = 0; i < size; i++)
        data[i] = (guint8) ((i * 37 + seed * 101 + (i >> 8)) % 251);
}

static inline gboolean
world_read (guint32 address, guint8 *data, gsize size, gpointer user_data, GError **error)
{
    World *world = user_data;
    world->n_reads++;
    memcpy (data, world->flash + address, size);
    return TRUE;
}

/** world_look: what a compare would find out about every sector */
static inline void
world_look (World *world)
{
    guint n = ul_device_get_n_sectors (world->device);
    for (guint i = 0; i < n; i++) {
        guint32 address = 0, size = 0;
        gboolean blank = TRUE;
        ul_device_get_sector (world->device, i, &address, &size, NULL);
        for (guint32 k = 0; k < size; k++)
            blank = blank && world->flash[address + k] == 0xFF;
        world->facts[i] = (UlSectorFacts){ blank ? UL_CONTENT_BLANK : UL_CONTENT_DATA, TRUE,
                                           crc32 (0, world->flash + address, size) };
    }
    memcpy (world->protection.fcf, world->flash + world->device->fcf_address, 16);
    world->protection.have_fcf = TRUE;
}

/** world_add: one more run of bytes for the image */
static inline void
world_add (World *world, guint32 address, const guint8 *data, gsize size)
{
    g_autoptr (UlImage) more = ul_image_new_from_data ("more", address, data, size);
    g_autoptr (UlImage) before = world->spec->image;
    UlImage *both[2] = { before, more };

    world->spec->image =
        before == NULL ? g_object_ref (more) : ul_image_merge (both, 2, &world->error);
    assert_no_error (world->error);
}

/** world_add_filled: image bytes by fill(); at 0x400 a safe configuration field */
static inline void
world_add_filled (World *world, guint32 address, gsize size, guint seed)
{
    g_autofree guint8 *data = g_malloc (size);
    guint32 fcf = world->device->fcf_address;

    fill (data, size, seed);
    if (address <= fcf && fcf + 16 <= address + size) {
        memset (data + fcf - address, 0xFF, 16);
        data[fcf - address + 12] = 0xFE;
    }
    world_add (world, address, data, size);
}

static inline UlPlan *
world_plan (World *world)
{
    g_clear_error (&world->error);
    UlPlan *plan = ul_plan_new (world->device, world->spec, &world->protection, world->facts,
                                world_read, world, &world->error);
    assert_int_equal (plan == NULL, world->error != NULL);
    return plan;
}

static inline UlPlan *
world_must_plan (World *world)
{
    UlPlan *plan = world_plan (world);
    assert_no_error (world->error);
    return plan;
}

static inline const UlStep *
step_at (const UlPlan *plan, guint index)
{
    assert_true (index < plan->steps->len);
    return &g_array_index (plan->steps, UlStep, index);
}

/** step_of: the step of a sector, or NULL */
static inline const UlStep *
step_of (const UlPlan *plan, guint sector)
{
    for (guint i = 0; i < plan->steps->len; i++)
        if (step_at (plan, i)->sector == sector)
            return step_at (plan, i);
    return NULL;
}

/** world_choose_sectors: the job is on these two alone */
static inline void
world_choose_sectors (World *world, guint one, guint other)
{
    g_autofree guint8 *sectors = g_new0 (guint8, 128);

    sectors[one] = sectors[other] = 1;
    ul_job_spec_set_sectors (world->spec, sectors, 128);
}

static inline void
assert_step (const UlPlan *plan, guint sector, UlStepKind kind, UlStepReason reason)
{
    const UlStep *step = step_of (plan, sector);
    assert_non_null (step);
    assert_int_equal (step->kind, kind);
    assert_int_equal (step->reason, reason);
}

/**
 * world_run: does the plan to the flash in memory, by its own steps alone, as an erased chip
 * would take it: bits go from 1 to 0 only
 */
static inline void
world_run (World *world, const UlPlan *plan)
{
    g_autoptr (GArray) order = ul_plan_get_order (plan);

    if (plan->erase_all)
        memset (world->flash, 0xFF, ul_device_get_flash_size (world->device));
    for (guint i = 0; i < order->len; i++) {
        const UlStep *step = step_at (plan, g_array_index (order, guint, i));
        guint8 *at = world->flash + step->address;
        if (step->kind != UL_STEP_PROGRAM && !plan->erase_all)
            memset (at, 0xFF, step->size);
        for (guint32 k = 0; step->kind != UL_STEP_ERASE && k < step->size; k++)
            at[k] &= step->data[k];
    }
}
