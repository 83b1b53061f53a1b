/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

#include "ul-wording.h"

#include <locale.h>

typedef struct {
    const char *name;
    guint64 number;
    const char *text;
} SizeCase;

static const SizeCase sizes[] = {
    { "nothing is 0 bytes", 0, "0 bytes" },
    { "one byte is singular", 1, "1 byte" },
    { "small sizes are bytes", 1023, "1023 bytes" },
    { "whole KiB have no decimals", 1024, "1 KiB" },
    { "broken KiB have one", 14532, "14.2 KiB" },
    { "large KiB have none", 200000, "195 KiB" },
    { "1 MiB", 1048576, "1 MiB" },
    { "broken MiB have one decimal", 1572864, "1.5 MiB" },
};

static void
words_a_size (void **state)
{
    const SizeCase *c = *state;
    g_autofree char *text = ul_wording_size (c->number);

    assert_string_equal (text, c->text);
}

typedef struct {
    const char *name;
    const char *text;
    gboolean ok;
    guint32 address;
} AddressCase;

static const AddressCase addresses[] = {
    { "0x is hexadecimal", "0x400", TRUE, 0x400 },
    { "0X is hexadecimal", "0X1fFF0000", TRUE, 0x1FFF0000 },
    { "h at the end is hexadecimal", "0400h", TRUE, 0x400 },
    { "digits are decimal", "1024", TRUE, 1024 },
    { "blanks around do not matter", "  0x10 ", TRUE, 0x10 },
    { "the last address", "0xFFFFFFFF", TRUE, G_MAXUINT32 },
    { "beyond the last address", "0x100000000", FALSE, 0 },
    { "nothing", "", FALSE, 0 },
    { "a word", "flash", FALSE, 0 },
    { "a negative number", "-1", FALSE, 0 },
    { "letters after the number", "0x40 bytes", FALSE, 0 },
};

static void
reads_an_address (void **state)
{
    const AddressCase *c = *state;
    guint32 address = 0;

    assert_int_equal (ul_wording_parse_address (c->text, &address), c->ok);
    if (c->ok)
        assert_int_equal (address, c->address);
}

static void
a_range_names_first_and_last (void **state)
{
    g_autofree char *range = ul_wording_range (0x400, 16);
    g_autofree char *top = ul_wording_range (0xFFFFFFF0, 0x10);

    assert_string_equal (range, "0x00000400–0x0000040F");
    assert_string_equal (top, "0xFFFFFFF0–0xFFFFFFFF");
}

static void
time_left_is_said_only_when_known (void **state)
{
    g_autofree char *unknown = ul_wording_left (-1);
    g_autofree char *some = ul_wording_left (12 * G_USEC_PER_SEC);
    g_autofree char *minutes = ul_wording_left (180 * (gint64) G_USEC_PER_SEC);

    assert_string_equal (unknown, "");
    assert_string_equal (some, "about 12 s left");
    assert_string_equal (minutes, "about 3 min left");
}

static void
a_rate_needs_bytes_and_time (void **state)
{
    g_autofree char *none = ul_wording_rate (0, 1000);
    g_autofree char *no_time = ul_wording_rate (1000, 0);
    g_autofree char *rate = ul_wording_rate (57 * 1024, G_USEC_PER_SEC);

    assert_string_equal (none, "");
    assert_string_equal (no_time, "");
    assert_string_equal (rate, "57 KiB/s");
}

static void
supply_and_speed_are_worded_as_on_a_data_sheet (void **state)
{
    g_autofree char *voltage = ul_wording_voltage (3300);
    g_autofree char *mhz = ul_wording_speed (4000);
    g_autofree char *khz = ul_wording_speed (100);

    assert_string_equal (voltage, "3.30 V");
    assert_string_equal (mhz, "4 MHz");
    assert_string_equal (khz, "100 kHz");
}

static void
support_is_told_in_words (void **state)
{
    UlDevice device = { .name = "X" };

    assert_string_equal (ul_wording_support (&device), "known by name only");
    device.support[UL_ACTION_UNLOCK] = UL_SUPPORT_ANALOGY;
    assert_string_equal (ul_wording_support (&device), "unlock only");
    device.support[UL_ACTION_PROGRAM] = UL_SUPPORT_ANALOGY;
    assert_string_equal (ul_wording_support (&device), "by analogy");
    device.support[UL_ACTION_PROGRAM] = UL_SUPPORT_EMULATED;
    assert_string_equal (ul_wording_support (&device), "emulated");
}

int
main (void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test (a_range_names_first_and_last),
        cmocka_unit_test (time_left_is_said_only_when_known),
        cmocka_unit_test (a_rate_needs_bytes_and_time),
        cmocka_unit_test (supply_and_speed_are_worded_as_on_a_data_sheet),
        cmocka_unit_test (support_is_told_in_words),
    };
    struct CMUnitTest tests[G_N_ELEMENTS (sizes) + G_N_ELEMENTS (addresses)];
    guint n = 0;

    setlocale (LC_ALL, "C.UTF-8");
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        tests[n++] = case_of (sizes[i].name, words_a_size, &sizes[i]);
    for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
        tests[n++] = case_of (addresses[i].name, reads_an_address, &addresses[i]);
    int failed = cmocka_run_group_tests_name ("wording: tables", tests, NULL, NULL);
    return failed + cmocka_run_group_tests_name ("wording", others, NULL, NULL);
}
