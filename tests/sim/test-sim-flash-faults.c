/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flash that wears out, and commands that are broken off. */
#include "flash-places.h"

#include <string.h>

/* --- faults --- */

static void
set_fault (Bare *bare, guint32 bad, guint32 stubborn, guint32 weak)
{
    UlSimChipFaults faults;

    ul_sim_chip_faults_init (&faults);
    faults.bad_sector = bad;
    faults.stubborn_sector = stubborn;
    faults.weak_address = weak;
    ul_sim_chip_set_faults (bare->chip, &faults);
}

static void
a_bad_sector_does_not_erase (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    set_fault (bare, FREE, UL_SIM_NO_ADDRESS, UL_SIM_NO_ADDRESS);
    assert_int_equal (bare_erase_sector (bare, FREE), CCIF | MGSTAT0);
    assert_false (bare_is_blank (bare, FREE, bare_sector_size (bare)));
    assert_int_equal (bare_erase_sector (bare, FREE + bare_sector_size (bare)), CCIF);
}

static void
a_stubborn_sector_says_that_it_is_erased (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare->flash[FREE] = bare->flash[FREE + bare_sector_size (bare)] = 0x42;
    set_fault (bare, UL_SIM_NO_ADDRESS, FREE, UL_SIM_NO_ADDRESS);
    assert_int_equal (bare_erase_sector (bare, FREE), CCIF);
    assert_int_equal (bare->flash[FREE], 0x42);
    assert_int_equal (bare_erase_sector (bare, FREE + bare_sector_size (bare)), CCIF);
    assert_int_equal (bare->flash[FREE + bare_sector_size (bare)], BLANK);
}

static void
a_weak_byte_loses_a_bit_unnoticed (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    set_fault (bare, UL_SIM_NO_ADDRESS, UL_SIM_NO_ADDRESS, FREE + 1);
    assert_int_equal (bare_program (bare, FREE, some), CCIF);
    assert_int_equal (bare->flash[FREE], some[0]);
    assert_int_equal (bare->flash[FREE + 1], 0x30); /* 0x34 without its lowest 1 */
    assert_int_equal (bare->flash[FREE + 2], some[2]);
}

/* --- power fails --- */

static guint
count_blank (Bare *bare, guint32 address, guint32 size)
{
    guint n = 0;

    for (guint32 i = address; i < address + size; i++)
        n += bare->flash[i] == BLANK;
    return n;
}

/* Blank bytes of the sector after an erase that is broken off so far in. */
static guint
break_off_erase (const char *device, guint us, guint8 *left)
{
    g_autoptr (Bare) bare = bare_new_halted (device);
    const guint8 erase[] = { 0x09, 0, 0x20, 0 };

    memset (bare->flash + FREE, 0x5A, bare_sector_size (bare));
    bare_launch (bare, erase, sizeof erase);
    bare_wait_us (bare, us);
    ul_sim_chip_set_power (bare->chip, FALSE);
    memcpy (left, bare->flash + FREE, 1024);
    return count_blank (bare, FREE, bare_sector_size (bare)) * 100 / bare_sector_size (bare);
}

static void
an_erase_broken_off_leaves_a_mixture (void **state)
{
    guint8 first[1024], again[1024];

    assert_in_range (break_off_erase (*state, 1400, first), 5, 15);
    assert_in_range (break_off_erase (*state, 7000, first), 40, 60);
    assert_in_range (break_off_erase (*state, 7000, again), 40, 60);
    assert_memory_equal (first, again, sizeof first);
    assert_in_range (break_off_erase (*state, 12600, first), 80, 95);
    assert_int_equal (break_off_erase (*state, 15100, first), 100);
}

static void
a_unit_broken_off_has_no_bit_that_was_not_asked_for (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint8 zeros[8] = { 0, 0, 0, 0x0F, 0, 0, 0, 0x0F };
    guint unit = bare_unit (bare), n = 0;
    guint8 fccob[12] = { unit == 8 ? 0x07 : 0x06, 0, 0x20, 0 };

    for (guint i = 0; i < unit; i++)
        fccob[4 + (i ^ 3)] = zeros[i];
    bare_launch (bare, fccob, 4 + unit);
    bare_wait_us (bare, 30);
    ul_sim_chip_set_power (bare->chip, FALSE);
    for (guint i = 0; i < unit; i++) {
        assert_int_equal (bare->flash[FREE + i] & zeros[i], zeros[i]);
        n += bare->flash[FREE + i] != zeros[i];
    }
    assert_in_range (n, 1, unit);
    assert_true (bare_is_blank (bare, FREE + unit, 64));
}

static void
a_reset_breaks_a_command_off (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 erase[] = { 0x09, 0, 0x20, 0 };
    guint8 left[64];

    memset (bare->flash + FREE, 0x5A, bare_sector_size (bare));
    bare_launch (bare, erase, sizeof erase);
    bare_wait_us (bare, 3000);
    bare_halt_at_start (bare);
    assert_int_equal (bare_fstat (bare), CCIF);
    memcpy (left, bare->flash + FREE, sizeof left);
    bare_wait_us (bare, 20000);
    assert_memory_equal (bare->flash + FREE, left, sizeof left); /* it does not go on */
    assert_false (bare_is_blank (bare, FREE, bare_sector_size (bare)));
}

static void
a_brown_out_is_a_power_on_reset (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    UlSimChipFaults faults;
    guint before = ul_sim_chip_get_n_power_ups (bare->chip);
    const guint8 erase[] = { 0x09, 0, 0x20, 0 };

    memset (bare->flash + FREE, 0x5A, bare_sector_size (bare));
    ul_sim_chip_faults_init (&faults);
    faults.brown_out_us = bare_now_us (bare) + 7000;
    ul_sim_chip_set_faults (bare->chip, &faults);
    bare_write32 (bare, RAM, 0x12345678);
    bare_launch (bare, erase, sizeof erase);
    bare_wait_us (bare, 10000);
    assert_int_equal (ul_sim_chip_get_n_power_ups (bare->chip), before + 1);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    assert_int_not_equal (bare_read32 (bare, RAM), 0x12345678);
    assert_in_range (count_blank (bare, FREE, bare_sector_size (bare)), bare_sector_size (bare) / 4,
                     bare_sector_size (bare) * 3 / 4);
}

/* Returns: how many bytes of a sector were blank after power had failed within its erase */
static guint
erase_cut_at (Bare *bare, guint percent)
{
    UlSimChipFaults faults;
    const guint8 look[] = { 0x01, 0, 0x20, 0, 0, 1, 0 }, erase[] = { 0x09, 0, 0x20, 0 };
    guint before = ul_sim_chip_get_n_power_ups (bare->chip);

    memset (bare->flash + FREE, 0x5A, bare_sector_size (bare));
    ul_sim_chip_faults_init (&faults);
    faults.cut_command = 2;
    faults.cut_percent = percent;
    ul_sim_chip_set_faults (bare->chip, &faults);
    bare_launch (bare, look, sizeof look);
    bare_wait_us (bare, 20000);
    assert_int_equal (ul_sim_chip_get_n_power_ups (bare->chip), before);
    bare_launch (bare, erase, sizeof erase);
    bare_wait_us (bare, 20000);
    assert_int_equal (ul_sim_chip_get_n_power_ups (bare->chip), before + 1);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    return count_blank (bare, FREE, bare_sector_size (bare));
}

static void
a_cut_comes_within_the_command_that_it_is_for (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint size = bare_sector_size (bare);

    assert_int_equal (erase_cut_at (bare, 0), 0);
    assert_in_range (erase_cut_at (bare, 50), size / 4, size * 3 / 4);
    assert_int_equal (erase_cut_at (bare, 100), size);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        BOTH (a_bad_sector_does_not_erase),
        BOTH (a_stubborn_sector_says_that_it_is_erased),
        BOTH (a_weak_byte_loses_a_bit_unnoticed),
        BOTH (an_erase_broken_off_leaves_a_mixture),
        BOTH (a_unit_broken_off_has_no_bit_that_was_not_asked_for),
        BOTH (a_reset_breaks_a_command_off),
        BOTH (a_brown_out_is_a_power_on_reset),
        BOTH (a_cut_comes_within_the_command_that_it_is_for),
    };

    return cmocka_run_group_tests_name ("sim-flash-faults", tests, NULL, NULL);
}
