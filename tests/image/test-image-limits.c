/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files made to cost more than they are worth: each is dealt with in bounded memory, which is
 * measured in a process of its own, and in bounded time. */
#include "image-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define KIB 1024
#define MIB (1024 * 1024)

typedef struct {
    gboolean loaded;
    guint64 peak_kib, load_us, n_segments, n_bytes;
    char *message;
} Cost;

static void
cost_clear (Cost *cost)
{
    g_free (cost->message);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cost, cost_clear)

static guint64
get_number (const char *text, const char *key)
{
    const char *found = strstr (text, key);
    return found != NULL ? g_ascii_strtoull (found + strlen (key), NULL, 10) : 0;
}

static Cost
measure (const char *name)
{
    g_autofree char *path = image_test_path (name);
    const char *argv[] = { LOAD_IMAGE, path, NULL };
    g_autofree char *out = NULL;
    g_autoptr (GError) error = NULL;
    int status;
    g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &out, NULL, &status, &error);
    assert_no_error (error);
    g_unlink (path);
    if (!g_str_has_prefix (out, "peak-kib="))
        fail_msg ("%s ended with status %d: %s", name, status, out);
    return (Cost){ .loaded = strstr (out, "error=") == NULL,
                   .peak_kib = get_number (out, "peak-kib="),
                   .load_us = get_number (out, "load-us="),
                   .n_segments = get_number (out, "segments="),
                   .n_bytes = get_number (out, "bytes="),
                   .message = g_strdup (out) };
}

/* At most twice the data bytes and 1 MiB. */
static void
assert_memory_bounded (const Cost *cost, guint64 n_bytes)
{
    if (g_strcmp0 (g_getenv ("UNLATCH_SANITIZED"), "1") == 0)
        return; /* a sanitizer's own memory is in the figure */
    guint64 limit_kib = 2 * n_bytes / KIB + 1024;
    print_message ("%" G_GUINT64_FORMAT " KiB of %" G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT " ms\n",
                   cost->peak_kib, limit_kib, cost->load_us / 1000);
    if (cost->peak_kib > limit_kib)
        fail_msg ("%" G_GUINT64_FORMAT " KiB, more than %" G_GUINT64_FORMAT, cost->peak_kib,
                  limit_kib);
}

static void
assert_quick (const Cost *cost, guint64 limit_ms)
{
    if (g_strcmp0 (g_getenv ("UNLATCH_INSTRUMENTED"), "1") != 0 && cost->load_us > limit_ms * 1000)
        fail_msg ("%" G_GUINT64_FORMAT " ms, more than %" G_GUINT64_FORMAT, cost->load_us / 1000,
                  limit_ms);
}

static void
assert_message (const Cost *cost, const char *part)
{
    if (cost->loaded || strstr (cost->message, part) == NULL)
        fail_msg ("“%s” is not in: %s", part, cost->message);
}

static void
write_file (const char *name, const GString *text)
{
    g_autoptr (GFile) file = image_test_write (name, text->str, text->len);
}

static void
append_record (GString *text, guint32 address, guint size, guint byte)
{
    guint sum = size + 5 + (address >> 24) + (address >> 16 & 0xFF) + (address >> 8 & 0xFF) +
                (address & 0xFF) + size * byte;
    g_string_append_printf (text, "S3%02X%08X", size + 5, address);
    for (guint i = 0; i < size; i++)
        g_string_append_printf (text, "%02X", byte);
    g_string_append_printf (text, "%02X\n", ~sum & 0xFF);
}

/* @first, then @fill up to @size bytes. */
static void
write_long_line (const char *name, const char *first, char fill, gsize size)
{
    g_autofree char *path = image_test_path (name);
    FILE *file = g_fopen (path, "wb");
    g_autofree char *chunk = g_malloc (MIB);
    memset (chunk, fill, MIB);
    fputs (first, file);
    for (gsize left = size - strlen (first); left > 0; left -= MIN (left, MIB))
        assert_int_equal (fwrite (chunk, 1, MIN (left, MIB), file), MIN (left, MIB));
    assert_int_equal (fclose (file), 0);
}

static void
one_line_of_200_mb_is_refused_at_once (void **state)
{
    static const struct {
        const char *name, *first;
        char fill;
        const char *place;
    } lines[] = { { "line.hex", ":", 'A', "line.hex, line 1, column 10: " },
                  { "line.s19", "S1", '1', "line.s19, line 1, column 5: " } };
    for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
        write_long_line (lines[i].name, lines[i].first, lines[i].fill, 200 * MIB);
        g_auto (Cost) cost = measure (lines[i].name);
        assert_message (&cost, lines[i].place);
        assert_quick (&cost, 500);
        assert_memory_bounded (&cost, 0);
    }
}

static void
comments_and_blanks_of_200_mb_take_no_memory (void **state)
{
    static const char fills[] = "; \n";
    for (gsize i = 0; i + 1 < sizeof fills; i++) {
        write_long_line ("comment.hex", "", fills[i], 200 * MIB);
        g_auto (Cost) cost = measure ("comment.hex");
        assert_message (&cost, "end record is missing");
        assert_quick (&cost, 20000);
        assert_memory_bounded (&cost, 0);
    }
}

static void
two_gib_of_zeros_are_refused_unread (void **state)
{
    g_autoptr (GFile) file = image_test_write ("zeros.bin", "", 0);
    assert_int_equal (truncate (g_file_peek_path (file), (off_t) 2 << 30), 0);
    g_auto (Cost) cost = measure ("zeros.bin");
    assert_message (&cost, "which no supported chip can hold");
    assert_quick (&cost, 500);
    assert_memory_bounded (&cost, 0);
}

static void
a_large_raw_binary_is_held_once (void **state)
{
    g_autoptr (GFile) file = image_test_write ("zeros.bin", "", 0);
    assert_int_equal (truncate (g_file_peek_path (file), 64 * MIB), 0);
    g_auto (Cost) cost = measure ("zeros.bin");
    assert_int_equal (cost.n_bytes, 64 * MIB);
    assert_memory_bounded (&cost, 32 * MIB);
}

static void
millions_of_tiny_pieces_are_refused (void **state)
{
    g_autoptr (GString) text = g_string_sized_new (32 * MIB);
    for (guint i = 0; i < 1800000; i++)
        append_record (text, i * 2, 1, 0x55);
    write_file ("pieces.s37", text);
    g_auto (Cost) cost = measure ("pieces.s37");
    assert_message (&cost, "too many separate pieces");
    assert_memory_bounded (&cost, 0);
}

static void
as_many_pieces_as_are_allowed_fit_the_bound (void **state)
{
    g_autoptr (GString) text = g_string_new (NULL);
    for (guint i = 0; i < 16384; i++)
        append_record (text, (i * 7919 & 16383) * 2, 1, i & 0xFF);
    g_string_append (text, "S70500000000FA\n");
    write_file ("pieces.s37", text);
    g_auto (Cost) cost = measure ("pieces.s37");
    assert_int_equal (cost.n_segments, 16384);
    assert_memory_bounded (&cost, 16384);
}

static void
the_same_bytes_again_and_again_are_held_once (void **state)
{
    g_autoptr (GString) text = g_string_sized_new (32 * MIB);
    for (guint i = 0; i < 500000; i++)
        append_record (text, 0x100, 16, 0x55);
    g_string_append (text, "S70500000000FA\n");
    write_file ("same.s37", text);
    g_auto (Cost) cost = measure ("same.s37");
    assert_int_equal (cost.n_bytes, 16);
    assert_memory_bounded (&cost, 16);
}

/* 4 MiB in 262144 records of which none follows its neighbour. */
static void
shuffled_records_fit_the_bound (void **state)
{
    g_autoptr (GString) text = g_string_sized_new (16 * MIB);
    for (guint i = 0; i < 262144; i++)
        append_record (text, 0x100000 + (i * 104729 & 262143) * 16, 16, i & 0xFF);
    g_string_append (text, "S70500000000FA\n");
    write_file ("shuffled.s37", text);
    g_auto (Cost) cost = measure ("shuffled.s37");
    assert_int_equal (cost.n_bytes, 4 * MIB);
    assert_int_equal (cost.n_segments, 1);
    assert_memory_bounded (&cost, 4 * MIB);
}

/* Banks by falling address, as linkers write them. */
static void
falling_banks_fit_the_bound (void **state)
{
    g_autoptr (GString) text = g_string_sized_new (24 * MIB);
    for (guint bank = 64; bank-- > 0;)
        for (guint i = 0; i < 4096; i++)
            append_record (text, bank * 65536 + i * 16, 16, i & 0xFF);
    g_string_append (text, "S70500000000FA\n");
    write_file ("banks.s37", text);
    g_auto (Cost) cost = measure ("banks.s37");
    assert_int_equal (cost.n_bytes, 4 * MIB);
    assert_memory_bounded (&cost, 4 * MIB);
}

static void
what_an_elf_file_does_not_load_takes_no_memory (void **state)
{
    g_autofree char *seed = g_build_filename (DATA_FOLDER, "small.elf", NULL);
    g_autofree char *data = NULL;
    gsize size;
    assert_true (g_file_get_contents (seed, &data, &size, NULL));
    g_autoptr (GFile) file = image_test_write ("large.elf", data, size);
    assert_int_equal (truncate (g_file_peek_path (file), 200 * MIB), 0);
    g_auto (Cost) cost = measure ("large.elf");
    assert_int_equal (cost.n_bytes, 30);
    assert_memory_bounded (&cost, 30);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (one_line_of_200_mb_is_refused_at_once),
        cmocka_unit_test (comments_and_blanks_of_200_mb_take_no_memory),
        cmocka_unit_test (two_gib_of_zeros_are_refused_unread),
        cmocka_unit_test (a_large_raw_binary_is_held_once),
        cmocka_unit_test (millions_of_tiny_pieces_are_refused),
        cmocka_unit_test (as_many_pieces_as_are_allowed_fit_the_bound),
        cmocka_unit_test (the_same_bytes_again_and_again_are_held_once),
        cmocka_unit_test (shuffled_records_fit_the_bound),
        cmocka_unit_test (falling_banks_fit_the_bound),
        cmocka_unit_test (what_an_elf_file_does_not_load_takes_no_memory),
    };
    return cmocka_run_group_tests_name ("image limits", tests, NULL, NULL);
}
