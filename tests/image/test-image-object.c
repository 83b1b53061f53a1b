/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The image itself: reading ranges, order and overlaps of many pieces, joining of images. */
#include "image-test.h"

static UlImage *
new_image (const char *name, guint32 address, const char *data)
{
    return ul_image_new_from_data (name, address, (const guint8 *) data, strlen (data));
}

static UlImage *
merge (UlImage *a, UlImage *b, GError **error)
{
    UlImage *images[] = { a, b };
    return ul_image_merge (images, G_N_ELEMENTS (images), error);
}

static void
data_from_a_chip_are_one_segment (void **state)
{
    g_autoptr (UlImage) image = new_image ("flash", 0x400, "abc");
    assert_int_equal (ul_image_get_n_segments (image), 1);
    assert_int_equal (ul_image_get_size (image), 3);
    assert_int_equal (ul_image_get_crc32 (image), 0x352441C2);
    assert_string_equal (ul_image_get_name (image), "flash");
    assert_int_equal (ul_image_get_format (image), UL_IMAGE_FORMAT_BIN);
    assert_null (ul_image_get_file (image));
    assert_null (ul_image_get_sha256 (image));
    assert_int_equal (ul_image_get_mtime_us (image), 0);
    assert_false (ul_image_get_start (image, NULL));
    assert_warns (image, NULL);
}

static void
no_data_are_no_segment (void **state)
{
    g_autoptr (UlImage) image = ul_image_new_from_data ("none", 0, NULL, 0);
    assert_int_equal (ul_image_get_n_segments (image), 0);
    assert_int_equal (ul_image_get_size (image), 0);
    assert_int_equal (ul_image_get_crc32 (image), 0);
    assert_false (ul_image_covers (image, 0, 0xFFFFFFFF));
}

static void
a_range_is_read_across_gaps (void **state)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) low = new_image ("a", 0x10, "abcd");
    g_autoptr (UlImage) high = new_image ("b", 0xFFFFFFFC, "wxyz");
    g_autoptr (UlImage) image = merge (low, high, &error);
    assert_no_error (error);

    static const struct {
        guint32 address;
        gsize size;
        const char *expected; /* '.': not known */
    } ranges[] = {
        { 0x0E, 8, "..abcd.." },
        { 0x10, 4, "abcd" },
        { 0x12, 1, "c" },
        { 0x14, 4, "...." },
        { 0x00, 16, "................" },
        { 0xFFFFFFFA, 6, "..wxyz" },
        { 0xFFFFFFFF, 1, "z" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++) {
        guint8 data[16], known[16], expected_known[16];
        gsize n_known = 0;
        memset (data, '.', sizeof data);
        for (gsize k = 0; k < ranges[i].size; k++)
            n_known += expected_known[k] = ranges[i].expected[k] != '.';
        assert_int_equal (ul_image_read (image, ranges[i].address, ranges[i].size, data, known),
                          n_known);
        assert_memory_equal (data, ranges[i].expected, ranges[i].size);
        assert_memory_equal (known, expected_known, ranges[i].size);
        assert_int_equal (ul_image_covers (image, ranges[i].address, ranges[i].size), n_known > 0);
        assert_int_equal (ul_image_read (image, ranges[i].address, ranges[i].size, data, NULL),
                          n_known);
    }
}

static void
images_are_joined (void **state)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) a = new_image ("a.hex", 0x100, "ab");
    g_autoptr (UlImage) b = new_image ("b.hex", 0x102, "cd");
    g_autoptr (UlImage) image = merge (b, a, &error);
    assert_no_error (error);
    g_autofree char *text = image_to_text (image);
    assert_string_equal (text, "100:61626364");
    assert_string_equal (ul_image_get_name (image), "b.hex + a.hex");
    assert_warns (image, NULL);
}

static void
one_image_is_joined_to_itself (void **state)
{
    g_autoptr (UlImage) a = new_image ("a", 0, "ab");
    UlImage *images[] = { a };
    g_autoptr (UlImage) image = ul_image_merge (images, 1, NULL);
    assert_ptr_equal (image, a);
}

static void
equal_overlap_of_images_is_a_warning (void **state)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) a = new_image ("a.hex", 0x100, "abcd");
    g_autoptr (UlImage) b = new_image ("b.hex", 0x102, "cdef");
    g_autoptr (UlImage) image = merge (a, b, &error);
    assert_no_error (error);
    g_autofree char *text = image_to_text (image);
    assert_string_equal (text, "100:616263646566");
    assert_warns (image, "a.hex and b.hex both have 2 bytes, with the same values");
}

static void
differing_overlap_of_images_names_both (void **state)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) a = new_image ("a.hex", 0x100, "abcd");
    g_autoptr (UlImage) b = new_image ("b.hex", 0x101, "bXYe");
    g_autoptr (UlImage) image = merge (a, b, &error);
    assert_null (image);
    assert_error (error, UL_ERROR, UL_ERROR_IMAGE_OVERLAP);
    assert_non_null (strstr (error->message, "a.hex and b.hex give different values to 2 bytes at "
                                             "0x00000102–0x00000103"));
    guint32 address, size;
    assert_true (ul_error_get_where (error, &address, &size));
    assert_int_equal (address, 0x102);
    assert_int_equal (size, 2);
    assert_string_equal (find_detail (error, "bytes that differ"), "2");
}

/* A file of records in any order, against an array that knows each address. */
#define WORLD 40000

typedef struct {
    guint8 bytes[WORLD];
    guint8 known[WORLD];
} World;

static guint
write_records (GString *text, World *world, GRand *random, guint n_records, guint max_size)
{
    guint n_repeated = 0;
    for (guint i = 0; i < n_records; i++) {
        guint size = (guint) g_rand_int_range (random, 1, (gint32) max_size + 1);
        guint address = (guint) g_rand_int_range (random, 0, (gint32) (WORLD - size));
        guint sum = size + 3 + (address >> 8) + (address & 0xFF);
        g_string_append_printf (text, "S1%02X%04X", size + 3, address);
        for (guint k = 0; k < size; k++) {
            n_repeated += world->known[address + k];
            world->known[address + k] = 1;
            sum += world->bytes[address + k];
            g_string_append_printf (text, "%02X", world->bytes[address + k]);
        }
        g_string_append_printf (text, "%02X\n", ~sum & 0xFF);
    }
    g_string_append (text, "S9030000FC\n");
    return n_repeated;
}

static void
assert_is_world (UlImage *image, const World *world)
{
    guint8 data[WORLD] = { 0 }, known[WORLD];
    gsize n_known = 0;
    guint n_segments = 0;
    for (guint i = 0; i < WORLD; i++) {
        n_known += world->known[i];
        n_segments += world->known[i] && (i == 0 || !world->known[i - 1]);
    }
    assert_int_equal (ul_image_read (image, 0, WORLD, data, known), n_known);
    assert_memory_equal (known, world->known, WORLD);
    for (guint i = 0; i < WORLD; i++)
        if (known[i] && data[i] != world->bytes[i])
            fail_msg ("byte %u is %02X, not %02X", i, data[i], world->bytes[i]);
    assert_int_equal (ul_image_get_size (image), n_known);
    assert_int_equal (ul_image_get_n_segments (image), n_segments);
}

static void
bytes_that_differ_are_counted_in_a_range (void **state)
{
    static const struct {
        guint32 address;
        gsize size;
        gsize n;
        guint32 first;
    } ranges[] = {
        { 0x000, 0x1000, 3, 0x105 }, { 0x106, 0x1000, 2, 0x107 }, { 0x106, 2, 1, 0x107 },
        { 0x100, 5, 0, 0 },          { 0x108, 0x18, 0, 0 },       { 0x124, 1, 1, 0x124 },
        { 0x125, 0x1000, 0, 0 },
    };
    g_autoptr (UlImage) low = new_image ("a", 0x100, "abcdefgh");
    g_autoptr (UlImage) high = new_image ("a", 0x120, "stuvwxyz");
    g_autoptr (UlImage) one = merge (low, high, NULL);
    g_autoptr (UlImage) other_low = new_image ("b", 0x102, "cdeFgH");
    g_autoptr (UlImage) other_high = new_image ("b", 0x11E, "..stuvW");
    g_autoptr (UlImage) other = merge (other_low, other_high, NULL);

    for (guint i = 0; i < G_N_ELEMENTS (ranges); i++) {
        guint32 first = 0;
        gsize n = ul_image_count_different (one, other, ranges[i].address, ranges[i].size, &first);
        assert_int_equal (n, ranges[i].n);
        assert_int_equal (first, ranges[i].first);
        assert_int_equal (
            ul_image_count_different (other, one, ranges[i].address, ranges[i].size, NULL), n);
    }
}

static void
records_in_any_order_come_out_sorted (void **state)
{
    static const struct {
        guint n_records, max_size;
    } shapes[] = { { 10, 250 }, { 500, 40 }, { 3000, 1 }, { 20000, 1 }, { 60000, 16 } };
    g_autoptr (GRand) random = g_rand_new_with_seed (7);
    for (guint i = 0; i < 5 * G_N_ELEMENTS (shapes); i++) {
        g_autofree World *world = g_new0 (World, 1);
        for (guint k = 0; k < WORLD; k++)
            world->bytes[k] = (guint8) g_rand_int (random);
        g_autoptr (GString) text = g_string_new (NULL);
        guint shape = i % G_N_ELEMENTS (shapes);
        guint n_repeated =
            write_records (text, world, random, shapes[shape].n_records, shapes[shape].max_size);
        g_autoptr (GError) error = NULL;
        g_autoptr (UlImage) image = image_test_load ("a.s19", text->str, text->len, NULL, &error);
        assert_no_error (error);
        assert_is_world (image, world);
        g_autofree char *warning = g_strdup_printf ("%u byte", n_repeated);
        assert_warns (image, n_repeated > 0 ? warning : NULL);
    }
}

/* One wrong byte among all the repeated ones is found, and named by the lines that disagree. */
static void
a_conflict_is_found_among_many_records (void **state)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (11);
    for (guint i = 0; i < 20; i++) {
        g_autofree World *world = g_new0 (World, 1);
        g_autoptr (GString) text = g_string_new (NULL);
        write_records (text, world, random, 15000, 16);
        guint address = (guint) g_rand_int_range (random, 0, WORLD);
        while (!world->known[address])
            address = (address + 1) % WORLD;
        g_string_truncate (text, text->len - strlen ("S9030000FC\n"));
        guint sum = 4 + (address >> 8) + (address & 0xFF) + 1;
        g_string_append_printf (text, "S104%04X01%02X\nS9030000FC\n", address, ~sum & 0xFF);

        g_autoptr (GError) error = NULL;
        g_autoptr (UlImage) image = image_test_load ("a.s19", text->str, text->len, NULL, &error);
        assert_null (image);
        assert_error (error, UL_ERROR, UL_ERROR_IMAGE_OVERLAP);
        g_autofree char *part =
            g_strdup_printf ("0x%08X is given the value 01, but line ", address);
        assert_non_null (strstr (error->message, part));
        assert_string_equal (find_detail (error, "line"), "15001");
        assert_string_equal (find_detail (error, "column"), "9");
    }
}

/* From the last record to the first: every record is below what is there already. */
static void
a_file_written_backwards_is_one_segment (void **state)
{
    g_autoptr (GString) text = g_string_new (NULL);
    for (guint i = 0x20000; i-- > 0;) {
        guint sum = 5 + (i * 4 >> 16) + (i * 4 >> 8 & 0xFF) + (i * 4 & 0xFF) + (i & 0xFF);
        g_string_append_printf (text, "S205%06X%02X%02X\n", i * 4, i & 0xFF, ~sum & 0xFF);
        sum = 7 + ((i * 4 + 1) >> 16) + ((i * 4 + 1) >> 8 & 0xFF) + ((i * 4 + 1) & 0xFF);
        g_string_append_printf (text, "S207%06X000000%02X\n", i * 4 + 1, ~sum & 0xFF);
    }
    g_string_append (text, "S804000000FB\n");
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load ("a.s28", text->str, text->len, NULL, &error);
    assert_no_error (error);
    assert_int_equal (ul_image_get_n_segments (image), 1);
    const UlSegment *segment = ul_image_get_segment (image, 0);
    assert_int_equal (segment->size, 0x80000);
    for (guint i = 0; i < segment->size; i++)
        if (segment->data[i] != (i % 4 == 0 ? (i / 4 & 0xFF) : 0))
            fail_msg ("byte %u is %02X", i, segment->data[i]);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (data_from_a_chip_are_one_segment),
        cmocka_unit_test (no_data_are_no_segment),
        cmocka_unit_test (a_range_is_read_across_gaps),
        cmocka_unit_test (images_are_joined),
        cmocka_unit_test (one_image_is_joined_to_itself),
        cmocka_unit_test (equal_overlap_of_images_is_a_warning),
        cmocka_unit_test (differing_overlap_of_images_names_both),
        cmocka_unit_test (bytes_that_differ_are_counted_in_a_range),
        cmocka_unit_test (records_in_any_order_come_out_sorted),
        cmocka_unit_test (a_conflict_is_found_among_many_records),
        cmocka_unit_test (a_file_written_backwards_is_one_segment),
    };
    return cmocka_run_group_tests_name ("image", tests, NULL, NULL);
}
