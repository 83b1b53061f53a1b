/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"
#include "ul-progress.h"

#include <string.h>

#define N 300

static int
set_up (void **state)
{
    UlSectorState sectors[4] = { 0 };
    UlProgress *progress = ul_progress_new ();
    ul_progress_set_sectors (progress, sectors, G_N_ELEMENTS (sectors));
    *state = progress;
    return 0;
}

static int
tear_down (void **state)
{
    ul_progress_free (*state);
    return 0;
}

static UlSnapshot
look (UlProgress *progress)
{
    UlSnapshot snapshot = { 0 };
    ul_progress_copy (progress, &snapshot);
    return snapshot;
}

static void
first_copy_is_complete (void **state)
{
    UlSnapshot snapshot = look (*state);

    assert_int_equal (snapshot.n_sectors, 4);
    assert_null (snapshot.device);
    assert_int_equal (snapshot.left_us, -1);
    assert_false (snapshot.running);
    ul_snapshot_clear (&snapshot);
    assert_null (snapshot.sectors);
}

static void
sectors_have_their_device (void **state)
{
    const UlDevice *device = ul_devices_find ("MKL25Z128");
    UlSnapshot snapshot = look (*state);

    ul_progress_set_device (*state, device);
    ul_progress_copy (*state, &snapshot);
    assert_ptr_equal (snapshot.device, device);
    ul_snapshot_clear (&snapshot);
}

static void
generation_tells_of_change_only (void **state)
{
    UlProgress *progress = *state;
    guint64 before = ul_progress_get_generation (progress);
    UlSnapshot snapshot = look (progress);
    UlSectorState *memory = snapshot.sectors;

    assert_int_equal (ul_progress_get_generation (progress), before);
    assert_int_equal (snapshot.generation, before);
    ul_progress_set_activity (progress, 2, UL_ACTIVITY_ERASING, 128);
    assert_true (ul_progress_get_generation (progress) > before);
    assert_int_equal (snapshot.sectors[2].activity, UL_ACTIVITY_NONE);
    ul_progress_copy (progress, &snapshot);
    assert_ptr_equal (snapshot.sectors, memory);
    assert_int_equal (snapshot.sectors[2].activity, UL_ACTIVITY_ERASING);
    assert_int_equal (snapshot.sectors[2].fraction, 128);
    ul_snapshot_clear (&snapshot);
}

static void
sectors_outside_are_ignored (void **state)
{
    UlProgress *progress = *state;
    guint64 before = ul_progress_get_generation (progress);

    ul_progress_set_activity (progress, 4, UL_ACTIVITY_FAILED, 0);
    ul_progress_set_content (progress, G_MAXUINT, UL_CONTENT_DATA);
    assert_int_equal (ul_progress_get_generation (progress), before);
}

static void
time_is_booked_on_its_phase (void **state)
{
    UlProgress *progress = *state;

    ul_progress_start (progress, UL_JOB_PROGRAM, 1000);
    ul_progress_enter (progress, UL_PHASE_CONNECT, 0, 1000);
    ul_progress_enter (progress, UL_PHASE_ERASE, 4, 1500);
    ul_progress_advance (progress, UL_PHASE_ERASE, 1, 2500);
    ul_progress_enter (progress, UL_PHASE_PROGRAM, 2048, 2500);
    ul_progress_advance (progress, UL_PHASE_PROGRAM, 1024, 5500);
    ul_progress_advance (progress, UL_PHASE_ERASE, 4, 6000);
    ul_progress_advance (progress, UL_PHASE_PROGRAM, 2048, 7000);
    UlSnapshot snapshot = look (progress);

    assert_true (snapshot.running);
    assert_int_equal (snapshot.phase, UL_PHASE_PROGRAM);
    assert_int_equal (snapshot.phases[UL_PHASE_CONNECT].time_us, 500);
    assert_true (snapshot.phases[UL_PHASE_CONNECT].finished);
    assert_int_equal (snapshot.phases[UL_PHASE_ERASE].time_us, 1500);
    assert_true (snapshot.phases[UL_PHASE_ERASE].finished);
    assert_int_equal (snapshot.phases[UL_PHASE_PROGRAM].time_us, 4000);
    assert_int_equal (snapshot.elapsed_us, 6000);
    assert_int_equal (snapshot.bytes_done, 2048);
    assert_int_equal (snapshot.bytes_total, 2048);
    assert_false (snapshot.phases[UL_PHASE_VERIFY].entered);
    ul_snapshot_clear (&snapshot);
}

static void
left_phase_is_finished_only_if_done (void **state)
{
    UlProgress *progress = *state;

    ul_progress_start (progress, UL_JOB_PROGRAM, 0);
    ul_progress_enter (progress, UL_PHASE_ERASE, 4, 0);
    ul_progress_advance (progress, UL_PHASE_ERASE, 2, 10);
    ul_progress_enter (progress, UL_PHASE_RESTORE, 0, 20);
    ul_progress_finish (progress, 30);
    UlSnapshot snapshot = look (progress);

    assert_false (snapshot.phases[UL_PHASE_ERASE].finished);
    assert_true (snapshot.phases[UL_PHASE_RESTORE].finished);
    assert_false (snapshot.running);
    ul_snapshot_clear (&snapshot);
}

static void
clock_that_jumps_back_books_nothing (void **state)
{
    UlProgress *progress = *state;

    ul_progress_start (progress, UL_JOB_PROGRAM, 1000);
    ul_progress_enter (progress, UL_PHASE_CONNECT, 0, 2000);
    ul_progress_advance (progress, UL_PHASE_CONNECT, 0, 500);
    UlSnapshot snapshot = look (progress);

    assert_int_equal (snapshot.phases[UL_PHASE_CONNECT].time_us, 1000);
    assert_int_equal (snapshot.elapsed_us, 1000);
    ul_snapshot_clear (&snapshot);
}

static void
queued_sectors_end_as_not_done (void **state)
{
    UlProgress *progress = *state;

    ul_progress_start (progress, UL_JOB_PROGRAM, 0);
    ul_progress_set_activity (progress, 0, UL_ACTIVITY_VERIFIED, 255);
    ul_progress_set_activity (progress, 1, UL_ACTIVITY_ERASED, 255);
    ul_progress_set_activity (progress, 2, UL_ACTIVITY_QUEUED, 0);
    ul_progress_finish (progress, 10);
    UlSnapshot snapshot = look (progress);

    assert_int_equal (snapshot.sectors[0].activity, UL_ACTIVITY_VERIFIED);
    assert_int_equal (snapshot.sectors[1].activity, UL_ACTIVITY_ERASED);
    assert_int_equal (snapshot.sectors[2].activity, UL_ACTIVITY_NOT_DONE);
    assert_int_equal (snapshot.left_us, 0);
    ul_snapshot_clear (&snapshot);
}

static void
what_goes_on_ends_in_doubt_and_what_is_checked_as_written (void **state)
{
    UlProgress *progress = *state;

    ul_progress_start (progress, UL_JOB_PROGRAM, 0);
    ul_progress_set_activity (progress, 0, UL_ACTIVITY_ERASING, 100);
    ul_progress_set_activity (progress, 1, UL_ACTIVITY_PROGRAMMING, 100);
    ul_progress_set_activity (progress, 2, UL_ACTIVITY_VERIFYING, 0);
    ul_progress_finish (progress, 10);
    UlSnapshot snapshot = look (progress);

    assert_int_equal (snapshot.sectors[0].activity, UL_ACTIVITY_IN_DOUBT);
    assert_int_equal (snapshot.sectors[1].activity, UL_ACTIVITY_IN_DOUBT);
    assert_int_equal (snapshot.sectors[2].activity, UL_ACTIVITY_PROGRAMMED);
    ul_snapshot_clear (&snapshot);
}

static void
new_job_starts_afresh (void **state)
{
    UlProgress *progress = *state;

    ul_progress_start (progress, UL_JOB_PROGRAM, 0);
    ul_progress_enter (progress, UL_PHASE_PROGRAM, 10, 0);
    ul_progress_advance (progress, UL_PHASE_PROGRAM, 10, 5);
    ul_progress_finish (progress, 5);
    ul_progress_start (progress, UL_JOB_VERIFY, 100);
    UlSnapshot snapshot = look (progress);

    assert_int_equal (snapshot.phases[UL_PHASE_PROGRAM].time_us, 0);
    assert_int_equal (snapshot.bytes_done, 0);
    assert_int_equal (snapshot.left_us, -1);
    assert_int_equal (snapshot.elapsed_us, 0);
    ul_snapshot_clear (&snapshot);
}

/* All sectors and the counter always change together: no reader may see a mixture. */
static gpointer
write_rounds (gpointer data)
{
    UlSectorState sectors[N];

    for (guint round = 1; round <= 2000; round++) {
        memset (sectors, round & 0x7F, sizeof sectors);
        ul_progress_set_sectors (data, sectors, 1 + round % N);
        ul_progress_advance (data, UL_PHASE_PROGRAM, round, round);
    }
    return NULL;
}

static void
reader_never_sees_a_mixture (void **state)
{
    g_autoptr (UlProgress) progress = ul_progress_new ();
    UlSnapshot snapshot = { 0 };
    guint64 done = 0, generation = 0;

    ul_progress_start (progress, UL_JOB_PROGRAM, 0);
    GThread *writer = g_thread_new ("writer", write_rounds, progress);
    while (done < 2000) {
        ul_progress_copy (progress, &snapshot);
        for (guint i = 1; i < snapshot.n_sectors; i++)
            assert_memory_equal (&snapshot.sectors[i], &snapshot.sectors[0],
                                 sizeof (UlSectorState));
        assert_true (snapshot.generation >= generation);
        assert_true (snapshot.bytes_done >= done);
        generation = snapshot.generation;
        done = snapshot.bytes_done;
    }
    g_thread_join (writer);
    assert_int_equal (snapshot.n_sectors, 1 + 2000 % N);
    ul_snapshot_clear (&snapshot);
}

static void
phases_have_stable_words (void **state)
{
    static const char *const nicks[] = { "connect", "unlock", "compare", "erase",
                                         "program", "verify", "restore" };
    for (guint i = 0; i < UL_N_PHASES; i++) {
        assert_string_equal (ul_phase_to_nick (i), nicks[i]);
        assert_true (strlen (ul_phase_to_title (i)) > 0);
    }
}

#define WITH_SECTORS(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        WITH_SECTORS (first_copy_is_complete),
        WITH_SECTORS (sectors_have_their_device),
        WITH_SECTORS (generation_tells_of_change_only),
        WITH_SECTORS (sectors_outside_are_ignored),
        WITH_SECTORS (time_is_booked_on_its_phase),
        WITH_SECTORS (left_phase_is_finished_only_if_done),
        WITH_SECTORS (clock_that_jumps_back_books_nothing),
        WITH_SECTORS (queued_sectors_end_as_not_done),
        WITH_SECTORS (what_goes_on_ends_in_doubt_and_what_is_checked_as_written),
        WITH_SECTORS (new_job_starts_afresh),
        cmocka_unit_test (reader_never_sees_a_mixture),
        cmocka_unit_test (phases_have_stable_words),
    };
    return cmocka_run_group_tests_name ("progress", tests, NULL, NULL);
}
