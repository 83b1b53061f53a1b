/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Serial numbers as bytes, and among the bytes of files. */
#include "cases.h"

#include "ul-error.h"
#include "ul-serial.h"

#include <string.h>

typedef struct {
    const char *name;
    UlSerialFormat format;
    guint width;
    const char *prefix;
    guint64 number;
    const char *text;  /* as people know it */
    const char *bytes; /* (nullable): it does not fit */
    gsize size;
} Case;

#define LE  UL_SERIAL_LITTLE_ENDIAN
#define BE  UL_SERIAL_BIG_ENDIAN
#define DEC UL_SERIAL_DECIMAL
#define HEX UL_SERIAL_HEX

static const Case cases[] = {
    { "a byte", LE, 1, NULL, 255, "255", "\xFF", 1 },
    { "a byte and one more", LE, 1, NULL, 256, "256", NULL, 0 },
    { "four bytes, least first", LE, 4, NULL, 0x12345678, "305419896", "\x78\x56\x34\x12", 4 },
    { "four bytes, greatest first", BE, 4, NULL, 0x12345678, "305419896", "\x12\x34\x56\x78", 4 },
    { "three bytes and no more", BE, 3, NULL, 0xFFFFFF, "16777215", "\xFF\xFF\xFF", 3 },
    { "more than three bytes", BE, 3, NULL, 0x1000000, "16777216", NULL, 0 },
    { "the greatest number in eight bytes", LE, 8, NULL, G_MAXUINT64, "18446744073709551615",
      "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8 },
    { "sixteen bytes, least first", LE, 16, NULL, 0x0102, "258",
      "\x02\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16 },
    { "sixteen bytes, greatest first", BE, 16, NULL, 0x0102, "258",
      "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02", 16 },
    { "digits", DEC, 6, NULL, 123, "000123", "000123", 6 },
    { "digits after a prefix", DEC, 4, "SN-", 7, "SN-0007", "SN-0007", 7 },
    { "as many digits as there are", DEC, 3, NULL, 999, "999", "999", 3 },
    { "one digit too many", DEC, 3, NULL, 1000, "1000", NULL, 0 },
    { "hexadecimal digits", HEX, 4, NULL, 0xBEEF, "BEEF", "BEEF", 4 },
    { "hexadecimal digits, one too many", HEX, 4, NULL, 0x10000, "10000", NULL, 0 },
    { "sixteen hexadecimal digits", HEX, 16, NULL, G_MAXUINT64, "FFFFFFFFFFFFFFFF",
      "FFFFFFFFFFFFFFFF", 16 },
};

static void
is_formatted (void **state)
{
    const Case *c = *state;
    const UlSerial serial = { 0x1000, c->format, c->width, (char *) c->prefix, 1, 1, FALSE };
    g_autofree char *text = ul_serial_to_text (&serial, c->number);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_serial_new_image (&serial, c->number, &error);
    guint8 data[64];

    assert_string_equal (text, c->text);
    if (c->bytes == NULL) {
        assert_null (image);
        assert_error (error, UL_ERROR, UL_ERROR_SERIAL_NUMBER);
        assert_non_null (strstr (error->message, c->text));
        return;
    }
    assert_no_error (error);
    assert_int_equal (ul_image_get_size (image), c->size);
    assert_int_equal (ul_image_read (image, 0x1000, c->size, data, NULL), c->size);
    assert_memory_equal (data, c->bytes, c->size);
    g_autofree char *name = g_strconcat ("Serial number ", text, NULL);
    assert_string_equal (ul_image_get_name (image), name);
}

static const struct {
    UlSerial serial;
    const char *word; /* of the sentence */
} wrong[] = {
    { { 0, LE, 0, NULL, 1, 1, FALSE }, "1 to 16" },
    { { 0, LE, 17, NULL, 1, 1, FALSE }, "1 to 16" },
    { { 0, LE, 4, NULL, 1, 0, FALSE }, "step" },
    { { 0, LE, 4, (char *) "A", 1, 1, FALSE }, "prefix" },
    { { 0, DEC, 4, (char *) "\xC3\xA4", 1, 1, FALSE }, "prefix" },
    { { 0, DEC, 4, (char *) "123456789012345678901234567890123", 1, 1, FALSE }, "prefix" },
    { { 0xFFFFFFF8, LE, 8, NULL, 1, 1, FALSE }, "last address" },
};

static void
what_is_no_serial_number_is_refused_in_a_sentence (void **state)
{
    for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
        g_autoptr (GError) error = NULL;
        assert_false (ul_serial_check (&wrong[i].serial, &error));
        assert_error (error, UL_ERROR, UL_ERROR_USAGE);
        assert_non_null (strstr (error->message, wrong[i].word));
    }
}

/* --- among files --- */

static UlImage *
make_file (void)
{
    guint8 data[32];

    for (guint i = 0; i < sizeof data; i++)
        data[i] = i;
    return ul_image_new_from_data ("app.bin", 0x1000, data, sizeof data);
}

static const UlSerial within = { 0x1008, LE, 4, NULL, 1, 1, FALSE };

static void
bytes_of_a_file_are_not_overwritten (void **state)
{
    g_autoptr (UlImage) file = make_file ();
    g_autoptr (GError) error = NULL;
    guint32 address, size;

    /* Not even where they are the same by chance, as the next number would not be. */
    assert_null (ul_serial_join (&within, file, 0x0B0A0908, &error));
    assert_error (error, UL_ERROR, UL_ERROR_IMAGE_OVERLAP);
    assert_true (ul_error_get_where (error, &address, &size));
    assert_int_equal (address, 0x1008);
    assert_int_equal (size, 4);
}

static void
a_serial_number_replaces_the_bytes_of_a_file_when_it_may (void **state)
{
    UlSerial serial = within;
    g_autoptr (UlImage) file = make_file (), joined = NULL;
    g_autoptr (GError) error = NULL;
    guint8 data[32];

    serial.replaces = TRUE;
    joined = ul_serial_join (&serial, file, 0x11223344, &error);
    assert_no_error (error);
    assert_int_equal (ul_image_get_size (joined), 32);
    assert_int_equal (ul_image_get_n_segments (joined), 1);
    ul_image_read (joined, 0x1000, 32, data, NULL);
    for (guint i = 0; i < 32; i++)
        assert_int_equal (data[i], i < 8 || i >= 12 ? i : (0x11223344u >> (8 * (i - 8)) & 0xFF));
}

static const guint32 places[] = { 0xFFC, 0x1000, 0x1010, 0x101C, 0x101E, 0x1020, 0x2000, 0 };

static void
a_serial_number_may_lie_anywhere (void **state)
{
    for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
        const UlSerial serial = { places[i], BE, 4, NULL, 1, 1, TRUE };
        g_autoptr (UlImage) file = make_file ();
        g_autoptr (GError) error = NULL;
        g_autoptr (UlImage) joined = ul_serial_join (&serial, file, 0xA1A2A3A4, &error);
        g_autoptr (UlImage) renewed = ul_serial_renew (&serial, joined, 0xB1B2B3B4, &error);
        guint8 data[4], rest[32] = { 0 }, known[32];

        assert_no_error (error);
        assert_int_equal (ul_image_read (renewed, places[i], 4, data, NULL), 4);
        assert_memory_equal (data, "\xB1\xB2\xB3\xB4", 4);
        assert_int_equal (ul_image_read (renewed, 0x1000, 32, rest, known), 32);
        for (guint32 at = 0; at < 32; at++)
            if (0x1000 + at < places[i] || 0x1000 + at >= places[i] + 4)
                assert_int_equal (rest[at], at);
        assert_string_equal (ul_image_get_name (renewed), "app.bin");
    }
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases) + 4] = {
        cmocka_unit_test (what_is_no_serial_number_is_refused_in_a_sentence),
        cmocka_unit_test (bytes_of_a_file_are_not_overwritten),
        cmocka_unit_test (a_serial_number_replaces_the_bytes_of_a_file_when_it_may),
        cmocka_unit_test (a_serial_number_may_lie_anywhere),
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[4 + i] = case_of (cases[i].name, is_formatted, &cases[i]);
    return cmocka_run_group_tests_name ("serial", tests, NULL, NULL);
}
