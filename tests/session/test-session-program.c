/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PROGRAM on a fake chip: what is touched, what is kept, what is refused before anything is. */
#include "session-world.h"

#include <string.h>

#define KL25Z "MKL25Z128xxx4"
#define K64F  "MK64FN1M0xxx12"
#define FSEC  0x40C

static void
assert_untouched (World *world)
{
    assert_int_equal (world->chip->n_erases, 0);
    assert_int_equal (world->chip->n_erase_alls, 0);
    assert_int_equal (world->chip->n_mass_erases, 0);
    assert_int_equal (world->chip->n_programs + world->chip->n_sections, 0);
    assert_false (world->result->touched);
    if (world->result->problem != NULL)
        assert_non_null (strstr (world->result->problem->cause, "Nothing was changed."));
}

static void
writes_what_the_file_says (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 size = 8 * world->sector_size;

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, size, 1);
    world_must_run (world);
    assert_true (world_holds (world, 0, size, 1));
    assert_int_equal (world->result->n_programmed, 8);
    assert_int_equal (world->result->n_verified, 8);
    assert_int_equal (world->result->n_skipped, 0);
    assert_true (world->result->touched);
    assert_ptr_equal (world->result->device, world->device);
    assert_true (world->result->have_protection);
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
    assert_int_equal (world_sector (world, 3).activity, UL_ACTIVITY_VERIFIED);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
    assert_int_equal (ul_session_get_chip (world->session)->facts[3].content, UL_CONTENT_DATA);
    assert_false (world->chip->collided);
}

static void
same_image_again_touches_nothing (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, 8 * world->sector_size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 8 * world->sector_size, 1);
    world_must_run (world);
    assert_untouched (world);
    assert_int_equal (world->result->n_skipped, 8);
    assert_int_equal (world->result->n_programmed, 0);
    assert_null (world->result->backup);
    assert_int_equal (world_sector (world, 3).activity, UL_ACTIVITY_SKIPPED);
}

static void
changed_byte_costs_one_sector (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 size = 8 * world->sector_size;
    g_autofree guint8 *data = world_make_data (world, 0, size, 1);

    world_fill (world, 0, size, 1);
    world_power_up (world);
    data[5 * world->sector_size + 17] ^= 0x5A;
    world_ask (world, UL_JOB_PROGRAM);
    world_add_bytes (world, 0, data, size);
    world_must_run (world);
    assert_memory_equal (world->chip->flash, data, size);
    assert_int_equal (world->chip->n_erases, 1);
    assert_int_equal (world->result->n_programmed, 1);
    assert_int_equal (world->result->n_skipped, 7);
    assert_int_equal (world->result->n_erased, 1);
    assert_int_equal (world->result->bytes, world->sector_size);
}

static void
other_bytes_of_a_sector_are_kept (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 at = 6 * world->sector_size;

    world_fill (world, at, world->sector_size, 3);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, at + 100, 50, 4);
    world_must_run (world);
    assert_true (world_holds (world, at, 100, 3));
    assert_true (world_holds (world, at + 100, 50, 4));
    assert_true (world_holds (world, at + 150, world->sector_size - 150, 3));
    assert_int_equal (world->result->n_preserved, 1);
}

static void
sectors_outside_the_file_are_left_alone (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 at = 20 * world->sector_size;

    world_fill (world, at, 3 * world->sector_size, 3);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, at + world->sector_size, world->sector_size, 4);
    world_must_run (world);
    assert_true (world_holds (world, at, world->sector_size, 3));
    assert_true (world_holds (world, at + 2 * world->sector_size, world->sector_size, 3));
    assert_int_equal (world->chip->n_erases, 1);
}

static void
whole_chip_is_erased_at_once (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, world->size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, world->size, 2);
    world_must_run (world);
    assert_true (world_holds (world, 0, world->size, 2));
    assert_int_equal (world->chip->n_erase_alls, 1);
    assert_int_equal (world->chip->n_erases, 0);
    assert_int_equal (world->result->n_erased, world->size / world->sector_size);
    assert_int_equal (world->result->n_verified, world->size / world->sector_size);
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
}

static void
scope_all_erases_the_rest (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, world->size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->scope = UL_SCOPE_ALL;
    world_add (world, 0, 2 * world->sector_size, 2);
    world_must_run (world);
    assert_true (world_holds (world, 0, 2 * world->sector_size, 2));
    assert_true (
        world_is_blank (world, 2 * world->sector_size, world->size - 2 * world->sector_size));
    assert_int_equal (ul_session_get_chip (world->session)->facts[9].content, UL_CONTENT_BLANK);
}

static void
verification_can_be_left_out (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->no_verify = TRUE;
    world_add (world, 0, 4 * world->sector_size, 1);
    world_must_run (world);
    assert_true (world_holds (world, 0, 4 * world->sector_size, 1));
    assert_int_equal (world->result->n_programmed, 4);
    assert_int_equal (world->result->n_verified, 0);
    assert_int_equal (world_sector (world, 1).activity, UL_ACTIVITY_PROGRAMMED);
}

static void
program_runs_afterwards (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 1024, 1);
    world_must_run (world);
    assert_false (world->chip->halted);
    assert_true (world->chip->n_resets >= 2);
}

static void
core_can_be_left_halted (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->halt_after = TRUE;
    world_add (world, 0, 1024, 1);
    world_must_run (world);
    assert_true (world->chip->halted);
}

/* --- refusals --- */

static void
protect (World *world, guint32 fprot)
{
    world->chip->flash[0x408] = fprot & 0xFF;
    world->chip->flash[0x409] = fprot >> 8 & 0xFF;
    world->chip->flash[0x40A] = fprot >> 16 & 0xFF;
    world->chip->flash[0x40B] = fprot >> 24;
    world_power_up (world);
}

static void
protected_sectors_are_told_before (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    protect (world, 0xFFFFFFF3); /* 0x2000 to 0x3FFF */
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0x1000, 0x2000, 1);
    world_fails (world, UL_ERROR_FLASH_PROTECTED);
    assert_untouched (world);
    assert_int_equal (world->result->problem->address, 0x2000);
    assert_int_equal (world->result->problem->size, 0x1000);
    assert_string_equal (world_detail (world, "protected"), "4");
    assert_string_equal (world->result->problem->title, "4 of 8 sectors are protected");
    assert_int_equal (world->result->problem->exit_status, 5);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
    assert_int_equal (world_sector (world, 8).protection, UL_PROTECTED_FULL);
}

static void
protected_sectors_can_be_left_out (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    protect (world, 0xFFFFFFF3);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->skip_protected = TRUE;
    world_add (world, 0x1000, 0x2000, 1);
    world_must_run (world);
    assert_true (world_holds (world, 0x1000, 0x1000, 1));
    assert_true (world_is_blank (world, 0x2000, 0x1000));
    assert_int_equal (world_sector (world, 8).left_out, 1);
}

static void
secured_chip_is_left_alone (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world->chip->flash[FSEC] = 0xFF;
    world_power_up (world);
    world_ask (world, UL_JOB_PROGRAM);
    ul_session_set_device (world->session, world->device);
    world_add (world, 0, 1024, 1);
    world_fails (world, UL_ERROR_CHIP_LOCKED);
    assert_untouched (world);
    assert_int_equal (world->result->problem->remedy, UL_REMEDY_UNLOCK);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_LOCKED);
}

static void
nothing_is_tried_on_a_chip_secured_for_ever (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world->chip->flash[FSEC] = 0xEF;
    world_power_up (world);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->unlock_first = world->spec->unlock_if_locked = TRUE;
    world_add (world, 0, 1024, 1);
    world_fails (world, UL_ERROR_CHIP_LOCKED_FOREVER);
    assert_untouched (world);
    assert_int_equal (world->chip->n_resets, 0);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_LOCKED_FOREVER);
}

static void
add_with_fsec (World *world, guint8 fsec)
{
    g_autofree guint8 *data = world_make_data (world, 0, 4096, 1);

    data[FSEC] = fsec;
    world_add_bytes (world, 0, data, 4096);
}

static void
file_that_locks_is_refused (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    add_with_fsec (world, 0xFF);
    world_fails (world, UL_ERROR_WOULD_LOCK);
    assert_untouched (world);
    assert_int_equal (world->result->problem->address, FSEC);
}

static void
file_that_locks_for_ever_needs_more_than_a_yes (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    add_with_fsec (world, 0xEF);
    world_fails (world, UL_ERROR_WOULD_LOCK_FOREVER);
    assert_untouched (world);
}

static void
lock_byte_can_be_kept_open (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->lock_bytes = UL_LOCK_BYTES_KEEP_UNLOCKED;
    add_with_fsec (world, 0xFF);
    world_must_run (world);
    assert_true (world_holds (world, 0, 4096, 1));
    assert_int_equal (world->chip->flash[FSEC], 0xFE);
}

static void
agreed_lock_is_written_and_shown (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    add_with_fsec (world, 0xFF);
    world_must_run (world);
    assert_int_equal (world->chip->flash[FSEC], 0xFF);
    assert_int_equal (world->result->protection.lock, UL_LOCK_SECURED);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_LOCKED);
    assert_null (ul_session_get_chip (world->session)->facts);
}

static void
file_for_another_chip_is_refused (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, world->size - 512, 1024, 1);
    world_fails (world, UL_ERROR_IMAGE_DOES_NOT_FIT);
    assert_untouched (world);
    assert_int_equal (world->result->problem->address, world->size);
}

static void
wrong_chip_is_a_hard_stop (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_power_up (world);
    ul_session_set_device (world->session, ul_devices_find (K64F));
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->unlock_first = TRUE;
    world_add (world, 0, 1024, 1);
    world_fails (world, UL_ERROR_TARGET_WRONG_CHIP);
    assert_untouched (world);
    assert_int_equal (world->chip->n_resets, 0);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_WRONG_CHIP);
    assert_ptr_equal (ul_session_get_chip (world->session)->found, world->device);
}

static void
nothing_to_program_is_said (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    world_fails (world, UL_ERROR_USAGE);
    assert_untouched (world);
}

/* --- unlocking on the way --- */

static void
protected_chip_is_unlocked_and_programmed (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, world->size, 5);
    protect (world, 0xFFFFFFF0);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->unlock_first = TRUE;
    world_add (world, 0, 4 * world->sector_size, 1);
    world_must_run (world);
    assert_int_equal (world->chip->n_mass_erases, 1);
    assert_true (world_holds (world, 0, 4 * world->sector_size, 1));
    assert_true (
        world_is_blank (world, 4 * world->sector_size, world->size - 4 * world->sector_size));
    assert_int_equal (world->result->protection.fprot, 0xFFFFFFFF);
    assert_int_equal (world->result->n_programmed, 4);
    assert_true (world->result->n_erased >= world->size / world->sector_size);
    assert_non_null (world->result->backup);
}

static void
secured_chip_is_unlocked_and_programmed (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, world->size, 5);
    world->chip->flash[FSEC] = 0xFF;
    world_power_up (world);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->unlock_first = TRUE;
    world_add (world, 0, 4 * world->sector_size, 1);
    world_must_run (world);
    assert_int_equal (world->chip->n_mass_erases, 1);
    assert_true (world_holds (world, 0, 4 * world->sector_size, 1));
    assert_null (world->result->backup);
    assert_true (world_logged (world, "because the chip is locked"));
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
}

static void
unlocks_by_itself_only_when_locked (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->unlock_if_locked = TRUE;
    world_add (world, 0, 4096, 1);
    world_must_run (world);
    assert_int_equal (world->chip->n_mass_erases, 0);

    world->chip->flash[FSEC] = 0xFF;
    world_power_up (world);
    world_must_run (world);
    assert_int_equal (world->chip->n_mass_erases, 1);
    assert_true (world_holds (world, 0, 4096, 1));
}

static void
refused_file_is_refused_before_the_mass_erase (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world->chip->flash[FSEC] = 0xFF;
    world_power_up (world);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->unlock_first = TRUE;
    add_with_fsec (world, 0xFF);
    world_fails (world, UL_ERROR_WOULD_LOCK);
    assert_untouched (world);
}

/* Two controllers, two ways of programming. */
#define ON_BOTH(test)                                                                              \
    { #test " (KL25Z)", test, NULL, NULL, (void *) KL25Z },                                        \
    {                                                                                              \
#test " (K64F)", test, NULL, NULL, (void *) K64F                                           \
    }

int
main (void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH (writes_what_the_file_says),
        ON_BOTH (same_image_again_touches_nothing),
        ON_BOTH (changed_byte_costs_one_sector),
        ON_BOTH (other_bytes_of_a_sector_are_kept),
        ON_BOTH (sectors_outside_the_file_are_left_alone),
        ON_BOTH (whole_chip_is_erased_at_once),
        ON_BOTH (scope_all_erases_the_rest),
        ON_BOTH (verification_can_be_left_out),
        cmocka_unit_test (program_runs_afterwards),
        cmocka_unit_test (core_can_be_left_halted),
        cmocka_unit_test (protected_sectors_are_told_before),
        cmocka_unit_test (protected_sectors_can_be_left_out),
        ON_BOTH (secured_chip_is_left_alone),
        ON_BOTH (nothing_is_tried_on_a_chip_secured_for_ever),
        cmocka_unit_test (file_that_locks_is_refused),
        cmocka_unit_test (file_that_locks_for_ever_needs_more_than_a_yes),
        cmocka_unit_test (lock_byte_can_be_kept_open),
        cmocka_unit_test (agreed_lock_is_written_and_shown),
        cmocka_unit_test (file_for_another_chip_is_refused),
        cmocka_unit_test (wrong_chip_is_a_hard_stop),
        cmocka_unit_test (nothing_to_program_is_said),
        ON_BOTH (protected_chip_is_unlocked_and_programmed),
        ON_BOTH (secured_chip_is_unlocked_and_programmed),
        cmocka_unit_test (unlocks_by_itself_only_when_locked),
        cmocka_unit_test (refused_file_is_refused_before_the_mass_erase),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-program", tests, NULL, NULL);
}
