/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small files of every format, damaged in thousands of ways, the same ways in every run: each is
 * either an image that keeps its promises or an error that names the file. */
#include "image-test.h"
#include "cases.h"

#define N_MUTATIONS 3000

static void
mutate (GByteArray *bytes, GRand *random)
{
    static const char favourites[] = ":S@q0F\n\r \x1A;\0\xFF";
    guint at = (guint) g_rand_int_range (random, 0, (gint32) bytes->len);
    guint size = (guint) g_rand_int_range (random, 1, 40);
    guint8 byte = (guint8) g_rand_int (random);
    switch (g_rand_int_range (random, 0, 7)) {
    case 0:
        bytes->data[at] = byte;
        break;
    case 1:
        bytes->data[at] ^= (guint8) (1u << byte % 8);
        break;
    case 2:
        bytes->data[at] = (guint8) favourites[byte % (sizeof favourites - 1)];
        break;
    case 3: /* cut the end off */
        g_byte_array_set_size (bytes, MAX (at, 1));
        break;
    case 4: /* take a piece out */
        if (bytes->len > at + size)
            g_byte_array_remove_range (bytes, at, size);
        break;
    case 5: { /* put a piece in twice */
        g_autofree guint8 *copy = g_memdup2 (bytes->data, bytes->len);
        g_byte_array_append (bytes, copy + at, bytes->len - at);
        break;
    }
    default: /* a number at its limits */
        for (guint i = at; i < MIN (at + 4, bytes->len); i++)
            bytes->data[i] = byte & 1 ? 0xFF : 0;
        break;
    }
}

static void
assert_keeps_promises (UlImage *image)
{
    guint64 total = 0, end = 0;
    guint n = ul_image_get_n_segments (image);
    for (guint i = 0; i < n; i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        assert_true (segment->size > 0);
        assert_true (i == 0 || segment->address > end);
        end = (guint64) segment->address + segment->size;
        assert_true (end <= G_GUINT64_CONSTANT (1) << 32);
        assert_true (ul_image_covers (image, segment->address, 1));
        total += segment->size;
    }
    assert_int_equal (ul_image_get_size (image), total);
    ul_image_get_crc32 (image); /* touches each byte */
    assert_non_null (ul_image_get_warnings (image));
}

static void
survives_mutations (void **state)
{
    const char *name = *state;
    g_autofree char *path = g_build_filename (DATA_FOLDER, name, NULL);
    g_autofree guint8 *seed = NULL;
    gsize size;
    assert_true (g_file_get_contents (path, (char **) &seed, &size, NULL));

    guint n_loaded = 0, n_refused = 0;
    g_autoptr (GRand) random = g_rand_new_with_seed (42);
    for (guint i = 0; i < N_MUTATIONS; i++) {
        g_autoptr (GByteArray) bytes = g_byte_array_new ();
        g_byte_array_append (bytes, seed, (guint) size);
        for (guint k = i % 3; k <= 2; k++)
            mutate (bytes, random);
        g_autoptr (GError) error = NULL;
        g_autoptr (UlImage) image = image_test_load (name, bytes->data, bytes->len, NULL, &error);
        if (image != NULL) {
            assert_keeps_promises (image);
            n_loaded++;
            continue;
        }
        assert_true (error->domain == UL_ERROR);
        assert_true (g_str_has_prefix (error->message, name));
        n_refused++;
    }
    /* Checksums and marks are there to find damage. */
    assert_true (n_refused > n_loaded / 4);
}

static void
is_sound_before (void **state)
{
    g_autoptr (GDir) dir = g_dir_open (DATA_FOLDER, 0, NULL);
    for (const char *name; (name = g_dir_read_name (dir)) != NULL;) {
        g_autofree char *path = g_build_filename (DATA_FOLDER, name, NULL);
        g_autoptr (GFile) file = g_file_new_for_path (path);
        g_autoptr (GError) error = NULL;
        g_autoptr (UlImage) image = ul_image_load (file, NULL, NULL, &error);
        assert_no_error (error);
        assert_true (ul_image_get_size (image) > 0);
    }
}

int
main (void)
{
    static const char *const seeds[] = { "small.hex", "dialects.hex", "small.s19", "small.s37",
                                         "small.txt", "small.uf2",    "small.elf" };
    struct CMUnitTest tests[G_N_ELEMENTS (seeds) + 1] = { cmocka_unit_test (is_sound_before) };
    for (gsize i = 0; i < G_N_ELEMENTS (seeds); i++)
        tests[i + 1] = case_of (seeds[i], survives_mutations, seeds[i]);
    return cmocka_run_group_tests_name ("image mutations", tests, NULL, NULL);
}
