/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The counter of a series, by one program and by several, and its record. */
#include "test.h"

#include "own-folders.h"
#include "ul-error.h"
#include "ul-series.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const UlSerial plain = { 0x1000, UL_SERIAL_DECIMAL, 6, NULL, 100, 1, FALSE };

static char *
make_path (const char *name)
{
    return g_build_filename (g_getenv ("XDG_DATA_HOME"), name, NULL);
}

static UlSeries *
make_series (const char *counter, const char *record)
{
    g_autofree char *counter_path = make_path (counter);
    g_autofree char *record_path = record != NULL ? make_path (record) : NULL;
    g_autoptr (GError) error = NULL;
    UlSeries *series = ul_series_new (&plain, counter_path, record_path, &error);

    assert_no_error (error);
    return series;
}

static void
make_board (UlSeries *series, gboolean done, const char *number)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlUnit) unit = ul_unit_begin (series, NULL, &error);

    assert_no_error (error);
    assert_string_equal (ul_unit_get_text (unit), number);
    ul_unit_count (unit, done, &error);
    assert_no_error (error);
}

static void
number_is_used_up_by_success_alone (void **state)
{
    g_autoptr (UlSeries) series = make_series ("plain.counter", NULL);
    UlCount count;

    make_board (series, TRUE, "000100");
    make_board (series, FALSE, "000101");
    make_board (series, FALSE, "000101");
    make_board (series, TRUE, "000101");
    assert_true (ul_series_read (series, &count, NULL));
    assert_int_equal (count.next, 102);
    assert_int_equal (count.done, 2);
    assert_int_equal (count.failed, 2);
    assert_true (ul_series_reset_tally (series, NULL));
    assert_true (ul_series_read (series, &count, NULL));
    assert_int_equal (count.next, 102);
    assert_int_equal (count.done + count.failed, 0);
}

static void
board_that_is_given_up_leaves_its_number (void **state)
{
    g_autoptr (UlSeries) series = make_series ("given-up.counter", NULL);
    UlUnit *unit = ul_unit_begin (series, NULL, NULL);

    ul_unit_free (unit); /* as when it is cancelled */
    make_board (series, TRUE, "000100");
}

static void
first_number_that_is_raised_goes_first (void **state)
{
    g_autofree char *path = make_path ("raised.counter");
    UlSerial serial = plain;
    g_autoptr (UlSeries) before = ul_series_new (&serial, path, NULL, NULL);

    make_board (before, TRUE, "000100");
    serial.first = 50;
    g_autoptr (UlSeries) lower = ul_series_new (&serial, path, NULL, NULL);
    make_board (lower, TRUE, "000101");
    serial.first = 500;
    serial.step = 10;
    g_autoptr (UlSeries) higher = ul_series_new (&serial, path, NULL, NULL);
    make_board (higher, TRUE, "000500");
    make_board (higher, TRUE, "000510");
    assert_true (ul_series_set_next (higher, 505, NULL));
    make_board (higher, TRUE, "000505");
    assert_false (ul_series_set_next (higher, 499, NULL));
}

static void
damaged_counter_is_not_guessed_at (void **state)
{
    static const char *const texts[] = { "",
                                         "x",
                                         "[Series]\nNext=\n",
                                         "[Series]\nNext=-1\n",
                                         "[Series]\nNext=18446744073709551616\n",
                                         "[Other]\n" };
    g_autofree char *path = make_path ("damaged.counter");
    g_autoptr (UlSeries) series = make_series ("damaged.counter", NULL);

    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        g_autoptr (GError) error = NULL;
        g_file_set_contents (path, texts[i], -1, NULL);
        assert_null (ul_unit_begin (series, NULL, &error));
        assert_error (error, UL_ERROR, UL_ERROR_SERIAL_NUMBER);
        assert_non_null (strstr (error->message, path));
    }
}

static void
counter_that_cannot_be_kept_is_told (void **state)
{
    g_autoptr (UlSeries) series = make_series ("blocked/x.counter", NULL);
    g_autofree char *folder = make_path ("blocked");
    g_autofree char *path = make_path ("blocked/x.counter");
    g_autoptr (GError) error = NULL;
    g_autoptr (UlUnit) unit = ul_unit_begin (series, NULL, &error);

    assert_no_error (error);
    g_mkdir (path, 0700); /* nothing can be put in its place, not even by root */
    g_autofree char *child = g_build_filename (path, "y", NULL);
    g_mkdir (child, 0700);
    assert_false (ul_unit_count (unit, TRUE, &error));
    assert_error (error, UL_ERROR, UL_ERROR_SERIAL_NUMBER);
}

#define N_PROGRAMS 4
#define N_BOARDS   25

/* What each board gets goes into a pipe, one line a board. */
static void
make_boards (UlSeries *series, int to)
{
    for (guint i = 0; i < N_BOARDS; i++) {
        g_autoptr (UlUnit) unit = ul_unit_begin (series, NULL, NULL);
        if (unit == NULL)
            _exit (1);
        g_autofree char *line = g_strdup_printf ("%s\n", ul_unit_get_text (unit));
        if (i % 5 == 0) /* a failure: somebody else gets the number */
            continue;
        if (write (to, line, strlen (line)) < 0 || !ul_unit_count (unit, TRUE, NULL))
            _exit (1);
    }
    _exit (0);
}

static void
several_programs_never_give_the_same_number (void **state)
{
    g_autoptr (UlSeries) series = make_series ("several.counter", NULL);
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    int ends[2], status;
    char line[8] = { 0 };
    UlCount count;

    assert_int_equal (pipe (ends), 0);
    for (guint i = 0; i < N_PROGRAMS; i++)
        if (fork () == 0)
            make_boards (series, ends[1]);
    close (ends[1]);
    while (read (ends[0], line, 7) == 7)
        assert_true (g_hash_table_add (seen, g_strdup (line)));
    close (ends[0]);
    for (guint i = 0; i < N_PROGRAMS; i++) {
        assert_true (wait (&status) > 0);
        assert_int_equal (status, 0);
    }
    assert_int_equal (g_hash_table_size (seen), N_PROGRAMS * (N_BOARDS - N_BOARDS / 5));
    assert_true (ul_series_read (series, &count, NULL));
    assert_int_equal (count.next, 100 + g_hash_table_size (seen));
}

static gpointer
cancel_soon (gpointer cancellable)
{
    g_usleep (20000);
    g_cancellable_cancel (cancellable);
    return NULL;
}

static void
waiting_for_a_number_can_be_cancelled (void **state)
{
    g_autoptr (UlSeries) series = make_series ("waiting.counter", NULL);
    g_autoptr (UlUnit) other = ul_unit_begin (series, NULL, NULL);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
    gint64 start = g_get_monotonic_time ();

    assert_null (ul_unit_begin (series, cancellable, &error));
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    assert_true (g_get_monotonic_time () - start < DEADLINE_S * G_USEC_PER_SEC);
    g_thread_join (thread);
}

static void
numbers_need_a_counter (void **state)
{
    g_autoptr (GError) error = NULL;

    assert_null (ul_series_new (&plain, NULL, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);
}

static void
boards_without_a_counter_are_counted_all_the_same (void **state)
{
    g_autoptr (UlSeries) series = ul_series_new (NULL, NULL, NULL, NULL);
    g_autoptr (UlUnit) unit = ul_unit_begin (series, NULL, NULL);
    UlCount count;

    assert_null (ul_unit_get_text (unit));
    assert_true (ul_unit_count (unit, TRUE, NULL));
    assert_true (ul_series_read (series, &count, NULL));
    assert_int_equal (count.done, 1);
}

static void
counter_has_a_name_that_people_know (void **state)
{
    g_autoptr (GFile) one = g_file_new_for_path ("/a/Left board.unlatch");
    g_autoptr (GFile) two = g_file_new_for_path ("/b/Left board.unlatch");
    g_autofree char *first = ul_counter_find (one), *second = ul_counter_find (two);

    assert_string_not_equal (first, second);
    assert_non_null (strstr (first, "/unlatch/series/Left_board-"));
    assert_true (g_str_has_suffix (first, ".counter"));
}

/* --- the record --- */

static char *
read_record (const char *name)
{
    g_autofree char *path = make_path (name);
    char *text = NULL;

    g_file_get_contents (path, &text, NULL, NULL);
    return text;
}

static void
every_board_gets_a_line (void **state)
{
    g_autoptr (UlSeries) series = make_series ("record.counter", "boards/record.jsonl");
    const UlRecordLine done = { .result = "ok", .device = "MKL25Z128xxx4", .duration_us = 1500000 };
    const UlRecordLine failed = { .result = "failed", .problem = "verify-mismatch" };
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < 2; i++) {
        g_autoptr (UlUnit) unit = ul_unit_begin (series, NULL, &error);
        assert_no_error (error);
        assert_true (ul_unit_count (unit, i == 0, NULL));
        assert_true (ul_unit_record (unit, i == 0 ? &done : &failed, &error));
    }
    g_autofree char *text = read_record ("boards/record.jsonl");
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    assert_int_equal (g_strv_length (lines), 3);
    assert_true (g_str_has_prefix (lines[0], "{\"time\": \"2"));
    assert_true (g_str_has_suffix (lines[0],
                                   "\", \"result\": \"ok\", \"device\": \"MKL25Z128xxx4\", "
                                   "\"serial_number\": \"000100\", \"files\": [], "
                                   "\"duration_ms\": 1500}"));
    assert_true (g_str_has_suffix (lines[1],
                                   "\", \"result\": \"failed\", \"problem\": \"verify-mismatch\", "
                                   "\"serial_number\": \"000101\", \"files\": [], "
                                   "\"duration_ms\": 0}"));
    assert_string_equal (lines[2], "");
}

static void
line_that_was_cut_short_takes_no_other_with_it (void **state)
{
    g_autoptr (UlSeries) series = make_series ("cut.counter", "cut.jsonl");
    const UlRecordLine line = { .result = "ok" };
    g_autofree char *path = make_path ("cut.jsonl");

    g_file_set_contents (path, "{\"time\": \"20", -1, NULL);
    g_autoptr (UlUnit) unit = ul_unit_begin (series, NULL, NULL);
    assert_true (ul_unit_record (unit, &line, NULL));
    g_autofree char *text = read_record ("cut.jsonl");
    assert_true (g_str_has_prefix (text, "{\"time\": \"20\n{\"time\": "));
}

static void
record_that_cannot_be_written_stops_the_board (void **state)
{
    g_autofree char *folder = make_path ("folder.jsonl");
    g_autoptr (UlSeries) series = make_series ("no-record.counter", "folder.jsonl");
    g_autoptr (GError) error = NULL;

    g_mkdir (folder, 0700);
    assert_null (ul_unit_begin (series, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_RECORD_FAILED);
    assert_non_null (strstr (error->message, folder));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (number_is_used_up_by_success_alone),
        cmocka_unit_test (board_that_is_given_up_leaves_its_number),
        cmocka_unit_test (first_number_that_is_raised_goes_first),
        cmocka_unit_test (damaged_counter_is_not_guessed_at),
        cmocka_unit_test (counter_that_cannot_be_kept_is_told),
        cmocka_unit_test (several_programs_never_give_the_same_number),
        cmocka_unit_test (waiting_for_a_number_can_be_cancelled),
        cmocka_unit_test (numbers_need_a_counter),
        cmocka_unit_test (boards_without_a_counter_are_counted_all_the_same),
        cmocka_unit_test (counter_has_a_name_that_people_know),
        cmocka_unit_test (every_board_gets_a_line),
        cmocka_unit_test (line_that_was_cut_short_takes_no_other_with_it),
        cmocka_unit_test (record_that_cannot_be_written_stops_the_board),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("series", tests, NULL, NULL);
}
