/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Real firmware files and damaged ones, each with figures that other tools measured. The files are
 * not part of this repository; without them there is only the case that says so. */
#include "../test.h"
#include "cases.h"

#include "csv.h"
#include "ul-error.h"
#include "ul-image.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const Csv *csv;
    guint row;
    const char *folder;
} Case;

static const char *
get (const Case *c, const char *title)
{
    return csv_get (c->csv, c->row, title);
}

static guint64
to_number (const char *text)
{
    return g_ascii_strtoull (text, NULL, 0);
}

static UlImage *
load (const Case *c, GError **error)
{
    g_autofree char *path = g_build_filename (c->folder, get (c, "file"), NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    return ul_image_load (file, NULL, NULL, error);
}

static void
check_start (UlImage *image, const char *expected)
{
    guint32 start;
    unsigned cs, ip;
    gboolean has_start = ul_image_get_start (image, &start);
    assert_int_equal (has_start, expected[0] != '\0');
    if (!has_start)
        return;
    if (sscanf (expected, "03 %x:%x", &cs, &ip) == 2)
        assert_int_equal (start, cs * 16 + ip);
    else
        assert_int_equal (start, to_number (strchr (expected, ' ') + 1));
}

/* ELF files: the figures of the allocated sections, which are what vendors' tools write. */
static const char *
get_figure (const Case *c, const char *title)
{
    g_autofree char *alternative = g_strconcat ("alt_", title, NULL);
    const char *figure = get (c, alternative);
    return figure[0] != '\0' ? figure : get (c, title);
}

static void
reads_as_measured (void **state)
{
    const Case *c = *state;
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = load (c, &error);
    assert_no_error (error);

    guint n = ul_image_get_n_segments (image);
    assert_string_equal (ul_image_format_to_nick (ul_image_get_format (image)), get (c, "format"));
    assert_int_equal (n, to_number (get_figure (c, "segments")));
    assert_int_equal (ul_image_get_size (image), to_number (get_figure (c, "data_bytes")));
    assert_int_equal (ul_image_get_crc32 (image), strtoul (get_figure (c, "crc32"), NULL, 16));
    assert_string_equal (ul_image_get_sha256 (image), get (c, "sha256"));
    check_start (image, get (c, "start"));
    if (n == 0)
        return;
    const UlSegment *last = ul_image_get_segment (image, n - 1);
    assert_int_equal (ul_image_get_segment (image, 0)->address,
                      to_number (get_figure (c, "lowest")));
    assert_int_equal (last->address + (last->size - 1), to_number (get (c, "highest")));
}

static const char *
find_detail (const GError *error, const char *key)
{
    const char *const *details = ul_error_get_details (error);
    for (guint i = 0; details != NULL && details[i] != NULL; i += 2)
        if (g_str_equal (details[i], key))
            return details[i + 1];
    return "";
}

/* "line 3, columns 42-43", "line 2, data byte 5 (columns 18-19)", "offset 512", "byte 0" */
static void
check_place (const GError *error, const char *expected)
{
    static const struct {
        const char *key, *pattern;
    } keys[] = { { "line", "line (\\d+)" },
                 { "column", "columns? (\\d+)" },
                 { "offset", "(?:at offset|^offset|\\(offset|byte) (\\d+)(?!.*column)" } };
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
        g_autoptr (GRegex) regex = g_regex_new (keys[i].pattern, 0, 0, NULL);
        g_autoptr (GMatchInfo) match = NULL;
        if (!g_regex_match (regex, expected, 0, &match))
            continue;
        g_autofree char *number = g_match_info_fetch (match, 1);
        assert_string_equal (find_detail (error, keys[i].key), number);
    }
}

static void
is_refused_at_its_place (void **state)
{
    const Case *c = *state;
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = load (c, &error);
    assert_null (image);
    assert_non_null (error);
    print_message ("%s\n", error->message);

    assert_true (error->domain == UL_ERROR);
    assert_true (error->code == UL_ERROR_IMAGE_FORMAT || error->code == UL_ERROR_IMAGE_SYNTAX ||
                 error->code == UL_ERROR_IMAGE_OVERLAP);
    assert_true (g_str_has_prefix (error->message, get (c, "file")));
    assert_non_null (strstr (error->message, "expected"));
    check_place (error, get (c, "where"));
}

static void
add_cases (GArray *tests, const char *folder, const Csv *csv, CMUnitTestFunction run)
{
    for (guint row = 0; row < csv->rows->len; row++) {
        const char *file = csv_get (csv, row, "file");
        if (file[0] == '(')
            continue; /* not stored: see test-image-limits */
        Case *c = g_new (Case, 1);
        *c = (Case){ csv, row, folder };
        add_case (tests, file, run, c);
    }
}

static void
there_is_no_corpus (void **state)
{
    print_message ("no corpus beside this source tree, UNLATCH_CORPUS is not set\n");
}

int
main (void)
{
    const char *corpus = g_getenv ("UNLATCH_CORPUS");
    g_autofree char *folder =
        corpus != NULL ? g_strdup (corpus) : g_build_filename (CORPUS_FOLDER, NULL);
    g_autofree char *bad_folder = g_build_filename (folder, "bad", NULL);
    g_autofree char *path = g_build_filename (folder, "MANIFEST.csv", NULL);
    g_autofree char *bad_path = g_build_filename (bad_folder, "MANIFEST.csv", NULL);
    Csv *good = csv_load (path), *bad = csv_load (bad_path);

    g_autoptr (GArray) tests = g_array_new (FALSE, TRUE, sizeof (struct CMUnitTest));
    if (good != NULL)
        add_cases (tests, folder, good, reads_as_measured);
    if (bad != NULL)
        add_cases (tests, bad_folder, bad, is_refused_at_its_place);
    if (tests->len == 0)
        g_array_append_val (tests, ((struct CMUnitTest) cmocka_unit_test (there_is_no_corpus)));
    int failed = _cmocka_run_group_tests ("image corpus", (const struct CMUnitTest *) tests->data,
                                          tests->len, NULL, NULL);
    for (guint i = 0; i < tests->len; i++)
        g_free (g_array_index (tests, struct CMUnitTest, i).initial_state);
    g_clear_pointer (&good, csv_free);
    g_clear_pointer (&bad, csv_free);
    return failed;
}
