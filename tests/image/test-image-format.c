/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file is taken for, and where it is put. */
#include "image-test.h"
#include "cases.h"
#include "ul-problem.h"

typedef struct {
    const char *name;
    const char *file_name;
    const char *content;
    gsize size;         /* 0: a string */
    const char *format; /* NULL: refused */
    const char *message;
    guint64 line;
} Case;

#define IHEX "\n# c\n:0100000001FE\n:00000001FF\n"
#define SREC "S104000001FA\nS9030000FC\n"

static const Case cases[] = {
    { "Intel HEX with any suffix", "a.bin", IHEX, 0, "ihex", NULL, 0 },
    { "S-record named .hex", "a.hex", SREC, 0, "srec", NULL, 0 },
    { "TI-TXT without a suffix", "a", "@0\n01\nq\n", 0, "titxt", NULL, 0 },
    { "raw binary by its suffix", "a.bin", "\x00\x10\x00\x20", 4, "bin", NULL, 0 },
    { "raw binary by its suffix in capitals", "A.BIN", "\x00\x10\x00\x20", 4, "bin", NULL, 0 },
    { "text that is no firmware, named .bin", "a.bin", "hello", 0, "bin", NULL, 0 },
    { "a colon in a raw binary", "a.bin", ":10\x01\x02", 0, "bin", NULL, 0 },
    { "gzip", "a.hex", "\x1F\x8B\x08\x00", 4, NULL, "gzip", 0 },
    { "gzip named .bin", "a.bin", "\x1F\x8B\x08\x00", 4, NULL, "gzip", 0 },
    { "zip", "a.elf", "PK\x03\x04", 4, NULL, "zip archive", 0 },
    { "bzip2", "a.hex", "BZh91AY", 0, NULL, "bzip2", 0 },
    { "xz", "a.hex",
      "\xFD"
      "7zXZ\x00",
      6, NULL, "xz-compressed", 0 },
    { "7-Zip", "a.hex", "7z\xBC\xAF\x27\x1C", 6, NULL, "7-Zip", 0 },
    { "zstd", "a.hex", "\x28\xB5\x2F\xFD", 4, NULL, "zstd", 0 },
    { "RAR", "a.hex", "Rar!\x1A\x07\x00", 7, NULL, "RAR", 0 },
    { "PNG", "a.hex", "\x89PNG\r\n\x1A\n", 8, NULL, "PNG", 0 },
    { "PDF", "a.hex", "%PDF-1.7\n", 0, NULL, "PDF document", 1 },
    { "a web page", "a.hex", "\n  <!DOCTYPE HTML>\n<html>", 0, NULL, "web page (HTML)", 1 },
    { "a web page without a type", "a.s19", "<HTML><body>", 0, NULL, "web page (HTML)", 1 },
    { "XML", "a.hex", "<?xml version='1.0'?>", 0, NULL, "XML document", 1 },
    { "a Git LFS pointer", "a.elf", "version https://git-lfs.github.com/spec/v1\n", 0, NULL,
      "Git LFS pointer", 1 },
    { "UTF-16, low byte first", "a.hex", "\xFF\xFE:\0000\000", 6, NULL, "UTF-16", 0 },
    { "UTF-16, high byte first", "a.hex", "\xFE\xFF\000:\0000", 6, NULL, "UTF-16", 0 },
    { "an empty file", "a.hex", "", 0, NULL, "it is empty", 0 },
    { "an empty raw binary", "a.bin", "", 0, NULL, "it is empty", 0 },
    { "raw bytes named .hex", "a.hex", "\x00\x10\x00\x20", 4, NULL, "the byte 0x00", 1 },
    { "text named .hex", "a.hex", "hello\n", 0, NULL, "“:”", 1 },
    { "text named .mot", "a.mot", "hello\n", 0, NULL, "“S”", 1 },
    { "text named .elf", "a.elf", "hello\n", 0, NULL, "not an ELF file", 0 },
    { "text named .uf2", "a.uf2", "hello\n", 0, NULL, "block 0 has 6 bytes", 0 },
    { "text named .txt", "a.txt", "hello\n", 0, NULL, "format is not known", 0 },
    { "only comments", "a.hex", "; a\n; b\n", 0, NULL, "end record is missing", 3 },
    { "unknown suffix", "a.dat", "\x00\x10\x00\x20", 4, NULL, "format is not known", 0 },
};

static gsize
get_size (const Case *c)
{
    return c->size > 0 ? c->size : strlen (c->content);
}

static void
is_taken_for (void **state)
{
    const Case *c = *state;
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image =
        image_test_load (c->file_name, c->content, get_size (c), NULL, &error);
    if (c->format != NULL) {
        assert_no_error (error);
        assert_string_equal (ul_image_format_to_nick (ul_image_get_format (image)), c->format);
        return;
    }
    assert_null (image);
    if (strstr (error->message, c->message) == NULL)
        fail_msg ("“%s” is not in: %s", c->message, error->message);
    assert_int_equal (g_ascii_strtoull (find_detail (error, "line"), NULL, 10), c->line);
    assert_non_null (strstr (error->message, "expected"));
}

static void
force_bin_takes_what_is_not_recognized (void **state)
{
    const UlImageOptions options = { .force_bin = TRUE, .base = 0x400 };
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) raw = image_test_load ("a.hex", "\x1F\x8B\x08", 3, &options, &error);
    assert_no_error (error);
    g_autofree char *raw_text = image_to_text (raw);
    assert_string_equal (raw_text, "400:1F8B08");

    g_autoptr (UlImage) ihex = image_test_load ("a.hex", IHEX, strlen (IHEX), &options, &error);
    assert_no_error (error);
    g_autofree char *ihex_text = image_to_text (ihex);
    assert_string_equal (ihex_text, "0:01"); /* the base is for raw binary only */
}

static void
an_explicit_format_is_obeyed (void **state)
{
    const UlImageOptions bin = { .format = UL_IMAGE_FORMAT_BIN };
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) raw = image_test_load ("a.s19", SREC, strlen (SREC), &bin, &error);
    assert_no_error (error);
    assert_int_equal (ul_image_get_size (raw), strlen (SREC));

    const UlImageOptions ihex = { .format = UL_IMAGE_FORMAT_IHEX };
    g_autoptr (UlImage) wrong = image_test_load ("a.s19", SREC, strlen (SREC), &ihex, &error);
    assert_null (wrong);
    assert_error (error, UL_ERROR, UL_ERROR_IMAGE_FORMAT);
}

static void
the_offset_moves_data_and_start (void **state)
{
    static const struct {
        gint64 offset;
        const char *expected; /* NULL: refused */
        const char *moved_to; /* NULL: nowhere at all */
    } offsets[] = {
        { 0, "9000100:CAFE start=9000101" },
        { -0x8000000, "1000100:CAFE start=1000101" },
        { -0x9000100 + 0x1000, "1000:CAFE start=1001" },
        { -0x9000101, NULL, "-0x00000001" },
        { 0xF6FFFEFE, "FFFFFFFE:CAFE start=FFFFFFFF" },
        { 0xF6FFFEFF, NULL, "0xFFFFFFFF" },
        { G_MAXINT64, NULL },
        { G_MININT64, NULL },
    };
    const char *text = "S30709000100CAFE26\nS70509000101EF\n";
    for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++) {
        const UlImageOptions options = { .offset = offsets[i].offset };
        g_autoptr (GError) error = NULL;
        g_autoptr (UlImage) image =
            image_test_load ("a.s37", text, strlen (text), &options, &error);
        if (offsets[i].expected == NULL) {
            assert_null (image);
            assert_error (error, UL_ERROR, UL_ERROR_USAGE); /* the file is not damaged */
            g_autoptr (UlProblem) problem = ul_problem_new (error);
            assert_null (ul_problem_find_detail (problem, "line"));
            assert_true (
                g_strcmp0 (ul_problem_find_detail (problem, "moved to"), offsets[i].moved_to) == 0);
            continue;
        }
        assert_no_error (error);
        g_autofree char *found = image_to_text (image);
        assert_string_equal (found, offsets[i].expected);
    }
}

static void
a_conflict_is_named_with_its_offset (void **state)
{
    const char *text = "S1050100CAFE31\nS1050100CAFF30\nS9030000FC\n";
    const UlImageOptions options = { .offset = 0x1000 };
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load ("a.s19", text, strlen (text), &options, &error);
    assert_error (error, UL_ERROR, UL_ERROR_IMAGE_OVERLAP);
    assert_non_null (strstr (error->message, "0x00001101 is given the value FF, but line 1"));
    guint32 address, size;
    assert_true (ul_error_get_where (error, &address, &size));
    assert_int_equal (address, 0x1101);
    assert_int_equal (size, 1);
}

static void
raw_binary_may_end_at_the_last_address (void **state)
{
    const UlImageOptions fits = { .base = 0xFFFFFFFC }, too_high = { .base = 0xFFFFFFFD };
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load ("a.bin", "\1\2\3\4", 4, &fits, &error);
    assert_no_error (error);
    g_autofree char *text = image_to_text (image);
    assert_string_equal (text, "FFFFFFFC:01020304");
    g_autoptr (UlImage) none = image_test_load ("a.bin", "\1\2\3\4", 4, &too_high, &error);
    assert_null (none);
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);
}

static void
each_format_has_a_nick_and_a_title (void **state)
{
    for (guint i = UL_IMAGE_FORMAT_IHEX; i <= UL_IMAGE_FORMAT_UF2; i++) {
        assert_non_null (ul_image_format_to_nick (i));
        assert_non_null (ul_image_format_to_title (i));
    }
    assert_string_equal (ul_image_format_to_nick (UL_IMAGE_FORMAT_TITXT), "titxt");
    assert_string_equal (ul_image_format_to_title (UL_IMAGE_FORMAT_IHEX), "Intel HEX");
}

int
main (void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test (force_bin_takes_what_is_not_recognized),
        cmocka_unit_test (an_explicit_format_is_obeyed),
        cmocka_unit_test (the_offset_moves_data_and_start),
        cmocka_unit_test (a_conflict_is_named_with_its_offset),
        cmocka_unit_test (raw_binary_may_end_at_the_last_address),
        cmocka_unit_test (each_format_has_a_nick_and_a_title),
    };
    g_autoptr (GArray) tests = g_array_new (FALSE, TRUE, sizeof (struct CMUnitTest));
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        add_case (tests, cases[i].name, is_taken_for, &cases[i]);
    g_array_append_vals (tests, others, G_N_ELEMENTS (others));
    return _cmocka_run_group_tests ("image format", (const struct CMUnitTest *) tests->data,
                                    tests->len, NULL, NULL);
}
