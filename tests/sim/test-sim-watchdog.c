/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The watchdogs of the simulated chips: COP of KL25 and WDOG of K64. */
#include "bare-chip.h"
#include "cases.h"

#include <string.h>

#define COPC   0x40048100u
#define SRVCOP 0x40048104u
#define WDOG   0x40052000u

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

    bare_pulse_reset (bare);
    bare_write32 (bare, COPC, c->copc);
    guint before = bare_resets (bare);
    if (c->us == 0) {
        bare_wait_us (bare, 3000000);
        assert_int_equal (bare_resets (bare), before);
        return;
    }
    bare_wait_us (bare, c->us - 5);
    assert_int_equal (bare_resets (bare), before);
    bare_wait_us (bare, 10);
    assert_int_equal (bare_resets (bare), before + 1);
    assert_int_equal (bare_mdm (bare) & MDM_RUNNING, 0);
    bare_wait_us (bare, 500);
    assert_int_equal (bare_read (bare, SRS0, 1), 0x20);
}

static void
cop_takes_one_write (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (KL25);
    guint before = bare_resets (bare);

    bare_write32 (bare, COPC, 0x04);
    bare_write32 (bare, COPC, 0x00);
    assert_int_equal (bare_read32 (bare, COPC), 0x04);
    bare_wait_us (bare, 33000);
    assert_int_equal (bare_resets (bare), before + 1);
}

static void
cop_is_served_by_55_and_AA (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (KL25);
    guint before = bare_resets (bare);

    bare_write32 (bare, COPC, 0x04);
    for (guint i = 0; i < 10; i++) {
        bare_wait_us (bare, 20000);
        bare_write32 (bare, SRVCOP, 0x55);
        bare_write32 (bare, SRVCOP, 0xAA);
    }
    assert_int_equal (bare_resets (bare), before);
    bare_write32 (bare, SRVCOP, 0x12);
    bare_wait_us (bare, 1);
    assert_int_equal (bare_resets (bare), before + 1);
}

static void
cop_stands_still_while_the_core_is_halted (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (KL25);
    guint before = bare_resets (bare);

    bare_wait_us (bare, 10000000);
    assert_int_equal (bare_resets (bare), before);
    bare_write32 (bare, DHCSR, 0xA05F0001);
    bare_wait_us (bare, 1100000);
    assert_true (bare_resets (bare) > before);
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
    guint before = bare_resets (bare);
    bare_wait_us (bare, 1500000);
    assert_int_equal (bare_resets (bare), before);
}

/* --- WDOG of K64 --- */

static void
wdog_bites_after_1_2_seconds (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (K64);

    bare_pulse_reset (bare);
    guint before = bare_resets (bare);
    bare_wait_us (bare, 1180000);
    assert_int_equal (bare_resets (bare), before);
    bare_wait_us (bare, 20000);
    assert_int_equal (bare_resets (bare), before + 1);
    bare_wait_us (bare, 500);
    assert_int_equal (bare_read (bare, SRS0, 1), 0x20);
}

static void
wdog_stands_still_while_the_core_is_halted (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (K64);
    guint before = bare_resets (bare);

    bare_wait_us (bare, 10000000);
    assert_int_equal (bare_resets (bare), before);
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
    guint before = bare_resets (bare);
    bare_wait_us (bare, 5000000);
    assert_int_equal (bare_resets (bare), before);
}

static void
wdog_bites_who_unlocks_as_slowly_as_swd (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (K64);
    guint before = bare_resets (bare);

    bare_write (bare, WDOG + 0xE, 2, 0xC520);
    bare_wait_us (bare, 23); /* two transfers at 4 MHz */
    bare_write (bare, WDOG + 0xE, 2, 0xD928);
    bare_wait_us (bare, 1);
    assert_int_equal (bare_resets (bare), before + 1);
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
    return cmocka_run_group_tests_name ("sim-watchdog", tests, NULL, NULL);
}
