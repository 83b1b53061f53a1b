/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A job that is stopped the hard way, without waiting for what the chip is busy with. */
#include "board-world.h"
#include "own-folders.h"
#include "ul-error.h"
#include "waiting.h"

#define PATIENCE_S 60 /* of a patient job, on a board that takes its time */

typedef gboolean (*Seen) (const UlSnapshot *snapshot, guint n);

/* Stop: a job that is stopped once the window would have seen that */
typedef struct {
    World *world;
    Seen seen;
    guint n;
    gboolean stopped;
} Stop;

static void
on_done (GObject *source, GAsyncResult *async_result, gpointer data)
{
    World *world = data;

    world->result = ul_session_run_finish (UL_SESSION (source), async_result);
}

/* Looks at the job, and stops it when it is time. Returns: whether it is stopped or over */
static gboolean
look_and_stop (Stop *stop)
{
    UlSnapshot snapshot = { 0 };

    ul_progress_copy (ul_session_get_progress (stop->world->session), &snapshot);
    if (snapshot.running && stop->seen (&snapshot, stop->n)) {
        g_cancellable_cancel (stop->world->cancellable);
        ul_session_stop_and_reset (stop->world->session);
        stop->stopped = TRUE;
    }
    ul_snapshot_clear (&snapshot);
    return stop->stopped || stop->world->result != NULL;
}

static void
run_and_stop (World *world, Seen seen, guint n)
{
    Stop stop = { world, seen, n };

    g_clear_pointer (&world->result, ul_job_result_free);
    ul_session_run_async (world->session, world->spec, world->cancellable, on_done, world);
    poll_until (look_and_stop (&stop));
    wait_until (world->result != NULL);
    g_cancellable_reset (world->cancellable);
    assert_true (stop.stopped || world->result->ok);
}

static gboolean
is_erasing_all (const UlSnapshot *snapshot, guint n)
{
    return snapshot->phases[UL_PHASE_UNLOCK].entered && snapshot->n_sectors > 0 &&
           snapshot->sectors[0].activity == UL_ACTIVITY_ERASING;
}

static gboolean
has_erased (const UlSnapshot *snapshot, guint n)
{
    return snapshot->phases[UL_PHASE_ERASE].done >= n;
}

static void
hang (World *world)
{
    UlSimBoardFaults faults;

    ul_sim_board_faults_init (&faults);
    assert_true (ul_sim_board_faults_parse (&faults, "erase-hangs", NULL));
    assert_true (ul_sim_board_faults_parse (&faults, "pace=1", NULL));
    ul_sim_board_set_faults (world->board, &faults);
}

static void
assert_all_in_doubt (World *world)
{
    UlSnapshot snapshot = { 0 };

    ul_progress_copy (ul_session_get_progress (world->session), &snapshot);
    assert_true (snapshot.n_sectors > 0);
    for (guint i = 0; i < snapshot.n_sectors; i++)
        assert_int_equal (snapshot.sectors[i].activity, UL_ACTIVITY_IN_DOUBT);
    ul_snapshot_clear (&snapshot);
}

/* A locked chip, about to be unlocked by a mass erase that never ends. */
static World *
new_hanging (void)
{
    World *world = world_new ("frdm-kl25z");

    world_fill (world, 0, world->size, 1);
    world_set_byte (world, world->fsec, 0x7F);
    world_ask (world, UL_JOB_CONNECT);
    world_run (world);
    hang (world);
    world_ask (world, UL_JOB_UNLOCK);
    world->spec->patient = TRUE;
    return world;
}

static void
a_mass_erase_that_hangs_is_left_at_once (void **state)
{
    gint64 start = g_get_monotonic_time ();
    g_autoptr (World) world = new_hanging ();

    run_and_stop (world, is_erasing_all, 0);
    assert_true (world->result->cancelled);
    assert_all_in_doubt (world);
    assert_true (g_get_monotonic_time () - start < PATIENCE_S * G_USEC_PER_SEC);
}

static void
the_chip_is_there_for_the_next_job (void **state)
{
    g_autoptr (World) world = new_hanging ();

    run_and_stop (world, is_erasing_all, 0);
    world_set_fault (world, NULL);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_int_equal (world_chip (world)->state, UL_SESSION_READY);
    assert_true (world_is_blank (world, 0, world->fcf));
}

/* Wherever it is stopped. */
static void
the_lock_byte_is_made_safe_first (void **state)
{
    for (guint n = 1; n <= 12; n++) {
        g_autoptr (World) world = world_new ("frdm-kl25z");

        world_fill (world, 0, world->size, 1);
        world_ask (world, UL_JOB_CONNECT);
        world_must_run (world);
        world_ask_to_program (world, 0, 12 * world->sector_size, 2);
        run_and_stop (world, has_erased, n);
        assert_true (world->result->ok || world->result->cancelled);
        assert_int_equal (world_chip (world)->state, UL_SESSION_READY);
        assert_int_equal (world->flash[world->fsec], 0xFE);
        world_must_run (world); /* once more: nothing is left in its way */
        assert_true (world_holds (world, 0, 12 * world->sector_size, 2));
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_mass_erase_that_hangs_is_left_at_once),
        cmocka_unit_test (the_chip_is_there_for_the_next_job),
        cmocka_unit_test (the_lock_byte_is_made_safe_first),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-stop", tests, NULL, NULL);
}
