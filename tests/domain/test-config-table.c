/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lock settings of file, plan and chip side by side. */
#include "cases.h"

#include "ul-plan.h"

#include <string.h>

static void
set_field (const UlDevice *device, UlConfigColumn *column, guint8 fsec, guint8 fopt)
{
    guint8 raw[UL_FCF_SIZE];
    guint first = 0, n = 0;

    memset (raw, 0xFF, sizeof raw);
    ul_fcf_get_part (device, UL_FCF_FSEC, &first, &n);
    raw[first] = fsec;
    ul_fcf_get_part (device, UL_FCF_FOPT, &first, &n);
    raw[first] = fopt;
    ul_config_column_take (column, raw);
}

static const UlConfigRow *
find (GPtrArray *rows, const char *nick)
{
    for (guint i = 0; i < rows->len; i++)
        if (g_str_equal (((const UlConfigRow *) rows->pdata[i])->nick, nick))
            return rows->pdata[i];
    return NULL;
}

/* --- what is told --- */

typedef struct {
    const char *name, *device;
    guint8 fsec, fopt;
    const char *row, *says;
} Case;

static const Case cases[] = {
    { "FSEC is told in words", "MKL25Z128", 0xFE, 0xFF, "security", "unsecured (FSEC 0xFE)" },
    { "0x7E is unsecured too", "MKL25Z128", 0x7E, 0xFF, "security", "unsecured (FSEC 0x7E)" },
    { "an erased FSEC is secured", "MK64FN1M0", 0xFF, 0xFF, "security", "secured (FSEC 0xFF)" },
    { "MEEN 10b is mass erase off", "MK64FN1M0", 0xEF, 0xFF, "mass-erase", "switched off" },
    { "MEEN 00b is mass erase on", "MK64FN1M0", 0x0F, 0xFF, "mass-erase", "allowed" },
    { "KEYEN 10b enables the key", "MK64FN1M0", 0xBF, 0xFF, "backdoor", "enabled" },
    { "FSLACC 01b denies the maker", "MK64FN1M0", 0xF6, 0xFF, "factory-access", "denied" },
    { "KE02 has its own place for FSEC", "MKE02Z64xxx4", 0xFE, 0xFF, "security",
      "unsecured (FSEC 0xFE)" },
    { "KE02 has no mass erase bit", "MKE02Z64xxx4", 0xEF, 0xFF, "mass-erase", NULL },
    { "KE02 tells of its EEPROM", "MKE02Z64xxx4", 0xFE, 0xFF, "eeprom", "none" },
    { "KE02 makes nothing of its FOPT", "MKE02Z64xxx4", 0xFE, 0xF7, "options",
      "0xF7: no effect on the chip: free for the firmware to use" },
    { "KL25 can lose its reset pin", "MKL25Z128", 0xFE, 0xF7, "reset-pin",
      "RESET pin is a port pin" },
    { "KL25 has no EzPort", "MKL25Z128", 0xFE, 0xFF, "ezport", NULL },
    { "K64 has one", "MK64FN1M0", 0xFE, 0xFD, "ezport", "EzPort disabled" },
    { "K22FN512 can block its NMI", "MK22FN512", 0xFE, 0xFB, "nmi", "NMI blocked" },
    { "KL27 can start its ROM", "MKL27Z64", 0xFE, 0x3D, "boot-source", "boots from flash" },
};

static void
setting_is_told (void **state)
{
    const Case *c = *state;
    const UlDevice *device = ul_devices_find (c->device);
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS] = { 0 };

    assert_non_null (device);
    set_field (device, &columns[UL_CONFIG_FILE], c->fsec, c->fopt);
    g_autoptr (GPtrArray) rows = ul_config_table_new (device, columns);
    const UlConfigRow *row = find (rows, c->row);
    if (c->says == NULL) {
        assert_null (row);
        return;
    }
    assert_non_null (row);
    assert_string_equal (row->cells[UL_CONFIG_FILE], c->says);
    assert_null (row->cells[UL_CONFIG_CHIP]); /* nothing is known of it */
    assert_false (row->altered || row->changes);
}

/* --- side by side --- */

static void
one_byte_kept_unlocked_is_marked (void **state)
{
    const UlDevice *device = ul_devices_find ("MKL25Z128");
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS];

    set_field (device, &columns[UL_CONFIG_FILE], 0xEF, 0xFF);
    set_field (device, &columns[UL_CONFIG_PLANNED], 0xFE, 0xFF);
    set_field (device, &columns[UL_CONFIG_CHIP], 0xFE, 0xFB);
    g_autoptr (GPtrArray) rows = ul_config_table_new (device, columns);
    assert_true (ul_config_table_is_altered (rows));
    assert_int_equal (
        ul_config_count_altered (&columns[UL_CONFIG_FILE], &columns[UL_CONFIG_PLANNED]), 1);
    assert_true (find (rows, "security")->altered);
    assert_true (find (rows, "mass-erase")->altered);
    assert_false (find (rows, "security")->changes);
    assert_false (find (rows, "options")->altered);
    assert_true (find (rows, "options")->changes);
    assert_true (find (rows, "nmi")->changes);
}

static void
keys_are_compared_byte_by_byte (void **state)
{
    const UlDevice *device = ul_devices_find ("MKL25Z128");
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS];

    for (guint i = 0; i < UL_N_CONFIG_COLUMNS; i++) {
        set_field (device, &columns[i], 0xBE, 0xFF);
        columns[i].raw[3] = i == UL_CONFIG_CHIP ? 2 : 1;
    }
    g_autoptr (GPtrArray) rows = ul_config_table_new (device, columns);
    assert_string_equal (find (rows, "key")->cells[UL_CONFIG_CHIP], "a key is set");
    assert_false (find (rows, "key")->altered);
    assert_true (find (rows, "key")->changes);
}

static void
protected_ranges_are_listed (void **state)
{
    const UlDevice *device = ul_devices_find ("MKL25Z128");
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS] = { 0 };

    set_field (device, &columns[UL_CONFIG_FILE], 0xFE, 0xFF);
    columns[UL_CONFIG_FILE].raw[8] = 0x55; /* every other granule of the first 32 KiB */
    columns[UL_CONFIG_FILE].raw[11] = 0x7F;
    g_autoptr (GPtrArray) rows = ul_config_table_new (device, columns);
    assert_string_equal (find (rows, "program-flash")->cells[UL_CONFIG_FILE],
                         "0x00001000–0x00001FFF, 0x00003000–0x00003FFF, 0x00005000–0x00005FFF "
                         "and 2 more");
}

static void
chips_without_a_field_have_no_table (void **state)
{
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS] = { 0 };
    g_autoptr (GPtrArray) rows = ul_config_table_new (ul_devices_find ("LM3S101"), columns);

    assert_int_equal (rows->len, 0);
}

/* --- of a plan --- */

static void
take (const UlDevice *device, guint32 address, const guint8 *data, gsize size,
      UlLockBytes lock_bytes, const UlProtection *chip, UlConfigColumn *columns)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_PROGRAM);

    spec->lock_bytes = lock_bytes;
    spec->image = ul_image_new_from_data ("image", address, data, size);
    g_autoptr (UlPlan) plan = ul_plan_new (device, spec, chip, NULL, NULL, NULL, NULL);
    assert_non_null (plan);
    ul_plan_take_config (plan, chip, columns);
}

static void
plan_tells_what_it_alters (void **state)
{
    const UlDevice *device = ul_devices_find ("MK64FN1M0");
    UlProtection chip = { .lock = UL_LOCK_OPEN, .have_fcf = TRUE, .have_registers = TRUE };
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS];
    guint8 data[UL_FCF_SIZE];

    memset (data, 0xFF, sizeof data);
    memset (chip.fcf, 0xFF, sizeof chip.fcf);
    chip.fprot = 0xFFFFFFFF;
    chip.fcf[12] = 0xFE;
    take (device, 0x400, data, sizeof data, UL_LOCK_BYTES_KEEP_UNLOCKED, &chip, columns);
    assert_int_equal (columns[UL_CONFIG_FILE].raw[12], 0xFF);
    assert_int_equal (columns[UL_CONFIG_PLANNED].raw[12], 0xFE);
    assert_int_equal (
        ul_config_count_altered (&columns[UL_CONFIG_FILE], &columns[UL_CONFIG_PLANNED]), 1);
    take (device, 0x400, data, sizeof data, UL_LOCK_BYTES_AS_FILE, &chip, columns);
    assert_memory_equal (columns[UL_CONFIG_PLANNED].raw, data, sizeof data);
    assert_int_equal (columns[UL_CONFIG_CHIP].raw[12], 0xFE);
}

static void
bytes_the_file_leaves_out_are_the_chips (void **state)
{
    const UlDevice *device = ul_devices_find ("MKL25Z128");
    UlProtection chip = { .lock = UL_LOCK_OPEN, .have_fcf = TRUE, .have_registers = TRUE };
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS];
    const guint8 fsec = 0xFE;

    memset (chip.fcf, 0xA5, sizeof chip.fcf);
    chip.fprot = 0xFFFFFFFF;
    take (device, 0x40C, &fsec, 1, UL_LOCK_BYTES_ASK, &chip, columns);
    assert_int_equal (columns[UL_CONFIG_FILE].known[13], 0);
    assert_int_equal (columns[UL_CONFIG_PLANNED].known[13], 1);
    assert_int_equal (columns[UL_CONFIG_PLANNED].raw[13], 0xA5);
    take (device, 0x40C, &fsec, 1, UL_LOCK_BYTES_ASK, NULL, columns);
    assert_int_equal (columns[UL_CONFIG_PLANNED].known[12], 1);
    assert_int_equal (columns[UL_CONFIG_PLANNED].known[13], 0);
}

static void
file_beside_the_field_leaves_it_alone (void **state)
{
    const UlDevice *device = ul_devices_find ("MKL25Z128");
    UlProtection chip = { .lock = UL_LOCK_OPEN, .have_fcf = TRUE, .have_registers = TRUE };
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS];
    const guint8 data[4] = { 1, 2, 3, 4 };

    memset (chip.fcf, 0xFF, sizeof chip.fcf);
    chip.fprot = 0xFFFFFFFF;
    chip.fcf[12] = 0xBE;
    take (device, 0x8000, data, sizeof data, UL_LOCK_BYTES_ASK, &chip, columns);
    assert_int_equal (columns[UL_CONFIG_FILE].known[12], 0);
    assert_int_equal (columns[UL_CONFIG_PLANNED].raw[12], 0xBE);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases) + 7] = {
        cmocka_unit_test (one_byte_kept_unlocked_is_marked),
        cmocka_unit_test (keys_are_compared_byte_by_byte),
        cmocka_unit_test (protected_ranges_are_listed),
        cmocka_unit_test (chips_without_a_field_have_no_table),
        cmocka_unit_test (plan_tells_what_it_alters),
        cmocka_unit_test (bytes_the_file_leaves_out_are_the_chips),
        cmocka_unit_test (file_beside_the_field_leaves_it_alone),
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[7 + i] = case_of (cases[i].name, setting_is_told, &cases[i]);
    return cmocka_run_group_tests_name ("config-table", tests, NULL, NULL);
}
