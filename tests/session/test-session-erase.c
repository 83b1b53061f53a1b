/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ERASE and UNLOCK on a fake chip. */
#include "session-world.h"

#include <string.h>

#define KL25Z "MKL25Z128xxx4"
#define K64F  "MK64FN1M0xxx12"
#define FSEC  0x40C

static void
whole_chip_ends_blank_and_open (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, world->size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
    world_must_run (world);
    assert_int_equal (world->chip->n_erase_alls, 1);
    assert_int_equal (world->chip->flash[FSEC], 0xFE);
    world->chip->flash[FSEC] = 0xFF;
    assert_true (world_is_blank (world, 0, world->size));
    assert_int_equal (world->result->n_erased, world->size / world->sector_size);
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
    assert_int_equal (ul_session_get_chip (world->session)->facts[3].content, UL_CONTENT_BLANK);
    assert_non_null (world->result->backup);
}

static void
range_is_erased_and_nothing_else (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 sector = world->sector_size;

    world_fill (world, 0, 12 * sector, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 5 * sector;
    world->spec->range_size = 2 * sector;
    world_must_run (world);
    assert_true (world_holds (world, 0, 5 * sector, 1));
    assert_true (world_is_blank (world, 5 * sector, 2 * sector));
    assert_true (world_holds (world, 7 * sector, 5 * sector, 1));
    assert_int_equal (world->result->n_erased, 2);
    assert_int_equal (world->result->n_verified, 2);
    assert_int_equal (world_sector (world, 5).activity, UL_ACTIVITY_ERASED);
}

static void
sectors_of_the_file_are_erased (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, 12 * world->sector_size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_ERASE);
    world_add (world, 8 * world->sector_size + 10, 20, 2);
    world_must_run (world);
    assert_true (world_is_blank (world, 8 * world->sector_size, world->sector_size));
    assert_true (world_holds (world, 0, 8 * world->sector_size, 1));
    assert_int_equal (world->result->n_erased, 1);
}

static void
blank_sectors_are_not_erased_again (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 6 * world->sector_size, world->sector_size, 1);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 4 * world->sector_size;
    world->spec->range_size = 4 * world->sector_size;
    world_must_run (world);
    assert_int_equal (world->chip->n_erases, 1);
    assert_int_equal (world->result->n_skipped, 3);
}

static void
lock_byte_is_made_safe_again (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 sector = world->sector_size;
    guint32 start = FSEC - FSEC % sector;

    world_fill (world, start, sector, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = start;
    world->spec->range_size = sector;
    world_must_run (world);
    assert_int_equal (world->chip->flash[FSEC], 0xFE);
    assert_true (world_is_blank (world, start, FSEC - start));
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
}

static void
erase_that_did_not_take_is_told (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 sector = world->sector_size;

    world_fill (world, 4 * sector, 4 * sector, 1);
    world->chip->stubborn_sector = 5 * sector;
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 4 * sector;
    world->spec->range_size = 4 * sector;
    world_fails (world, UL_ERROR_FLASH_NOT_BLANK);
    assert_string_equal (world->result->problem->title, "Sector 5 is not empty after erasing");
    assert_int_equal (world->result->problem->address, 5 * sector);
    assert_int_equal (world->result->problem->exit_status, 7);
    assert_int_equal (world_sector (world, 5).activity, UL_ACTIVITY_FAILED);
    assert_int_equal (world_sector (world, 4).activity, UL_ACTIVITY_ERASED);
    assert_true (world->result->touched);
}

static void
erase_that_the_chip_refuses_is_told (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 sector = world->sector_size;

    world_fill (world, 4 * sector, 4 * sector, 1);
    world->chip->broken_sector = 6 * sector;
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 4 * sector;
    world->spec->range_size = 4 * sector;
    world_fails (world, UL_ERROR_FLASH_FAILED);
    assert_string_equal (world_detail (world, "sector"), "6");
    assert_int_equal (world_sector (world, 7).activity, UL_ACTIVITY_NOT_DONE);
    assert_int_equal (ul_session_get_chip (world->session)->facts[4].content, UL_CONTENT_BLANK);
    assert_int_equal (ul_session_get_chip (world->session)->facts[7].content, UL_CONTENT_DATA);
}

static void
protected_sectors_are_not_erased (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_fill (world, 0, world->size, 1);
    world->chip->flash[0x408] = 0xFE;
    world_power_up (world);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
    world_fails (world, UL_ERROR_FLASH_PROTECTED);
    assert_false (world->result->touched);
    assert_int_equal (world->chip->n_erases + world->chip->n_erase_alls, 0);
}

static void
locked_chip_can_be_erased_by_unlocking (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_fill (world, 0, world->size, 1);
    world->chip->flash[FSEC] = 0xFF;
    world_power_up (world);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
    world_fails (world, UL_ERROR_CHIP_LOCKED);
    assert_int_equal (world->chip->n_mass_erases, 0);
    world->spec->unlock_if_locked = TRUE;
    world_must_run (world);
    assert_int_equal (world->chip->n_mass_erases, 1);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
}

/* --- UNLOCK --- */

static void
secured_chip_is_unlocked_and_proven (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint n = world->size / world->sector_size;

    world_fill (world, 0, world->size, 1);
    world->chip->flash[FSEC] = 0xFF;
    world_power_up (world);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_int_equal (world->chip->n_mass_erases, 1);
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
    assert_int_equal (world->result->n_erased, n);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
    assert_int_equal (ul_session_get_chip (world->session)->facts[7].content, UL_CONTENT_BLANK);
    assert_int_equal (world_sector (world, 7).activity, UL_ACTIVITY_VERIFIED);
    assert_null (world->result->backup);
    assert_true (world->result->time_us[UL_PHASE_UNLOCK] > 0);
    assert_false (world->chip->halted);
}

static void
what_a_protected_chip_holds_is_saved_before_it_is_unlocked (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_fill (world, 0, world->size, 9);
    world->chip->flash[0x408] = 0xFE;
    world_power_up (world);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_non_null (world->result->backup);
    assert_int_equal (world->result->protection.fprot, 0xFFFFFFFF);
    assert_int_equal (world->chip->flash[0x408], 0xFF);
}

static void
forbidden_mass_erase_is_not_tried (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, world->size, 1);
    world->chip->flash[FSEC] = 0xEF;
    world_power_up (world);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_UNLOCK);
    world_fails (world, UL_ERROR_CHIP_LOCKED_FOREVER);
    assert_int_equal (world->chip->n_mass_erases, 0);
    assert_int_equal (world->chip->n_resets, 0);
    assert_false (world->result->touched);
    assert_non_null (strstr (world->result->problem->cause, "Nothing was changed."));
    assert_int_equal (world->result->problem->exit_status, 5);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_LOCKED_FOREVER);
}

static void
mass_erase_that_never_ends_is_given_up (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world->chip->flash[FSEC] = 0xFF;
    world->chip->no_mass_erase = TRUE;
    world_power_up (world);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_UNLOCK);
    world_fails (world, UL_ERROR_UNLOCK_TIMEOUT);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_LOCKED);

    world->chip->no_mass_erase = FALSE;
    world_must_run (world);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
}

#define ON_BOTH(test)                                                                              \
    { #test " (KL25Z)", test, NULL, NULL, (void *) KL25Z },                                        \
    {                                                                                              \
#test " (K64F)", test, NULL, NULL, (void *) K64F                                           \
    }

int
main (void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH (whole_chip_ends_blank_and_open),
        ON_BOTH (range_is_erased_and_nothing_else),
        ON_BOTH (sectors_of_the_file_are_erased),
        ON_BOTH (blank_sectors_are_not_erased_again),
        ON_BOTH (lock_byte_is_made_safe_again),
        ON_BOTH (erase_that_did_not_take_is_told),
        ON_BOTH (erase_that_the_chip_refuses_is_told),
        cmocka_unit_test (protected_sectors_are_not_erased),
        cmocka_unit_test (locked_chip_can_be_erased_by_unlocking),
        ON_BOTH (secured_chip_is_unlocked_and_proven),
        cmocka_unit_test (what_a_protected_chip_holds_is_saved_before_it_is_unlocked),
        ON_BOTH (forbidden_mass_erase_is_not_tried),
        cmocka_unit_test (mass_erase_that_never_ends_is_given_up),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-erase", tests, NULL, NULL);
}
