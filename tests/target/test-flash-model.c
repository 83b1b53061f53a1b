/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the drivers take for the surroundings of each controller, by the manuals. */
#include "cases.h"

#include "ul-flash-model.h"
#include "ul-loader-private.h"

#define PLACR  0xF000300Cu
#define FMC    0x4001F004u
#define OCMDR0 0x40001400u
#define OCMDR1 0x40001404u
#define PMSTAT 0x4007E003u
#define WDOG   0x40052000u

typedef struct {
    const char *name;
    guint unit, section_unit, data_section_unit, section_size;
    guint32 section_ram, cache, data_cache;
    UlWatchdog watchdog;
    guint32 watchdog_base, power_mode;
    guint32 bus, command; /* of one byte of its flash */
} Case;

static const Case cases[] = {
    { "MKL25Z128", 4, 0, 0, 0, 0, PLACR, 0, UL_WATCHDOG_COP, 0x40048100, PMSTAT, 0x1000, 0x1000 },
    { "MKL28Z512", 4, 0, 0, 0, 0, PLACR, 0, UL_WATCHDOG_WDOG32, 0x40076000, 0x4007E014, 0x60000,
      0x60000 },
    { "K32L2A41VLL1A", 4, 0, 0, 0, 0, PLACR, 0, UL_WATCHDOG_WDOG32, 0x40076000, 0x4007E014, 0, 0 },
    { "K32L2B31VLH0A", 4, 0, 0, 0, 0, PLACR, 0, UL_WATCHDOG_COP, 0x40048100, PMSTAT, 0, 0 },
    { "MKV11Z128xxx7", 4, 0, 0, 0, 0, PLACR, 0, UL_WATCHDOG_WDOG16, WDOG, PMSTAT, 0, 0 },
    { "MK22FN512", 4, 0, 0, 0, 0, FMC, 0, UL_WATCHDOG_WDOG16, WDOG, PMSTAT, 0x7FFFC, 0x7FFFC },
    { "MK20DX256xxx7", 4, 8, 4, 1024, 0x14000000, FMC, 0, UL_WATCHDOG_WDOG16, WDOG, PMSTAT,
      0x10000400, 0x800400 },
    { "MK64FN1M0", 8, 16, 0, 1024, 0x14000000, FMC, 0, UL_WATCHDOG_WDOG16, WDOG, PMSTAT, 0x80000,
      0x80000 },
    { "MK70FX512xxx12", 8, 16, 16, 1024, 0x14000000, FMC, 0, UL_WATCHDOG_WDOG16, WDOG, PMSTAT,
      0x10001000, 0x801000 },
    { "MKE18F512", 8, 16, 8, 512, 0x14000000, OCMDR0, 0, UL_WATCHDOG_WDOG32, WDOG, 0x4007E014,
      0x10000800, 0x800800 },
    { "MKE15Z256xxx7", 8, 8, 8, 512, 0x14000000, PLACR, 0, UL_WATCHDOG_WDOG32, WDOG, 0x4007E014,
      0x10000800, 0x800800 },
    { "MKV58F1M0", 8, 32, 0, 1024, 0x18000000, FMC, 0, UL_WATCHDOG_WDOG16, WDOG, PMSTAT, 0x10000400,
      0x400 },
    { "MKW36Z512", 8, 8, 8, 1024, 0x14000000, PLACR, 0, UL_WATCHDOG_COP, 0x40048100, PMSTAT,
      0x10000800, 0x800800 },
    { "S32K116", 8, 8, 8, 512, 0x14000000, PLACR, 0, UL_WATCHDOG_WDOG32, WDOG, 0x4007E014,
      0x10000000, 0x800000 },
    { "S32K144", 8, 16, 8, 512, 0x14000000, OCMDR0, OCMDR1, UL_WATCHDOG_WDOG32, WDOG, 0x4007E014,
      0x1000FFF8, 0x80FFF8 },
    { "S32K148", 8, 16, 16, 512, 0x14000000, OCMDR0, OCMDR1, UL_WATCHDOG_WDOG32, WDOG, 0x4007E014,
      0x17FFF8, 0x17FFF8 },
};

static const UlDevice *
find (const char *name)
{
    const UlDevice *device = ul_devices_find (name);

    if (device == NULL)
        fail_msg ("no device %s", name);
    return device;
}

static void
is_as_its_manual_says (void **state)
{
    const Case *c = *state;
    const UlDevice *device = find (c->name);
    g_autoptr (GError) error = NULL;
    UlFlashModel model;
    guint32 command = 1;

    ul_flash_model_init (&model, device, &error);
    assert_no_error (error);
    assert_int_equal (model.unit, c->unit);
    assert_int_equal (model.section_unit, c->section_unit);
    assert_int_equal (model.data_section_unit, c->data_section_unit);
    assert_int_equal (model.section_size, c->section_size);
    assert_int_equal (model.section_ram, c->section_ram);
    assert_int_equal (model.cache, c->cache);
    assert_int_equal (model.data_cache, c->data_cache);
    assert_int_equal (model.watchdog, c->watchdog);
    assert_int_equal (model.watchdog_base, c->watchdog_base);
    assert_int_equal (model.power_mode, c->power_mode);
    assert_true (ul_flash_model_command_address (device, c->bus, 8 - c->bus % 8, &command));
    assert_int_equal (command, c->command);
    assert_int_equal (ul_flash_model_bus_address (device, command), c->bus);
    if (c->section_unit != 0)
        assert_int_equal (ul_flash_model_get_section_unit (&model, command),
                          command < 0x800000 ? c->section_unit : c->data_section_unit);
}

/* Every row that promises to be programmed: the routine has room in its RAM, sections fit into
 * sectors, and a sector is no smaller than what is programmed at once. */
static void
every_supported_row_can_be_driven (void **state)
{
    guint n = 0, n_driven = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++) {
        const UlDevice *device = all[i];
        UlFlashModel model;
        UlLoader loader = { .model = &model };

        if (device->support[UL_ACTION_PROGRAM] == UL_SUPPORT_NONE)
            continue;
        if (!ul_flash_model_init (&model, device, NULL))
            fail_msg ("%s has no driver", device->name);
        /* A single KiB may be too little: then the debug port does it. */
        if (device->ram_size > 1024 && !ul_loader_lay_out (&loader, device, FALSE))
            fail_msg ("%s: its RAM is too small", device->name);
        for (guint r = 0; r < device->n_regions; r++)
            if (device->regions[r].kind != UL_REGION_EEPROM &&
                (device->regions[r].sector_size % model.unit != 0 ||
                 (model.section_unit != 0 &&
                  device->regions[r].sector_size % model.section_size != 0)))
                fail_msg ("%s: region %u has sectors of %u bytes", device->name, r,
                          device->regions[r].sector_size);
        n_driven++;
    }
    assert_true (n_driven > 250);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases) + 1] = {
        cmocka_unit_test (every_supported_row_can_be_driven),
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i + 1] = case_of (cases[i].name, is_as_its_manual_says, &cases[i]);
    return cmocka_run_group_tests_name ("flash-model", tests, NULL, NULL);
}
