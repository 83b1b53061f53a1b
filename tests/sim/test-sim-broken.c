/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Core's work on simulated boards that are locked, protected or broken. */
#include "job-world.h"
#include "ul-error.h"

#include <string.h>

static void
is_identified_and_open_as_delivered (void **state)
{
    JobWorld *world = job_world_new (*state);
    const UlDevice *device = NULL;
    UlProtection protection;
    g_autoptr (GError) error = NULL;

    world->target = ul_target_new (world->probe);
    ul_target_connect (world->target, UL_CONNECT_AUTO, 4000, &error);
    assert_no_error (error);
    ul_target_identify (world->target, NULL, &device, &error);
    assert_no_error (error);
    assert_ptr_equal (device, world->device);
    assert_int_equal (ul_target_get_ids (world->target)->dpidr,
                      ul_sim_chip_get_dpidr (world->chip));
    ul_target_read_protection (world->target, device, &protection, &error);
    assert_no_error (error);
    assert_int_equal (protection.lock, UL_LOCK_OPEN);
    assert_int_equal (protection.fsec, 0xFE);
    assert_int_equal (protection.fprot, 0xFFFFFFFF);
    assert_int_equal (ul_protection_count_sectors (&protection, device), 0);
    job_world_free (world);
}

static void
set_field (JobWorld *world, guint offset, guint8 value)
{
    world->flash[0x400 + offset] = value;
    ul_sim_chip_flash_changed (world->chip);
}

static void
a_secured_chip_is_unlocked (void **state)
{
    JobWorld *world = job_world_new (*state);
    UlProtection protection;
    g_autoptr (GError) error = NULL;
    UlSimChipCounts counts;

    set_field (world, 0xC, 0xFF);
    set_field (world, 0x8, 0xF0);
    job_world_connect (world, &error);
    assert_no_error (error);
    ul_target_read_protection (world->target, world->device, &protection, &error);
    assert_no_error (error);
    assert_int_equal (protection.lock, UL_LOCK_SECURED);
    ul_unlock_run (world->target, world->device, NULL, NULL, &protection, &error);
    assert_no_error (error);
    assert_int_equal (protection.lock, UL_LOCK_OPEN);
    assert_int_equal (protection.fprot, 0xFFFFFFFF);
    for (gsize i = 0; i < world->size; i++)
        if (world->flash[i] != (i == 0x40C ? 0xFE : 0xFF))
            fail_msg ("0x%02X at 0x%zX", world->flash[i], i);
    ul_sim_chip_get_counts (world->chip, &counts);
    assert_int_equal (counts.mass_erases, 1);
    job_world_end (world);
    job_world_begin_well (world);
    world->work[0x40C / world->sector].erase = TRUE;
    job_world_run_well (world, 0, world->n);
    job_world_assert_holds_image (world, 0, world->n);
    job_world_free (world);
}

static void
a_chip_locked_for_ever_is_left_alone (void **state)
{
    JobWorld *world = job_world_new (*state);
    UlProtection protection;
    g_autoptr (GError) error = NULL;
    UlSimChipCounts counts;
    g_autofree guint8 *before = g_memdup2 (world->flash, world->size);

    set_field (world, 0xC, 0xEF);
    before[0x40C] = 0xEF;
    job_world_connect (world, &error);
    assert_no_error (error);
    assert_false (ul_unlock_run (world->target, world->device, NULL, NULL, &protection, &error));
    assert_error (error, UL_ERROR, UL_ERROR_CHIP_LOCKED_FOREVER);
    ul_sim_chip_get_counts (world->chip, &counts);
    assert_int_equal (counts.mass_erases, 0);
    assert_memory_equal (world->flash, before, world->size);
    job_world_free (world);
}

static void
a_mass_erase_that_hangs_is_given_up (void **state)
{
    JobWorld *world = job_world_new (*state);
    UlProtection protection;
    g_autoptr (GError) error = NULL;

    world->faults.chip.erase_hangs = TRUE;
    job_world_set_faults (world);
    set_field (world, 0xC, 0xFF);
    job_world_connect (world, &error);
    assert_no_error (error);
    assert_false (ul_unlock_run (world->target, world->device, NULL, NULL, &protection, &error));
    assert_error (error, UL_ERROR, UL_ERROR_UNLOCK_TIMEOUT);
    job_world_free (world);
}

/* --- what goes wrong in the flash --- */

static void
assert_where (const GError *error, guint32 address)
{
    guint32 where = 0, size = 0;

    assert_true (ul_error_get_where (error, &where, &size));
    assert_true (where <= address && address - where < size);
}

static void
fails_in_sector (JobWorld *world, guint index, gboolean program, int code)
{
    g_autoptr (GError) error = NULL;
    UlSectorWork *work = &world->work[index];
    const guint8 *data = work->data;

    job_world_begin_well (world);
    for (guint i = index - 1; i <= index + 1; i++)
        world->work[i].erase = TRUE;
    work->data = program ? data : NULL;
    assert_false (job_world_run (world, index - 1, 3, &error));
    assert_error (error, UL_ERROR, code);
    assert_where (error, work->address);
    assert_true (world->work[index - 1].checked);
    assert_int_equal (work->checked, code == UL_ERROR_FLASH_NOT_BLANK);
    assert_false (world->work[index + 1].erased);
    work->data = data;
    job_world_end (world);
}

static void
an_erase_that_fails_is_told (void **state)
{
    JobWorld *world = job_world_new (*state);

    world->faults.chip.bad_sector = 7 * world->sector;
    job_world_set_faults (world);
    fails_in_sector (world, 7, TRUE, UL_ERROR_FLASH_FAILED);
    job_world_free (world);
}

static void
an_erase_that_does_nothing_is_found_out (void **state)
{
    JobWorld *world = job_world_new (*state);

    world->faults.chip.stubborn_sector = 7 * world->sector;
    job_world_set_faults (world);
    fails_in_sector (world, 7, FALSE, UL_ERROR_FLASH_NOT_BLANK);
    job_world_free (world);
}

static void
a_protected_sector_is_refused (void **state)
{
    JobWorld *world = job_world_new (*state);
    guint region = world->size / 32;

    set_field (world, 0x9, 0xFE); /* region 8 */
    fails_in_sector (world, 8 * region / world->sector, TRUE, UL_ERROR_FLASH_PROTECTED);
    job_world_free (world);
}

static void
a_weak_bit_shows_in_the_check (void **state)
{
    JobWorld *world = job_world_new (*state);

    world->image[9 * world->sector + 100] = 0xFF;
    world->faults.chip.weak_address = 9 * world->sector + 100;
    job_world_set_faults (world);
    job_world_begin_well (world);
    world->work[9].erase = world->work[10].erase = TRUE;
    job_world_run_well (world, 9, 2);
    job_world_end (world);
    job_world_assert_holds_image (world, 10, 1);
    assert_int_not_equal (world->flash[9 * world->sector + 100], 0xFF);
    job_world_free (world);
}

static void
works_without_the_routine_in_ram (void **state)
{
    JobWorld *world = job_world_new (*state);
    g_autoptr (GError) error = NULL;

    job_world_connect (world, &error);
    assert_no_error (error);
    world->flasher = ul_flash_open_full (world->target, world->device, UL_FLASH_NO_LOADER, &error);
    assert_no_error (error);
    world->work[3].erase = world->work[4].erase = TRUE;
    job_world_run_well (world, 3, 2);
    job_world_end (world);
    job_world_assert_holds_image (world, 3, 2);
    job_world_free (world);
}

static const JobCase cases[] = {
    JOB_CASE (is_identified_and_open_as_delivered),
    JOB_CASE (a_secured_chip_is_unlocked),
    JOB_CASE (a_chip_locked_for_ever_is_left_alone),
    JOB_CASE (a_mass_erase_that_hangs_is_given_up),
    JOB_CASE (an_erase_that_fails_is_told),
    JOB_CASE (an_erase_that_does_nothing_is_found_out),
    JOB_CASE (a_protected_sector_is_refused),
    JOB_CASE (a_weak_bit_shows_in_the_check),
    JOB_CASE (works_without_the_routine_in_ram),
};

int
main (void)
{
    return job_world_run_cases ("sim-broken", cases, G_N_ELEMENTS (cases));
}
