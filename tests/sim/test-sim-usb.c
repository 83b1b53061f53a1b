/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The driver of a simulated board when its USB is in trouble; which boards there are, and what they
 * keep. */
#include "test.h"

#include "probe-world.h"
#include "state-folder.h"
#include "ul-error.h"
#include "ul-sim-source.h"
#include "waiting.h"

#define DP_CTRL_STAT 0x4

/* --- USB in trouble --- */

static void
is_unplugged_at_a_transfer_and_back_when_opened_again (void **state)
{
    ProbeWorld *world = *state;

    /* On the way out nothing of the command arrives, on the way in its answer is lost. */
    for (guint i = 1; i <= 2; i++) {
        g_autoptr (GError) error = NULL;

        probe_world_connect (world);
        ul_probe_set_reset (world->probe, TRUE, NULL);
        world->chip->registers[0][1] = 0;
        world->faults.unplug_at = probe_world_count_transfers (world) + i;
        ul_sim_board_set_faults (world->board, &world->faults);
        ul_batch_write (world->batch, TRUE, 0x4, 1);
        assert_false (probe_world_run (world, &error));
        assert_error (error, UL_ERROR, UL_ERROR_PROBE_GONE);
        assert_int_equal (world->n_done, 0);
        assert_int_equal (world->chip->registers[0][1], i == 2);
        assert_false (world->chip->reset_pulled);
        g_clear_error (&error);
        assert_false (ul_probe_set_reset (world->probe, TRUE, &error));
        assert_error (error, UL_ERROR, UL_ERROR_PROBE_GONE);
        ul_probe_close (world->probe);
        probe_world_open (world);
    }
    probe_world_connect (world);
}

static void
stalls_once (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (GError) error = NULL;

    probe_world_connect (world);
    world->faults.stall_at = probe_world_count_transfers (world) + 1;
    ul_sim_board_set_faults (world->board, &world->faults);
    ul_batch_write (world->batch, TRUE, 0x4, 1);
    assert_false (probe_world_run (world, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED);
    probe_world_connect (world);
}

/* A refusal of the chip's that never reaches the computer is not known there. */
static void
a_lost_answer_hides_what_the_chip_said (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (GError) error = NULL;

    probe_world_connect (world);
    world->chip->fault_at = world->chip->log->len + 2;
    world->faults.stall_at = probe_world_count_transfers (world) + 2;
    ul_sim_board_set_faults (world->board, &world->faults);
    for (guint i = 0; i < 3; i++)
        ul_batch_write (world->batch, TRUE, 0x4, i);
    assert_false (probe_world_run (world, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED);
    assert_int_equal (world->n_done, 0);
}

static void
goes_silent_for_good (void **state)
{
    ProbeWorld *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 3000);
    g_autoptr (GError) error = NULL;
    gint64 start;

    probe_world_connect (world);
    world->faults.silent_at = probe_world_count_transfers (world) + 4; /* the second answer */
    ul_sim_board_set_faults (world->board, &world->faults);
    ul_batch_write (world->batch, TRUE, 0x4, 1);
    ul_batch_write_block (world->batch, TRUE, 0x4, words, 3000);
    start = ul_probe_get_time_us (world->probe);
    assert_false (probe_world_run (world, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_SILENT);
    assert_int_equal (world->n_done, 1); /* as the first answer said */
    assert_true (ul_probe_get_time_us (world->probe) - start > G_USEC_PER_SEC);
    ul_probe_close (world->probe);
    g_clear_error (&error);
    assert_false (ul_probe_open (world->probe, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_SILENT);
}

static void
may_not_be_opened_without_permission (void **state)
{
    ProbeWorld *world = *state;
    g_autoptr (GError) error = NULL;

    ul_probe_close (world->probe);
    world->faults.no_permission = TRUE;
    ul_sim_board_set_faults (world->board, &world->faults);
    assert_false (ul_probe_open (world->probe, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_PERMISSION);
    world->faults.no_permission = FALSE;
    ul_sim_board_set_faults (world->board, &world->faults);
    probe_world_open (world);
}

static void
lets_go_of_reset_when_closed (void **state)
{
    ProbeWorld *world = *state;
    gboolean asserted = FALSE;

    assert_true (ul_probe_set_reset (world->probe, TRUE, NULL));
    assert_true (ul_probe_get_reset (world->probe, &asserted, NULL));
    assert_true (asserted);
    ul_probe_close (world->probe);
    assert_false (world->chip->reset_pulled);
    ul_probe_close (world->probe); /* harmless */
}

/* --- the list, and stored boards --- */

static void
every_board_is_a_probe (void **state)
{
    g_autoptr (UlProbeSource) source = ul_sim_source_new ();
    g_autoptr (UlProbe) probe = ul_probe_source_find (source, "sim:frdm-kl25z", NULL);
    const UlProbeInfo *info = ul_probe_get_info (probe);

    guint n = 0;

    ul_sim_board_get_kinds (&n);
    assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (source)), n);
    assert_null (g_list_model_get_item (G_LIST_MODEL (source), n));
    assert_true (g_list_model_get_item_type (G_LIST_MODEL (source)) == UL_TYPE_PROBE);
    assert_true (ul_probe_is_simulated (probe));
    assert_string_equal (info->id, "sim:frdm-kl25z");
    assert_string_equal (info->name, "Simulated FRDM-KL25Z");
    assert_string_equal (info->device_hint, "MKL25Z128xxx4");
    assert_false (info->raw_stream);
    ul_probe_source_rescan (source);
}

/* Kept when the debugger drops the debug power, and when the probe is closed. */
static void
a_stored_board_keeps_what_was_done (void **state)
{
    char *folder = state_folder_new ();
    const UlSimBoardKind *kind = ul_sim_board_find_kind ("frdm-kl25z");
    g_autofree char *path = g_build_filename (folder, "unlatch/boards/frdm-kl25z.board", NULL);
    ProbeWorld world = { .probe = UL_PROBE (ul_sim_probe_new (kind)), .batch = ul_batch_new () };
    g_autoptr (UlProbe) second = UL_PROBE (ul_sim_probe_new (kind));
    g_autoptr (GError) error = NULL;
    gint64 time_us;

    probe_world_open (&world);
    assert_false (ul_probe_open (second, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_BUSY);
    g_clear_error (&error);
    assert_false (ul_probe_open (world.probe, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_BUSY);

    world.chip = ul_sim_board_get_chip (ul_sim_probe_get_board (UL_SIM_PROBE (world.probe)));
    probe_world_connect (&world);
    world.chip->flash[0] = 1;
    assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    ul_batch_write (world.batch, FALSE, DP_CTRL_STAT, 0);
    probe_world_run_well (&world);
    assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    world.chip->flash[1] = 2;
    time_us = ul_probe_get_time_us (world.probe);
    ul_probe_close (world.probe);
    assert_null (ul_sim_probe_get_board (UL_SIM_PROBE (world.probe)));
    assert_true (ul_probe_get_time_us (world.probe) >= time_us);

    probe_world_open (&world);
    world.chip = ul_sim_board_get_chip (ul_sim_probe_get_board (UL_SIM_PROBE (world.probe)));
    assert_int_equal (world.chip->flash[0], 1);
    assert_int_equal (world.chip->flash[1], 2);
    assert_true (ul_probe_get_time_us (world.probe) >= time_us);
    g_object_unref (world.probe); /* closes */
    assert_true (ul_probe_open (second, NULL, NULL));
    ul_probe_close (second);
    ul_batch_free (world.batch);
    state_folder_free (folder);
}

typedef struct {
    guint n_changes, position;
} News;

static void
on_items_changed (GListModel *model, guint position, guint n_removed, guint n_added, News *news)
{
    assert_int_equal (n_removed, 1);
    assert_int_equal (n_added, 1);
    news->n_changes++;
    news->position = position;
}

static guint
find_position (UlProbeSource *source, UlProbe *probe)
{
    guint i = 0;

    for (;; i++) {
        g_autoptr (UlProbe) other = g_list_model_get_item (G_LIST_MODEL (source), i);
        if (other == probe)
            return i;
    }
}

static void
a_board_that_goes_and_comes_is_told_without_being_asked_for (void **state)
{
    char *folder = state_folder_new ();
    const UlSimBoardKind *kind = ul_sim_board_find_kind ("frdm-k22f");
    g_autoptr (UlProbeSource) source = ul_sim_source_new ();
    g_autoptr (UlProbe) probe = ul_probe_source_find (source, "sim:frdm-k22f", NULL);
    const UlProbeInfo *info = ul_probe_get_info (probe);
    News news = { 0 };

    assert_true (ul_sim_board_set_away (kind, TRUE, NULL));
    ul_sim_source_watch (source);
    assert_true (info->empty);
    g_signal_connect (source, "items-changed", G_CALLBACK (on_items_changed), &news);
    for (guint i = 1; i <= 4; i++) {
        assert_true (ul_sim_board_set_away (kind, i % 2 == 0, NULL));
        wait_until (news.n_changes == i);
        assert_int_equal (news.position, find_position (source, probe));
        assert_int_equal (info->empty, i % 2 == 0);
    }
    g_clear_object (&source);
    state_folder_free (folder);
}

/* What a job keeps lies in the same folder. */
static void
what_else_happens_to_boards_is_no_news (void **state)
{
    char *folder = state_folder_new ();
    g_autoptr (UlProbeSource) source = ul_sim_source_new ();
    UlSimBoardState as_delivered;
    News news = { 0 };

    ul_sim_source_watch (source);
    g_signal_connect (source, "items-changed", G_CALLBACK (on_items_changed), &news);
    ul_sim_board_state_init (&as_delivered);
    assert_true (ul_sim_board_reset (ul_sim_board_find_kind ("frdm-k22f"), &as_delivered, NULL));
    assert_true (ul_sim_board_set_away (ul_sim_board_find_kind ("lm3s"), TRUE, NULL));
    wait_until (news.n_changes > 0); /* told in the order of what happened */
    assert_int_equal (news.n_changes, 1);
    g_clear_object (&source);
    state_folder_free (folder);
}

int
main (void)
{
#define CASE(function)                                                                             \
    cmocka_unit_test_setup_teardown (function, probe_world_set_up, probe_world_tear_down)
    const struct CMUnitTest tests[] = {
        CASE (is_unplugged_at_a_transfer_and_back_when_opened_again),
        CASE (stalls_once),
        CASE (a_lost_answer_hides_what_the_chip_said),
        CASE (goes_silent_for_good),
        CASE (may_not_be_opened_without_permission),
        CASE (lets_go_of_reset_when_closed),
        cmocka_unit_test (every_board_is_a_probe),
        cmocka_unit_test (a_stored_board_keeps_what_was_done),
        cmocka_unit_test (a_board_that_goes_and_comes_is_told_without_being_asked_for),
        cmocka_unit_test (what_else_happens_to_boards_is_no_news),
    };

    return cmocka_run_group_tests_name ("sim-usb", tests, NULL, NULL);
}
