/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Erase All would take the division of the FlexNVM along: it is never planned where there is one,
 * however much time it would save. Each case is tried with every row of the table. */
#include "cases.h"
#include "plan-world.h"

#include "ul-flash.h"

#define KIB 1024u

typedef struct {
    const char *name, *device;
    guint32 size, behind, eeprom; /* bytes: FlexNVM, of it behind EEPROM, and EEPROM just now */
} Divided;

static const Divided rows[] = {
    { "half of K20DX256", "MK20DX256xxx7", 32 * KIB, 16 * KIB, 1 * KIB },
    /* its RAM is no EEPROM just now */
    { "half of K20DX256, not loaded", "MK20DX256xxx7", 32 * KIB, 16 * KIB, 0 },
    { "all of K20DX256", "MK20DX256xxx7", 32 * KIB, 32 * KIB, 2 * KIB },
    { "half of K64FX512", "MK64FX512xxx12", 128 * KIB, 64 * KIB, 4 * KIB },
    { "half of S32K144", "S32K144", 64 * KIB, 32 * KIB, 4 * KIB },
};

static void
set_facts (World *world, guint from, UlContent content)
{
    for (guint i = from; i < ul_device_get_n_sectors (world->device); i++)
        world->facts[i].content = content;
}

/* Data in every sector there is. */
static World *
full_world (const Divided *row, UlJobKind kind, gboolean divided)
{
    World *world = world_new (row->device, kind);

    if (divided)
        world->device = ul_device_divide (world->device, row->size, row->behind, row->eeprom);
    assert_int_equal (world->device->eeprom_backup, divided ? row->behind : 0);
    set_facts (world, 0, UL_CONTENT_DATA);
    if (kind == UL_JOB_ERASE)
        world->spec->scope = UL_SCOPE_ALL;
    return world;
}

static void
add_regions (World *world)
{
    for (guint i = 0; i < world->device->n_regions; i++)
        world_add_filled (world, world->device->regions[i].start, world->device->regions[i].size,
                          1);
}

/* The program flash is in the file, all else is blank. */
static void
add_program_flash (World *world)
{
    const UlRegion *region = &world->device->regions[0];

    world_add_filled (world, region->start, region->size, 1);
    set_facts (world, region->size / region->sector_size, UL_CONTENT_BLANK);
}

/* Nothing else than the division forbids it, and it would take less time. */
static void
assert_kept (World *world, guint n_erased)
{
    g_autoptr (UlPlan) plan = world_must_plan (world);
    UlFlashTimes times;

    world->spec->no_verify = TRUE;
    g_autoptr (UlPlan) plain = world_must_plan (world);
    ul_flash_get_times (world->device, &times);
    assert_false (plan->erase_all || plan->unlocks);
    assert_int_equal (plan->n_erase, n_erased);
    guint64 at_once = times.erase_all_us;
    for (guint i = 0; i < plain->steps->len; i++) {
        const UlStep *step = step_at (plain, i);
        at_once += ul_flash_times_get_program (
            &times, ul_device_find_region (world->device, step->address), step->bytes);
    }
    assert_true (at_once < plain->predicted_us);
}

static void
assert_all_at_once (World *world)
{
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_true (plan->erase_all);
}

static void
erasing_all_keeps_the_division (void **state)
{
    g_autoptr (World) divided = full_world (*state, UL_JOB_ERASE, TRUE);
    g_autoptr (World) whole = full_world (*state, UL_JOB_ERASE, FALSE);

    assert_kept (divided, ul_device_get_n_sectors (divided->device));
    assert_all_at_once (whole);
}

static void
programming_all_keeps_the_division (void **state)
{
    g_autoptr (World) divided = full_world (*state, UL_JOB_PROGRAM, TRUE);
    g_autoptr (World) whole = full_world (*state, UL_JOB_PROGRAM, FALSE);

    add_regions (divided);
    add_regions (whole);
    assert_kept (divided, ul_device_get_n_sectors (divided->device));
    assert_all_at_once (whole);
}

static void
programming_beside_blank_eeprom_keeps_the_division (void **state)
{
    g_autoptr (World) divided = full_world (*state, UL_JOB_PROGRAM, TRUE);
    g_autoptr (World) whole = full_world (*state, UL_JOB_PROGRAM, FALSE);
    const UlRegion *region = &divided->device->regions[0];

    add_program_flash (divided);
    add_program_flash (whole);
    assert_kept (divided, region->size / region->sector_size);
    assert_all_at_once (whole);
}

static const CaseOfEach cases[] = {
    { "erasing all keeps the division", erasing_all_keeps_the_division },
    { "programming all keeps the division", programming_all_keeps_the_division },
    { "programming beside blank eeprom keeps the division",
      programming_beside_blank_eeprom_keeps_the_division },
};

int
main (void)
{
    return run_cases_of_each ("plan-divided", cases, G_N_ELEMENTS (cases), rows, sizeof *rows,
                              G_N_ELEMENTS (rows));
}
