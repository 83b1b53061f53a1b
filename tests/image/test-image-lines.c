/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines around a bad one, as they are shown to a person. */
#include "image-test.h"
#include "cases.h"

#include "ul-image-lines.h"

#include <glib/gstdio.h>

typedef struct {
    const char *name;
    const char *data;
    guint line, around;
    guint first;
    const char *lines; /* with a stroke between them; NULL: there is no such line */
} Case;

static const Case cases[] = {
    { "lines around one are shown", "a\nb\nc\nd\ne\n", 3, 1, 2, "b|c|d" },
    { "the first line has none before it", "a\nb\nc\n", 1, 2, 1, "a|b|c" },
    { "the last line needs no end", "a\nb", 2, 5, 1, "a|b" },
    { "CR, LF and both end a line", "a\rb\nc\r\nd\n\re", 4, 9, 1, "a|b|c|d||e" },
    { "an empty file is one empty line", "", 1, 1, 1, "" },
    { "the end is a place, where a last record may be missed", "a\nb\n", 3, 1, 2, "b|" },
    { "a line beyond the end is told", "a\nb\n", 4, 1, 3, NULL },
    { "control characters and bad bytes are replaced", "a\x1b[2J\tb\xff\n", 1, 0, 1,
      "a\xEF\xBF\xBD[2J b\xEF\xBF\xBD" },
    { "the greatest number is no way out of the file", "a\n", G_MAXUINT, 9, G_MAXUINT - 9, NULL },
};

static GFile *
make_file (const char *data, gssize size)
{
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp ("unlatch-lines-XXXXXX", &path, NULL);

    assert_true (fd >= 0);
    assert_true (g_close (fd, NULL));
    assert_true (g_file_set_contents (path, data, size, NULL));
    return g_file_new_for_path (path);
}

static void
remove_file (GFile *file)
{
    assert_true (g_file_delete (file, NULL, NULL));
    g_object_unref (file);
}

static void
shows (void **state)
{
    const Case *c = *state;
    GFile *file = make_file (c->data, -1);
    g_autoptr (GError) error = NULL;
    guint first = 0;
    g_autoptr (GPtrArray) lines =
        ul_image_lines_read (file, c->line, c->around, &first, NULL, &error);

    remove_file (file);
    if (c->lines == NULL) {
        assert_null (lines);
        assert_true (g_error_matches (error, UL_ERROR, UL_ERROR_FILE_CHANGED));
        return;
    }
    assert_no_error (error);
    g_ptr_array_add (lines, NULL);
    g_autofree char *text = g_strjoinv ("|", (char **) lines->pdata);
    assert_string_equal (text, c->lines);
    assert_int_equal (first, c->first);
}

static void
an_endless_line_is_cut (void **state)
{
    g_autofree char *data = g_strnfill (200000, 'x');
    GFile *file = make_file (data, 200000);
    g_autoptr (GError) error = NULL;
    guint first = 0;
    g_autoptr (GPtrArray) lines = ul_image_lines_read (file, 1, 3, &first, NULL, &error);

    remove_file (file);
    assert_no_error (error);
    assert_int_equal (lines->len, 1);
    assert_in_range (strlen (lines->pdata[0]), 500, 700);
    assert_true (g_str_has_suffix (lines->pdata[0], "x…"));
}

static void
a_file_that_is_gone_is_told (void **state)
{
    g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/unlatch.hex");
    g_autoptr (GError) error = NULL;
    guint first = 0;

    assert_null (ul_image_lines_read (file, 1, 1, &first, NULL, &error));
    assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND));
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases) + 2] = {
        cmocka_unit_test (an_endless_line_is_cut),
        cmocka_unit_test (a_file_that_is_gone_is_told),
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i + 2] = case_of (cases[i].name, shows, &cases[i]);
    return cmocka_run_group_tests_name ("image-lines", tests, NULL, NULL);
}
