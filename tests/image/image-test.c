/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "image-test.h"
#include "cases.h"

#include <glib/gstdio.h>
#include <stdio.h>

static char *folder;

static void
remove_folder (void)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;) {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_remove (path);
    }
    g_rmdir (folder);
    g_free (folder);
}

const char *
image_test_folder (void)
{
    if (folder == NULL) {
        folder = g_dir_make_tmp ("unlatch-image-XXXXXX", NULL);
        g_assert_nonnull (folder);
        atexit (remove_folder);
    }
    return folder;
}

char *
image_test_path (const char *name)
{
    return g_build_filename (image_test_folder (), name, NULL);
}

GFile *
image_test_write (const char *name, const void *content, gsize size)
{
    g_autofree char *path = image_test_path (name);
    g_unlink (path); /* some file systems write a truncated file to the disk at once */
    FILE *file = g_fopen (path, "wb");
    assert_non_null (file);
    assert_int_equal (fwrite (content, 1, size, file), size);
    assert_int_equal (fclose (file), 0);
    return g_file_new_for_path (path);
}

UlImage *
image_test_load (const char *name, const void *content, gsize size, const UlImageOptions *options,
                 GError **error)
{
    g_autoptr (GFile) file = image_test_write (name, content, size);
    return ul_image_load (file, options, NULL, error);
}

char *
image_to_text (UlImage *image)
{
    GString *text = g_string_new (NULL);
    for (guint i = 0; i < ul_image_get_n_segments (image); i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        g_string_append_printf (text, "%s%X:", i > 0 ? " " : "", segment->address);
        for (gsize k = 0; k < segment->size; k++)
            g_string_append_printf (text, "%02X", segment->data[k]);
    }
    guint32 start;
    if (ul_image_get_start (image, &start))
        g_string_append_printf (text, " start=%X", start);
    return g_string_free (text, FALSE);
}

const char *
find_detail (const GError *error, const char *key)
{
    const char *const *details = ul_error_get_details (error);
    for (guint i = 0; details != NULL && details[i] != NULL; i += 2)
        if (g_str_equal (details[i], key))
            return details[i + 1];
    return "";
}

static gsize
get_size (const ImageCase *c)
{
    return c->size > 0 ? c->size : strlen (c->content);
}

void
assert_reads_as (const char *file_name, const ImageCase *c)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load (file_name, c->content, get_size (c), NULL, &error);
    assert_no_error (error);
    g_autofree char *text = image_to_text (image);
    assert_string_equal (text, c->expected);
}

void
assert_refused (const char *file_name, const ImageCase *c)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load (file_name, c->content, get_size (c), NULL, &error);
    assert_null (image);
    if (!g_error_matches (error, UL_ERROR, (int) c->code))
        fail_msg ("expected code %u, got %d: %s", c->code, error->code, error->message);
    if (strstr (error->message, c->expected) == NULL)
        fail_msg ("“%s” is not in: %s", c->expected, error->message);
    assert_int_equal (g_ascii_strtoull (find_detail (error, "line"), NULL, 10), c->line);
    assert_int_equal (g_ascii_strtoull (find_detail (error, "column"), NULL, 10), c->column);

    /* The person reads the same place, the file's name and what was expected. */
    g_autofree char *place = g_strdup_printf (c->column > 0 ? "%s, line %u, column %u: " : "%s",
                                              file_name, (guint) c->line, (guint) c->column);
    if (!g_str_has_prefix (error->message, place))
        fail_msg ("does not begin with “%s”: %s", place, error->message);
    assert_non_null (strstr (error->message, "expected"));
    assert_true (g_str_has_suffix (error->message, ". The file was not loaded."));
}

void
assert_warns (UlImage *image, const char *part)
{
    const char *const *warnings = ul_image_get_warnings (image);
    if (part == NULL && warnings[0] != NULL)
        fail_msg ("unexpected warning: %s", warnings[0]);
    for (guint i = 0; part != NULL; i++) {
        if (warnings[i] == NULL)
            fail_msg ("no warning has “%s”", part);
        if (strstr (warnings[i], part) != NULL)
            break;
    }
}

int
run_image_cases (const char *group, const ImageCase *good, gsize n_good, CMUnitTestFunction reads,
                 const ImageCase *bad, gsize n_bad, CMUnitTestFunction refuses,
                 const struct CMUnitTest *others, gsize n_others)
{
    g_autoptr (GArray) tests = g_array_new (FALSE, TRUE, sizeof (struct CMUnitTest));
    for (gsize i = 0; i < n_good + n_bad; i++) {
        const ImageCase *c = i < n_good ? &good[i] : &bad[i - n_good];
        add_case (tests, c->name, i < n_good ? reads : refuses, c);
    }
    g_array_append_vals (tests, others, (guint) n_others);
    return _cmocka_run_group_tests (group, (const struct CMUnitTest *) tests->data, tests->len,
                                    NULL, NULL);
}
