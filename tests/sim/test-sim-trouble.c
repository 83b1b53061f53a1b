/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Core's work on simulated boards when something goes wrong on the way. */
#include "job-world.h"
#include "ul-error.h"

/* After whatever happened the next job must work. */
static void
next_job_works (JobWorld *world)
{
    ul_probe_close (world->probe);
    assert_true (ul_probe_open (world->probe, NULL, NULL));
    ul_sim_board_faults_init (&world->faults);
    job_world_set_faults (world);
    job_world_begin_well (world);
    for (guint i = 0; i < 4; i++)
        world->work[i].erase = TRUE;
    job_world_run_well (world, 0, 4);
    job_world_end (world);
    job_world_assert_holds_image (world, 0, 4);
}

static void
fails_on_the_way (JobWorld *world, const int *codes)
{
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < world->n; i++)
        world->work[i].erase = TRUE;
    assert_false (job_world_run (world, 0, MIN (world->n, 64), &error));
    for (; *codes >= 0; codes++)
        if (g_error_matches (error, UL_ERROR, *codes))
            break;
    if (*codes < 0)
        fail_msg ("ended with: %s", error->message);
    g_clear_pointer (&world->flasher, ul_flash_close);
    g_clear_pointer (&world->target, ul_target_free);
}

/* With its faults of now. */
static void
survives (JobWorld *world, const int *codes)
{
    job_world_set_faults (world);
    fails_on_the_way (world, codes);
    next_job_works (world);
    job_world_free (world);
}

static void
survives_being_unplugged (void **state)
{
    static const int codes[] = { UL_ERROR_PROBE_GONE, -1 };
    JobWorld *world = job_world_new (*state);

    job_world_begin_well (world);
    world->faults.unplug_at = ul_sim_probe_get_n_transfers (UL_SIM_PROBE (world->probe)) + 41;
    survives (world, codes);
}

static void
survives_a_refused_transfer (void **state)
{
    static const int codes[] = { UL_ERROR_PROBE_FAILED, -1 };
    JobWorld *world = job_world_new (*state);

    job_world_begin_well (world);
    world->faults.stall_at = ul_sim_probe_get_n_transfers (UL_SIM_PROBE (world->probe)) + 40;
    survives (world, codes);
}

static void
survives_a_silent_probe (void **state)
{
    static const int codes[] = { UL_ERROR_PROBE_SILENT, -1 };
    JobWorld *world = job_world_new (*state);

    job_world_begin_well (world);
    world->faults.silent_at = ul_sim_probe_get_n_transfers (UL_SIM_PROBE (world->probe)) + 40;
    job_world_set_faults (world);
    fails_on_the_way (world, codes);
    ul_sim_board_faults_init (&world->faults); /* plugged in again */
    job_world_set_faults (world);
    next_job_works (world);
    job_world_free (world);
}

static void
survives_a_chip_that_hangs (void **state)
{
    static const int codes[] = { UL_ERROR_TARGET_WAIT, -1 };
    JobWorld *world = job_world_new (*state);

    job_world_begin_well (world);
    world->faults.wire.wait_every = 1;
    world->faults.wire.wait_times = G_MAXUINT;
    survives (world, codes);
}

static void
gets_over_an_access_that_hangs (void **state)
{
    JobWorld *world = job_world_new (*state);

    world->faults.wire.wait_every = 10007;
    world->faults.wire.wait_times = G_MAXUINT; /* until it is aborted */
    job_world_set_faults (world);
    job_world_begin_well (world);
    for (guint i = 0; i < 16; i++)
        world->work[i].erase = TRUE;
    job_world_run_well (world, 0, 16);
    job_world_end (world);
    job_world_assert_holds_image (world, 0, 16);
    job_world_free (world);
}

static void
works_without_a_reset_pin (void **state)
{
    JobWorld *world = job_world_new (*state);

    world->faults.chip.reset_pin_gpio = TRUE;
    job_world_set_faults (world);
    job_world_begin_well (world);
    world->work[2].erase = TRUE;
    job_world_run_well (world, 2, 1);
    job_world_end (world);
    job_world_assert_holds_image (world, 2, 1);
    job_world_free (world);
}

static void
survives_a_power_failure (void **state)
{
    static const int codes[] = { UL_ERROR_TARGET_LOST_POWER, UL_ERROR_TARGET_NO_ACK, -1 };
    JobWorld *world = job_world_new (*state);

    job_world_begin_well (world);
    world->faults.chip.brown_out_us = ul_sim_chip_get_time_ns (world->chip) / 1000 + 100000;
    survives (world, codes);
}

/* Wherever the reset comes in, the message must say that it was one. */
static void
survives_a_reset_in_between (void **state)
{
    static const int codes[] = { UL_ERROR_LOADER_FAILED, -1 };
    JobWorld *world = job_world_new (*state);

    for (guint i = 0; i < 16; i++) {
        job_world_begin_well (world);
        world->faults.chip.reset_period_us = 120000 + i * 1937;
        job_world_set_faults (world);
        fails_on_the_way (world, codes);
        next_job_works (world);
    }
    job_world_free (world);
}

static void
gets_through_on_a_bad_wire (void **state)
{
    JobWorld *world = job_world_new (*state);

    world->faults.wire.garble_every = 20011;
    world->faults.wire.wait_every = 101;
    world->faults.wire.wait_times = 3;
    job_world_set_faults (world);
    job_world_begin_well (world);
    for (guint i = 0; i < 16; i++)
        world->work[i].erase = TRUE;
    job_world_run_well (world, 0, 16);
    job_world_end (world);
    job_world_assert_holds_image (world, 0, 16);
    job_world_free (world);
}

static void
a_dormant_board_is_woken (void **state)
{
    JobWorld *world = job_world_new (*state);

    world->faults.wire.dormant = TRUE;
    job_world_set_faults (world);
    job_world_begin_well (world);
    job_world_free (world);
}

static void
a_stop_leaves_whole_sectors (void **state)
{
    JobWorld *world = job_world_new (*state);
    g_autoptr (GError) error = NULL;
    guint n = 0;

    job_world_begin_well (world);
    for (guint i = 0; i < world->n; i++)
        world->work[i].erase = TRUE;
    g_cancellable_cancel (world->cancellable);
    assert_false (job_world_run (world, 0, world->n, &error));
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    while (n < world->n && world->work[n].checked)
        n++;
    assert_true (n < world->n);
    job_world_assert_holds_image (world, 0, n);
    for (guint i = n; i < world->n; i++)
        assert_false (world->work[i].erased);
    g_cancellable_reset (world->cancellable);
    job_world_end (world);
    next_job_works (world);
    job_world_free (world);
}

static const JobCase cases[] = {
    JOB_CASE (survives_being_unplugged),       JOB_CASE (survives_a_refused_transfer),
    JOB_CASE (survives_a_silent_probe),        JOB_CASE (survives_a_chip_that_hangs),
    JOB_CASE (gets_over_an_access_that_hangs), JOB_CASE (works_without_a_reset_pin),
    JOB_CASE (survives_a_power_failure),       JOB_CASE (survives_a_reset_in_between),
    JOB_CASE (gets_through_on_a_bad_wire),     JOB_CASE (a_dormant_board_is_woken),
    JOB_CASE (a_stop_leaves_whole_sectors),
};

int
main (void)
{
    return job_world_run_cases ("sim-trouble", cases, G_N_ELEMENTS (cases));
}
