/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AHB-AP of the simulated chips and what answers behind it. */
#include "bare-chip.h"
#include "cases.h"

#include <string.h>
#include <zlib.h>

#define CSW  0x00
#define TAR  0x04
#define DRW  0x0C
#define BASE 0xF8

#define SIM_SCGC5 0x40048038u
#define SIM_SCGC6 0x4004803Cu
#define CRC       0x40032000u

static void
write_ap (Bare *bare, guint8 reg, guint32 value)
{
    assert_int_equal (ul_sim_chip_access_ap (bare->chip, 0, reg, TRUE, &value), UL_SIM_AP_OK);
}

static guint32
read_ap (Bare *bare, guint8 reg)
{
    guint32 value = 0;

    assert_int_equal (ul_sim_chip_access_ap (bare->chip, 0, reg, FALSE, &value), UL_SIM_AP_OK);
    return value;
}

/* --- the port --- */

static void
the_address_counts_up_by_the_size (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    static const guint sizes[] = { 1, 2, 4 };

    for (guint i = 0; i < 3; i++) {
        write_ap (bare, CSW, 0x23000010 | i);
        write_ap (bare, TAR, RAM);
        read_ap (bare, DRW);
        assert_int_equal (read_ap (bare, TAR), RAM + sizes[i]);
        write_ap (bare, DRW, 0);
        assert_int_equal (read_ap (bare, TAR), RAM + 2 * sizes[i]);
    }
    write_ap (bare, CSW, 0x23000002);
    write_ap (bare, TAR, RAM);
    read_ap (bare, DRW);
    assert_int_equal (read_ap (bare, TAR), RAM);
}

static void
the_address_wraps_within_its_line (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    write_ap (bare, CSW, 0x23000012);
    write_ap (bare, TAR, RAM + 0x3FC);
    read_ap (bare, DRW);
    assert_int_equal (read_ap (bare, TAR), bare_is_kl25 (bare) ? RAM : RAM + 0x400);
    write_ap (bare, TAR, RAM + 0xFFC);
    read_ap (bare, DRW);
    assert_int_equal (read_ap (bare, TAR), bare_is_kl25 (bare) ? RAM + 0xC00 : RAM);
}

static void
bytes_travel_in_their_lanes (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare_write32 (bare, RAM, 0);
    write_ap (bare, CSW, 0x23000010);
    write_ap (bare, TAR, RAM);
    for (guint i = 0; i < 4; i++)
        write_ap (bare, DRW, 0xD4C3B2A1);
    assert_int_equal (bare_read32 (bare, RAM), 0xD4C3B2A1);
    write_ap (bare, CSW, 0x23000001);
    write_ap (bare, TAR, RAM + 2);
    assert_int_equal (read_ap (bare, DRW) >> 16, 0xD4C3);
}

static void
banked_registers_are_the_sixteen_bytes_around_TAR (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    write_ap (bare, CSW, 0x23000012);
    write_ap (bare, TAR, RAM + 0x14);
    for (guint i = 0; i < 4; i++)
        write_ap (bare, 0x10 + 4 * i, i + 1);
    for (guint i = 0; i < 4; i++)
        assert_int_equal (read_ap (bare, 0x10 + 4 * i), i + 1);
    assert_int_equal (read_ap (bare, TAR), RAM + 0x14);
    assert_int_equal (bare_read32 (bare, RAM + 0x1C), 4);
}

static void
only_the_larger_core_packs_transfers (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    write_ap (bare, CSW, 0x23000020);
    if (bare_is_kl25 (bare)) {
        assert_int_equal (read_ap (bare, CSW) & 0x30, 0);
        return;
    }
    assert_int_equal (read_ap (bare, CSW) & 0x30, 0x20);
    write_ap (bare, TAR, RAM);
    write_ap (bare, DRW, 0x44332211);
    assert_int_equal (read_ap (bare, TAR), RAM + 4);
    assert_int_equal (bare_read32 (bare, RAM), 0x44332211);
}

static void
packed_bytes_reach_a_running_chip (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (K64);

    write_ap (bare, CSW, 0x23000020);
    write_ap (bare, TAR, RAM + 0x800);
    bare_wait_us (bare, 100);
    write_ap (bare, DRW, 0x44332211);
    bare_wait_us (bare, 100);
    assert_int_equal (bare_read32 (bare, RAM + 0x800), 0x44332211);
}

static void
a_refused_access_does_not_count (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint32 value = 0;

    write_ap (bare, CSW, 0x23000012);
    write_ap (bare, TAR, 0x50000000);
    assert_int_equal (ul_sim_chip_access_ap (bare->chip, 0, DRW, FALSE, &value), UL_SIM_AP_FAULT);
    assert_int_equal (read_ap (bare, TAR), 0x50000000);
    write_ap (bare, TAR, RAM + 2); /* no word */
    assert_int_equal (ul_sim_chip_access_ap (bare->chip, 0, DRW, FALSE, &value), UL_SIM_AP_FAULT);
}

static void
nothing_answers_without_power (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint32 value = 0;

    ul_sim_chip_set_power (bare->chip, FALSE);
    assert_int_equal (ul_sim_chip_access_ap (bare->chip, 1, 0, FALSE, &value), UL_SIM_AP_FAULT);
    assert_true (ul_sim_chip_get_reset_low (bare->chip));
}

/* --- memory map --- */

typedef struct {
    const char *name, *device;
    guint32 address;
    gboolean readable, writable;
} Place;

static const Place places[] = {
    { "flash of KL25 begins at 0", KL25, 0x00000000, TRUE, FALSE },
    { "flash of KL25 ends at 128 KiB", KL25, 0x0001FFFC, TRUE, FALSE },
    { "behind the flash of KL25 is nothing", KL25, 0x00020000, FALSE, FALSE },
    { "RAM of KL25 begins below 0x20000000", KL25, 0x1FFFF000, TRUE, TRUE },
    { "before the RAM of KL25 is nothing", KL25, 0x1FFFEFFC, FALSE, FALSE },
    { "RAM of KL25 ends at 0x20002FFF", KL25, 0x20002FFC, TRUE, TRUE },
    { "behind the RAM of KL25 is nothing", KL25, 0x20003000, FALSE, FALSE },
    { "KL25 has no FlexRAM", KL25, 0x14000000, FALSE, FALSE },
    { "KL25 has no CRC unit", KL25, 0x40032000, FALSE, FALSE },
    { "KL25 has its cache control in the MCM", KL25, 0xF000300C, TRUE, TRUE },
    { "KL25 has no WDOG", KL25, 0x40052000, FALSE, FALSE },
    { "flash of K64 ends at 1 MiB", K64, 0x000FFFFC, TRUE, FALSE },
    { "behind the flash of K64 is nothing", K64, 0x00100000, FALSE, FALSE },
    { "RAM of K64 begins at 0x1FFF0000", K64, 0x1FFF0000, TRUE, TRUE },
    { "RAM of K64 ends at 0x2002FFFF", K64, 0x2002FFFC, TRUE, TRUE },
    { "behind the RAM of K64 is nothing", K64, 0x20030000, FALSE, FALSE },
    { "K64 has 4 KiB of FlexRAM", K64, 0x14000FFC, TRUE, TRUE },
    { "behind the FlexRAM of K64 is nothing", K64, 0x14001000, FALSE, FALSE },
    { "K64 has its cache control in the FMC", K64, 0x4001F004, TRUE, TRUE },
    { "K64 has no COP", K64, 0x40048100, TRUE, TRUE }, /* within the SIM, without effect */
    { "nothing at 0x40010000", K64, 0x40010000, FALSE, FALSE },
};

static void
answers (void **state)
{
    const Place *c = *state;
    g_autoptr (Bare) bare = bare_new_halted (c->device);
    guint32 value;

    assert_int_equal (bare_try_read (bare, c->address, 4, &value), c->readable);
    assert_int_equal (bare_try_write (bare, c->address, 4, 0), c->writable);
}

/* --- identification --- */

static void
the_chip_tells_what_it_is (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const UlDevice *device = bare->device;
    guint32 fcfg1 = bare_read32 (bare, 0x4004804C), fcfg2 = bare_read32 (bare, 0x40048050);

    assert_int_equal (bare_read32 (bare, 0xE000ED00) >> 4 & 0xFFF,
                      bare_is_kl25 (bare) ? 0xC60 : 0xC24);
    assert_int_equal (bare_read32 (bare, 0x40048024) & device->sdid_mask, device->sdid_value);
    bare_write32 (bare, 0x40048024, 0);
    assert_int_equal (bare_read32 (bare, 0x40048024) & device->sdid_mask, device->sdid_value);
    /* Size code, or the sum of both blocks in units of 8 KiB. */
    if (bare_is_kl25 (bare))
        assert_int_equal (fcfg1 >> 24 & 0xF, 7);
    else
        assert_int_equal (((fcfg2 >> 24 & 0x7F) + (fcfg2 >> 16 & 0x7F)) * 8192, bare->flash_size);
}

static guint32
find_core_table (Bare *bare)
{
    guint32 table = read_ap (bare, BASE) & ~3u;

    if (bare_is_kl25 (bare)) /* its own table points to the core's */
        table += bare_read32 (bare, table + 8) & ~3u;
    return table;
}

static void
a_rom_table_leads_to_the_core (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint32 table = find_core_table (bare), component;

    assert_int_equal (read_ap (bare, BASE) & 3, 3);
    assert_int_equal (table, 0xE00FF000);
    assert_int_equal (bare_read32 (bare, table + 0xFF4), 0x10);
    component = table + (bare_read32 (bare, table) & ~3u);
    assert_int_equal (component, 0xE000E000);
    assert_int_equal (bare_read32 (bare, component + 0xFF4), 0xE0);
    assert_int_equal (bare_read32 (bare, component + 0xFE0), bare_is_kl25 (bare) ? 0x08 : 0x0C);
    assert_int_equal (bare_read32 (bare, component + 0xFE4), 0xB0);
    assert_int_equal (bare_read32 (bare, component + 0xFE8) & 0xF, 0xB);
    assert_int_equal (bare_read32 (bare, component + 0xFD0), 0x04);
}

/* --- clock gates --- */

static void
a_port_without_its_clock_does_not_answer (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint32 value;

    assert_false (bare_try_read (bare, 0x4004A000, 4, &value));
    bare_write32 (bare, SIM_SCGC5, bare_read32 (bare, SIM_SCGC5) | 1u << 10);
    bare_write32 (bare, 0x4004A000, 0x100);
    assert_int_equal (bare_read32 (bare, 0x4004A000), 0x100);
    assert_false (bare_try_read (bare, 0x4004B000, 4, &value));
}

static void
outputs_are_set_and_cleared (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint32 port = 0x400FF040; /* B */

    bare_write32 (bare, port + 0x14, 1u << 18);
    bare_write32 (bare, port + 0x04, 1u << 18 | 1u << 3);
    assert_int_equal (bare_read32 (bare, port), 1u << 18 | 1u << 3);
    bare_write32 (bare, port + 0x08, 1u << 3);
    assert_int_equal (bare_read32 (bare, port), 1u << 18);
    bare_write32 (bare, port + 0x0C, 1u << 18 | 1);
    assert_int_equal (bare_read32 (bare, port), 1);
    assert_int_equal (bare_read32 (bare, port + 0x10) >> 18 & 1, 0);
}

/* --- the CRC unit --- */

static void
start_crc (Bare *bare, guint32 control, guint32 poly, guint32 seed)
{
    bare_write32 (bare, SIM_SCGC6, bare_read32 (bare, SIM_SCGC6) | 1u << 18);
    bare_write32 (bare, CRC + 4, poly);
    bare_write32 (bare, CRC + 8, control | 1u << 25);
    bare_write32 (bare, CRC, seed);
    bare_write32 (bare, CRC + 8, control);
}

static void
the_crc_unit_needs_its_clock (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (K64);
    guint32 value;

    assert_false (bare_try_read (bare, CRC, 4, &value));
    bare_write32 (bare, SIM_SCGC6, bare_read32 (bare, SIM_SCGC6) | 1u << 18);
    assert_true (bare_try_read (bare, CRC, 4, &value));
}

static void
the_crc_unit_does_the_crc_of_zip (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (K64);
    const guint8 data[8] = { 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38 };

    start_crc (bare, 0xA5000000, 0x04C11DB7, 0xFFFFFFFF);
    bare_write32 (bare, CRC, 0x34333231);
    bare_write32 (bare, CRC, 0x38373635);
    assert_int_equal (bare_read32 (bare, CRC), crc32 (0, data, 8));
    bare_write (bare, CRC, 1, 0x39);
    assert_int_equal (bare_read32 (bare, CRC), 0xCBF43926); /* of "123456789" */
}

static void
the_crc_unit_does_sixteen_bits (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (K64);

    /* CRC-16/CCITT-FALSE and CRC-16/XMODEM of "123456789" */
    start_crc (bare, 0x00000000, 0x1021, 0xFFFF);
    for (guint8 byte = '1'; byte <= '9'; byte++)
        bare_write (bare, CRC, 1, byte);
    assert_int_equal (bare_read32 (bare, CRC) & 0xFFFF, 0x29B1);
    start_crc (bare, 0x00000000, 0x1021, 0x0000);
    for (guint8 byte = '1'; byte <= '9'; byte++)
        bare_write (bare, CRC, 1, byte);
    assert_int_equal (bare_read32 (bare, CRC) & 0xFFFF, 0x31C3);
}

static const struct CMUnitTest others[] = {
    BOTH (the_address_counts_up_by_the_size),
    BOTH (the_address_wraps_within_its_line),
    BOTH (bytes_travel_in_their_lanes),
    BOTH (banked_registers_are_the_sixteen_bytes_around_TAR),
    BOTH (only_the_larger_core_packs_transfers),
    cmocka_unit_test (packed_bytes_reach_a_running_chip),
    BOTH (a_refused_access_does_not_count),
    BOTH (nothing_answers_without_power),
    BOTH (the_chip_tells_what_it_is),
    BOTH (a_rom_table_leads_to_the_core),
    BOTH (a_port_without_its_clock_does_not_answer),
    BOTH (outputs_are_set_and_cleared),
    cmocka_unit_test (the_crc_unit_needs_its_clock),
    cmocka_unit_test (the_crc_unit_does_the_crc_of_zip),
    cmocka_unit_test (the_crc_unit_does_sixteen_bits),
};

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (places) + G_N_ELEMENTS (others)];

    for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
        tests[i] = case_of (places[i].name, answers, &places[i]);
    memcpy (tests + G_N_ELEMENTS (places), others, sizeof others);
    return cmocka_run_group_tests_name ("sim-bus", tests, NULL, NULL);
}
