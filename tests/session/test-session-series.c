/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boards of a series: what a job does with their serial numbers, their count and their record. */
#include "session-world.h"

#include <glib/gstdio.h>
#include <string.h>

#define KL25Z   "MKL25Z128"
#define ADDRESS 0x1FFF0

static const UlSerial numbers = { ADDRESS, UL_SERIAL_BIG_ENDIAN, 4, NULL, 7, 1, FALSE };

static char *
make_path (const char *name)
{
    return g_build_filename (g_getenv ("XDG_DATA_HOME"), name, NULL);
}

/* The image has the number that was expected when it was put together, as in a window. */
static void
ask_for_board (World *world, const char *name, guint64 expected)
{
    g_autofree char *counter = g_strconcat (name, ".counter", NULL);
    g_autofree char *record = g_strconcat (name, ".jsonl", NULL);
    g_autofree char *counter_path = make_path (counter);
    g_autofree char *record_path = make_path (record);
    g_autoptr (GError) error = NULL;

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 4 * world->sector_size, 1);
    UlImage *joined = ul_serial_join (&numbers, world->spec->image, expected, &error);
    assert_no_error (error);
    g_set_object (&world->spec->image, joined);
    g_object_unref (joined);
    world->spec->series = ul_series_new (&numbers, counter_path, record_path, &error);
    assert_no_error (error);
}

static void
assert_count (World *world, guint64 next, guint64 done, guint64 failed)
{
    UlCount count;

    assert_true (ul_series_read (world->spec->series, &count, NULL));
    assert_int_equal (count.next, next);
    assert_int_equal (count.done, done);
    assert_int_equal (count.failed, failed);
}

static void
assert_record (const char *name, guint n_lines, const char *part)
{
    g_autofree char *file = g_strconcat (name, ".jsonl", NULL);
    g_autofree char *path = make_path (file);
    g_autofree char *text = NULL;

    assert_true (g_file_get_contents (path, &text, NULL, NULL));
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    assert_int_equal (g_strv_length (lines), n_lines + 1);
    if (n_lines > 0 && strstr (lines[n_lines - 1], part) == NULL)
        fail_msg ("no “%s” in %s", part, lines[n_lines - 1]);
}

static void
each_board_gets_the_next_number (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    for (guint i = 0; i < 2; i++) {
        ask_for_board (world, "next", 7 + i);
        world_must_run (world);
        assert_memory_equal (world->chip->flash + ADDRESS, i == 0 ? "\0\0\0\x07" : "\0\0\0\x08", 4);
        assert_true (world_holds (world, 0, 4 * world->sector_size, 1));
        assert_string_equal (world->result->serial_number, i == 0 ? "7" : "8");
        assert_true (world->result->counted);
        assert_count (world, 8 + i, 1 + i, 0);
    }
    assert_record ("next", 2, "\"serial_number\": \"8\"");
    assert_record ("next", 2, "\"result\": \"ok\"");
    assert_record ("next", 2, "\"device\": \"MKL25Z128");
    assert_record ("next", 2, "\"name\": \"");
}

/* Another program has been at it since the image was put together. */
static void
number_is_the_counters_not_the_expected_one (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    ask_for_board (world, "other", 7);
    assert_true (ul_series_set_next (world->spec->series, 0x1234, NULL));
    world_must_run (world);
    assert_memory_equal (world->chip->flash + ADDRESS, "\0\0\x12\x34", 4);
}

static void
failure_leaves_the_number_and_is_recorded (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_fill (world, 0, world->size, 3);
    world_power_up (world);
    world->chip->broken_sector = 2 * world->sector_size;
    ask_for_board (world, "failure", 7);
    world_run (world);
    assert_false (world->result->ok);
    assert_count (world, 7, 0, 1);
    assert_record ("failure", 1, "\"result\": \"failed\", \"problem\": \"flash-");
    assert_record ("failure", 1, "\"serial_number\": \"7\"");

    world->chip->broken_sector = 1;
    ask_for_board (world, "failure", 7);
    world_must_run (world);
    assert_count (world, 8, 1, 1);
}

static void
stopped_board_leaves_the_number (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_fill (world, 0, world->size, 3);
    world_power_up (world);
    world->stop_at_erases = 2;
    ask_for_board (world, "stopped", 7);
    world_run (world);
    assert_true (world->result->cancelled);
    assert_count (world, 7, 0, 1);
    assert_record ("stopped", 1, "\"result\": \"cancelled\"");
}

static void
stop_before_anything_was_done_is_no_attempt (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    ask_for_board (world, "early", 7);
    g_cancellable_cancel (world->cancellable);
    world_run (world);
    assert_true (world->result->cancelled);
    assert_false (world->result->counted);
    assert_count (world, 7, 0, 0);
}

static void
board_that_is_not_there_is_a_failed_attempt (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world->probe->dead = TRUE;
    ask_for_board (world, "nobody", 7);
    world_run (world);
    assert_count (world, 7, 0, 1);
    assert_record ("nobody", 1, "\"problem\": \"target-no-ack\"");
}

static void
number_that_does_not_fit_touches_nothing (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    ask_for_board (world, "wide", 7);
    assert_true (ul_series_set_next (world->spec->series, G_GUINT64_CONSTANT (1) << 32, NULL));
    world_fails (world, UL_ERROR_SERIAL_NUMBER);
    assert_int_equal (world->probe->n_opens, 0);
    assert_count (world, G_GUINT64_CONSTANT (1) << 32, 0, 0);
}

static void
record_that_cannot_be_begun_touches_nothing (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    g_autofree char *path = make_path ("folder.jsonl");

    g_mkdir (path, 0700);
    ask_for_board (world, "folder", 7);
    world_fails (world, UL_ERROR_RECORD_FAILED);
    assert_int_equal (world->probe->n_opens, 0);
    assert_count (world, 7, 0, 0);
}

static void
block_counter (FakeProbe *probe, gpointer path)
{
    g_autofree char *child = g_build_filename (path, "child", NULL);

    g_mkdir_with_parents (child, 0700); /* which no file can take the place of */
}

static void
counter_that_cannot_be_advanced_is_no_success (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    g_autofree char *path = make_path ("blocked.counter");

    ask_for_board (world, "blocked", 7);
    world->probe->on_batch = block_counter;
    world->probe->on_batch_data = path;
    world_fails (world, UL_ERROR_SERIAL_NUMBER);
    assert_non_null (strstr (world->result->problem->cause, "has the number 7"));
    assert_record ("blocked", 1, "\"result\": \"failed\", \"problem\": \"serial-number\"");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_board_gets_the_next_number),
        cmocka_unit_test (number_is_the_counters_not_the_expected_one),
        cmocka_unit_test (failure_leaves_the_number_and_is_recorded),
        cmocka_unit_test (stopped_board_leaves_the_number),
        cmocka_unit_test (stop_before_anything_was_done_is_no_attempt),
        cmocka_unit_test (board_that_is_not_there_is_a_failed_attempt),
        cmocka_unit_test (number_that_does_not_fit_touches_nothing),
        cmocka_unit_test (record_that_cannot_be_begun_touches_nothing),
        cmocka_unit_test (counter_that_cannot_be_advanced_is_no_success),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-series", tests, NULL, NULL);
}
