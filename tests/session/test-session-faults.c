/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Jobs that are stopped or go wrong half-way: what state the chip is left in, and that the next job
 * works. */
#include "session-world.h"

#include "ul-backup.h"

#include <string.h>

#define KL25Z "MKL25Z128xxx4"
#define K64F  "MK64FN1M0xxx12"
#define FSEC  0x40C

static void
try_again (World *world)
{
    world->stop_at_erases = world->stop_at_erase_alls = world->stop_at_programs = 0;
    world->stop_at_batch = 0;
    world->probe->gone = FALSE;
    g_cancellable_reset (world->cancellable);
    world_must_run (world);
}

static void
assert_cancelled (World *world)
{
    assert_true (world->result->cancelled);
    assert_false (world->result->ok);
    assert_string_equal (world->result->problem->nick, "cancelled");
    assert_int_equal (world->result->problem->exit_status, 8);
}

/* --- stops --- */

static void
stop_before_the_start_touches_nothing (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_connect (world);
    g_cancellable_cancel (world->cancellable);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 8192, 1);
    world_run (world);
    assert_cancelled (world);
    assert_false (world->result->touched);
    assert_int_equal (world->chip->n_erases + world->chip->n_programs, 0);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
}

static void
stop_comes_between_two_sectors (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 sector = world->sector_size;
    guint n = 24, n_done = 0, n_left = 0;

    world_fill (world, 0, n * sector, 1);
    world_fill (world, 90 * sector, sector, 1); /* so that Erase All is out of the question */
    world_power_up (world);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, n * sector, 2);
    world->stop_at_erases = 5;
    world_run (world);
    assert_cancelled (world);
    assert_true (world->result->touched);
    for (guint i = 0; i < n; i++) {
        UlActivity activity = world_sector (world, i).activity;
        gboolean done = world_holds (world, i * sector, sector, 2);

        assert_true (done || world_holds (world, i * sector, sector, 1));
        assert_int_equal (activity, done ? UL_ACTIVITY_VERIFIED : UL_ACTIVITY_NOT_DONE);
        n_done += done;
        n_left += !done;
    }
    assert_true (n_done >= 4 && n_left > 0);
    assert_int_equal (world->result->n_programmed, n_done);
    assert_int_equal (world->result->n_verified, n_done);
    /* the sector of the lock byte is the last, and was not begun */
    assert_int_equal (world->chip->flash[FSEC], 0xFE);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);

    try_again (world);
    assert_true (world_holds (world, 0, n * sector, 2));
    assert_int_equal (world->result->n_skipped, n_done);
}

static void
stop_never_leaves_the_lock_byte_erased (void **state)
{
    for (guint at = 1; at < 40; at++) {
        g_autoptr (World) world = world_new (*state);
        guint32 sector = world->sector_size;

        world_fill (world, 0, 2 * sector, 1);
        world_power_up (world);
        world_ask (world, UL_JOB_PROGRAM);
        world->spec->no_backup = TRUE;
        world_add (world, 0, 2 * sector, 2);
        world->stop_at_batch = at * 4;
        world_run (world);
        assert_int_equal (world->chip->flash[FSEC], 0xFE);
        assert_true (world->result->ok || world->result->cancelled);
        if (world->result->ok)
            return;
    }
    fail_msg ("the job never came to its end");
}

static void
stop_after_erase_all_waits_for_the_lock_byte (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, world->size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->no_backup = TRUE;
    world_add (world, 0, world->size, 2);
    world->stop_at_erase_alls = 1;
    world_run (world);
    assert_cancelled (world);
    assert_int_equal (world->chip->n_erase_alls, 1);
    assert_true (world->result->n_programmed <= 1);
    assert_int_equal (world->chip->flash[FSEC], 0xFE);
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
    try_again (world);
    assert_true (world_holds (world, 0, world->size, 2));
}

static void
stop_after_erase_all_waits_without_the_routine_too (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world->chip->no_ram = TRUE;
    world_fill (world, 0, world->size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
    world->spec->no_backup = TRUE;
    world->stop_at_erase_alls = 1;
    world_run (world);
    assert_cancelled (world);
    assert_int_equal (world->chip->flash[FSEC], 0xFE);
    assert_int_equal (world->result->n_programmed, 1);
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
}

static void
stop_during_a_look_leaves_the_chip_running (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_CONNECT);
    world->stop_at_batch = 12;
    world_run (world);
    assert_cancelled (world);
    assert_false (world->chip->halted);
    try_again (world);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
}

static void
stop_during_a_read_gives_no_data (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_READ);
    world->spec->scope = UL_SCOPE_ALL;
    world->stop_at_batch = 12;
    world_run (world);
    assert_cancelled (world);
    assert_null (world->result->data);
    try_again (world);
    assert_non_null (world->result->data);
}

/* --- the lock byte when something breaks --- */

static void
break_routine (FakeProbe *probe, gpointer data)
{
    World *world = data;

    /* The sector of the lock byte was erased: from now on the RAM holds nothing. */
    if (world->chip->n_erases + world->chip->n_erase_alls > 0 && !world->chip->no_ram) {
        world->chip->no_ram = TRUE;
        memset (world->chip->ram, 0, world->device->ram_size);
    }
}

static void
lock_byte_is_saved_when_the_routine_breaks (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 start = FSEC - FSEC % world->sector_size;

    world_fill (world, start, world->sector_size, 1);
    world_power_up (world);
    fake_chip_keep_time (world->chip);
    world->probe->on_batch = break_routine;
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->no_backup = TRUE;
    world_add (world, start, world->sector_size, 2);
    world_run (world);
    assert_false (world->result->ok);
    assert_int_equal (world->chip->flash[FSEC], 0xFE);
    assert_non_null (strstr (world->result->problem->cause, "lock settings were made safe"));
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
    assert_true (world->result->touched);
    assert_int_equal (world_sector (world, start / world->sector_size).activity,
                      UL_ACTIVITY_FAILED); /* neither as before nor as it should be */
}

static void
what_nobody_saw_is_looked_up_again (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 sector = world->sector_size;

    world_fill (world, 20 * sector, 3 * sector, 1);
    world_power_up (world);
    fake_chip_keep_time (world->chip);
    world->probe->on_batch = break_routine;
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 20 * sector, 3 * sector, 2);
    world_run (world);
    assert_false (world->result->ok);
    assert_true (world_is_blank (world, 20 * sector, sector));
    assert_true (world->result->touched);
    assert_int_equal (world_sector (world, 20).activity, UL_ACTIVITY_ERASED);
    assert_int_equal (world_sector (world, 21).activity, UL_ACTIVITY_NOT_DONE);
    assert_int_equal (ul_session_get_chip (world->session)->facts[20].content, UL_CONTENT_BLANK);
    assert_int_equal (ul_session_get_chip (world->session)->facts[21].content, UL_CONTENT_DATA);
}

/* A job that was cut off after it had erased: the chip is open until its next reset. */
static void
cut_off (World *world)
{
    world_fill (world, 0, 2 * world->sector_size, 1);
    world_power_up (world);
    memset (world->chip->flash + 0x400, 0xFF, 16);
}

static void
look_does_not_lock_a_chip_that_was_cut_off (void **state)
{
    g_autoptr (World) world = world_new (*state);

    cut_off (world);
    world_connect (world);
    assert_int_equal (world->chip->n_resets, 0);
    assert_int_equal (world->chip->flash[FSEC], 0xFF);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
    assert_int_equal (ul_session_get_chip (world->session)->facts[0].content, UL_CONTENT_DATA);
    assert_false (world->chip->halted);
}

static void
verify_does_not_lock_a_chip_that_was_cut_off (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    cut_off (world);
    world_ask (world, UL_JOB_VERIFY);
    world_add (world, 0, 0x400, 1);
    world_must_run (world);
    assert_int_equal (world->chip->n_resets, 0);
}

static void
chip_that_was_cut_off_is_rescued_by_the_next_job (void **state)
{
    g_autoptr (World) world = world_new (*state);

    cut_off (world);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 2 * world->sector_size, 2);
    world_must_run (world);
    assert_true (world_holds (world, 0, 2 * world->sector_size, 2));
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
    assert_true (world_logged (world, "lock settings were made safe"));
}

/* --- unplugging --- */

static void
unplugged_probe_is_told_and_the_next_job_works (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 sector = world->sector_size;

    world_fill (world, 0, 12 * sector, 1);
    world_fill (world, 90 * sector, sector, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 12 * sector, 2);
    world->stop_at_erases = 3;
    world->stop_by_unplugging = TRUE;
    world_run (world);
    assert_int_equal (world->result->problem->code, UL_ERROR_PROBE_GONE);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_PROBE_UNUSABLE);
    assert_int_equal (world->result->problem->exit_status, 3);
    assert_true (world->result->touched);
    try_again (world);
    assert_true (world_holds (world, 0, 12 * sector, 2));
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
}

static void
unplugging_after_erase_all_says_what_may_be_lost (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_fill (world, 0, world->size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
    world->spec->no_backup = TRUE;
    world->stop_by_unplugging = TRUE;
    /* while Erase All is waited for */
    for (guint at = 8; world->chip->n_erase_alls == 0; at++) {
        world->probe->n_batches = 0;
        world->probe->gone = FALSE;
        world->stop_at_batch = at;
        world_run (world);
    }
    assert_int_equal (world->result->problem->code, UL_ERROR_PROBE_GONE);
    assert_true (world->result->touched);
    assert_non_null (strstr (world->result->problem->cause, "lock settings may be erased"));
}

static void
unplugging_anywhere_is_survived (void **state)
{
    for (guint at = 1; at < 60; at++) {
        g_autoptr (World) world = world_new (KL25Z);

        world_fill (world, 0x2000, 0x1000, 1);
        world_power_up (world);
        world_ask (world, UL_JOB_PROGRAM);
        world_add (world, 0x2000, 0x1000, 2);
        world->stop_by_unplugging = TRUE;
        world->stop_at_batch = at;
        world_run (world);
        assert_true (world->result->ok || world->result->problem->code == UL_ERROR_PROBE_GONE);
        try_again (world);
        assert_true (world_holds (world, 0x2000, 0x1000, 2));
    }
}

/* --- the wire --- */

static void
chip_that_falls_silent_is_told_and_the_next_job_works (void **state)
{
    for (guint at = 10; at < 2000; at = at * 3 / 2) {
        g_autoptr (World) world = world_new (KL25Z);

        world_fill (world, 0x2000, 0x1000, 1);
        world_power_up (world);
        world_ask (world, UL_JOB_PROGRAM);
        world_add (world, 0x2000, 0x1000, 2);
        world->probe->fail_at = at;
        world->probe->fail_times = 500;
        world->probe->fail_code = UL_ERROR_TARGET_NO_ACK;
        world_run (world);
        world->probe->fail_times = 0;
        if (!world->result->ok)
            assert_int_equal (world->result->problem->exit_status, 4);
        try_again (world);
        assert_true (world_holds (world, 0x2000, 0x1000, 2));
    }
}

static void
chip_that_is_lost_while_it_is_read_is_told (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_READ);
    world->spec->scope = UL_SCOPE_ALL;
    fake_probe_forget (world->probe);
    world->probe->fail_at = 2000;
    world->probe->fail_times = G_MAXUINT;
    world->probe->fail_code = UL_ERROR_TARGET_NO_ACK;
    world_fails (world, UL_ERROR_TARGET_NO_ACK);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_NO_TARGET);
    world->probe->fail_times = 0;
    try_again (world);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
}

static void
flash_command_that_never_ends_is_given_up (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_fill (world, 0x2000, 0x1000, 1);
    world_power_up (world);
    world->chip->never_ends = TRUE;
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0x2000, 0x1000, 2);
    world_fails (world, UL_ERROR_FLASH_TIMEOUT);
    world->chip->never_ends = FALSE;
    try_again (world);
    assert_true (world_holds (world, 0x2000, 0x1000, 2));
}

static void
chip_without_usable_ram_is_programmed_all_the_same (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world->chip->no_ram = TRUE;
    world_fill (world, 0, 4 * world->sector_size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 4 * world->sector_size, 2);
    world_must_run (world);
    assert_true (world_holds (world, 0, 4 * world->sector_size, 2));
    assert_int_equal (world->result->n_verified, 4);
    assert_true (world_logged (world, "RAM cannot be used"));
}

/* With the chip erased and some of it put back, the rest is a restore away. */
static void
stop_of_a_lift_says_what_finishes_it (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 size = 24 * world->sector_size;

    world_fill (world, 0, size, 1);
    world->chip->flash[0x408] = 0xFE;
    world_power_up (world);
    world_ask (world, UL_JOB_UNPROTECT);
    world->stop_at_programs = 10;
    world_run (world);
    assert_cancelled (world);
    assert_true (world->result->touched);
    assert_false (world_holds (world, 0, size, 1));
    assert_int_equal (world->chip->flash[FSEC], 0xFE);
    assert_int_equal (world->result->problem->remedy, UL_REMEDY_RESTORE);

    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    assert_true (backup != NULL && backup->finishes);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_backup_load (backup, NULL);
    try_again (world);
    assert_true (world_holds (world, 0, size, 1));
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
        cmocka_unit_test (stop_before_the_start_touches_nothing),
        ON_BOTH (stop_comes_between_two_sectors),
        ON_BOTH (stop_never_leaves_the_lock_byte_erased),
        ON_BOTH (stop_of_a_lift_says_what_finishes_it),
        ON_BOTH (stop_after_erase_all_waits_for_the_lock_byte),
        cmocka_unit_test (stop_after_erase_all_waits_without_the_routine_too),
        cmocka_unit_test (stop_during_a_look_leaves_the_chip_running),
        cmocka_unit_test (stop_during_a_read_gives_no_data),
        ON_BOTH (lock_byte_is_saved_when_the_routine_breaks),
        ON_BOTH (what_nobody_saw_is_looked_up_again),
        ON_BOTH (look_does_not_lock_a_chip_that_was_cut_off),
        cmocka_unit_test (verify_does_not_lock_a_chip_that_was_cut_off),
        ON_BOTH (chip_that_was_cut_off_is_rescued_by_the_next_job),
        ON_BOTH (unplugged_probe_is_told_and_the_next_job_works),
        cmocka_unit_test (unplugging_after_erase_all_says_what_may_be_lost),
        cmocka_unit_test (unplugging_anywhere_is_survived),
        cmocka_unit_test (chip_that_falls_silent_is_told_and_the_next_job_works),
        cmocka_unit_test (chip_that_is_lost_while_it_is_read_is_told),
        cmocka_unit_test (flash_command_that_never_ends_is_given_up),
        ON_BOTH (chip_without_usable_ram_is_programmed_all_the_same),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-faults", tests, NULL, NULL);
}
