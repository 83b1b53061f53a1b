/* SPDX-License-Identifier: GPL-2.0-or-later */
/* KV58: a Cortex-M7 whose flash is at 0x10000000 on the bus, and at 0 for its controller. */
#include "bare-chip.h"

#include <string.h>

#define KV58     "MKV58F1M0"
#define FLASH    0x10000000u
#define FLEXRAM  0x18000000u
#define FREE     0x8000u
#define SECTOR   8192u
#define VTOR     0xE000ED08u
#define FP_CTRL  0xE0002000u
#define FP_COMP0 0xE0002008u
#define BITS     0x22000000u /* of Cortex-M4 */
#define BLANK    0xFF

static void
starts_in_its_flash (void **state)
{
    g_autoptr (Bare) bare = bare_new (KV58);
    static const guint16 loop[] = { 0xE7FE };

    bare_put_program (bare, loop, G_N_ELEMENTS (loop));
    bare->flash[7] = 0x10; /* the vector is an address on the bus */
    ul_sim_chip_flash_changed (bare->chip);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    assert_int_equal (bare_read32 (bare, VTOR), FLASH);
    assert_int_equal (bare_reg (bare, 13), 0x20001000);
    assert_int_equal (bare_reg (bare, 15), FLASH + 0x410);
}

static void
has_nothing_at_zero_and_no_bit_band (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (KV58);
    guint32 value;

    assert_true (bare_try_read (bare, FLASH, 4, &value));
    assert_false (bare_try_read (bare, 0, 4, &value));
    assert_false (bare_try_read (bare, BITS, 4, &value));
    assert_int_equal (bare_read32 (bare, 0xE000ED00) >> 4 & 0xFFF, 0xC27);
}

static void
its_controller_counts_from_zero (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (KV58);
    static const guint8 data[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

    memset (bare->flash + FREE, 0, SECTOR);
    assert_int_equal (bare_erase_sector (bare, FREE), CCIF);
    assert_int_equal (bare_program (bare, FREE + 8, data), CCIF);
    assert_int_equal (bare_read32 (bare, FLASH + FREE + 8), 0x04030201);
    assert_int_equal (bare_read32 (bare, FLASH + FREE + SECTOR - 4), 0xFFFFFFFF);
    /* sectors are named by multiples of 32, and that is the address of the bus nowhere */
    assert_int_equal (bare_erase_sector (bare, FREE + 16), CCIF | ACCERR);
    assert_int_equal (bare_erase_sector (bare, 0x100000), CCIF | ACCERR);
}

static guint8
program_section (Bare *bare, guint32 address, guint8 units)
{
    const guint8 fccob[] = { 0x0B, address >> 16, address >> 8, address, 0, units };

    return bare_command (bare, fccob, sizeof fccob);
}

/* As OpenOCD warns of: what is programmed is right, and the command says that it is not. */
static void
a_line_that_is_half_programmed_takes_the_rest_with_an_error (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (KV58);
    static const guint8 first[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

    assert_int_equal (bare_program (bare, FREE, first), CCIF);
    for (guint i = 0; i < 32; i += 4)
        bare_write32 (bare, FLEXRAM + i, i < 16 ? 0xFFFFFFFF : 0x12345678);
    assert_int_equal (program_section (bare, FREE, 1), CCIF | MGSTAT0);
    assert_memory_equal (bare->flash + FREE, first, 8);
    assert_int_equal (bare_read32 (bare, FLASH + FREE + 28), 0x12345678);
    assert_int_equal (program_section (bare, FREE + 32, 1), CCIF);
    assert_int_equal (program_section (bare, FREE + 16, 1), CCIF | ACCERR);
}

static void
erase_all_unsecure_minds_no_protection_and_leaves_it_open (void **state)
{
    g_autoptr (Bare) bare = bare_new (KV58);
    const guint8 plain[] = { 0x44 }, open[] = { 0x49 }, block[] = { 0x08, 0, 0, 0 };

    bare->flash[0x408] = 0xFE;
    bare->flash[FREE] = 0;
    ul_sim_chip_flash_changed (bare->chip);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    assert_int_equal (bare_command (bare, block, sizeof block), CCIF | ACCERR); /* has none */
    assert_int_equal (bare_command (bare, plain, sizeof plain), CCIF | FPVIOL);
    assert_int_equal (bare_command (bare, open, sizeof open), CCIF);
    assert_int_equal (bare->flash[FREE], BLANK);
    assert_int_equal (bare->flash[0x40C], 0xFE);
    bare_halt_at_start (bare);
    assert_int_equal (bare_mdm (bare) & MDM_SECURED, 0);
}

/* In RAM, too, which the breakpoints of older cores do not reach. */
static void
breakpoints_hold_whole_addresses (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (KV58);
    static const guint16 code[] = { 0x2001, 0x2002, 0x2003, 0xE7FE };

    assert_int_equal (bare_read32 (bare, FP_CTRL) >> 28, 1);
    bare_write32 (bare, FP_CTRL, 3);
    bare_write32 (bare, FP_COMP0, (RAM + 4) | 1);
    bare_run (bare, code, G_N_ELEMENTS (code));
    assert_int_equal (bare_reg (bare, 15), RAM + 4);
    assert_int_equal (bare_reg (bare, 0), 2);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (starts_in_its_flash),
        cmocka_unit_test (has_nothing_at_zero_and_no_bit_band),
        cmocka_unit_test (its_controller_counts_from_zero),
        cmocka_unit_test (a_line_that_is_half_programmed_takes_the_rest_with_an_error),
        cmocka_unit_test (erase_all_unsecure_minds_no_protection_and_leaves_it_open),
        cmocka_unit_test (breakpoints_hold_whole_addresses),
    };

    return cmocka_run_group_tests_name ("sim-kv58", tests, NULL, NULL);
}
