/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is saved, other tools read the same: srec_cat and objcopy are the witnesses. */
#include "image-test.h"
#include "cases.h"
#include "ul-file.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    const char *name;
    const char *text; /* S-record or Intel HEX */
} Case;

static const Case cases[] = {
    { "small", "S1050100CAFE31\nS9030101FA\n" },
    { "24 bits", "S205010000AA4F\nS804010000FA\n" },
    { "32 bits", "S307FFFFFFFE0102FA\nS705FFFFFFFFFE\n" },
    { "a start beyond the data", "S1050100CAFE31\nS7058000000179\n" },
    { "many pieces", NULL },
    { "across 64 KiB lines, at odd addresses", NULL },
};

static char *
make_pieces (guint step, guint size, guint32 first)
{
    GString *text = g_string_new (NULL);
    for (guint i = 0; i < 300; i++) {
        guint32 address = first + i * step;
        guint sum = size + 5 + (address >> 24) + (address >> 16 & 0xFF) + (address >> 8 & 0xFF) +
                    (address & 0xFF);
        g_string_append_printf (text, "S3%02X%08X", size + 5, address);
        for (guint k = 0; k < size; k++) {
            guint byte = (i * 31 + k * 7) & 0xFF;
            sum += byte;
            g_string_append_printf (text, "%02X", byte);
        }
        g_string_append_printf (text, "%02X\n", ~sum & 0xFF);
    }
    g_string_append (text, "S70500000000FA\n");
    return g_string_free (text, FALSE);
}

static UlImage *
load_case (const Case *c)
{
    g_autofree char *made = c == &cases[4]   ? make_pieces (37, 11, 0x1003)
                            : c == &cases[5] ? make_pieces (249, 249, 0x2FFF1)
                                             : g_strdup (c->text);
    g_autoptr (GError) error = NULL;
    UlImage *image = image_test_load ("original.s37", made, strlen (made), NULL, &error);
    assert_no_error (error);
    return image;
}

static UlImage *
save_and_load (UlImage *image, const char *name, UlImageFormat format)
{
    g_autofree char *path = image_test_path (name);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GError) error = NULL;
    ul_image_save (image, file, format, 0xFF, NULL, &error);
    assert_no_error (error);
    UlImage *again = ul_image_load (file, NULL, NULL, &error);
    assert_no_error (error);
    return again;
}

static void
comes_back_the_same (void **state)
{
    g_autoptr (UlImage) image = load_case (*state);
    g_autofree char *text = image_to_text (image);
    const UlImageFormat formats[] = { UL_IMAGE_FORMAT_IHEX, UL_IMAGE_FORMAT_SREC };
    for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
        g_autoptr (UlImage) again = save_and_load (image, "again", formats[i]);
        g_autofree char *again_text = image_to_text (again);
        assert_string_equal (again_text, text);
        assert_int_equal (ul_image_get_format (again), formats[i]);
        assert_warns (again, NULL);
    }
}

/* Runs in the folder of the test, expects success. */
static void
run (const char *command)
{
    g_auto (GStrv) argv = NULL;
    g_autofree char *out = NULL, *err = NULL;
    g_autoptr (GError) error = NULL;
    int status;
    assert_true (g_shell_parse_argv (command, NULL, &argv, NULL));
    g_spawn_sync (image_test_folder (), argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err,
                  &status, &error);
    assert_no_error (error);
    if (!g_spawn_check_wait_status (status, NULL))
        fail_msg ("%s: %s%s", command, out, err);
}

/* The witness writes @name as S-records in its own way; they hold the same as the image. */
static void
assert_witness_sees (UlImage *image, const char *command, gboolean start_fits)
{
    run (command);
    g_autofree char *path = image_test_path ("witness.s37");
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) seen = ul_image_load (file, NULL, NULL, &error);
    assert_no_error (error);
    assert_int_equal (ul_image_get_crc32 (seen), ul_image_get_crc32 (image));
    assert_int_equal (ul_image_get_n_segments (seen), ul_image_get_n_segments (image));
    for (guint i = 0; i < ul_image_get_n_segments (image); i++)
        assert_int_equal (ul_image_get_segment (seen, i)->address,
                          ul_image_get_segment (image, i)->address);
    guint32 start = 0, seen_start = 0;
    ul_image_get_start (image, &start);
    ul_image_get_start (seen, &seen_start);
    if (start_fits)
        assert_int_equal (seen_start, start);
}

static void
is_read_by_others (void **state)
{
    g_autoptr (UlImage) image = load_case (*state);
    g_autoptr (UlImage) ihex = save_and_load (image, "saved.hex", UL_IMAGE_FORMAT_IHEX);
    g_autoptr (UlImage) srec = save_and_load (image, "saved.s37", UL_IMAGE_FORMAT_SREC);
    assert_witness_sees (image,
                         "srec_cat saved.hex -intel -o witness.s37 -motorola "
                         "-address-length=4",
                         TRUE);
    assert_witness_sees (image,
                         "srec_cat saved.s37 -motorola -o witness.s37 -motorola "
                         "-address-length=4",
                         TRUE);
    /* objcopy cuts a start address to the size of the data's addresses. */
    gboolean fits = *state != &cases[3];
    assert_witness_sees (image, "objcopy -I ihex -O srec saved.hex witness.s37", fits);
    assert_witness_sees (image, "objcopy -I srec -O srec saved.s37 witness.s37", fits);
}

static void
raw_binary_is_what_srec_cat_makes (void **state)
{
    g_autoptr (UlImage) image = load_case (&cases[4]);
    g_autoptr (UlImage) bin = save_and_load (image, "saved.bin", UL_IMAGE_FORMAT_BIN);
    g_autofree char *command = g_strdup_printf (
        "srec_cat original.s37 -motorola -offset -0x1003 -fill 0xFF 0 %u -o witness.bin -binary",
        (guint) ul_image_get_size (bin));
    run (command);
    g_autofree char *path = image_test_path ("witness.bin");
    g_autofree char *data = NULL;
    gsize size;
    assert_true (g_file_get_contents (path, &data, &size, NULL));
    assert_int_equal (size, ul_image_get_size (bin));
    assert_memory_equal (data, ul_image_get_segment (bin, 0)->data, size);
}

static GFile *
save_to (UlImage *image, const char *name, UlImageFormat format, GCancellable *cancellable,
         GError **error)
{
    g_autofree char *path = image_test_path (name);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    gboolean saved = ul_image_save (image, file, format, 0xFF, cancellable, error);
    assert_int_equal (saved, error == NULL || *error == NULL);
    return g_steal_pointer (&file);
}

static void
assert_content (const char *name, const char *expected)
{
    g_autofree char *path = image_test_path (name);
    g_autofree char *content = NULL;
    assert_true (g_file_get_contents (path, &content, NULL, NULL));
    assert_string_equal (content, expected);
}

static UlImage *
make_sparse_image (void)
{
    g_autoptr (GError) error = NULL;
    const char *text = "S1050100CAFE31\nS30680000000BBBE\nS9030000FC\n";
    UlImage *image = image_test_load ("sparse.s37", text, strlen (text), NULL, &error);
    assert_no_error (error);
    return image;
}

static void
a_huge_raw_binary_is_refused_and_nothing_replaced (void **state)
{
    g_autoptr (UlImage) image = make_sparse_image ();
    g_autoptr (GFile) old = image_test_write ("old.bin", "old", 3);
    g_autoptr (GError) error = NULL;
    g_autoptr (GFile) file = save_to (image, "old.bin", UL_IMAGE_FORMAT_BIN, NULL, &error);
    assert_error (error, UL_ERROR, UL_ERROR_IMAGE_TOO_BIG);
    assert_non_null (strstr (error->message, "old.bin"));
    assert_content ("old.bin", "old");
}

static void
a_save_that_fails_leaves_no_new_file (void **state)
{
    g_autoptr (UlImage) image = make_sparse_image ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GFile) file = save_to (image, "new.bin", UL_IMAGE_FORMAT_BIN, NULL, &error);
    assert_error (error, UL_ERROR, UL_ERROR_IMAGE_TOO_BIG);
    assert_false (g_file_query_exists (file, NULL));
}

static void
a_pipe_is_refused_and_not_waited_for (void **state)
{
    g_autoptr (UlImage) image = make_sparse_image ();
    g_autofree char *path = image_test_path ("pipe.hex");
    assert_int_equal (mkfifo (path, 0600), 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (GFile) file = save_to (image, "pipe.hex", UL_IMAGE_FORMAT_IHEX, NULL, &error);
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
    g_unlink (path);
}

static guint
count_files (void)
{
    guint n = 0;
    g_autoptr (GDir) dir = g_dir_open (image_test_folder (), 0, NULL);
    while (g_dir_read_name (dir) != NULL)
        n++;
    return n;
}

static void
a_cancelled_save_replaces_nothing (void **state)
{
    g_autoptr (UlImage) image = make_sparse_image ();
    g_autoptr (GFile) old = image_test_write ("old.hex", "old", 3);
    guint n_files = count_files ();
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_cancellable_cancel (cancellable);
    g_autoptr (GError) error = NULL;
    g_autoptr (GFile) file = save_to (image, "old.hex", UL_IMAGE_FORMAT_IHEX, cancellable, &error);
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    assert_content ("old.hex", "old");
    assert_int_equal (count_files (), n_files);
}

static void
a_save_without_room_replaces_nothing (void **state)
{
    g_autoptr (UlImage) image = make_sparse_image ();
    g_autoptr (GFile) full = g_file_new_for_path ("/dev/full");
    g_autoptr (GError) error = NULL;
    assert_false (ul_image_save (image, full, UL_IMAGE_FORMAT_IHEX, 0xFF, NULL, &error) &&
                  g_file_test ("/dev/full", G_FILE_TEST_IS_REGULAR));

    g_autoptr (GFile) nowhere = g_file_new_for_path ("/nonexistent/folder/a.hex");
    g_clear_error (&error);
    assert_false (ul_image_save (image, nowhere, UL_IMAGE_FORMAT_IHEX, 0xFF, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
}

static void
a_link_stays_a_link (void **state)
{
    g_autoptr (UlImage) image = make_sparse_image ();
    g_autoptr (GFile) old = image_test_write ("target.hex", "old", 3);
    g_autofree char *link_path = image_test_path ("link.hex");
    assert_int_equal (symlink ("target.hex", link_path), 0);
    g_autoptr (GFile) file = save_to (image, "link.hex", UL_IMAGE_FORMAT_IHEX, NULL, NULL);
    assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) again = ul_image_load (old, NULL, NULL, &error);
    assert_no_error (error);
    assert_int_equal (ul_image_get_crc32 (again), ul_image_get_crc32 (image));
}

static void
a_link_to_a_file_not_there_yet_stays_a_link (void **state)
{
    g_autoptr (UlImage) image = make_sparse_image ();
    g_autofree char *link_path = image_test_path ("early.hex");
    g_autofree char *path = image_test_path ("late.hex");
    assert_int_equal (symlink ("late.hex", link_path), 0);
    g_autoptr (GFile) file = save_to (image, "early.hex", UL_IMAGE_FORMAT_IHEX, NULL, NULL);
    assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
    assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

/* Nobody, not the administrator, who may write anywhere. */
static void
what_is_not_ours_is_known_before (void **state)
{
    g_autofree char *folder = image_test_path ("theirs");
    g_autofree char *path = g_build_filename (folder, "new.hex", NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GError) error = NULL;
    gboolean is_new, is_root = geteuid () == 0;
    assert_int_equal (g_mkdir (folder, 0555), 0);
    assert_int_equal (g_chmod (image_test_folder (), 0755), 0);

    if (is_root)
        assert_int_equal (seteuid (65534), 0);
    gboolean in_order = ul_file_check_output (file, &is_new, NULL, &error);
    if (is_root)
        assert_int_equal (seteuid (0), 0);
    assert_false (in_order);
    assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

static void
an_image_without_data_has_no_raw_binary (void **state)
{
    g_autoptr (UlImage) image = ul_image_new_from_data ("none", 0, NULL, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (GFile) file = save_to (image, "none.bin", UL_IMAGE_FORMAT_BIN, NULL, &error);
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);

    g_autoptr (GFile) hex = save_to (image, "none.hex", UL_IMAGE_FORMAT_IHEX, NULL, NULL);
    assert_content ("none.hex", ":00000001FF\n");
}

static void
gaps_take_the_fill_value (void **state)
{
    const char *text = "S1050100CAFE31\nS10501040102F2\nS9030000FC\n";
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load ("a.s19", text, strlen (text), NULL, &error);
    assert_no_error (error);
    g_autofree char *path = image_test_path ("gap.bin");
    g_autoptr (GFile) file = g_file_new_for_path (path);
    assert_true (ul_image_save (image, file, UL_IMAGE_FORMAT_BIN, 0x5A, NULL, NULL));
    assert_content ("gap.bin", "\xCA\xFE\x5A\x5A\x01\x02");
}

int
main (void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test (raw_binary_is_what_srec_cat_makes),
        cmocka_unit_test (a_huge_raw_binary_is_refused_and_nothing_replaced),
        cmocka_unit_test (a_save_that_fails_leaves_no_new_file),
        cmocka_unit_test (a_pipe_is_refused_and_not_waited_for),
        cmocka_unit_test (a_cancelled_save_replaces_nothing),
        cmocka_unit_test (a_save_without_room_replaces_nothing),
        cmocka_unit_test (a_link_stays_a_link),
        cmocka_unit_test (a_link_to_a_file_not_there_yet_stays_a_link),
        cmocka_unit_test (what_is_not_ours_is_known_before),
        cmocka_unit_test (an_image_without_data_has_no_raw_binary),
        cmocka_unit_test (gaps_take_the_fill_value),
    };
    g_autoptr (GArray) tests = g_array_new (FALSE, TRUE, sizeof (struct CMUnitTest));
    const CMUnitTestFunction runs[] = { comes_back_the_same, is_read_by_others };
    for (gsize i = 0; i < 2 * G_N_ELEMENTS (cases); i++) {
        const Case *c = &cases[i / 2];
        add_case (tests, c->name, runs[i % 2], c);
    }
    g_array_append_vals (tests, others, G_N_ELEMENTS (others));
    return _cmocka_run_group_tests ("image save", (const struct CMUnitTest *) tests->data,
                                    tests->len, NULL, NULL);
}
