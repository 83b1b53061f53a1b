/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resets of the simulated chips, what survives them, and the watchdogs that cause them. */
#include "bare-chip.h"
#include "cases.h"

#include <string.h>

#define BLANK  0xFF
#define FOPT   0x40Du
#define SRS0   0x4007F000u
#define SRS1   0x4007F001u
#define COPC   0x40048100u
#define SRVCOP 0x40048104u
#define WDOG   0x40052000u
#define VTOR   0xE000ED08u
#define CPUID  0xE000ED00u

#define RESET_US 1000

#define BOTH(function)                                                                             \
    { #function " (KL25Z128)", function, NULL, NULL, (void *) KL25 },                              \
    {                                                                                              \
#function " (K64FN1M0)", function, NULL, NULL, (void *) K64                                \
    }

static gboolean
is_kl25 (Bare *bare)
{
    return bare->device->core == UL_CORE_M0PLUS;
}

static guint
resets (Bare *bare)
{
    UlSimChipCounts counts;

    ul_sim_chip_get_counts (bare->chip, &counts);
    return counts.resets;
}

static void
pulse (Bare *bare)
{
    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, RESET_US);
    ul_sim_chip_pull_reset (bare->chip, FALSE);
    bare_wait_us (bare, RESET_US);
}

/* --- what resets do --- */

static void
the_cause_is_told (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    assert_int_equal (bare_read (bare, SRS0, 1) & 0x80, 0x80); /* power-on */
    pulse (bare);
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
    pulse (bare);
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
    pulse (bare);
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
    pulse (bare);
    assert_false (bare_is_halted (bare));
    assert_int_equal (bare_read32 (bare, DHCSR) & 0xF, 1); /* debugging stays enabled */
}

static void
without_its_key_a_reset_request_is_ignored (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);
    guint before = resets (bare);

    bare_write32 (bare, AIRCR, 0x00000004);
    bare_wait_us (bare, RESET_US);
    assert_int_equal (resets (bare), before);
}

static void
a_core_reset_leaves_peripherals_alone_on_the_larger_core (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (K64);
    guint before = resets (bare);

    bare_write32 (bare, 0x40048038, bare_read32 (bare, 0x40048038) | 1u << 10);
    bare_write32 (bare, DHCSR, 0xA05F0003);
    bare_set_reg (bare, 0, 42);
    bare_write32 (bare, DEMCR, 1);
    bare_write32 (bare, AIRCR, 0x05FA0001);
    assert_true (bare_is_halted (bare));
    assert_int_equal (bare_reg (bare, 0), 0);
    assert_int_equal (bare_reg (bare, 15), 0x410);
    assert_int_equal (bare_read32 (bare, 0x40048038) >> 10 & 1, 1);
    assert_int_equal (resets (bare), before);
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
    assert_in_range (us, is_kl25 (bare) ? 10 : 470, is_kl25 (bare) ? 11 : 471);
}

static void
a_pin_that_is_not_wired_does_nothing (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);
    UlSimChipFaults faults;
    guint before = resets (bare);

    ul_sim_chip_faults_init (&faults);
    faults.reset_pin_gpio = TRUE;
    ul_sim_chip_set_faults (bare->chip, &faults);
    pulse (bare);
    assert_int_equal (resets (bare), before);
    /* The other ways to reset it still work. */
    bare_set_mdm (bare, MDM_RESET);
    assert_int_equal (bare_mdm (bare) & MDM_RUNNING, 0);
}

static void
FOPT_makes_the_pin_of_KL25_a_port_at_power_on (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (KL25);
    guint before = resets (bare);

    bare->flash[FOPT] = 0xF7;
    pulse (bare);
    assert_int_equal (resets (bare), before + 1);
    before = resets (bare);
    pulse (bare);
    assert_int_equal (resets (bare), before + 1); /* not yet */
    ul_sim_chip_flash_changed (bare->chip);
    bare_wait_us (bare, RESET_US);
    before = resets (bare);
    pulse (bare);
    assert_int_equal (resets (bare), before);
    assert_int_equal (bare_mdm (bare) & MDM_RUNNING, MDM_RUNNING);
}

static void
FOPT_of_K64_has_no_such_bit (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (K64);

    bare->flash[FOPT] = 0xF7;
    ul_sim_chip_flash_changed (bare->chip);
    bare_wait_us (bare, RESET_US);
    guint before = resets (bare);
    pulse (bare);
    assert_int_equal (resets (bare), before + 1);
}

/* --- chips that reset themselves --- */

static void
a_blank_chip_resets_for_ever (void **state)
{
    g_autoptr (Bare) bare = bare_new (*state);
    guint lows = 0, edges = 0;
    gboolean was = FALSE;

    bare_wait_us (bare, RESET_US);
    guint before = resets (bare);
    for (guint i = 0; i < 10000; i++) {
        gboolean low = ul_sim_chip_get_reset_low (bare->chip);

        edges += low && !was;
        lows += low;
        was = low;
        bare_wait_us (bare, 1);
    }
    assert_in_range (resets (bare) - before, 50, 1000);
    assert_in_range (edges, 50, 1000);
    assert_true (lows > 0);
}

static void
a_faulty_chip_resets_at_its_period (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);
    UlSimChipFaults faults;
    guint before = resets (bare);

    ul_sim_chip_faults_init (&faults);
    faults.reset_period_us = 5000;
    ul_sim_chip_set_faults (bare->chip, &faults);
    bare_wait_us (bare, 101000);
    assert_int_equal (resets (bare) - before, 20);
}

static void
a_crash_in_the_fault_handler_locks_up_and_resets (void **state)
{
    static const guint16 undefined[] = { 0xDE00 }; /* and no vector for the fault */
    g_autoptr (Bare) bare = bare_new (*state);

    bare_put_program (bare, undefined, 1);
    bare_wait_us (bare, RESET_US);
    guint before = resets (bare);
    bare_wait_us (bare, 10000);
    assert_true (resets (bare) - before > 50);
    bare_halt_at_start (bare);
    assert_int_equal (bare_reg (bare, 15), 0x410);
    assert_int_equal (bare_read (bare, SRS0, 1) & 0x40, 0x40);
}

/* --- COP of KL25 --- */

typedef struct {
    const char *name;
    guint32 copc;
    guint us; /* 0: never */
} Cop;

static const Cop cops[] = {
    { "COP runs after reset: 1024 ms", 0x0C, 1024000 },
    { "COP can take 256 ms", 0x08, 256000 },
    { "COP can take 32 ms", 0x04, 32000 },
    { "COP can count the bus clock", 0x06, 781 }, /* 2^13 at 10.49 MHz */
    { "COP can be off", 0x00, 0 },
};

static void
cop_bites_in_time (void **state)
{
    const Cop *c = *state;
    g_autoptr (Bare) bare = bare_new_running (KL25);

    pulse (bare);
    bare_write32 (bare, COPC, c->copc);
    guint before = resets (bare);
    if (c->us == 0) {
        bare_wait_us (bare, 3000000);
        assert_int_equal (resets (bare), before);
        return;
    }
    bare_wait_us (bare, c->us - 5);
    assert_int_equal (resets (bare), before);
    bare_wait_us (bare, 10);
    assert_int_equal (resets (bare), before + 1);
    assert_int_equal (bare_mdm (bare) & MDM_RUNNING, 0);
    bare_wait_us (bare, 500);
    assert_int_equal (bare_read (bare, SRS0, 1), 0x20);
}

static void
cop_takes_one_write (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (KL25);
    guint before = resets (bare);

    bare_write32 (bare, COPC, 0x04);
    bare_write32 (bare, COPC, 0x00);
    assert_int_equal (bare_read32 (bare, COPC), 0x04);
    bare_wait_us (bare, 33000);
    assert_int_equal (resets (bare), before + 1);
}

static void
cop_is_served_by_55_and_AA (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (KL25);
    guint before = resets (bare);

    bare_write32 (bare, COPC, 0x04);
    for (guint i = 0; i < 10; i++) {
        bare_wait_us (bare, 20000);
        bare_write32 (bare, SRVCOP, 0x55);
        bare_write32 (bare, SRVCOP, 0xAA);
    }
    assert_int_equal (resets (bare), before);
    bare_write32 (bare, SRVCOP, 0x12);
    bare_wait_us (bare, 1);
    assert_int_equal (resets (bare), before + 1);
}

static void
cop_stands_still_while_the_core_is_halted (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (KL25);
    guint before = resets (bare);

    bare_wait_us (bare, 10000000);
    assert_int_equal (resets (bare), before);
    bare_write32 (bare, DHCSR, 0xA05F0001);
    bare_wait_us (bare, 1100000);
    assert_true (resets (bare) > before);
}

static void
a_program_that_serves_cop_runs_on (void **state)
{
    static const guint16 serve[] = {
        0x4802, /*      ldr r0, =SRVCOP */
        0x2155, /*      movs r1, #0x55 */
        0x22AA, /*      movs r2, #0xAA */
        0x6001, /*  1:  str r1, [r0] */
        0x6002, /*      str r2, [r0] */
        0xE7FC, /*      b 1b */
        0x8104, 0x4004,
    };
    g_autoptr (Bare) bare = bare_new (KL25);

    bare_put_program (bare, serve, G_N_ELEMENTS (serve));
    bare_wait_us (bare, RESET_US);
    guint before = resets (bare);
    bare_wait_us (bare, 1500000);
    assert_int_equal (resets (bare), before);
}

/* --- WDOG of K64 --- */

static void
wdog_bites_after_1_2_seconds (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (K64);

    pulse (bare);
    guint before = resets (bare);
    bare_wait_us (bare, 1180000);
    assert_int_equal (resets (bare), before);
    bare_wait_us (bare, 20000);
    assert_int_equal (resets (bare), before + 1);
    bare_wait_us (bare, 500);
    assert_int_equal (bare_read (bare, SRS0, 1), 0x20);
}

static void
wdog_stands_still_while_the_core_is_halted (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (K64);
    guint before = resets (bare);

    bare_wait_us (bare, 10000000);
    assert_int_equal (resets (bare), before);
}

static void
wdog_is_closed_until_it_is_unlocked_quickly (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (K64);

    bare_write (bare, WDOG, 2, 0x01D2);
    assert_int_equal (bare_read (bare, WDOG, 2), 0x01D3);
    bare_write (bare, WDOG + 0xE, 2, 0xC520);
    bare_write (bare, WDOG + 0xE, 2, 0xD928);
    bare_wait_us (bare, 1);
    bare_write (bare, WDOG, 2, 0x01D2);
    assert_int_equal (bare_read (bare, WDOG, 2), 0x01D2);
    guint before = resets (bare);
    bare_wait_us (bare, 5000000);
    assert_int_equal (resets (bare), before);
}

static void
wdog_bites_who_unlocks_as_slowly_as_swd (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (K64);
    guint before = resets (bare);

    bare_write (bare, WDOG + 0xE, 2, 0xC520);
    bare_wait_us (bare, 23); /* two transfers at 4 MHz */
    bare_write (bare, WDOG + 0xE, 2, 0xD928);
    bare_wait_us (bare, 1);
    assert_int_equal (resets (bare), before + 1);
}

static void
wdogs_window_closes_again (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (K64);

    bare_write (bare, WDOG + 0xE, 2, 0xC520);
    bare_write (bare, WDOG + 0xE, 2, 0xD928);
    bare_wait_us (bare, 13); /* 256 cycles are 12.2 us */
    bare_write (bare, WDOG, 2, 0x01D2);
    assert_int_equal (bare_read (bare, WDOG, 2), 0x01D3);
}

static void
code_in_ram_turns_wdog_off (void **state)
{
    static const guint16 turn_off[] = {
        0x4806,         /*  ldr r0, =WDOG */
        0xF24C, 0x5120, /*  movw r1, #0xC520 */
        0xF64D, 0x1228, /*  movw r2, #0xD928 */
        0xF44F, 0x73E9, /*  movw r3, #0x01D2 */
        0x81C1,         /*  strh r1, [r0, #14] */
        0x81C2,         /*  strh r2, [r0, #14] */
        0xBF00, 0xBF00, /*  nop; nop */
        0x8003,         /*  strh r3, [r0] */
        0xBE00, 0xBF00, 0x2000, 0x4005,
    };
    g_autoptr (Bare) bare = bare_new_halted (K64);

    bare_run (bare, turn_off, G_N_ELEMENTS (turn_off));
    assert_int_equal (bare_read (bare, WDOG, 2), 0x01D2);
}

static const struct CMUnitTest others[] = {
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
    cmocka_unit_test (cop_takes_one_write),
    cmocka_unit_test (cop_is_served_by_55_and_AA),
    cmocka_unit_test (cop_stands_still_while_the_core_is_halted),
    cmocka_unit_test (a_program_that_serves_cop_runs_on),
    cmocka_unit_test (wdog_bites_after_1_2_seconds),
    cmocka_unit_test (wdog_stands_still_while_the_core_is_halted),
    cmocka_unit_test (wdog_is_closed_until_it_is_unlocked_quickly),
    cmocka_unit_test (wdog_bites_who_unlocks_as_slowly_as_swd),
    cmocka_unit_test (wdogs_window_closes_again),
    cmocka_unit_test (code_in_ram_turns_wdog_off),
};

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cops) + G_N_ELEMENTS (others)];

    for (gsize i = 0; i < G_N_ELEMENTS (cops); i++)
        tests[i] = case_of (cops[i].name, cop_bites_in_time, &cops[i]);
    memcpy (tests + G_N_ELEMENTS (cops), others, sizeof others);
    return cmocka_run_group_tests_name ("sim-reset", tests, NULL, NULL);
}
