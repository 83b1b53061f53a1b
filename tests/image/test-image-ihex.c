/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "image-test.h"

#define DATA  ":02010000CAFE35"
#define AFTER ":020102000102F8"
#define END   ":00000001FF"

static const ImageCase good[] = {
    { "lines end with LF", DATA "\n" END "\n", 0, "100:CAFE" },
    { "lines end with CR LF", DATA "\r\n" AFTER "\r\n" END "\r\n", 0, "100:CAFE0102" },
    { "lines end with CR", DATA "\r" AFTER "\r" END "\r", 0, "100:CAFE0102" },
    { "lines end in three ways", DATA "\r\n" AFTER "\r" END "\n", 0, "100:CAFE0102" },
    { "no line end after the last record", DATA "\n" END, 0, "100:CAFE" },
    { "lower-case digits", ":02010000cafe35\n:00000001ff\n", 0, "100:CAFE" },
    { "digits in both cases", ":02010000cAFe35\n" END "\n", 0, "100:CAFE" },
    { "blank lines", "\n\n" DATA "\n\n \t\n" END "\n\n", 0, "100:CAFE" },
    { "comment lines", "; a\n# b\n* c\n// d\n! e\n" DATA "\n;\n" END "\n# f", 0, "100:CAFE" },
    { "blanks around records", "  " DATA " \t\n\t" END " \n", 0, "100:CAFE" },
    { "comments behind records", DATA " ; a\n" AFTER "#b\n" END "; c\n", 0, "100:CAFE0102" },
    { "a byte order mark", "\xEF\xBB\xBF" DATA "\n" END "\n", 0, "100:CAFE" },
    { "Ctrl-Z at the end", DATA "\n" END "\n\x1A", 0, "100:CAFE" },
    { "Ctrl-Z behind the last record", DATA "\n" END "\x1A", 0, "100:CAFE" },
    { "a last block filled with Ctrl-Z and NUL", DATA "\n" END "\n\x1A\x1A\0\0\r\n", 34,
      "100:CAFE" },
    { "only an end record", END, 0, "" },
    { "an end record with the start address of 8-bit tools", DATA "\n:00010201FC\n", 0,
      "100:CAFE" },
    { "data records without data", DATA "\n:00001000F0\n" END, 0, "100:CAFE" },
    { "records out of order", AFTER "\n" DATA "\n" END, 0, "100:CAFE0102" },
    { "the same bytes twice", DATA "\n" DATA "\n" END, 0, "100:CAFE" },
    { "a linear base", ":020000040800F2\n" DATA "\n" END, 0, "8000100:CAFE" },
    { "a segment base", ":020000021000EC\n" DATA "\n" END, 0, "10100:CAFE" },
    { "a segment base off 64 KiB lines", ":020000021234B6\n" DATA "\n" END, 0, "12440:CAFE" },
    { "data across 64 KiB after a linear base", ":020000040800F2\n:04FFFE0001020304F5\n" END, 0,
      "800FFFE:01020304" },
    { "data across 64 KiB before any base", ":04FFFE0001020304F5\n" END, 0, "FFFE:01020304" },
    { "data wrap within a segment", ":020000021000EC\n:04FFFE0001020304F5\n" END, 0,
      "10000:0304 1FFFE:0102" },
    { "data up to the last address", ":02000004FFFFFC\n:02FFFE000102FE\n" END, 0, "FFFFFFFE:0102" },
    { "a new base replaces the old one", ":020000021000EC\n:020000040800F2\n" DATA "\n" END, 0,
      "8000100:CAFE" },
    { "a linear start", ":0400000508000101ED\n" DATA "\n" END, 0, "100:CAFE start=8000101" },
    { "a segment start", DATA "\n:0400000312340100B2\n" END, 0, "100:CAFE start=12440" },
    { "the last of two segment starts", DATA "\n:0400000312340100B2\n:0400000300000411E4\n" END, 0,
      "100:CAFE start=411" },
    { "a linear start before a segment start",
      DATA "\n:0400000508000101ED\n:0400000300000411E4\n" END, 0, "100:CAFE start=8000101" },
    { "the same start twice", DATA "\n:0400000508000101ED\n:0400000508000101ED\n" END, 0,
      "100:CAFE start=8000101" },
};

static const ImageCase bad[] = {
    { "wrong checksum", DATA "\n:020102000102F9\n" END, 0, "checksum is F9; expected F8", 2, 14,
      UL_ERROR_IMAGE_SYNTAX },
    { "wrong checksum of the end record", DATA "\n:00000001FE\n", 0, "checksum is FE; expected FF",
      2, 10, UL_ERROR_IMAGE_SYNTAX },
    { "file cut within a record", DATA "\n:0201020001", 0, "cut short", 2, 12,
      UL_ERROR_IMAGE_SYNTAX },
    { "file cut within a byte", DATA "\n:020102000", 0, "cut short", 2, 11, UL_ERROR_IMAGE_SYNTAX },
    { "file cut behind a colon", DATA "\n:", 0, "cut short", 2, 2, UL_ERROR_IMAGE_SYNTAX },
    { "a line cut within a record", DATA "\n:0201020001\n" END, 0, "asks for 2 bytes", 2, 2,
      UL_ERROR_IMAGE_SYNTAX },
    { "odd number of digits", DATA "\n:02010200010F8\n" END, 0, "odd number", 2, 15,
      UL_ERROR_IMAGE_SYNTAX },
    { "a letter that is no digit", DATA "\n:0201O2000102F8\n" END, 0, "“O” is not a hexadecimal", 2,
      6, UL_ERROR_IMAGE_SYNTAX },
    { "a letter that is no digit in the first record", ":02O10000CAFE35\n" END, 0,
      "“O” is not a hexadecimal", 1, 4, UL_ERROR_IMAGE_SYNTAX },
    { "a blank within a record", DATA "\n:0201 02000102F8\n" END, 0, "“ ” is not a hexadecimal", 2,
      6, UL_ERROR_IMAGE_SYNTAX },
    { "a NUL within a record",
      DATA "\n:0201\0"
           "02000102F8\n" END,
      44, "byte 0x00 is not a hexadecimal", 2, 6, UL_ERROR_IMAGE_SYNTAX },
    { "byte count too big", ":03010000CAFE34\n" END, 0, "asks for 3 bytes", 1, 2,
      UL_ERROR_IMAGE_SYNTAX },
    { "byte count too small", ":01010000CAFE36\n" END, 0, "asks for 1 bytes", 1, 2,
      UL_ERROR_IMAGE_SYNTAX },
    { "unknown type", DATA "\n:020000060102F5\n" END, 0, "record type 06", 2, 8,
      UL_ERROR_IMAGE_SYNTAX },
    { "Universal Hex", DATA "\n:0400000A9900C0DEBB\n" END, 0, "Universal Hex", 2, 8,
      UL_ERROR_IMAGE_FORMAT },
    { "a base of one byte", ":0100000400FB\n" DATA "\n" END, 0, "byte count 01; expected 02", 1, 2,
      UL_ERROR_IMAGE_SYNTAX },
    { "a start of three bytes", DATA "\n:03000005080001EF\n" END, 0, "byte count 03; expected 04",
      2, 2, UL_ERROR_IMAGE_SYNTAX },
    { "a linear base with an offset", ":020001040000F9\n" DATA "\n" END, 0, "offset 0001", 1, 4,
      UL_ERROR_IMAGE_SYNTAX },
    { "a segment base with an offset", ":020010020000EC\n" DATA "\n" END, 0, "offset 0010", 1, 4,
      UL_ERROR_IMAGE_SYNTAX },
    { "an end record with data", DATA "\n:0100000100FE\n", 0, "byte count 01; expected 00", 2, 2,
      UL_ERROR_IMAGE_SYNTAX },
    { "data beyond 4 GiB", ":02000004FFFFFC\n:04FFFE0001020304F5\n" END, 0, "address space", 2, 10,
      UL_ERROR_IMAGE_SYNTAX },
    { "two values for one address", DATA "\n:01010100FEFF\n:02010000CAFF34\n" END, 0,
      "0x00000101 is given the value FF, but line 1, column 12 gives it FE", 3, 12,
      UL_ERROR_IMAGE_OVERLAP },
    { "no end record", DATA "\n", 0, "end record is missing", 2, 1, UL_ERROR_IMAGE_SYNTAX },
    { "no end record and no line end", DATA, 0, "end record is missing", 1, 16,
      UL_ERROR_IMAGE_SYNTAX },
    { "data after the end record", DATA "\n" END "\n" AFTER "\n", 0,
      "after the end record of line 2", 3, 1, UL_ERROR_IMAGE_SYNTAX },
    { "text after a Ctrl-Z", DATA "\n\x1A\n" END, 0, "Ctrl-Z", 3, 1, UL_ERROR_IMAGE_SYNTAX },
    { "a colon is missing", DATA "\n020102000102F8\n" END, 0, "starts with “0”", 2, 1,
      UL_ERROR_IMAGE_SYNTAX },
    { "the first colon is missing", "02010000CAFE35\n" END, 0, "starts with “0”", 1, 1,
      UL_ERROR_IMAGE_FORMAT },
    { "an S-record among the records", DATA "\nS1050100CAFE31\n" END, 0, "starts with “S”", 2, 1,
      UL_ERROR_IMAGE_SYNTAX },
    { "text behind a record", DATA " text\n" END, 0, "“t” stands after the record", 1, 17,
      UL_ERROR_IMAGE_SYNTAX },
    { "two linear starts", DATA "\n:0400000508000101ED\n:0400000508000103EB\n" END, 0,
      "second start address, 0x08000103", 3, 10, UL_ERROR_IMAGE_SYNTAX },
    { "lines are counted over blanks, comments and all line ends",
      "\xEF\xBB\xBF; c\r\n\r\r\n\n" DATA "\r:0201O2000102F8\n", 0, "“O”", 6, 6,
      UL_ERROR_IMAGE_SYNTAX },
};

static void
reads (void **state)
{
    assert_reads_as ("a.hex", *state);
}

static void
is_refused (void **state)
{
    assert_refused ("a.hex", *state);
}

static UlImage *
load_text (const char *text)
{
    g_autoptr (GError) error = NULL;
    UlImage *image = image_test_load ("a.hex", text, strlen (text), NULL, &error);
    assert_no_error (error);
    return image;
}

static void
warns_of_what_is_odd (void **state)
{
    static const struct {
        const char *text, *warning;
    } cases[] = {
        { DATA "\n" AFTER "\n" END "\n", NULL },
        { END, "no data" },
        { DATA "\n" DATA "\n" END, "2 bytes are given twice with the same values, the first at "
                                   "0x00000100" },
        { ":020000021000EC\n:020000040800F2\n" DATA "\n" END, "Line 2: record types 02 and 04" },
        { DATA "\n:0400000312340100B2\n:0400000300000411E4\n" END, "Line 3: a second start" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (UlImage) image = load_text (cases[i].text);
        assert_warns (image, cases[i].warning);
    }
}

/* A record of each length, so that the quick way and the careful way both meet all of them. */
static void
reads_records_of_all_lengths (void **state)
{
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GString) expected = g_string_new ("0:");
    guint offset = 0;
    for (guint count = 0; count < 256; count++) {
        guint sum = count + (offset >> 8) + (offset & 0xFF);
        g_string_append_printf (text, ":%02X%04X00", count, offset);
        for (guint i = 0; i < count; i++) {
            guint8 byte = (guint8) (offset * 7 + i * 13);
            sum += byte;
            g_string_append_printf (text, "%02x", byte);
            g_string_append_printf (expected, "%02X", byte);
        }
        g_string_append_printf (text, "%02X\n", -sum & 0xFF);
        offset += count;
    }
    g_string_append (text, END "\n");
    g_autoptr (UlImage) image = load_text (text->str);
    g_autofree char *found = image_to_text (image);
    assert_string_equal (found, expected->str);
}

/* The window slides over the file: wherever its edge falls, nothing is lost or read twice. */
static void
reads_the_same_wherever_the_window_ends (void **state)
{
    for (guint shift = 0; shift < 60; shift++) {
        g_autoptr (GString) text = g_string_new (";");
        for (guint i = 0; i < (64 << 10) - 600 + shift * 11; i++)
            g_string_append_c (text, i == 70000 ? '\n' : i == 70001 ? ';' : '.');
        g_string_append (text, "\r\n");
        for (guint i = 0; i < 40; i++) {
            guint sum = 2 + (i * 2) + i + 7;
            g_string_append_printf (text, ":0200%02X00%02X07%02X\r\n", i * 2, i, -sum & 0xFF);
        }
        g_string_append (text, "  " END);
        g_autoptr (UlImage) image = load_text (text->str);
        assert_int_equal (ul_image_get_n_segments (image), 1);
        const UlSegment *segment = ul_image_get_segment (image, 0);
        assert_int_equal (segment->size, 80);
        for (guint i = 0; i < 40; i++)
            assert_int_equal (segment->data[2 * i] << 8 | segment->data[2 * i + 1], i << 8 | 7);
    }
}

static const struct CMUnitTest others[] = {
    cmocka_unit_test (warns_of_what_is_odd),
    cmocka_unit_test (reads_records_of_all_lengths),
    cmocka_unit_test (reads_the_same_wherever_the_window_ends),
};

int
main (void)
{
    return run_image_cases ("Intel HEX", good, G_N_ELEMENTS (good), reads, bad, G_N_ELEMENTS (bad),
                            is_refused, others, G_N_ELEMENTS (others));
}
