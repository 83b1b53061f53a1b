/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Jobs on simulated boards where something goes wrong: sectors, supply, wire, probe, and stops. */
#include "test.h"

#include "board-world.h"
#include "own-folders.h"
#include "two-boards.h"
#include "ul-error.h"

#include <stdio.h>
#include <string.h>

static void
sector_that_fails_is_named (void **state)
{
    g_autoptr (World) world = world_new (*state);
    g_autofree char *fault = g_strdup_printf ("bad-sector=0x%X", 3 * world->sector_size);

    world_fill (world, 0, 8 * world->sector_size, 1);
    world_fill (world, 90 * world->sector_size, 16,
                4); /* so that Erase All is out of the question */
    world_set_fault (world, fault);
    world_ask_to_program (world, 0, 8 * world->sector_size, 2);
    world_fails (world, UL_ERROR_FLASH_FAILED);
    assert_int_equal (world->result->problem->address, 3 * world->sector_size);
    assert_true (world->result->touched);
    assert_int_equal (world->flash[world->fsec], 0xFE);
    assert_int_equal (world_chip (world)->state, UL_SESSION_READY);
    world_set_fault (world, NULL);
    world_must_run (world);
    assert_true (world_holds (world, 0, 8 * world->sector_size, 2));
}

static void
sector_that_stays_is_named (void **state)
{
    g_autoptr (World) world = world_new (*state);
    g_autofree char *fault = g_strdup_printf ("stubborn-sector=0x%X", 3 * world->sector_size);

    world_fill (world, 0, 8 * world->sector_size, 1);
    world_set_fault (world, fault);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 2 * world->sector_size;
    world->spec->range_size = 4 * world->sector_size;
    world_fails (world, UL_ERROR_FLASH_NOT_BLANK);
    assert_int_equal (world->result->problem->address, 3 * world->sector_size);
}

/* Its sectors are tried one by one then, and the one that is at fault is named. */
static void
refused_block_is_erased_by_sectors (void **state)
{
    g_autoptr (World) world = world_new ("frdm-k22f");
    guint32 half = world->size / 2;
    g_autofree char *fault = g_strdup_printf ("refused-sector=0x%X", half + 3 * world->sector_size);

    world_fill (world, 0, world->size, 1);
    world_set_fault (world, fault);
    world_ask_to_program (world, half, half, 2);
    world_fails (world, UL_ERROR_FLASH_COMMAND);
    assert_int_equal (world->result->problem->address, half + 3 * world->sector_size);
    assert_int_equal (world_counts (world).erases, 3);
    assert_true (world_holds (world, 0, half, 1));
    assert_true (world_holds (world, half, 3 * world->sector_size, 2));
    world_set_fault (world, NULL);
    world_must_run (world);
    assert_true (world_holds (world, half, half, 2));
}

static void
weak_byte_is_named (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 at = 5 * world->sector_size + 0x123;
    g_autofree char *fault = g_strdup_printf ("weak-address=0x%X", at);

    world_set_fault (world, fault);
    world_ask_to_program (world, 0, 8 * world->sector_size, 2);
    world_fails (world, UL_ERROR_VERIFY_MISMATCH);
    assert_int_equal (world->result->problem->address, at);
    world_set_fault (world, NULL);
    world_must_run (world);
    assert_true (world_holds (world, 0, 8 * world->sector_size, 2));
    assert_int_equal (world->result->n_programmed, 1);
}

/* A program that crashes at once: the chip resets itself again and again. */
static void
chip_that_keeps_resetting_is_programmed (void **state)
{
    g_autoptr (World) world = world_new (*state);

    memset (world->flash, 0, 0x400);
    ul_sim_chip_flash_changed (world->chip);
    world_ask_to_program (world, 0, 8 * world->sector_size, 2);
    world_must_run (world);
    assert_true (world_holds (world, 0, 8 * world->sector_size, 2));
}

static void
board_without_power_is_said (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_set_fault (world, "no-power");
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_TARGET_NO_POWER);
    assert_int_equal (world_chip (world)->state, UL_SESSION_NO_TARGET);
    world_set_fault (world, NULL);
    world_must_run (world);
}

static void
dead_wire_is_said (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_set_fault (world, "dead");
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_TARGET_NO_ACK);
    world_set_fault (world, NULL);
    world_must_run (world);
}

static void
noise_on_the_wire_does_no_harm (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, 8 * world->sector_size, 1);
    world_set_fault (world, "garble-every=2500");
    world_ask_to_program (world, 0, 8 * world->sector_size, 2);
    world_must_run (world);
    assert_true (world_holds (world, 0, 8 * world->sector_size, 2));
}

/* Wherever the probe is pulled out: the chip is as it is told, and the next job makes it right. */
static void
unplugging_anywhere_is_survived (void **state)
{
    for (guint step = 2, at = 4; at < 4000; at += step, step += 3) {
        g_autoptr (World) world = world_new (*state);
        guint32 size = 8 * world->sector_size;
        g_autofree char *fault = g_strdup_printf ("unplug-at=%u", at);

        world_fill (world, 0, size, 1);
        world_fill (world, 90 * world->sector_size, 16, 4);
        world_set_fault (world, fault);
        world_ask_to_program (world, 0, size, 2);
        world_run (world);
        if (world->result->ok)
            return;
        assert_int_equal (world->result->problem->code, UL_ERROR_PROBE_GONE);
        if (!world->result->touched)
            assert_true (world_holds (world, 0, size, 1));
        world_set_fault (world, NULL);
        world_must_run (world);
        assert_true (world_holds (world, 0, size, 2));
        assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
    }
    fail_msg ("the job never came to its end");
}

static void
try_trouble (World *world, const char *word, guint at)
{
    g_autofree char *fault = g_strdup_printf ("%s=%u", word, at);

    world_fill (world, 0, 0x2000, 1);
    world_fill (world, 90 * world->sector_size, 16, 4);
    world_set_fault (world, fault);
    world_ask_to_program (world, 0, 0x2000, 2);
    world_run (world);
    if (!world->result->ok)
        assert_int_equal (world->result->problem->exit_status, 3);
    /* a probe that recovers has let the chip be looked at again */
    assert_true (world_chip (world)->state == UL_SESSION_READY ||
                 world_chip (world)->state == UL_SESSION_PROBE_UNUSABLE);
    world_set_fault (world, NULL);
    world_must_run (world);
    assert_true (world_holds (world, 0, 0x2000, 2));
}

static void
probe_that_falls_silent_is_told (void **state)
{
    static const guint moments[] = { 1, 9, 30, 60, 120 };

    for (guint i = 0; i < G_N_ELEMENTS (moments); i++) {
        g_autoptr (World) world = world_new (*state);
        try_trouble (world, "silent-at", moments[i]);
    }
}

static void
probe_with_trouble_of_its_own_is_told (void **state)
{
    static const guint moments[] = { 1, 9, 30, 60, 120 };

    for (guint i = 0; i < G_N_ELEMENTS (moments); i++) {
        g_autoptr (World) world = world_new (*state);
        try_trouble (world, "stall-at", moments[i]);
    }
}

/* Power that fails for a moment: the chip starts anew and may be locked, if its field was erased in
 * that moment; it is told, and can be made good. */
static void
brown_out_anywhere_is_survived (void **state)
{
    for (gint64 at = 20000; at < 700000; at += 90000) {
        g_autoptr (World) world = world_new (*state);
        guint32 size = 8 * world->sector_size;

        world_fill (world, 0, size, 1);
        gint64 now = ul_sim_chip_get_time_ns (world->chip) / 1000;
        g_autofree char *fault = g_strdup_printf ("brown-out-us=%" G_GINT64_FORMAT, now + at);
        ul_session_set_device (world->session, world->device);
        world_set_fault (world, fault);
        world_ask_to_program (world, 0, size, 2);
        world_run (world);
        if (!world->result->ok && !world->result->touched)
            assert_true (world_holds (world, 0, size, 1));
        world_set_fault (world, NULL);
        world->spec->unlock_if_locked = TRUE;
        world_must_run (world);
        assert_true (world_holds (world, 0, size, 2));
    }
}

static void
stop_comes_between_two_sectors (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint n = 30;
    guint32 sector = world->sector_size;

    world_fill (world, 0, n * sector, 1);
    world_fill (world, 90 * sector, sector, 4);
    world_ask_to_program (world, 0, n * sector, 2);
    world->cancel_at_erases = 4;
    world_run (world);
    assert_true (world->result->cancelled);
    for (guint i = 0; i < n; i++)
        assert_true (world_holds (world, i * sector, sector, 1) !=
                     world_holds (world, i * sector, sector, 2));
    assert_true (world_holds (world, (n - 1) * sector, sector, 1));
    assert_int_equal (world->flash[world->fsec], 0xFE);
    world->cancel_at_erases = 0;
    g_cancellable_reset (world->cancellable);
    world_must_run (world);
    assert_true (world_holds (world, 0, n * sector, 2));
}

/* The stop costs no more than one more connection, look and safe end. */
static void
stop_and_resume_are_one_job (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint n = 60;
    guint32 sector = world->sector_size;

    world_fill (world, 0, n * sector, 1);
    world_fill (world, 90 * sector, sector, 4); /* so that it is not erased as a whole */
    world_ask_to_program (world, 0, n * sector, 2);
    world_must_run (world);
    UlSimChipCounts once = world_counts (world);
    gint64 once_us = world->result->total_us;

    world_ask_to_program (world, 0, n * sector, 3);
    world->cancel_at_erases = n / 3;
    world_run (world);
    assert_true (world->result->cancelled);
    assert_non_null (strstr (world->result->tally, " written ("));
    assert_non_null (strstr (world->result->tally, " unchanged ("));
    guint n_first = world->result->n_programmed;
    gint64 both_us = world->result->total_us;
    assert_in_range (n_first, n / 3, n - 1);

    world->cancel_at_erases = 0;
    g_cancellable_reset (world->cancellable);
    world_must_run (world);
    UlSimChipCounts both = world_counts (world);
    both_us += world->result->total_us;
    printf ("# once: %.3f s; stopped and resumed: %.3f s\n", once_us / 1e6, both_us / 1e6);
    assert_true (world_holds (world, 0, n * sector, 3));
    assert_int_equal (world->result->n_skipped, n_first);
    assert_int_equal (both.erases - once.erases, n);
    assert_true (both_us <= once_us + once_us / 4);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH (sector_that_fails_is_named),
        ON_BOTH (sector_that_stays_is_named),
        cmocka_unit_test (refused_block_is_erased_by_sectors),
        ON_BOTH (weak_byte_is_named),
        ON_BOTH (chip_that_keeps_resetting_is_programmed),
        ON_BOTH (board_without_power_is_said),
        ON_BOTH (dead_wire_is_said),
        ON_BOTH (noise_on_the_wire_does_no_harm),
        ON_BOTH (unplugging_anywhere_is_survived),
        ON_BOTH (probe_that_falls_silent_is_told),
        ON_BOTH (probe_with_trouble_of_its_own_is_told),
        ON_BOTH (brown_out_anywhere_is_survived),
        ON_BOTH (stop_comes_between_two_sectors),
        ON_BOTH (stop_and_resume_are_one_job),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-trouble", tests, NULL, NULL);
}
