/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "image-test.h"

static const ImageCase good[] = {
    { "two sections", "@F000\n31 40 00\n@FFFE\n00 F0\nq\n", 0, "F000:314000 FFFE:00F0" },
    { "CR LF, lower case, an odd address", "@f001\r\nca fe 0a\r\nq\r\n", 0, "F001:CAFE0A" },
    { "a capital Q and no line end", "@0\n01\nQ", 0, "0:01" },
    { "sections out of order", "@20\n03\n@10\n01 02\nq\n", 0, "10:0102 20:03" },
    { "more than 16 bytes a line and short lines between",
      "@0\n00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11\n12\n13 14\nq\n", 0,
      "0:000102030405060708090A0B0C0D0E0F1011121314" },
    { "several blanks and tabs between bytes", "@0\n 01  02\t03 \nq\n", 0, "0:010203" },
    { "blank lines", "\n@0\n\n01\n\nq\n\n", 0, "0:01" },
    { "32-bit addresses", "@80000000\n01\n@FFFFFFFF\n02\nq\n", 0, "80000000:01 FFFFFFFF:02" },
    { "the same bytes twice", "@0\n01 02\n@1\n02 03\nq\n", 0, "0:010203" },
};

static const ImageCase bad[] = {
    { "no q", "@F000\n31 40 00 02\n", 0, "“q” is missing", 3, 1, UL_ERROR_IMAGE_SYNTAX },
    { "data before an address", "31 40\n@F000\n01\nq\n", 0, "before the first address", 1, 1,
      UL_ERROR_IMAGE_SYNTAX },
    { "a letter that is no digit", "@F000\n31 4G 00\nq\n", 0, "“G”", 2, 5, UL_ERROR_IMAGE_SYNTAX },
    { "a number too wide", "@F000\n31 400 00\nq\n", 0, "does not fit a byte", 2, 4,
      UL_ERROR_IMAGE_SYNTAX },
    { "a single digit", "@F000\n31 4 00\nq\n", 0, "single digit", 2, 4, UL_ERROR_IMAGE_SYNTAX },
    { "an address too long", "@123456789\n31\nq\n", 0, "too many digits", 1, 2,
      UL_ERROR_IMAGE_SYNTAX },
    { "an address with a letter that is no digit", "@0\n01\n@12X4\n31\nq\n", 0, "“X”", 3, 4,
      UL_ERROR_IMAGE_SYNTAX },
    { "no address", "@0\n01\n@\n31\nq\n", 0, "address is missing", 3, 2, UL_ERROR_IMAGE_SYNTAX },
    { "text after q", "@0\n01\nq\n@10\n02\nq\n", 0, "goes on after “q”", 4, 1,
      UL_ERROR_IMAGE_SYNTAX },
    { "data beyond 4 GiB", "@FFFFFFFF\n01 02\nq\n", 0, "address space", 2, 1,
      UL_ERROR_IMAGE_SYNTAX },
    { "two values for one address", "@0\n01 02 03\n@1\n02 04\nq\n", 0,
      "0x00000002 is given the value 04, but line 2, column 7 gives it 03", 4, 4,
      UL_ERROR_IMAGE_OVERLAP },
};

static void
reads (void **state)
{
    assert_reads_as ("a.txt", *state);
}

static void
is_refused (void **state)
{
    assert_refused ("a.txt", *state);
}

static void
reads_a_line_of_any_length (void **state)
{
    g_autoptr (GString) text = g_string_new ("@100\n");
    for (guint i = 0; i < 300000; i++)
        g_string_append_printf (text, "%02X ", i * 7 & 0xFF);
    g_string_append (text, "\nq\n");
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load ("a.txt", text->str, text->len, NULL, &error);
    assert_no_error (error);
    assert_int_equal (ul_image_get_n_segments (image), 1);
    const UlSegment *segment = ul_image_get_segment (image, 0);
    assert_int_equal (segment->size, 300000);
    for (guint i = 0; i < segment->size; i++)
        if (segment->data[i] != (i * 7 & 0xFF))
            fail_msg ("byte %u is %02X", i, segment->data[i]);
}

static const struct CMUnitTest others[] = {
    cmocka_unit_test (reads_a_line_of_any_length),
};

int
main (void)
{
    return run_image_cases ("TI-TXT", good, G_N_ELEMENTS (good), reads, bad, G_N_ELEMENTS (bad),
                            is_refused, others, G_N_ELEMENTS (others));
}
