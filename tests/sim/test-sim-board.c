/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a simulated board keeps from one run to the next. */
#include "test.h"

#include "plain-chip.h"
#include "state-folder.h"
#include "ul-error.h"
#include "ul-sim-board.h"

#include <glib/gstdio.h>
#include <string.h>

static const UlSimBoardKind *kl25;
static char *state_folder;

static char *
get_path (const char *file)
{
    return g_build_filename (state_folder, "unlatch", "boards", file, NULL);
}

static int
set_up (void **state)
{
    kl25 = ul_sim_board_find_kind ("frdm-kl25z");
    state_folder = state_folder_new ();
    return 0;
}

static int
tear_down (void **state)
{
    g_clear_pointer (&state_folder, state_folder_free);
    return 0;
}

static UlSimBoard *
open_board (void)
{
    g_autoptr (GError) error = NULL;
    UlSimBoard *board = ul_sim_board_open (kl25, &error);

    assert_no_error (error);
    return board;
}

static guint8 *
get_flash (UlSimBoard *board)
{
    gsize size;

    return ul_sim_chip_get_flash (ul_sim_board_get_chip (board), &size);
}

static void
has_every_kind_in_the_device_table (void **state)
{
    guint n = 0;
    const UlSimBoardKind *kinds = ul_sim_board_get_kinds (&n);

    assert_true (n > 0);
    for (guint i = 0; i < n; i++) {
        const UlDevice *device = ul_devices_find (kinds[i].device);

        assert_non_null (device);
        assert_string_equal (device->name, kinds[i].device);
        assert_ptr_equal (ul_sim_board_find_kind (kinds[i].name), &kinds[i]);
    }
    assert_null (ul_sim_board_find_kind ("frdm"));
}

static void
starts_as_delivered_and_leaves_no_file (void **state)
{
    g_autofree char *path = get_path ("frdm-kl25z.board");
    UlSimBoard *board = open_board ();

    assert_int_equal (get_flash (board)[0], 0xFF);
    assert_int_equal (get_flash (board)[0x40C], 0xFE);
    ul_sim_board_close (board);
    assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
keeps_its_flash (void **state)
{
    UlSimBoard *board = open_board ();
    guint n_power_ups = ul_sim_chip_get_n_power_ups (ul_sim_board_get_chip (board));

    get_flash (board)[0x1FFFF] = 0x5A;
    ul_sim_board_close (board);
    board = open_board ();
    assert_int_equal (get_flash (board)[0x1FFFF], 0x5A);
    assert_int_equal (get_flash (board)[0x40C], 0xFE);
    assert_true (ul_sim_chip_get_n_power_ups (ul_sim_board_get_chip (board)) > n_power_ups);
    ul_sim_board_close (board);
}

static void
keeps_while_it_is_in_use (void **state)
{
    g_autoptr (UlSimBoard) board = open_board ();
    g_autofree char *path = get_path ("frdm-kl25z.board");
    g_autofree char *first = NULL, *second = NULL;

    get_flash (board)[7] = 1;
    assert_true (ul_sim_board_keep (board, NULL));
    assert_true (g_file_get_contents (path, &first, NULL, NULL));
    g_remove (path);
    assert_true (ul_sim_board_keep (board, NULL)); /* nothing has changed */
    assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    get_flash (board)[7] = 2;
    assert_true (ul_sim_board_keep (board, NULL));
    assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
has_one_user_at_a_time (void **state)
{
    g_autoptr (GError) error = NULL;
    UlSimBoardState as_delivered;
    UlSimBoard *board = open_board ();

    assert_null (ul_sim_board_open (kl25, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_BUSY);
    g_clear_error (&error);
    ul_sim_board_state_init (&as_delivered);
    assert_false (ul_sim_board_reset (kl25, &as_delivered, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_BUSY);
    ul_sim_board_close (board);
    board = open_board ();
    ul_sim_board_close (board);
}

static void
is_reset_to_a_state (void **state)
{
    static const guint8 data[0x500] = { [0] = 1, [0x40C] = 0x10, [0x40D] = 0x20, [0x4FF] = 2 };
    g_autoptr (UlImage) image = ul_image_new_from_data ("test", 0, data, sizeof data);
    g_autoptr (GError) error = NULL;
    UlSimBoardState new_state;
    UlSimBoardFaults faults;
    UlSimBoard *board;

    ul_sim_board_state_init (&new_state);
    ul_sim_board_faults_init (&faults);
    faults.stall_at = 7;
    new_state.image = image;
    new_state.fsec = 0xFF;
    new_state.have_fprot = TRUE;
    new_state.fprot = 0xFFFFFFF0;
    new_state.faults = &faults;
    assert_true (ul_sim_board_reset (kl25, &new_state, &error));
    assert_no_error (error);
    board = open_board ();
    assert_int_equal (get_flash (board)[0], 1);
    assert_int_equal (get_flash (board)[0x4FF], 2);
    assert_int_equal (get_flash (board)[0x500], 0xFF);
    assert_int_equal (get_flash (board)[0x408], 0xF0);
    assert_int_equal (get_flash (board)[0x40B], 0xFF);
    assert_int_equal (get_flash (board)[0x40C], 0xFF);
    assert_int_equal (get_flash (board)[0x40D], 0x20); /* the image's */
    assert_int_equal (ul_sim_board_get_faults (board)->stall_at, 7);
    ul_sim_board_close (board);

    ul_sim_board_state_init (&new_state);
    assert_true (ul_sim_board_reset (kl25, &new_state, &error));
    board = open_board ();
    assert_int_equal (get_flash (board)[0], 0xFF);
    assert_int_equal (get_flash (board)[0x40C], 0xFE);
    assert_int_equal (ul_sim_board_get_faults (board)->stall_at, 0);
    ul_sim_board_close (board);
}

static void
is_locked_whatever_its_image_says (void **state)
{
    static const guint8 data[0x410] = { [0] = 1, [0x40C] = 0xFE };
    g_autoptr (UlImage) image = ul_image_new_from_data ("test", 0, data, sizeof data);
    UlSimBoardState new_state;
    UlSimBoard *board;

    ul_sim_board_state_init (&new_state);
    new_state.image = image;
    new_state.locked = TRUE;
    assert_true (ul_sim_board_reset (kl25, &new_state, NULL));
    board = open_board ();
    assert_int_equal (get_flash (board)[0], 1);
    assert_int_equal (get_flash (board)[0x40C], 0xFF);
    ul_sim_board_close (board);
}

static void
refuses_an_image_that_does_not_fit (void **state)
{
    static const guint8 data[4];
    static const guint32 addresses[] = { 0x1FFFD, 0x20000, 0x1FFFF000, 0xFFFFFFFC };

    for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
        g_autoptr (UlImage) image = ul_image_new_from_data ("test", addresses[i], data, 4);
        g_autoptr (GError) error = NULL;
        UlSimBoardState new_state;

        ul_sim_board_state_init (&new_state);
        new_state.image = image;
        assert_false (ul_sim_board_reset (kl25, &new_state, &error));
        assert_error (error, UL_ERROR, UL_ERROR_IMAGE_DOES_NOT_FIT);
    }
}

/* --- damaged files --- */

typedef void (*Damage) (char *contents, gsize *length);

static void
cut (char *contents, gsize *length)
{
    *length /= 2;
}

static void
empty (char *contents, gsize *length)
{
    *length = 0;
}

static void
alter_flash (char *contents, gsize *length)
{
    contents[*length / 2] ^= 1;
}

static void
alter_mark (char *contents, gsize *length)
{
    contents[0] ^= 1;
}

static void
alter_version (char *contents, gsize *length)
{
    contents[strlen (contents) + 1] ^= 2;
}

static void
scramble (char *contents, gsize *length)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (*length);

    for (gsize i = 0; i < *length; i++)
        contents[i] = g_rand_int (rand);
}

static void
ignore (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user_data)
{
    ++*(guint *) user_data;
}

static void
a_damaged_file_is_a_board_as_delivered (void **state)
{
    static const Damage damages[] = {
        cut, empty, alter_flash, alter_mark, alter_version, scramble
    };
    g_autofree char *path = get_path ("frdm-kl25z.board");

    for (guint i = 0; i < G_N_ELEMENTS (damages); i++) {
        g_autofree char *contents = NULL;
        guint n_warnings = 0, handler;
        UlSimBoardState as_delivered;
        UlSimBoard *board;
        gsize length;

        ul_sim_board_state_init (&as_delivered);
        assert_true (ul_sim_board_reset (kl25, &as_delivered, NULL));
        board = open_board ();
        get_flash (board)[0] = 0;
        ul_sim_board_close (board);
        assert_true (g_file_get_contents (path, &contents, &length, NULL));
        damages[i](contents, &length);
        assert_true (g_file_set_contents (path, contents, length, NULL));
        handler = g_log_set_handler (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, ignore, &n_warnings);
        board = open_board ();
        g_log_remove_handler (G_LOG_DOMAIN, handler);
        assert_int_equal (n_warnings, 1);
        assert_int_equal (get_flash (board)[0], 0xFF);
        ul_sim_board_close (board);
    }
}

static void
a_file_that_is_too_large_is_not_read (void **state)
{
    g_autofree char *path = get_path ("frdm-kl25z.board");
    g_autofree char *zeros = g_malloc0 (4 << 20);
    guint n_warnings = 0, handler;
    UlSimBoard *board = open_board ();

    ul_sim_board_close (board);
    assert_true (g_file_set_contents (path, zeros, 4 << 20, NULL));
    handler = g_log_set_handler (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, ignore, &n_warnings);
    board = open_board ();
    g_log_remove_handler (G_LOG_DOMAIN, handler);
    assert_int_equal (n_warnings, 1);
    ul_sim_board_close (board);
}

static void
a_folder_that_cannot_be_made_is_an_error (void **state)
{
    g_autoptr (GError) error = NULL;

    g_setenv ("XDG_STATE_HOME", "/dev/null", TRUE);
    assert_null (ul_sim_board_open (kl25, &error));
    g_setenv ("XDG_STATE_HOME", state_folder, TRUE);
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
    ul_sim_board_close (open_board ());
}

/* Whatever a file holds, it is taken whole or not at all. */
static void
any_damaged_byte_is_noticed (void **state)
{
    g_autofree char *path = get_path ("frdm-kl25z.board");
    g_autofree char *contents = NULL;
    guint n_warnings = 0, handler;
    UlSimBoardState as_delivered;
    gsize length;

    ul_sim_board_state_init (&as_delivered);
    as_delivered.fopt = 0xFB; /* to be told from a board that was never kept */
    assert_true (ul_sim_board_reset (kl25, &as_delivered, NULL));
    assert_true (g_file_get_contents (path, &contents, &length, NULL));
    handler = g_log_set_handler (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, ignore, &n_warnings);
    for (gsize i = 0; i < length; i += i < 80 || i + 40 > length ? 1 : length / 16) {
        UlSimBoard *board;
        guint before = n_warnings;

        contents[i] ^= 1 << (i % 8);
        assert_true (g_file_set_contents (path, contents, length, NULL));
        contents[i] ^= 1 << (i % 8);
        board = open_board ();
        assert_true (n_warnings > before);
        assert_int_equal (get_flash (board)[0x40D], 0xFF);
        ul_sim_board_close (board);
    }
    g_log_remove_handler (G_LOG_DOMAIN, handler);
}

static void
a_file_that_cannot_be_read_is_an_error (void **state)
{
    g_autofree char *path = get_path ("frdm-kl25z.board");
    g_autoptr (GError) error = NULL;

    assert_int_equal (g_mkdir_with_parents (path, 0700), 0);
    assert_null (ul_sim_board_open (kl25, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
}

static void
a_board_that_cannot_be_kept_is_told (void **state)
{
    g_autofree char *path = get_path ("frdm-kl25z.board");
    g_autoptr (GError) error = NULL;
    guint n_warnings = 0, handler;
    UlSimBoard *board = open_board ();

    assert_int_equal (g_mkdir_with_parents (path, 0700), 0); /* in the way */
    get_flash (board)[0] = 0;
    assert_false (ul_sim_board_keep (board, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
    handler = g_log_set_handler (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, ignore, &n_warnings);
    ul_sim_board_close (board);
    g_log_remove_handler (G_LOG_DOMAIN, handler);
    assert_int_equal (n_warnings, 1);
}

int
main (void)
{
#define CASE(function) cmocka_unit_test_setup_teardown (function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (has_every_kind_in_the_device_table),
        CASE (starts_as_delivered_and_leaves_no_file),
        CASE (keeps_its_flash),
        CASE (keeps_while_it_is_in_use),
        CASE (has_one_user_at_a_time),
        CASE (is_reset_to_a_state),
        CASE (is_locked_whatever_its_image_says),
        CASE (refuses_an_image_that_does_not_fit),
        CASE (a_damaged_file_is_a_board_as_delivered),
        CASE (a_file_that_is_too_large_is_not_read),
        CASE (any_damaged_byte_is_noticed),
        CASE (a_file_that_cannot_be_read_is_an_error),
        CASE (a_board_that_cannot_be_kept_is_told),
        CASE (a_folder_that_cannot_be_made_is_an_error),
    };

    return cmocka_run_group_tests_name ("sim-board", tests, NULL, NULL);
}
