/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of simulated boards from other versions of this program, and which board is in one. */
#include "test.h"

#include "plain-chip.h"
#include "state-folder.h"
#include "ul-error.h"
#include "ul-sim-board.h"

#include <string.h>
#include <zlib.h>

#define SIZE    (128u * 1024)
#define TRAILER 20u

static const UlSimBoardKind *kl25;
static char *state_folder, *path;

static int
set_up (void **state)
{
    kl25 = ul_sim_board_find_kind ("frdm-kl25z");
    state_folder = state_folder_new ();
    path = g_build_filename (state_folder, "unlatch", "boards", "frdm-kl25z.board", NULL);
    return 0;
}

static int
tear_down (void **state)
{
    g_clear_pointer (&path, g_free);
    g_clear_pointer (&state_folder, state_folder_free);
    return 0;
}

static guint8 *
get_flash (UlSimBoard *board)
{
    gsize size;

    return ul_sim_chip_get_flash (ul_sim_board_get_chip (board), &size);
}

static guint64
get_serial (UlSimBoard *board)
{
    return ul_sim_chip_get_serial (ul_sim_board_get_chip (board));
}

static void
remember (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user_data)
{
    GString *said = user_data;

    g_string_append (said, message);
}

/* What is said about the file goes to @said. */
static UlSimBoard *
open_board (GString *said)
{
    g_autoptr (GError) error = NULL;
    guint handler = g_log_set_handler (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, remember, said);
    UlSimBoard *board = ul_sim_board_open (kl25, &error);

    g_log_remove_handler (G_LOG_DOMAIN, handler);
    assert_no_error (error);
    return board;
}

static void
reset (gboolean new_chip)
{
    UlSimBoardState as_delivered;

    ul_sim_board_state_init (&as_delivered);
    as_delivered.new_chip = new_chip;
    assert_true (ul_sim_board_reset (kl25, &as_delivered, NULL));
}

/* As version 1 wrote it, for a flash of @size bytes. */
static void
write_version_1 (gsize size)
{
    g_autofree guint8 *flash = g_malloc (size + 1);
    g_autoptr (GByteArray) file = g_byte_array_new ();
    static const char *const faults[] = { "stall-at=7", NULL };

    reset (FALSE); /* makes the folder */
    memset (flash, 0x5A, size);
    g_autoptr (GVariant) others =
        g_variant_ref_sink (g_variant_new ("(susu^as)", "unlatch simulated board", 1u, kl25->device,
                                           (guint32) crc32 (0, flash, size), faults));
    g_byte_array_append (file, flash, size);
    g_byte_array_append (file, g_variant_get_data (others), g_variant_get_size (others));
    assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
}

static void
version_1_is_read (void **state)
{
    g_autoptr (GString) said = g_string_new (NULL);

    write_version_1 (SIZE);
    UlSimBoard *board = open_board (said);
    assert_string_equal (said->str, "");
    assert_int_equal (get_flash (board)[SIZE - 1], 0x5A);
    assert_int_equal (ul_sim_board_get_faults (board)->stall_at, 7);
    guint64 serial = get_serial (board);
    assert_true (serial != 0);
    get_flash (board)[0] = 1;
    ul_sim_board_close (board);

    board = open_board (said); /* as version 2 now */
    assert_int_equal (get_flash (board)[0], 1);
    assert_true (get_serial (board) == serial);
    ul_sim_board_close (board);
}

static void
earlier_file_of_another_size_is_called_so (void **state)
{
    static const gsize sizes[] = { SIZE / 2, 2 * SIZE, 0 };

    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
        g_autoptr (GString) said = g_string_new (NULL);

        write_version_1 (sizes[i]);
        UlSimBoard *board = open_board (said);
        assert_non_null (strstr (said->str, "from an earlier Unlatch"));
        assert_non_null (strstr (said->str, "programmed anew"));
        assert_null (strstr (said->str, "damaged"));
        assert_int_equal (get_flash (board)[0], 0xFF);
        ul_sim_board_close (board);
    }
}

/* Alters a number of the trailer and makes that hold, as another version would have written it. */
static void
alter_trailer (gsize offset, guint32 value)
{
    g_autofree char *contents = NULL;
    gsize length;

    assert_true (g_file_get_contents (path, &contents, &length, NULL));
    value = GUINT32_TO_LE (value);
    memcpy (contents + length - TRAILER + offset, &value, 4);
    guint32 size = offset == 12 ? GUINT32_FROM_LE (value) : SIZE;
    guint32 crc =
        GUINT32_TO_LE ((guint32) crc32 (0, (guint8 *) contents + size, length - 4 - size));
    memcpy (contents + length - 4, &crc, 4);
    assert_true (g_file_set_contents (path, contents, length, NULL));
}

static void
newer_file_is_refused_and_left_alone (void **state)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *before = NULL, *after = NULL;
    gsize n_before, n_after;

    reset (FALSE);
    alter_trailer (8, 3);
    assert_true (g_file_get_contents (path, &before, &n_before, NULL));
    assert_null (ul_sim_board_open (kl25, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
    assert_non_null (strstr (error->message, "by a newer Unlatch"));
    assert_non_null (strstr (error->message, "boards reset frdm-kl25z"));
    assert_true (g_file_get_contents (path, &after, &n_after, NULL));
    assert_int_equal (n_after, n_before);
    assert_memory_equal (after, before, n_before);

    reset (FALSE); /* as was advised */
    g_autoptr (GString) said = g_string_new (NULL);
    ul_sim_board_close (open_board (said));
    assert_string_equal (said->str, "");
}

static void
trailer_of_another_size_is_an_earlier_one (void **state)
{
    g_autoptr (GString) said = g_string_new (NULL);

    reset (FALSE);
    alter_trailer (12, SIZE / 2);
    ul_sim_board_close (open_board (said));
    assert_non_null (strstr (said->str, "from an earlier Unlatch"));
}

static void
board_stays_the_same_one (void **state)
{
    g_autoptr (GString) said = g_string_new (NULL);
    UlSimBoard *board = open_board (said);
    guint64 serial = get_serial (board);

    assert_true (serial != 0);
    get_flash (board)[0] = 1;
    ul_sim_board_close (board);
    board = open_board (said);
    assert_true (get_serial (board) == serial);
    ul_sim_board_close (board);
    reset (FALSE);
    board = open_board (said);
    assert_true (get_serial (board) == serial);
    ul_sim_board_close (board);
}

static void
another_board_can_take_its_place (void **state)
{
    g_autoptr (GString) said = g_string_new (NULL);
    UlSimBoard *board = open_board (said);
    guint64 first = get_serial (board);

    ul_sim_board_close (board);
    reset (TRUE);
    board = open_board (said);
    guint64 second = get_serial (board);
    assert_true (second != first);
    ul_sim_board_close (board);
    reset (FALSE);
    board = open_board (said);
    assert_true (get_serial (board) == second);
    ul_sim_board_close (board);
}

static void
boards_of_other_people_are_other_boards (void **state)
{
    g_autoptr (GString) said = g_string_new (NULL);
    UlSimBoard *board = open_board (said);
    guint64 mine = get_serial (board);

    ul_sim_board_close (board);
    g_autofree char *other = state_folder_new ();
    board = open_board (said);
    assert_true (get_serial (board) != mine);
    ul_sim_board_close (board);
    state_folder_free (g_steal_pointer (&other));
}

int
main (void)
{
#define CASE(function) cmocka_unit_test_setup_teardown (function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE (version_1_is_read),
        CASE (earlier_file_of_another_size_is_called_so),
        CASE (newer_file_is_refused_and_left_alone),
        CASE (trailer_of_another_size_is_an_earlier_one),
        CASE (board_stays_the_same_one),
        CASE (another_board_can_take_its_place),
        CASE (boards_of_other_people_are_other_boards),
    };

    return cmocka_run_group_tests_name ("sim-store", tests, NULL, NULL);
}
