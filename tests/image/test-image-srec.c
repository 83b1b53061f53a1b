/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "image-test.h"

#define HEADER "S00600004844521B"
#define DATA   "S1050100CAFE31"
#define AFTER  "S10501020102F4"
#define END    "S9030000FC"
#define COUNT2 "S5030002FA"

static const ImageCase good[] = {
    { "a plain file", HEADER "\n" DATA "\n" AFTER "\n" END "\n", 0, "100:CAFE0102 start=0" },
    { "lines end with CR LF", HEADER "\r\n" DATA "\r\n" AFTER "\r\n" END "\r\n", 0,
      "100:CAFE0102 start=0" },
    { "lines end with CR", HEADER "\r" DATA "\r" END "\r", 0, "100:CAFE start=0" },
    { "lower-case digits", "S1050100cafe31\nS9030000fc\n", 0, "100:CAFE start=0" },
    { "no header", DATA "\n" END, 0, "100:CAFE start=0" },
    { "S1, S2 and S3 in one file", DATA "\nS205010000AA4F\nS30680000000BBBE\nS9030101FA\n", 0,
      "100:CAFE 10000:AA 80000000:BB start=101" },
    { "S2 closed by S8", "S205010000AA4F\nS804010000FA\n", 0, "10000:AA start=10000" },
    { "S3 closed by S7", "S30680000000BBBE\nS7058000000179\n", 0, "80000000:BB start=80000001" },
    { "the last address", "S306FFFFFFFF01FC\n" END, 0, "FFFFFFFF:01 start=0" },
    { "a count and no end record", HEADER "\n" DATA "\n" AFTER "\n" COUNT2 "\n", 0,
      "100:CAFE0102" },
    { "a count of 24 bits", DATA "\n" AFTER "\nS604000002F9\n" END, 0, "100:CAFE0102 start=0" },
    { "a count of 32 bits in an S5", DATA "\n" AFTER "\nS50500000002F8\n" END, 0,
      "100:CAFE0102 start=0" },
    { "neither count nor end record", DATA "\n" AFTER "\n", 0, "100:CAFE0102" },
    { "comments, blanks, Ctrl-Z", "* a\n; b\n# c\n\n" DATA "   ; d\n" AFTER " \t\n" END "\n\x1A", 0,
      "100:CAFE0102 start=0" },
    { "records out of order", AFTER "\n" DATA "\n" END, 0, "100:CAFE0102 start=0" },
    { "the same bytes twice", DATA "\n" AFTER "\n" DATA "\n" END, 0, "100:CAFE0102 start=0" },
    { "data behind the end record of a rearranged file", DATA "\n" HEADER "\n" END "\n" AFTER "\n",
      0, "100:CAFE0102 start=0" },
    { "a data record without data", "S1031000EC\n" DATA "\n" END, 0, "100:CAFE start=0" },
};

static const ImageCase bad[] = {
    { "wrong checksum", HEADER "\nS1050100CAFE32\n" END, 0, "checksum is 32; expected 31", 2, 13,
      UL_ERROR_IMAGE_SYNTAX },
    { "wrong checksum of the header", "S00600004844521C\n" DATA "\n" END, 0,
      "checksum is 1C; expected 1B", 1, 15, UL_ERROR_IMAGE_SYNTAX },
    { "wrong checksum of the end record", DATA "\nS9030000FD\n", 0, "checksum is FD; expected FC",
      2, 9, UL_ERROR_IMAGE_SYNTAX },
    { "file cut within a record", DATA "\nS105010201", 0, "cut short", 2, 11,
      UL_ERROR_IMAGE_SYNTAX },
    { "S4", DATA "\nS404000000FB\n" END, 0, "“4” is not the type", 2, 2, UL_ERROR_IMAGE_SYNTAX },
    { "a letter for a type", DATA "\nSA0500000000FB\n" END, 0, "“A” is not the type", 2, 2,
      UL_ERROR_IMAGE_SYNTAX },
    { "a small s", DATA "\ns10501020102F4\n" END, 0, "capital “S”", 2, 1, UL_ERROR_IMAGE_SYNTAX },
    { "a small s at once", "s1050100CAFE31\n" END, 0, "capital “S”", 1, 1, UL_ERROR_IMAGE_FORMAT },
    { "byte count of the header beyond the line", "S0FF00004844521B\n" DATA "\n" END, 0,
      "asks for 255 bytes", 1, 3, UL_ERROR_IMAGE_SYNTAX },
    { "byte count too small for an address", "S10201FC\n" END, 0, "byte count 02", 1, 3,
      UL_ERROR_IMAGE_SYNTAX },
    { "byte count of an end record too big", DATA "\nS904010000FA\n", 0, "byte count 04", 2, 3,
      UL_ERROR_IMAGE_SYNTAX },
    { "a count of 8 bits", DATA "\n" AFTER "\nS50202FB\n", 0, "byte count 02", 3, 3,
      UL_ERROR_IMAGE_SYNTAX },
    { "wrong record count", DATA "\nS5030002FA\n" END, 0, "count is 2, but the file has 1", 2, 5,
      UL_ERROR_IMAGE_SYNTAX },
    { "two record counts", DATA "\nS5030001FB\n" AFTER "\n" COUNT2 "\n", 0, "second record count",
      4, 5, UL_ERROR_IMAGE_SYNTAX },
    { "data after the end record", HEADER "\n" DATA "\n" END "\n" AFTER "\n", 0,
      "after the end record of line 3", 4, 1, UL_ERROR_IMAGE_SYNTAX },
    { "a second file", HEADER "\n" DATA "\n" END "\n" HEADER "\n" AFTER "\n" END "\n", 0,
      "after the end record of line 3", 4, 1, UL_ERROR_IMAGE_SYNTAX },
    { "two end records", DATA "\n" END "\n" END "\n", 0, "after the end record of line 2", 3, 1,
      UL_ERROR_IMAGE_SYNTAX },
    { "data beyond 4 GiB", "S307FFFFFFFF0102F9\n" END, 0, "address space", 1, 13,
      UL_ERROR_IMAGE_SYNTAX },
    { "two values for one address", DATA "\n" AFTER "\nS1050100CAFF30\n" END, 0,
      "0x00000101 is given the value FF, but line 1, column 11 gives it FE", 3, 11,
      UL_ERROR_IMAGE_OVERLAP },
    { "an Intel HEX record among the records", DATA "\n:00000001FF\n", 0, "“:” starts the line", 2,
      1, UL_ERROR_IMAGE_SYNTAX },
    { "text against a record", DATA "text\n" END, 0, "“t” stands after the record", 1, 15,
      UL_ERROR_IMAGE_SYNTAX },
};

static void
reads (void **state)
{
    assert_reads_as ("a.s19", *state);
}

static void
is_refused (void **state)
{
    assert_refused ("a.s19", *state);
}

static void
warns_of_what_is_odd (void **state)
{
    static const struct {
        const char *text, *warning;
    } cases[] = {
        { HEADER "\n" DATA "\n" AFTER "\n" END "\n", NULL },
        { DATA "\n" AFTER "\n" COUNT2 "\n", NULL },
        { DATA "\n" AFTER "\n", "neither an end record" },
        { DATA "\n" HEADER "\n" END "\n" AFTER "\n", "line 3 is not the last" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (UlImage) image =
            image_test_load ("a.s19", cases[i].text, strlen (cases[i].text), NULL, &error);
        assert_no_error (error);
        assert_warns (image, cases[i].warning);
    }
}

/* 16 bits cannot hold the number of records; some tools write the low half. */
static void
accepts_the_low_half_of_a_count (void **state)
{
    g_autoptr (GString) text = g_string_new (NULL);
    for (guint i = 0; i < 0x10002; i++) {
        guint sum = 5 + (i >> 16) + (i >> 8 & 0xFF) + (i & 0xFF) + 0x55;
        g_string_append_printf (text, "S205%06X55%02X\n", i, ~sum & 0xFF);
    }
    g_string_append (text, COUNT2 "\n" END "\n");
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load ("a.s28", text->str, text->len, NULL, &error);
    assert_no_error (error);
    assert_int_equal (ul_image_get_size (image), 0x10002);
    assert_int_equal (ul_image_get_n_segments (image), 1);
}

static const struct CMUnitTest others[] = {
    cmocka_unit_test (warns_of_what_is_odd),
    cmocka_unit_test (accepts_the_low_half_of_a_count),
};

int
main (void)
{
    return run_image_cases ("S-record", good, G_N_ELEMENTS (good), reads, bad, G_N_ELEMENTS (bad),
                            is_refused, others, G_N_ELEMENTS (others));
}
