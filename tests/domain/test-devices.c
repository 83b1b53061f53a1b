/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "ul-device-check.h"
#include "ul-error.h"
#include "ul-flash.h"

#include <string.h>

static const UlDevice *
find (const char *name)
{
    const UlDevice *device = ul_devices_find (name);
    if (device == NULL)
        fail_msg ("no device %s", name);
    return device;
}

static void
every_row_is_sound (void **state)
{
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    assert_true (n > 1500);
    for (guint i = 0; i < n; i++) {
        g_autoptr (GError) error = NULL;

        if (!ul_device_check (all[i], &error))
            fail_msg ("%s: %s", all[i]->name, error->message);
        if (i > 0 && strcmp (all[i - 1]->name, all[i]->name) >= 0)
            fail_msg ("%s is not before %s", all[i - 1]->name, all[i]->name);
    }
}

static void
every_row_is_found_by_its_name (void **state)
{
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++) {
        g_autofree char *lower = g_ascii_strdown (all[i]->name, -1);
        assert_ptr_equal (find (lower), all[i]);
    }
}

/* Two devices of the chooser never look alike. */
static void
labels_are_unique (void **state)
{
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++)
        if (!g_hash_table_add (seen, ul_device_get_label (all[i])))
            fail_msg ("%s looks like another device", all[i]->name);
}

static void
labels_leave_package_out (void **state)
{
    g_autofree char *plain = ul_device_get_label (find ("MKL25Z128xxx4"));
    g_autofree char *twin = ul_device_get_label (find ("MK20DX128xxx5"));

    assert_string_equal (plain, "MKL25Z128");
    assert_string_equal (twin, "MK20DX128xxx5");
}

typedef struct {
    const char *typed;
    const char *name; /* NULL: none or several */
} NameCase;

static const NameCase name_cases[] = {
    { "MKL25Z128VLK4", "MKL25Z128xxx4" },
    { "mkl25z128vlk4", "MKL25Z128xxx4" },
    { "mkl25z128xxx4", "MKL25Z128xxx4" },
    { "MKL25Z128", "MKL25Z128xxx4" },
    { " MKL25Z128 ", "MKL25Z128xxx4" },
    { "KL25Z128", "MKL25Z128xxx4" },
    { "MKL25Z128VLK", "MKL25Z128xxx4" },
    { "MKL25Z128VLK4R", "MKL25Z128xxx4" },
    { "MKL25Z128VLK5", NULL },
    { "MKL25Z128VLK44", NULL },
    { "MKL25Z12", NULL },
    { "MKL25Z64VFM4", "MKL25Z64xxx4" },
    { "MK64FN1M0VLL12", "MK64FN1M0xxx12" },
    { "k64fn1m0", "MK64FN1M0xxx12" },
    { "MK20DX128", NULL },
    { "MK20DX128VLH5", "MK20DX128xxx5" },
    { "MK10DN512Z", "MK10DN512Zxxx10" },
    { "MK10DN512ZVLQ10", "MK10DN512Zxxx10" },
    { "MK10DN512VLQ10", "MK10DN512xxx10" },
    { "S32K144", "S32K144" },
    { "SKEAZ128MLH4", "SKEAZ128xxx4" },
    { "nRF52840", "nRF52840_xxAA" },
    { "LM3S101", "LM3S101" },
    { "", NULL },
    { "xxx", NULL },
    { "no such chip", NULL },
};

static void
name_finds (void **state)
{
    const NameCase *c = *state;
    const UlDevice *device = ul_devices_find (c->typed);

    if (c->name == NULL)
        assert_null (device);
    else
        assert_string_equal (device != NULL ? device->name : "none", c->name);
}

static void
name_that_fits_rows_of_one_kind_is_enough (void **state)
{
    g_autofree char *candidates = NULL;

    /* both have the same memories, and one of them was tried */
    assert_null (ul_devices_find ("MKE02Z64"));
    assert_string_equal (ul_devices_choose ("MKE02Z64", &candidates)->name, "MKE02Z64xxx4");
    assert_null (candidates);
    assert_string_equal (ul_devices_choose ("mke02z64vlh", NULL)->name, "MKE02Z64xxx4");
    assert_string_equal (ul_devices_choose ("KE02Z16", NULL)->name, "MKE02Z16xxx2");
    assert_string_equal (ul_devices_choose ("MKE02Z64VLH2", NULL)->name, "MKE02Z64xxx2");
}

static void
name_that_fits_several_kinds_lists_them (void **state)
{
    g_autofree char *other_sectors = NULL, *other_sdid = NULL, *none = NULL;

    assert_null (ul_devices_choose ("MK20DX128", &other_sectors));
    assert_string_equal (other_sectors, "MK20DX128xxx10, MK20DX128xxx5, MK20DX128xxx7");
    assert_null (ul_devices_choose ("MK10DX256", &other_sdid));
    assert_string_equal (other_sdid, "MK10DX256xxx10, MK10DX256xxx7");
    assert_null (ul_devices_choose ("no such chip", &none));
    assert_null (none);
    assert_null (ul_devices_choose ("", &none));
    assert_null (none);
}

static const char *
first_hit (const char *text)
{
    g_autoptr (GPtrArray) hits = ul_devices_search (text);
    return hits->len > 0 ? ((const UlDevice *) hits->pdata[0])->name : "none";
}

static void
search_ranks_what_works_first (void **state)
{
    guint n = 0;
    ul_devices_get_all (&n);
    g_autoptr (GPtrArray) all = ul_devices_search ("");
    g_autoptr (GPtrArray) none = ul_devices_search ("kl25 st");

    assert_int_equal (all->len, n);
    assert_int_equal (((const UlDevice *) all->pdata[0])->support[UL_ACTION_PROGRAM],
                      UL_SUPPORT_EMULATED);
    assert_int_equal (none->len, 0);
    assert_string_equal (first_hit ("kl25"), "MKL25Z128xxx4");
    assert_string_equal (first_hit ("MKL25Z64VLK4"), "MKL25Z64xxx4");
    assert_string_equal (first_hit ("nxp k64"), "MK64FN1M0xxx12");
    assert_string_equal (first_hit ("silicon EFM32GG900F1024"), "EFM32GG900F1024");
}

static void
kl25_is_as_its_manual_says (void **state)
{
    const UlDevice *kl25 = find ("MKL25Z128xxx4");

    assert_int_equal (kl25->controller, UL_CONTROLLER_FTFA);
    assert_int_equal (kl25->core, UL_CORE_M0PLUS);
    assert_int_equal (ul_device_get_flash_size (kl25), 128 * 1024);
    assert_int_equal (ul_device_get_n_sectors (kl25), 128);
    assert_int_equal (kl25->ram_start, 0x1FFFF000);
    assert_int_equal (kl25->ram_size, 0x4000);
    assert_int_equal (kl25->regions[0].unit, 4);
    assert_false (kl25->has_program_section);
    for (guint i = 0; i < UL_N_ACTIONS; i++)
        assert_int_equal (kl25->support[i], UL_SUPPORT_EMULATED);
}

static void
k64_is_as_its_manual_says (void **state)
{
    const UlDevice *k64 = find ("MK64FN1M0xxx12");

    assert_int_equal (k64->controller, UL_CONTROLLER_FTFE);
    assert_int_equal (k64->core, UL_CORE_M4);
    assert_int_equal (ul_device_get_n_sectors (k64), 256);
    assert_int_equal (k64->regions[0].sector_size, 4096);
    assert_int_equal (k64->regions[0].unit, 8);
    assert_true (k64->has_program_section);
    assert_int_equal (k64->support[UL_ACTION_UNLOCK], UL_SUPPORT_EMULATED);
}

static void
other_families_are_unlocked_by_a_way_of_their_own (void **state)
{
    const UlDevice *gecko = find ("EFM32G890F128"), *tiny = find ("EFM32ZG110F32");
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    assert_int_equal (gecko->unlock_method, UL_UNLOCK_METHOD_AAP);
    assert_int_equal (gecko->sdid_value, 71 << 16 | 890);
    assert_int_equal (gecko->support[UL_ACTION_UNLOCK], UL_SUPPORT_EMULATED);
    assert_int_equal (gecko->support[UL_ACTION_ERASE], UL_SUPPORT_EMULATED);
    assert_int_equal (gecko->support[UL_ACTION_PROGRAM], UL_SUPPORT_NONE);
    assert_int_equal (find ("EFM32GG11B110F2048GM64")->support[UL_ACTION_UNLOCK],
                      UL_SUPPORT_ANALOGY);
    assert_int_equal (tiny->unlock_method, UL_UNLOCK_METHOD_NONE);
    for (guint i = 0; i < n; i++)
        if (all[i]->support[UL_ACTION_UNLOCK] != UL_SUPPORT_NONE)
            assert_true (ul_unlock_check (all[i], NULL));
}

static void
only_what_a_driver_speaks_is_supported (void **state)
{
    assert_int_equal (find ("MK22FN512xxx12")->support[UL_ACTION_PROGRAM], UL_SUPPORT_EMULATED);
    assert_int_equal (find ("MK22FN256xxx12")->support[UL_ACTION_PROGRAM], UL_SUPPORT_ANALOGY);
    assert_int_equal (find ("MK20DX128xxx5")->support[UL_ACTION_UNLOCK], UL_SUPPORT_ANALOGY);
    assert_int_equal (find ("MKV58F1M0")->support[UL_ACTION_ERASE], UL_SUPPORT_EMULATED);
    assert_int_equal (find ("MKV56F1M0")->support[UL_ACTION_ERASE], UL_SUPPORT_ANALOGY);
    assert_int_equal (find ("MKW36Z512")->support[UL_ACTION_PROGRAM], UL_SUPPORT_ANALOGY);
    assert_int_equal (find ("MKW36Z512")->support[UL_ACTION_IDENTIFY], UL_SUPPORT_NONE);
    assert_int_equal (find ("MKE02Z64xxx4")->support[UL_ACTION_PROGRAM], UL_SUPPORT_EMULATED);
    assert_int_equal (find ("SKEAZ128xxx4")->support[UL_ACTION_UNLOCK], UL_SUPPORT_ANALOGY);
    assert_int_equal (find ("S32K144")->support[UL_ACTION_PROGRAM], UL_SUPPORT_EMULATED);
    assert_int_equal (find ("S32K146")->support[UL_ACTION_IDENTIFY], UL_SUPPORT_ANALOGY);
    assert_int_equal (find ("STM32F407VG")->support[UL_ACTION_IDENTIFY], UL_SUPPORT_NONE);
}

static void
assert_told (char *message, const char *obstacle)
{
    g_autofree char *owned = message;

    assert_non_null (obstacle);
    assert_non_null (strstr (owned, obstacle));
}

static void
chip_of_two_cores_is_left_alone_for_reasons_that_are_told (void **state)
{
    const UlDevice *device = find ("K32L3A60");
    g_autoptr (GError) flash = NULL, unlock = NULL;

    for (guint i = 0; i < UL_N_ACTIONS; i++) {
        assert_int_equal (device->support[i], UL_SUPPORT_NONE);
        assert_non_null (ul_device_get_obstacle (device, i));
    }
    assert_false (ul_flash_check (device, &flash));
    assert_error (flash, UL_ERROR, UL_ERROR_NOT_SUPPORTED);
    assert_told (g_strdup (flash->message), ul_device_get_obstacle (device, UL_ACTION_PROGRAM));
    assert_false (ul_unlock_check (device, &unlock));
    assert_error (unlock, UL_ERROR, UL_ERROR_NOT_SUPPORTED);
    assert_told (g_strdup (unlock->message), ul_device_get_obstacle (device, UL_ACTION_UNLOCK));
}

static void
what_is_supported_has_no_obstacle (void **state)
{
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++)
        for (guint action = 0; action < UL_N_ACTIONS; action++)
            if (all[i]->support[action] != UL_SUPPORT_NONE)
                assert_null (ul_device_get_obstacle (all[i], action));
    /* programmed by name, as its identification is not known */
    assert_non_null (ul_device_get_obstacle (find ("MKW36Z512"), UL_ACTION_IDENTIFY));
    assert_null (ul_device_get_obstacle (find ("STM32F407VG"), UL_ACTION_PROGRAM));
}

static void
eeprom_is_storage_on_ke02_only (void **state)
{
    const UlDevice *ke02 = find ("MKE02Z64xxx4"), *k20 = find ("MK20DX128xxx5");

    assert_int_equal (ke02->n_regions, 2);
    assert_int_equal (ke02->regions[1].kind, UL_REGION_EEPROM);
    assert_int_equal (ke02->regions[1].start, 0x10000000);
    assert_int_equal (ke02->regions[1].size, 256);
    assert_int_equal (k20->n_regions, 2);
    assert_int_equal (k20->regions[1].kind, UL_REGION_DATA_FLASH);
}

static void
sectors_count_through_regions (void **state)
{
    const UlDevice *ke02 = find ("MKE02Z64xxx4");
    const UlRegion *region = NULL;
    guint32 address = 0, size = 0;

    ul_device_get_sector (ke02, 127, &address, &size, &region);
    assert_int_equal (address, 127 * 512);
    assert_int_equal (size, 512);
    assert_int_equal (region->kind, UL_REGION_PROGRAM_FLASH);
    ul_device_get_sector (ke02, 129, &address, &size, &region);
    assert_int_equal (address, 0x10000002);
    assert_int_equal (size, 2);
    assert_int_equal (region->kind, UL_REGION_EEPROM);
    assert_int_equal (ul_device_find_sector (ke02, 0xFFFF), 127);
    assert_int_equal (ul_device_find_sector (ke02, 0x10000), -1);
    assert_int_equal (ul_device_find_sector (ke02, 0x10000003), 129);
    assert_int_equal (ul_device_find_sector (ke02, 0x100000FF), 255);
    assert_int_equal (ul_device_find_sector (ke02, 0xFFFFFFFF), -1);
}

static void
uneven_sectors_become_regions (void **state)
{
    const UlDevice *f407 = find ("STM32F407VG"), *f429 = find ("STM32F429ZI");
    guint32 address = 0, size = 0;

    assert_int_equal (ul_device_get_n_sectors (f407), 12);
    ul_device_get_sector (f407, 4, &address, &size, NULL);
    assert_int_equal (address, 0x08010000);
    assert_int_equal (size, 64 * 1024);
    assert_int_equal (f429->n_regions, 6);
    assert_int_equal (ul_device_find_sector (f429, 0x08100000), 12);
}

static void
flexnvm_is_divided_as_the_chip_says (void **state)
{
    const UlDevice *row = find ("MK20DX256xxx7");
    const UlDevice *half = ul_device_divide (row, 32 * 1024, 16 * 1024, 0);
    const UlDevice *none = ul_device_divide (half, 32 * 1024, 32 * 1024, 0);
    g_autofree char *label = ul_device_get_label (half), *label_of_row = ul_device_get_label (row);

    assert_ptr_equal (ul_device_divide (row, 32 * 1024, 0, 0), row);
    assert_ptr_equal (ul_device_divide (half, 32 * 1024, 0, 0), row);
    assert_ptr_not_equal (half, row);
    assert_ptr_equal (ul_device_divide (none, 32 * 1024, 16 * 1024, 0), half);
    assert_true (ul_device_is_same_row (half, none));
    assert_false (ul_device_is_same_row (half, find ("MK20DX128xxx7")));
    assert_int_equal (half->regions[1].size, 16 * 1024);
    assert_int_equal (half->eeprom_backup, 16 * 1024);
    assert_int_equal (none->n_regions, 1);
    assert_int_equal (ul_device_get_n_sectors (none), 128);
    assert_string_equal (label, label_of_row);
    const UlDevice *eeprom = ul_device_divide (row, 32 * 1024, 16 * 1024, 1024);
    assert_ptr_not_equal (eeprom, half);
    assert_ptr_equal (ul_device_divide (half, 32 * 1024, 16 * 1024, 1024), eeprom);
    assert_int_equal (ul_device_find_emulated (eeprom)->sector_size, 128);
    assert_null (ul_device_find_emulated (half));
    assert_null (ul_device_find_emulated (find ("MKE02Z64xxx4")));
    /* there is nothing to divide */
    assert_ptr_equal (ul_device_divide (find ("MKL25Z128xxx4"), 32 * 1024, 0, 0),
                      find ("MKL25Z128xxx4"));
}

static void
every_sector_is_found_again (void **state)
{
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++) {
        guint n_sectors = ul_device_get_n_sectors (all[i]);
        for (guint s = 0; s < n_sectors; s += 1 + n_sectors / 7) {
            guint32 address = 0, size = 0;
            ul_device_get_sector (all[i], s, &address, &size, NULL);
            assert_int_equal (ul_device_find_sector (all[i], address + (size - 1)), s);
        }
    }
}

static void
loading_takes_no_time (void **state)
{
    gint64 start = spent_us ();
    guint n = 0;
    ul_devices_get_all (&n);
    assert_true (spent_us () - start < 10000); /* of the 16,000 of a frame */
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (name_cases) + 16] = {
        cmocka_unit_test (loading_takes_no_time),
        cmocka_unit_test (every_row_is_sound),
        cmocka_unit_test (every_row_is_found_by_its_name),
        cmocka_unit_test (name_that_fits_rows_of_one_kind_is_enough),
        cmocka_unit_test (name_that_fits_several_kinds_lists_them),
        cmocka_unit_test (labels_are_unique),
        cmocka_unit_test (labels_leave_package_out),
        cmocka_unit_test (search_ranks_what_works_first),
        cmocka_unit_test (kl25_is_as_its_manual_says),
        cmocka_unit_test (k64_is_as_its_manual_says),
        cmocka_unit_test (other_families_are_unlocked_by_a_way_of_their_own),
        cmocka_unit_test (only_what_a_driver_speaks_is_supported),
        cmocka_unit_test (chip_of_two_cores_is_left_alone_for_reasons_that_are_told),
        cmocka_unit_test (what_is_supported_has_no_obstacle),
        cmocka_unit_test (eeprom_is_storage_on_ke02_only),
        cmocka_unit_test (sectors_count_through_regions),
        cmocka_unit_test (uneven_sectors_become_regions),
        cmocka_unit_test (every_sector_is_found_again),
        cmocka_unit_test (flexnvm_is_divided_as_the_chip_says),
    };
    gsize n = 14;

    for (gsize i = 0; i < G_N_ELEMENTS (name_cases); i++)
        tests[n++] = case_of (name_cases[i].typed, name_finds, &name_cases[i]);
    return _cmocka_run_group_tests ("devices", tests, n, NULL, NULL);
}
