/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resets of the simulated chips, what survives them. */
#include "bare-chip.h"

#define BLANK 0xFF
#define FOPT  0x40Du
#define SRS1  0x4007F001u
#define VTOR  0xE000ED08u
#define CPUID 0xE000ED00u

/* --- what resets do --- */

static void
the_cause_is_told (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    assert_int_equal (bare_read (bare, SRS0, 1) & 0x80, 0x80); /* power-on */
    bare_pulse_reset (bare);
    assert_int_equal (bare_read (bare, SRS0, 1), 0x40); /* pin */
    bare_write32 (bare, AIRCR, 0x05FA0004);
    bare_wait_us (bare, RESET_US);
    assert_int_equal (bare_read (bare, SRS1, 1), 0x04); /* software */
    bare_set_mdm (bare, MDM_RESET);
    bare_set_mdm (bare, 0);
    bare_wait_us (bare, RESET_US);
    assert_int_equal (bare_read (bare, SRS1, 1), 0x08); /* MDM-AP */
}

static void
ram_survives_a_reset_but_not_power_off (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    bare_write32 (bare, RAM + 0x800, 0x12345678);
    bare_pulse_reset (bare);
    assert_int_equal (bare_read32 (bare, RAM + 0x800), 0x12345678);
    ul_sim_chip_set_power (bare->chip, FALSE);
    assert_false (ul_sim_chip_get_power (bare->chip));
    bare_wait_us (bare, 1000000);
    ul_sim_chip_set_power (bare->chip, TRUE);
    bare_wait_us (bare, RESET_US);
    assert_int_not_equal (bare_read32 (bare, RAM + 0x800), 0x12345678);
}

static void
peripherals_are_as_after_reset (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);
    guint32 before = bare_read32 (bare, 0x40048038);

    bare_write32 (bare, 0x40048038, before | 1u << 10);
    bare_write32 (bare, 0x4004A000, 0x100);
    bare_write32 (bare, VTOR, RAM);
    bare_pulse_reset (bare);
    assert_int_equal (bare_read32 (bare, 0x40048038), before);
    assert_int_equal (bare_read32 (bare, VTOR), 0);
    bare_write32 (bare, 0x40048038, before | 1u << 10);
    assert_int_equal (bare_read32 (bare, 0x4004A000), 0);
}

static void
in_reset_only_the_debug_registers_answer (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);
    guint32 value;

    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, RESET_US);
    assert_false (bare_try_read (bare, RAM, 4, &value));
    assert_false (bare_try_read (bare, 0, 4, &value));
    assert_false (bare_try_read (bare, FTFX, 1, &value));
    assert_false (bare_try_write (bare, RAM, 4, 0));
    assert_true (bare_try_read (bare, CPUID, 4, &value));
    assert_true (bare_try_write (bare, DEMCR, 4, 1));
    assert_int_equal (bare_read32 (bare, DEMCR), 1);
}

static void
a_vector_catch_stops_before_the_first_instruction (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    bare_write32 (bare, DHCSR, 0xA05F0001);
    bare_write32 (bare, DEMCR, 1);
    bare_write32 (bare, AIRCR, 0x05FA0004);
    bare_wait_us (bare, RESET_US);
    assert_true (bare_is_halted (bare));
    assert_int_equal (bare_read32 (bare, DFSR) & 8, 8);
    assert_int_equal (bare_reg (bare, 15), 0x410);
    assert_int_equal (bare_reg (bare, 13), 0x20001000);
    assert_int_equal (bare_reg (bare, 14), 0xFFFFFFFF);
    assert_int_equal (bare_reg (bare, 16), 0x01000000);
}

static void
a_catch_needs_debugging_enabled (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    bare_write32 (bare, DEMCR, 1);
    bare_write32 (bare, AIRCR, 0x05FA0004);
    bare_wait_us (bare, RESET_US);
    assert_false (bare_is_halted (bare));
}

static void
that_a_reset_happened_is_told_once (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    bare_read32 (bare, DHCSR);
    assert_int_equal (bare_read32 (bare, DHCSR) & S_RESET_ST, 0);
    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, RESET_US);
    assert_int_equal (bare_read32 (bare, DHCSR) & S_RESET_ST, S_RESET_ST);
    assert_int_equal (bare_read32 (bare, DHCSR) & S_RESET_ST, S_RESET_ST);
    ul_sim_chip_pull_reset (bare->chip, FALSE);
    bare_wait_us (bare, RESET_US);
    assert_int_equal (bare_read32 (bare, DHCSR) & S_RESET_ST, S_RESET_ST);
    assert_int_equal (bare_read32 (bare, DHCSR) & S_RESET_ST, 0);
}

static void
a_reset_lets_a_halted_core_go (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    bare_write32 (bare, DHCSR, 0xA05F0003);
    assert_true (bare_is_halted (bare));
    bare_pulse_reset (bare);
    assert_false (bare_is_halted (bare));
    assert_int_equal (bare_read32 (bare, DHCSR) & 0xF, 1); /* debugging stays enabled */
}

static void
without_its_key_a_reset_request_is_ignored (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);
    guint before = bare_resets (bare);

    bare_write32 (bare, AIRCR, 0x00000004);
    bare_wait_us (bare, RESET_US);
    assert_int_equal (bare_resets (bare), before);
}

static void
a_core_reset_leaves_peripherals_alone_on_the_larger_core (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (K64);
    guint before = bare_resets (bare);

    bare_write32 (bare, 0x40048038, bare_read32 (bare, 0x40048038) | 1u << 10);
    bare_write32 (bare, DHCSR, 0xA05F0003);
    bare_set_reg (bare, 0, 42);
    bare_write32 (bare, DEMCR, 1);
    bare_write32 (bare, AIRCR, 0x05FA0001);
    assert_true (bare_is_halted (bare));
    assert_int_equal (bare_reg (bare, 0), 0);
    assert_int_equal (bare_reg (bare, 15), 0x410);
    assert_int_equal (bare_read32 (bare, 0x40048038) >> 10 & 1, 1);
    assert_int_equal (bare_resets (bare), before);
}

static void
debug_settings_go_with_the_debugger (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    bare_write32 (bare, DHCSR, 0xA05F0003);
    assert_true (bare_is_halted (bare));
    ul_sim_chip_set_debug_power (bare->chip, FALSE);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    assert_int_equal (bare_read32 (bare, DHCSR) & 0x2000F, 0);
}

/* --- the pin --- */

static void
the_chip_pulls_its_pin_in_its_own_resets (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);
    guint us = 0;

    assert_false (ul_sim_chip_get_reset_low (bare->chip));
    bare_write32 (bare, AIRCR, 0x05FA0004);
    while (ul_sim_chip_get_reset_low (bare->chip) && us < 1000) {
        ul_sim_chip_advance (bare->chip, 100);
        us++;
    }
    /* As measured: 1 us, and 47 us. */
    assert_in_range (us, bare_is_kl25 (bare) ? 10 : 470, bare_is_kl25 (bare) ? 11 : 471);
}

static void
a_pin_that_is_not_wired_does_nothing (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);
    UlSimChipFaults faults;
    guint before = bare_resets (bare);

    ul_sim_chip_faults_init (&faults);
    faults.reset_pin_gpio = TRUE;
    ul_sim_chip_set_faults (bare->chip, &faults);
    bare_pulse_reset (bare);
    assert_int_equal (bare_resets (bare), before);
    /* The other ways to reset it still work. */
    bare_set_mdm (bare, MDM_RESET);
    assert_int_equal (bare_mdm (bare) & MDM_RUNNING, 0);
}

static void
FOPT_makes_the_pin_of_KL25_a_port_at_power_on (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (KL25);
    guint before = bare_resets (bare);

    bare->flash[FOPT] = 0xF7;
    bare_pulse_reset (bare);
    assert_int_equal (bare_resets (bare), before + 1);
    before = bare_resets (bare);
    bare_pulse_reset (bare);
    assert_int_equal (bare_resets (bare), before + 1); /* not yet */
    ul_sim_chip_flash_changed (bare->chip);
    bare_wait_us (bare, RESET_US);
    before = bare_resets (bare);
    bare_pulse_reset (bare);
    assert_int_equal (bare_resets (bare), before);
    assert_int_equal (bare_mdm (bare) & MDM_RUNNING, MDM_RUNNING);
}

static void
FOPT_of_K64_has_no_such_bit (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (K64);

    bare->flash[FOPT] = 0xF7;
    ul_sim_chip_flash_changed (bare->chip);
    bare_wait_us (bare, RESET_US);
    guint before = bare_resets (bare);
    bare_pulse_reset (bare);
    assert_int_equal (bare_resets (bare), before + 1);
}

/* --- chips that reset themselves --- */

static void
a_blank_chip_resets_for_ever (void **state)
{
    g_autoptr (Bare) bare = bare_new (*state);
    guint lows = 0, edges = 0;
    gboolean was = FALSE;

    bare_wait_us (bare, RESET_US);
    guint before = bare_resets (bare);
    for (guint i = 0; i < 10000; i++) {
        gboolean low = ul_sim_chip_get_reset_low (bare->chip);

        edges += low && !was;
        lows += low;
        was = low;
        bare_wait_us (bare, 1);
    }
    assert_in_range (bare_resets (bare) - before, 50, 1000);
    assert_in_range (edges, 50, 1000);
    assert_true (lows > 0);
}

static void
a_faulty_chip_resets_at_its_period (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);
    UlSimChipFaults faults;
    guint before = bare_resets (bare);

    ul_sim_chip_faults_init (&faults);
    faults.reset_period_us = 5000;
    ul_sim_chip_set_faults (bare->chip, &faults);
    bare_wait_us (bare, 101000);
    assert_int_equal (bare_resets (bare) - before, 20);
}

static void
a_crash_in_the_fault_handler_locks_up_and_resets (void **state)
{
    static const guint16 undefined[] = { 0xDE00 }; /* and no vector for the fault */
    g_autoptr (Bare) bare = bare_new (*state);

    bare_put_program (bare, undefined, 1);
    bare_wait_us (bare, RESET_US);
    guint before = bare_resets (bare);
    bare_wait_us (bare, 10000);
    assert_true (bare_resets (bare) - before > 50);
    bare_halt_at_start (bare);
    assert_int_equal (bare_reg (bare, 15), 0x410);
    assert_int_equal (bare_read (bare, SRS0, 1) & 0x40, 0x40);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        BOTH (the_cause_is_told),
        BOTH (ram_survives_a_reset_but_not_power_off),
        BOTH (peripherals_are_as_after_reset),
        BOTH (in_reset_only_the_debug_registers_answer),
        BOTH (a_vector_catch_stops_before_the_first_instruction),
        BOTH (a_catch_needs_debugging_enabled),
        BOTH (that_a_reset_happened_is_told_once),
        BOTH (a_reset_lets_a_halted_core_go),
        BOTH (without_its_key_a_reset_request_is_ignored),
        cmocka_unit_test (a_core_reset_leaves_peripherals_alone_on_the_larger_core),
        BOTH (debug_settings_go_with_the_debugger),
        BOTH (the_chip_pulls_its_pin_in_its_own_resets),
        BOTH (a_pin_that_is_not_wired_does_nothing),
        cmocka_unit_test (FOPT_makes_the_pin_of_KL25_a_port_at_power_on),
        cmocka_unit_test (FOPT_of_K64_has_no_such_bit),
        BOTH (a_blank_chip_resets_for_ever),
        BOTH (a_faulty_chip_resets_at_its_period),
        BOTH (a_crash_in_the_fault_handler_locks_up_and_resets),
    };

    return cmocka_run_group_tests_name ("sim-reset", tests, NULL, NULL);
}
