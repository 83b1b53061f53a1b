/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "image-test.h"
#include "cases.h"

#define FAMILY_RP2040 0xE48BFF56u
#define FAMILY_NRF    0xADA52840u

typedef struct {
    guint32 flags, address, size, number, count, family;
    guint8 byte; /* all of the payload */
} Block;

static void
put (guint8 *bytes, guint at, guint32 word)
{
    word = GUINT32_TO_LE (word);
    memcpy (bytes + at, &word, sizeof word);
}

static GByteArray *
make_file (const Block *blocks, guint n)
{
    GByteArray *file = g_byte_array_new ();
    for (guint i = 0; i < n; i++) {
        guint8 bytes[512] = { 0 };
        const guint32 words[] = { 0x0A324655,        0x9E5D5157,      blocks[i].flags,
                                  blocks[i].address, blocks[i].size,  blocks[i].number,
                                  blocks[i].count,   blocks[i].family };
        for (guint k = 0; k < G_N_ELEMENTS (words); k++)
            put (bytes, 4 * k, words[k]);
        memset (bytes + 32, blocks[i].byte, MIN (blocks[i].size, 476));
        put (bytes, 508, 0x0AB16F30);
        g_byte_array_append (file, bytes, sizeof bytes);
    }
    return file;
}

typedef struct {
    const char *name;
    Block blocks[4];
    guint n;
    const char *expected; /* of an image: address+size:first byte; else part of the message */
    guint64 offset;       /* errors only */
    guint code;
} Case;

static const Case good[] = {
    { "blocks in order",
      { { 0x2000, 0x1000, 256, 0, 2, FAMILY_NRF, 1 },
        { 0x2000, 0x2000, 256, 1, 2, FAMILY_NRF, 2 } },
      2,
      "1000+256:01 2000+256:02 " },
    { "no family, out of order, payloads of other sizes",
      { { 0, 0x2000, 476, 1, 2, 0, 2 }, { 0, 0x1FFC, 4, 0, 2, 0, 1 } },
      2,
      "1FFC+480:01 " },
    { "a block that is not for the main flash",
      { { 0x2001, 0, 256, 0, 2, FAMILY_NRF, 1 }, { 0x2000, 0x2000, 256, 1, 2, FAMILY_NRF, 2 } },
      2,
      "2000+256:02 " },
    { "a block twice",
      { { 0x2000, 0x1000, 256, 0, 1, FAMILY_NRF, 1 },
        { 0x2000, 0x1000, 256, 0, 1, FAMILY_NRF, 1 } },
      2,
      "1000+256:01 " },
    { "a page of a file on the board is left out",
      { { 0x3000, 0, 256, 0, 2, FAMILY_NRF, 1 }, { 0x2000, 0x2000, 256, 1, 2, FAMILY_NRF, 2 } },
      2,
      "2000+256:02 " },
};

static const Case bad[] = {
    { "two families",
      { { 0x2000, 0, 256, 0, 1, FAMILY_NRF, 1 }, { 0x2000, 0, 256, 0, 1, FAMILY_RP2040, 2 } },
      2,
      "family 0xE48BFF56",
      512,
      UL_ERROR_IMAGE_FORMAT },
    { "a block is missing",
      { { 0x2000, 0, 256, 0, 3, FAMILY_NRF, 1 }, { 0x2000, 512, 256, 2, 3, FAMILY_NRF, 2 } },
      2,
      "block number 1 is missing of 3",
      512,
      UL_ERROR_IMAGE_SYNTAX },
    { "the last blocks are missing",
      { { 0x2000, 0, 256, 0, 0xFFFFFFFF, FAMILY_NRF, 1 } },
      1,
      "block number 1 is missing",
      512,
      UL_ERROR_IMAGE_SYNTAX },
    { "no blocks",
      { { 0x2000, 0, 256, 0, 0, FAMILY_NRF, 1 } },
      1,
      "no blocks",
      0,
      UL_ERROR_IMAGE_SYNTAX },
    { "a number too high",
      { { 0x2000, 0, 256, 0, 2, FAMILY_NRF, 1 }, { 0x2000, 512, 256, 2, 2, FAMILY_NRF, 2 } },
      2,
      "numbered 2 of 2",
      512,
      UL_ERROR_IMAGE_SYNTAX },
    { "another number of blocks",
      { { 0x2000, 0, 256, 0, 2, FAMILY_NRF, 1 }, { 0x2000, 512, 256, 1, 3, FAMILY_NRF, 2 } },
      2,
      "numbered 1 of 3",
      512,
      UL_ERROR_IMAGE_SYNTAX },
    { "too large a payload",
      { { 0x2000, 0, 480, 0, 1, FAMILY_NRF, 1 } },
      1,
      "480 bytes",
      0,
      UL_ERROR_IMAGE_SYNTAX },
    { "two values for one address",
      { { 0x2000, 0, 256, 0, 2, FAMILY_NRF, 1 }, { 0x2000, 128, 256, 1, 2, FAMILY_NRF, 2 } },
      2,
      "0x00000080 is given the value 02, but offset 160 gives it 01",
      512 + 32,
      UL_ERROR_IMAGE_OVERLAP },
    { "data beyond 4 GiB",
      { { 0x2000, 0xFFFFFF80, 256, 0, 1, FAMILY_NRF, 1 } },
      1,
      "address space",
      32,
      UL_ERROR_IMAGE_SYNTAX },
};

static void
reads (void **state)
{
    const Case *c = *state;
    g_autoptr (GByteArray) file = make_file (c->blocks, c->n);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load ("a.uf2", file->data, file->len, NULL, &error);
    assert_no_error (error);
    g_autoptr (GString) text = g_string_new (NULL);
    for (guint i = 0; i < ul_image_get_n_segments (image); i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        g_string_append_printf (text, "%X+%u:%02X ", segment->address, (guint) segment->size,
                                segment->data[0]);
    }
    assert_string_equal (text->str, c->expected);
}

static void
assert_file_refused (const GByteArray *file, const char *expected, guint64 offset, guint code)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load ("a.uf2", file->data, file->len, NULL, &error);
    assert_null (image);
    assert_error (error, UL_ERROR, (int) code);
    if (strstr (error->message, expected) == NULL)
        fail_msg ("“%s” is not in: %s", expected, error->message);
    assert_int_equal (g_ascii_strtoull (find_detail (error, "offset"), NULL, 10), offset);
    assert_non_null (strstr (error->message, "expected"));
}

static void
is_refused (void **state)
{
    const Case *c = *state;
    g_autoptr (GByteArray) file = make_file (c->blocks, c->n);
    assert_file_refused (file, c->expected, c->offset, c->code);
}

static void
damaged_marks_are_refused (void **state)
{
    const guint marks[] = { 512, 516, 1020 };
    for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
        g_autoptr (GByteArray) file = make_file (good[0].blocks, good[0].n);
        file->data[marks[i]] ^= 1;
        assert_file_refused (file, "block 1 is damaged", marks[i], UL_ERROR_IMAGE_SYNTAX);
    }
}

static void
a_cut_file_is_refused (void **state)
{
    for (guint cut = 1; cut < 512; cut += 73) {
        g_autoptr (GByteArray) file = make_file (good[0].blocks, good[0].n);
        g_byte_array_set_size (file, file->len - cut);
        assert_file_refused (file, "cut short", 512, UL_ERROR_IMAGE_SYNTAX);
    }
}

int
main (void)
{
    g_autoptr (GArray) tests = g_array_new (FALSE, TRUE, sizeof (struct CMUnitTest));
    const struct CMUnitTest others[] = { cmocka_unit_test (damaged_marks_are_refused),
                                         cmocka_unit_test (a_cut_file_is_refused) };
    for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
        add_case (tests, good[i].name, reads, &good[i]);
    for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
        add_case (tests, bad[i].name, is_refused, &bad[i]);
    g_array_append_vals (tests, others, G_N_ELEMENTS (others));
    return _cmocka_run_group_tests ("UF2", (const struct CMUnitTest *) tests->data, tests->len,
                                    NULL, NULL);
}
