/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "ul-chip-differences.h"
#include "ul-memory-outline.h"

static const UlDevice *
find (const char *name)
{
    const UlDevice *device = ul_devices_find (name);

    assert_non_null (device);
    return device;
}

static UlImage *
make_image (guint32 address, gsize size)
{
    g_autofree guint8 *data = g_malloc0 (size);

    return ul_image_new_from_data ("app.bin", address, data, size);
}

static const UlChipDifference *
get (GArray *rows, const char *title)
{
    for (guint i = 0; i < rows->len; i++)
        if (g_str_equal (g_array_index (rows, UlChipDifference, i).title, title))
            return &g_array_index (rows, UlChipDifference, i);
    return NULL;
}

static void
assert_row (GArray *rows, const char *title, const char *chosen, const char *found)
{
    const UlChipDifference *row = get (rows, title);

    assert_non_null (row);
    assert_string_equal (row->chosen, chosen);
    assert_string_equal (row->found, found);
    assert_int_equal (row->differs, !g_str_equal (chosen, found));
}

static void
tells_what_two_chips_have_and_what_differs (void **state)
{
    g_autoptr (GArray) rows =
        ul_chip_differences_list (find ("MK64FN1M0VLL12"), find ("MKL25Z128"));

    assert_row (rows, "Program flash", "1 MiB", "128 KiB");
    assert_row (rows, "Sectors", "256 × 4 KiB", "128 × 1 KiB");
    assert_row (rows, "RAM", "256 KiB", "16 KiB");
    assert_row (rows, "Core", "Cortex-M4", "Cortex-M0+");
    assert_row (rows, "Lock settings", "0x00000400", "0x00000400");
    assert_null (get (rows, "Data flash"));
    assert_null (get (rows, "EEPROM"));
}

static void
tells_of_memory_that_only_one_has (void **state)
{
    g_autoptr (GArray) rows = ul_chip_differences_list (find ("MKL25Z128"), find ("MKE02Z64xxx4"));

    assert_row (rows, "EEPROM", "none on this chip", "256 bytes");
}

static void
finds_nothing_between_a_chip_and_itself (void **state)
{
    g_autoptr (GArray) rows = ul_chip_differences_list (find ("MKL25Z128"), find ("MKL25Z128"));

    for (guint i = 0; i < rows->len; i++)
        assert_false (g_array_index (rows, UlChipDifference, i).differs);
}

static void
says_whether_files_fit (void **state)
{
    g_autoptr (UlImage) image = make_image (0x1F000, 0x2000);
    g_autofree char *large = ul_chip_differences_judge (find ("MK64FN1M0VLL12"), image);
    g_autofree char *small = ul_chip_differences_judge (find ("MKL25Z128"), image);

    assert_string_equal (large, "All 8 KiB in the files fit this chip.");
    assert_string_equal (small,
                         "4 KiB of 8 KiB in the files are outside this chip, from 0x00020000 on.");
    assert_null (ul_chip_differences_judge (find ("MKL25Z128"), NULL));
}

static void
describes_a_memory_and_what_files_fill_of_it (void **state)
{
    g_autoptr (UlImage) image = make_image (0x1F000, 0x2000);
    g_autofree char *alone =
        ul_chip_differences_describe (find ("MKL25Z128"), UL_REGION_PROGRAM_FLASH, NULL);
    g_autofree char *filled =
        ul_chip_differences_describe (find ("MKL25Z128"), UL_REGION_PROGRAM_FLASH, image);
    g_autofree char *none =
        ul_chip_differences_describe (find ("MKL25Z128"), UL_REGION_EEPROM, image);

    assert_string_equal (alone, "\u20660x00000000–0x0001FFFF\u2069, 128 × 1 KiB");
    assert_string_equal (filled,
                         "\u20660x00000000–0x0001FFFF\u2069, 128 × 1 KiB, 4 KiB in the files");
    assert_string_equal (none, "none on this chip");
}

static void
describes_places_within_and_beyond (void **state)
{
    g_autoptr (UlImage) image = make_image (0x1FC00, 0x800);
    const UlDevice *device = find ("MKL25Z128");
    g_autofree char *blank = ul_chip_differences_describe_place (device, image, 0x410);
    g_autofree char *filled = ul_chip_differences_describe_place (device, image, 0x1FC00);
    g_autofree char *outside = ul_chip_differences_describe_place (device, image, 0x20100);

    assert_string_equal (blank, "Sector 1 of 128\n0x00000400–0x000007FF");
    assert_string_equal (filled, "Sector 127 of 128\n0x0001FC00–0x0001FFFF\nin the file");
    assert_string_equal (outside, "Outside this chip\n0x00020100\nin the file");
}

static void
measures_all_parts_of_a_memory (void **state)
{
    static const UlDevice banks = {
        .regions = { { UL_REGION_PROGRAM_FLASH, 0x8000, 0x4000, 0x1000, 4 },
                     { UL_REGION_PROGRAM_FLASH, 0xC000, 0x8000, 0x2000, 4 } },
        .n_regions = 2,
    };
    guint32 start;

    assert_int_equal (ul_memory_outline_measure (&banks, UL_REGION_PROGRAM_FLASH, &start), 0xC000);
    assert_int_equal (start, 0x8000);
    assert_int_equal (ul_memory_outline_measure (&banks, UL_REGION_EEPROM, &start), 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (tells_what_two_chips_have_and_what_differs),
        cmocka_unit_test (tells_of_memory_that_only_one_has),
        cmocka_unit_test (finds_nothing_between_a_chip_and_itself),
        cmocka_unit_test (says_whether_files_fit),
        cmocka_unit_test (describes_a_memory_and_what_files_fill_of_it),
        cmocka_unit_test (describes_places_within_and_beyond),
        cmocka_unit_test (measures_all_parts_of_a_memory),
    };

    return cmocka_run_group_tests_name ("chip-differences", tests, NULL, NULL);
}
