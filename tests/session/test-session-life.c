/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session as an object: its thread, its news, its end. */
#include "session-world.h"
#include "waiting.h"

#include <string.h>

#define KL25Z "MKL25Z128xxx4"

typedef struct {
    GPtrArray *results; /* of UlJobResult */
    guint n_wanted;
} Ends;

static Ends *
ends_new (guint n_wanted)
{
    Ends *ends = g_new0 (Ends, 1);

    ends->results = g_ptr_array_new_with_free_func ((GDestroyNotify) ul_job_result_free);
    ends->n_wanted = n_wanted;
    return ends;
}

static void
ends_free (Ends *ends)
{
    g_ptr_array_unref (ends->results);
    g_free (ends);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ends, ends_free)

static void
on_end (GObject *source, GAsyncResult *async_result, gpointer data)
{
    Ends *ends = data;

    g_ptr_array_add (ends->results, ul_session_run_finish (UL_SESSION (source), async_result));
}

static void
wait_for_all (Ends *ends)
{
    wait_until (ends->results->len == ends->n_wanted);
}

static const UlJobResult *
result_of (Ends *ends, guint i)
{
    assert_true (i < ends->results->len);
    return ends->results->pdata[i];
}

static void
jobs_run_one_after_the_other (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    g_autoptr (Ends) ends = ends_new (3);

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 2048, 1);
    ul_session_run_async (world->session, world->spec, NULL, on_end, ends);
    world_ask (world, UL_JOB_VERIFY);
    world_add (world, 0, 2048, 1);
    ul_session_run_async (world->session, world->spec, NULL, on_end, ends);
    world_ask (world, UL_JOB_CONNECT);
    ul_session_run_async (world->session, world->spec, NULL, on_end, ends);
    assert_true (ul_session_get_busy (world->session));
    assert_false (ul_session_set_probe (world->session, NULL));
    assert_false (ul_session_set_device (world->session, world->device));
    wait_for_all (ends);
    assert_int_equal (result_of (ends, 0)->kind, UL_JOB_PROGRAM);
    assert_int_equal (result_of (ends, 1)->kind, UL_JOB_VERIFY);
    assert_int_equal (result_of (ends, 2)->kind, UL_JOB_CONNECT);
    for (guint i = 0; i < 3; i++)
        assert_true (result_of (ends, i)->ok);
    assert_false (ul_session_get_busy (world->session));
    assert_int_equal (world->n_busy, 2);
    assert_int_equal (world->n_chips, 3);
}

static void
spec_is_copied (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    g_autoptr (Ends) ends = ends_new (1);

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 2048, 1);
    ul_session_run_async (world->session, world->spec, NULL, on_end, ends);
    g_clear_pointer (&world->spec, ul_job_spec_free);
    wait_for_all (ends);
    assert_true (result_of (ends, 0)->ok);
}

static void
one_of_two_jobs_can_be_stopped (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    g_autoptr (Ends) ends = ends_new (2);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();

    world_ask (world, UL_JOB_CONNECT);
    ul_session_run_async (world->session, world->spec, NULL, on_end, ends);
    ul_session_run_async (world->session, world->spec, cancellable, on_end, ends);
    g_cancellable_cancel (cancellable);
    wait_for_all (ends);
    assert_true (result_of (ends, 0)->ok);
    assert_true (result_of (ends, 1)->cancelled);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
}

static void
session_can_be_let_go_while_a_job_runs (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    g_autoptr (Ends) ends = ends_new (1);
    GWeakRef weak;

    world_fill (world, 0, 0x4000, 1);
    world_fill (world, 0x10000, 1024, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 0x4000, 2);
    ul_session_run_async (world->session, world->spec, NULL, on_end, ends);
    g_signal_handlers_disconnect_by_data (world->session, world);
    g_weak_ref_init (&weak, world->session);
    g_clear_object (&world->session);
    wait_for_all (ends);
    /* told, stopped, in a described state, and gone */
    assert_true (result_of (ends, 0)->ok || result_of (ends, 0)->cancelled);
    assert_int_equal (world->probe->n_opens, world->probe->n_closes);
    assert_int_equal (world->chip->flash[0x40C], 0xFE);
    while (g_main_context_iteration (NULL, FALSE))
        ;
    g_autoptr (GObject) alive = g_weak_ref_get (&weak);
    assert_null (alive);
    g_weak_ref_clear (&weak);
}

static void
session_can_be_let_go_with_jobs_waiting (void **state)
{
    for (guint i = 0; i < 20; i++) {
        g_autoptr (World) world = world_new (KL25Z);
        g_autoptr (Ends) ends = ends_new (3);

        world_ask (world, UL_JOB_CONNECT);
        for (guint n = 0; n < 3; n++)
            ul_session_run_async (world->session, world->spec, NULL, on_end, ends);
        g_signal_handlers_disconnect_by_data (world->session, world);
        g_clear_object (&world->session);
        wait_for_all (ends);
        assert_true (result_of (ends, 2)->cancelled);
    }
}

static void
unused_session_ends_at_once (void **state)
{
    g_autoptr (UlSession) session = ul_session_new ();

    assert_non_null (session);
}

static void
news_comes_on_the_main_thread_in_order (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 2048, 1);
    world_must_run (world);
    /* all lines were there when the job was told as done */
    guint n = world->log->len;
    while (g_main_context_iteration (NULL, FALSE))
        ;
    assert_int_equal (world->log->len, n);
    assert_string_equal (world->log->pdata[0], "Program");
    assert_true (world_logged (world, "The chip is MKL25Z128"));
    assert_true (world_logged (world, "Will erase 1 sector and write"));
    g_autofree char *report = ul_job_result_describe (world->result);
    assert_string_equal (world->log->pdata[n - 1], report);
}

static void
times_are_those_of_the_probe (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    gint64 sum = 0;

    fake_chip_keep_time (world->chip);
    world_fill (world, 0, 0x2000, 1);
    world_fill (world, 0x10000, 1024, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 0x2000, 2);
    gint64 before = world->probe->now_us;
    world_must_run (world);
    gint64 spent = world->probe->now_us - before;
    for (guint i = 0; i < UL_N_PHASES; i++)
        sum += world->result->time_us[i];
    assert_true (world->result->total_us <= spent && world->result->total_us >= spent - 20000);
    assert_int_equal (sum, world->result->total_us);
    /* 6 sectors of 14 ms, 8 KiB of 16.6 ms each */
    assert_true (world->result->time_us[UL_PHASE_ERASE] > 6 * 14000 / 2);
    assert_true (world->result->time_us[UL_PHASE_PROGRAM] > 8 * 16640 / 2);
}

static gboolean
look_at_progress (gpointer data)
{
    World *world = data;
    UlSnapshot snapshot = { 0 };

    ul_progress_copy (ul_session_get_progress (world->session), &snapshot);
    if (snapshot.running && snapshot.phase == UL_PHASE_PROGRAM) {
        assert_true (snapshot.bytes_done <= snapshot.bytes_total);
        assert_true (snapshot.left_us >= 0);
        assert_int_equal (snapshot.kind, UL_JOB_PROGRAM);
    }
    ul_snapshot_clear (&snapshot);
    return G_SOURCE_CONTINUE;
}

static void
progress_can_be_read_at_any_time (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    guint source = g_idle_add (look_at_progress, world);
    UlSnapshot snapshot = { 0 };

    fake_chip_keep_time (world->chip);
    world_fill (world, 0, 0x4000, 1);
    world_fill (world, 0x10000, 1024, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 0x4000, 2);
    world_must_run (world);
    g_source_remove (source);
    ul_progress_copy (ul_session_get_progress (world->session), &snapshot);
    assert_true (snapshot.phases[UL_PHASE_ERASE].finished);
    assert_int_equal (snapshot.phases[UL_PHASE_ERASE].done, 16);
    assert_true (snapshot.phases[UL_PHASE_PROGRAM].finished);
    assert_true (snapshot.phases[UL_PHASE_VERIFY].finished);
    assert_int_equal (snapshot.phases[UL_PHASE_VERIFY].done, 0x4000);
    assert_int_equal (snapshot.bytes_done, snapshot.bytes_total);
    ul_snapshot_clear (&snapshot);
}

typedef struct {
    World *world;
    gint64 expected_us; /* of the whole job, as told when half of it was done */
} Guess;

static void
take_guess (FakeProbe *probe, gpointer data)
{
    Guess *guess = data;
    UlSnapshot snapshot = { 0 };

    ul_progress_copy (ul_session_get_progress (guess->world->session), &snapshot);
    if (guess->expected_us == 0 && snapshot.phases[UL_PHASE_ERASE].done == 8)
        guess->expected_us = snapshot.elapsed_us + snapshot.left_us;
    ul_snapshot_clear (&snapshot);
}

static void
time_left_is_nearly_right (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    Guess guess = { world, 0 };

    fake_chip_keep_time (world->chip);
    world_fill (world, 0, 0x4000, 1);
    world_fill (world, 0x10000, 1024, 1);
    world_power_up (world);
    world->probe->on_batch = take_guess;
    world->probe->on_batch_data = &guess;
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 0x4000, 2);
    world_must_run (world);
    assert_true (guess.expected_us > world->result->total_us * 8 / 10);
    assert_true (guess.expected_us < world->result->total_us * 12 / 10);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (jobs_run_one_after_the_other),
        cmocka_unit_test (spec_is_copied),
        cmocka_unit_test (one_of_two_jobs_can_be_stopped),
        cmocka_unit_test (session_can_be_let_go_while_a_job_runs),
        cmocka_unit_test (session_can_be_let_go_with_jobs_waiting),
        cmocka_unit_test (unused_session_ends_at_once),
        cmocka_unit_test (news_comes_on_the_main_thread_in_order),
        cmocka_unit_test (times_are_those_of_the_probe),
        cmocka_unit_test (progress_can_be_read_at_any_time),
        cmocka_unit_test (time_left_is_nearly_right),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-life", tests, NULL, NULL);
}
