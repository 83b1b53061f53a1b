/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The driver of a simulated board, as core meets it. */
#include "test.h"

#include "probe-world.h"
#include "swd-host.h"
#include "ul-debug-port.h"
#include "ul-error.h"

#define DP_DPIDR     0x0
#define DP_CTRL_STAT 0x4
#define DP_SELECT    0x8

#define HOUR_US (3600 * (gint64) G_USEC_PER_SEC)

static void
core_connects_through_it (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (UlDebugPort) port = ul_debug_port_new (world->probe);
    g_autoptr (GError) error = NULL;

    ul_debug_port_connect (port, &error);
    assert_no_error (error);
    assert_int_equal (ul_debug_port_get_dpidr (port), world->chip->dpidr);
    assert_true (world->chip->debug_power);
    ul_debug_port_power_down (port);
    assert_false (world->chip->debug_power);
}

static void
core_wakes_a_dormant_board (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (UlDebugPort) port = ul_debug_port_new (world->probe);
    g_autoptr (GError) error = NULL;

    world->faults.wire.dormant = TRUE;
    ul_sim_board_set_faults (world->board, &world->faults);
    ul_debug_port_connect (port, &error);
    assert_no_error (error);
}

static void
reads_give_their_own_values (void **state)
{
    ProbeWorld *world = *state;
    guint32 a = 0, b[3] = { 0 }, ctrl = 0, c = 0;

    probe_world_connect (world);
    world->chip->registers[0][0] = 0x11111111;
    world->chip->registers[0][1] = 0x22222222;
    ul_batch_read (world->batch, TRUE, 0x0, &a);
    ul_batch_read_block (world->batch, TRUE, 0x4, b, 3);
    ul_batch_read (world->batch, FALSE, DP_CTRL_STAT, &ctrl);
    ul_batch_write (world->batch, TRUE, 0x8, 0x33333333);
    ul_batch_read (world->batch, TRUE, 0x8, &c);
    ul_batch_write (world->batch, FALSE, DP_SELECT, 0x01000000);
    probe_world_run_well (world);
    assert_int_equal (world->n_done, 6);
    assert_int_equal (a, 0x11111111);
    for (guint i = 0; i < 3; i++)
        assert_int_equal (b[i], 0x22222222);
    assert_int_equal (ctrl & 0xF0000000, 0xF0000000);
    assert_int_equal (c, 0x33333333);
    assert_int_equal (world->chip->log->len, 6); /* no read more than asked for */
}

static void
a_poll_ends_when_it_matches_or_in_time (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (GError) error = NULL;
    guint32 value = 0;
    gint64 start;

    probe_world_connect (world);
    world->chip->registers[0][3] = 0x105;
    ul_batch_poll (world->batch, TRUE, 0xC, 0xFF, 0x05, 10, &value);
    probe_world_run_well (world);
    assert_int_equal (value, 0x105);
    assert_int_equal (world->chip->log->len, 1);

    ul_batch_write (world->batch, TRUE, 0x0, 1);
    ul_batch_poll (world->batch, TRUE, 0xC, 0xFF, 0x06, 10, &value);
    ul_batch_write (world->batch, TRUE, 0x0, 2);
    start = ul_probe_get_time_us (world->probe);
    assert_false (probe_world_run (world, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_TIMEOUT);
    assert_int_equal (world->n_done, 1);
    assert_in_range (ul_probe_get_time_us (world->probe) - start, 10000, 10500);
    assert_int_equal (world->chip->registers[0][0], 1);
}

/* A write is acknowledged before it fails; what comes after it must not count, nor it. */
static void
counts_what_is_known_to_have_succeeded (void **state)
{
    ProbeWorld *world = *state;
    guint32 value = 0;

    for (guint n = 1; n <= 6; n++) {
        g_autoptr (GError) error = NULL;

        probe_world_connect (world);
        world->chip->fault_at = world->chip->log->len + n;
        for (guint i = 0; i < 5; i++) {
            if (i == 2)
                ul_batch_read (world->batch, TRUE, 0x4, &value);
            else
                ul_batch_write (world->batch, TRUE, 0x4, i);
        }
        assert_int_equal (probe_world_run (world, &error), n == 6);
        assert_int_equal (world->n_done, n - 1);
        if (n < 6)
            assert_error (error, UL_ERROR, UL_ERROR_TARGET_FAULT);
        world->chip->fault_at = 0;
        ul_batch_write (world->batch, FALSE, DP_DPIDR, 0x1E); /* ABORT */
        probe_world_run_well (world);
    }
}

static void
knows_nothing_of_writes_behind_a_register_that_always_answers (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (GError) error = NULL;
    guint32 ctrl = 0;

    probe_world_connect (world);
    world->chip->fault_at = world->chip->log->len + 1;
    ul_batch_write (world->batch, TRUE, 0x4, 1);
    ul_batch_read (world->batch, FALSE, DP_CTRL_STAT, &ctrl);
    assert_false (probe_world_run (world, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_FAULT);
    assert_int_equal (world->n_done, 0);
    assert_int_equal (ctrl & 0x20, 0x20);
}

static void
repeats_what_must_wait (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (GError) error = NULL;
    guint32 value = 0;

    probe_world_connect (world);
    world->chip->busy = 20;
    ul_batch_read (world->batch, TRUE, 0x4, &value);
    probe_world_run_well (world);
    assert_int_equal (world->chip->busy, 0);

    world->faults.wire.wait_every = 1;
    world->faults.wire.wait_times = G_MAXUINT;
    ul_sim_board_set_faults (world->board, &world->faults);
    gint64 start = ul_probe_get_time_us (world->probe);
    ul_batch_read (world->batch, TRUE, 0x4, &value);
    assert_false (probe_world_run (world, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_WAIT);
    assert_in_range (ul_probe_get_time_us (world->probe) - start, 100000, 101000);
}

static void
tells_a_garbled_answer (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (GError) error = NULL;
    guint32 value = 0;

    probe_world_connect (world);
    world->faults.wire.garble_every = 1;
    world->faults.wire.garble_above_khz = 3999;
    ul_sim_board_set_faults (world->board, &world->faults);
    ul_batch_read (world->batch, FALSE, DP_DPIDR, &value);
    assert_false (probe_world_run (world, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_PARITY);
    ul_probe_connect_swd (world->probe, 3999, NULL);
    ul_batch_read (world->batch, FALSE, DP_DPIDR, &value);
    probe_world_run_well (world);
}

static void
tells_silence_from_a_board_without_power (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (UlDebugPort) port = ul_debug_port_new (world->probe);
    g_autoptr (GError) error = NULL;
    UlProbeStatus status;

    world->faults.wire.dead = TRUE;
    ul_sim_board_set_faults (world->board, &world->faults);
    assert_false (ul_debug_port_connect (port, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK);
    g_clear_error (&error);
    world->faults.vtref_mv = 0;
    ul_sim_board_set_faults (world->board, &world->faults);
    assert_false (ul_debug_port_connect (port, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_NO_POWER);
    assert_true (ul_probe_get_status (world->probe, &status, NULL));
    assert_int_equal (status.vtref_mv, 0);
    assert_int_equal (status.speed_khz, 4000);
    assert_string_not_equal (status.firmware, "");
}

/* --- what it costs --- */

static void
costs_what_the_model_says (void **state)
{
    ProbeWorld *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 20000);
    guint n_transfers;
    gint64 start;

    probe_world_connect (world);
    n_transfers = probe_world_count_transfers (world);
    start = ul_probe_get_time_us (world->probe);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 1000);
    probe_world_run_well (world);
    assert_int_equal (probe_world_count_transfers (world) - n_transfers, 2);
    /* and one access to learn how the last one ended */
    assert_int_equal (ul_probe_get_time_us (world->probe) - start, 2 * 125 + 1001 * 46 / 4);

    n_transfers = probe_world_count_transfers (world);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 20000);
    probe_world_run_well (world);
    assert_int_equal (probe_world_count_transfers (world) - n_transfers, 2 * 15); /* 20000 / 1423 */
}

static void
idle_cycles_take_their_time (void **state)
{
    ProbeWorld *world = *state;
    gint64 start;

    probe_world_connect (world);
    start = ul_probe_get_time_us (world->probe);
    ul_batch_idle (world->batch, 4000);
    probe_world_run_well (world);
    assert_int_equal (world->n_done, 1);
    assert_int_equal (ul_probe_get_time_us (world->probe) - start, 2 * 125 + 1000);
}

static void
sleeps_on_the_virtual_clock (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    gint64 virtual_us = ul_probe_get_time_us (world->probe), wall_us = g_get_monotonic_time ();

    assert_true (ul_probe_sleep_us (world->probe, HOUR_US, NULL, NULL));
    assert_int_equal (ul_probe_get_time_us (world->probe) - virtual_us, HOUR_US);
    assert_true (g_get_monotonic_time () - wall_us < DEADLINE_S * G_USEC_PER_SEC);
    g_cancellable_cancel (cancellable);
    assert_false (ul_probe_sleep_us (world->probe, 0, cancellable, &error));
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
can_be_as_slow_as_a_real_board (void **state)
{
    ProbeWorld *world = *state;
    gint64 wall_us;

    world->faults.pace = 10;
    ul_sim_board_set_faults (world->board, &world->faults);
    assert_true (ul_probe_sleep_us (world->probe, 1, NULL, NULL));
    wall_us = g_get_monotonic_time ();
    assert_true (ul_probe_sleep_us (world->probe, 800000, NULL, NULL));
    assert_true (g_get_monotonic_time () - wall_us >= 50000);
}

static void
cancel_soon (GCancellable *cancellable)
{
    g_usleep (20000);
    g_cancellable_cancel (cancellable);
}

static gpointer
cancel_soon_thread (gpointer cancellable)
{
    cancel_soon (cancellable);
    return NULL;
}

static void
a_slow_poll_can_be_cancelled (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    guint n_done = 0;

    probe_world_connect (world);
    world->faults.pace = 1;
    ul_sim_board_set_faults (world->board, &world->faults);
    ul_batch_write (world->batch, TRUE, 0x0, 1);
    ul_batch_poll (world->batch, TRUE, 0xC, 1, 1, 600000, NULL);
    GThread *thread = g_thread_new ("cancel", cancel_soon_thread, cancellable);
    gint64 wall_us = g_get_monotonic_time ();
    assert_false (ul_probe_run_batch (world->probe, world->batch, &n_done, cancellable, &error));
    g_thread_join (thread);
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    assert_true (n_done <= 1); /* 0: the machine was too busy to begin */
    assert_true (g_get_monotonic_time () - wall_us < DEADLINE_S * G_USEC_PER_SEC); /* of 600 */
    ul_batch_clear (world->batch);
    probe_world_connect (world); /* the next job works */
}

int
main (void)
{
#define CASE(function)                                                                             \
    cmocka_unit_test_setup_teardown (function, probe_world_set_up, probe_world_tear_down)
    const struct CMUnitTest tests[] = {
        CASE (core_connects_through_it),
        CASE (core_wakes_a_dormant_board),
        CASE (reads_give_their_own_values),
        CASE (a_poll_ends_when_it_matches_or_in_time),
        CASE (counts_what_is_known_to_have_succeeded),
        CASE (knows_nothing_of_writes_behind_a_register_that_always_answers),
        CASE (repeats_what_must_wait),
        CASE (tells_a_garbled_answer),
        CASE (tells_silence_from_a_board_without_power),
        CASE (costs_what_the_model_says),
        CASE (idle_cycles_take_their_time),
        CASE (sleeps_on_the_virtual_clock),
        CASE (can_be_as_slow_as_a_real_board),
        CASE (a_slow_poll_can_be_cancelled),
    };

    return cmocka_run_group_tests_name ("sim-probe", tests, NULL, NULL);
}
