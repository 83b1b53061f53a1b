/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cores of the simulated chips as a debugger sees them. */
#include "core-code.h"

static void
registers_keep_what_is_written (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    for (guint i = 0; i < 15; i++)
        bare_set_reg (bare, i, 0x01010104u * (i + 1));
    bare_set_reg (bare, 15, 0x20000101); /* bit 0 is none of the address */
    bare_set_reg (bare, 16, 0xF1000000);
    bare_set_reg (bare, 18, 0x20000804);
    bare_set_reg (bare, 20, 0x00000001);
    for (guint i = 0; i < 15; i++)
        assert_int_equal (R (i), 0x01010104u * (i + 1));
    assert_int_equal (R (15), 0x20000100);
    assert_int_equal (R (16), 0xF1000000);
    assert_int_equal (R (17), R (13)); /* the main stack is in use */
    assert_int_equal (R (18), 0x20000804);
    assert_int_equal (R (20), 0x00000001);
    assert_true ((bare_read32 (bare, DHCSR) & 0x10000) != 0);
}

static void
a_running_core_shows_no_registers (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    bare_write32 (bare, DCRDR, 0x12345678);
    bare_write32 (bare, DCRSR, 0);
    assert_int_equal (bare_read32 (bare, DCRDR), 0x12345678);
    assert_int_equal (bare_read32 (bare, DHCSR) & 0x30000, 0);
}

static void
halting_needs_the_key_and_debugging_enabled (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    bare_write32 (bare, DHCSR, 0x00000003);
    assert_false (bare_is_halted (bare));
    bare_write32 (bare, DHCSR, 0xA05F0002);
    assert_false (bare_is_halted (bare));
    bare_write32 (bare, DHCSR, 0xA05F0003);
    assert_true (bare_is_halted (bare));
    assert_int_equal (bare_read32 (bare, DFSR) & 1, 1);
    assert_int_equal (R (15), 0x410);
    bare_write32 (bare, DHCSR, 0xA05F0000);
    assert_false (bare_is_halted (bare));
}

static void
a_step_is_one_instruction (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    static const guint32 pcs[] = { RAM + 2, RAM + 4, RAM + 6, RAM + 8, RAM + 4, RAM + 6 };

    LOAD (sum);
    for (guint i = 0; i < G_N_ELEMENTS (pcs); i++) {
        bare_write32 (bare, DHCSR, 0xA05F0005);
        assert_true (bare_is_halted (bare));
        assert_int_equal (R (15), pcs[i]);
    }
    assert_int_equal (R (0), 19);
    assert_int_equal (bare_read32 (bare, DFSR) & 1, 1);
}

static void
a_breakpoint_in_flash_stops_each_time (void **state)
{
    g_autoptr (Bare) bare = bare_new (*state);

    bare_put_program (bare, sum, G_N_ELEMENTS (sum));
    bare_halt_at_start (bare);
    bare_write32 (bare, 0xE0002000, 3);
    bare_write32 (bare, 0xE0002008, 0x414 | 1u << 30 | 1);
    for (guint i = 10; i > 0; i--) {
        bare_go (bare);
        bare_wait_us (bare, 10);
        assert_true (bare_is_halted (bare));
        assert_int_equal (R (15), 0x414);
        assert_int_equal (R (1), i);
        assert_int_equal (bare_read32 (bare, DFSR) & 2, 2);
        /* It would stop there again: over it with a step. */
        bare_write32 (bare, 0xE0002000, 2);
        bare_write32 (bare, DHCSR, 0xA05F0005);
        bare_write32 (bare, 0xE0002000, 3);
    }
    bare_write32 (bare, 0xE0002000, 2);
    bare_write32 (bare, DHCSR, 0xA05F0001);
    bare_wait_us (bare, 10);
    assert_int_equal (R (15), 0x41A); /* the instruction for it */
}

static void
without_a_debugger_a_breakpoint_instruction_is_a_fault (void **state)
{
    g_autoptr (Bare) bare = bare_new (*state);
    static const guint16 bkpt[] = { 0xBE00 };
    UlSimChipCounts counts;

    bare_put_program (bare, bkpt, 1);
    bare_wait_us (bare, 10000);
    ul_sim_chip_get_counts (bare->chip, &counts);
    assert_true (counts.resets > 20); /* locked up, reset, and again */
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        BOTH (registers_keep_what_is_written),
        BOTH (a_running_core_shows_no_registers),
        BOTH (halting_needs_the_key_and_debugging_enabled),
        BOTH (a_step_is_one_instruction),
        BOTH (a_breakpoint_in_flash_stops_each_time),
        BOTH (without_a_debugger_a_breakpoint_instruction_is_a_fault),
    };

    return cmocka_run_group_tests_name ("sim-core-debug", tests, NULL, NULL);
}
