/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cores of the simulated chips: that time does not depend on how closely one looks. */
#include "core-code.h"

#include <string.h>

static const guint16 delay[] = {
    0x4801, /*      ldr r0, =1000 */
    0x3801, /*  1:  subs r0, #1 */
    0xD1FD, /*      bne 1b */
    0xBE00, /*      bkpt */
    0x03E8, 0x0000,
};

static void
cycles_are_counted (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    gint64 start;
    UlSimChipCounts before, after;

    LOAD (delay);
    ul_sim_chip_get_counts (bare->chip, &before);
    bare_go (bare);
    start = bare_now_us (bare);
    while (!bare_is_halted (bare))
        bare_wait_us (bare, 1);
    /* 1 for SUBS and 2 for the branch, at 20.97 MHz */
    assert_in_range (bare_now_us (bare) - start, 143, 145);
    ul_sim_chip_get_counts (bare->chip, &after);
    assert_int_equal (after.instructions - before.instructions, 2001);
}

static void
the_larger_core_counts_its_cycles (void **state)
{
    const guint32 ctrl = 0xE0001000, count = 0xE0001004;
    g_autoptr (Bare) bare = bare_new_halted (K64);

    bare_write32 (bare, count, 5);
    bare_wait_us (bare, 100);
    assert_int_equal (bare_read32 (bare, count), 5);
    bare_write32 (bare, ctrl, 1);
    bare_wait_us (bare, 1000);
    assert_in_range (bare_read32 (bare, count), 5 + 20971, 5 + 20973);
    bare_write32 (bare, ctrl, 0);
    guint32 stopped = bare_read32 (bare, count);
    bare_wait_us (bare, 100);
    assert_int_equal (bare_read32 (bare, count), stopped);
}

/* Launches an erase and polls for its end. */
static const guint16 erase_and_poll[] = {
    0x4805, /*      ldr r0, =FTFX */
    0x4906, /*      ldr r1, =0x09002000 */
    0x6041, /*      str r1, [r0, #4] */
    0x2180, /*      movs r1, #0x80 */
    0x7001, /*      strb r1, [r0] */
    0x2300, /*      movs r3, #0 */
    0x3300, /*  1:  adds r3, #0 */
    0x7802, /*      ldrb r2, [r0] */
    0x0652, /*      lsls r2, #25 */
    0xD3FB, /*      bcc 1b */
    0xBE00, /*      bkpt */
    0x46C0, 0x0000, 0x4002, 0x2000, 0x0900,
};

static guint64
instructions_of (const char *device, const guint16 *code, guint n, guint step_us)
{
    g_autoptr (Bare) bare = bare_new_halted (device);
    UlSimChipCounts before, after;

    bare_load (bare, code, n);
    ul_sim_chip_get_counts (bare->chip, &before);
    bare_go (bare);
    for (guint us = 0; us < 30000; us += step_us) {
        bare_wait_us (bare, step_us);
        ul_sim_chip_get_counts (bare->chip, &after);
    }
    assert_true (bare_is_halted (bare));
    return after.instructions - before.instructions;
}

/* One that does not spin, as a register counts: nothing of it can be skipped. */
static void
skipping_a_loop_changes_nothing (void **state)
{
    guint16 counting[G_N_ELEMENTS (erase_and_poll)];

    memcpy (counting, erase_and_poll, sizeof counting);
    counting[6] = 0x3301; /* adds r3, #1 */
    guint64 all = instructions_of (*state, counting, G_N_ELEMENTS (counting), 30000);
    assert_true (all > 100000);
    assert_int_equal (
        instructions_of (*state, erase_and_poll, G_N_ELEMENTS (erase_and_poll), 30000), all);
}

static void
a_loop_that_counts_is_not_skipped (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint16 longer[G_N_ELEMENTS (sum)];

    memcpy (longer, sum, sizeof longer);
    longer[1] = 0x21FA; /* movs r1, #250 */
    bare_load (bare, longer, G_N_ELEMENTS (longer));
    bare_go (bare);
    bare_wait_us (bare, 1000);
    assert_true (bare_is_halted (bare));
    assert_int_equal (R (0), 31375);
}

/* Waits until SysTick is below 4096, through bits that rarely change. */
static const guint16 wait_for_count[] = {
    0x4805, /*      ldr r0, =SysTick */
    0x4906, /*      ldr r1, =9999 */
    0x6041, /*      str r1, [r0, #4] */
    0x6081, /*      str r1, [r0, #8] */
    0x2105, /*      movs r1, #5 */
    0x6001, /*      str r1, [r0] */
    0x6881, /*  1:  ldr r1, [r0, #8] */
    0x0B09, /*      lsrs r1, #12 */
    0xD1FC, /*      bne 1b */
    0x6882, /*      ldr r2, [r0, #8] */
    0xBE00, /*      bkpt */
    0x46C0, 0xE010, 0xE000, 0x270F, 0x0000,
};

static void
a_loop_that_reads_a_clock_is_not_skipped (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    LOAD (wait_for_count);
    bare_go (bare);
    bare_wait_us (bare, 400);
    assert_true (bare_is_halted (bare));
    assert_in_range (R (2), 4075, 4095);
}

static void
looking_often_changes_nothing (void **state)
{
    guint64 once = instructions_of (*state, erase_and_poll, G_N_ELEMENTS (erase_and_poll), 30000);

    assert_int_equal (instructions_of (*state, erase_and_poll, G_N_ELEMENTS (erase_and_poll), 1),
                      once);
    assert_int_equal (instructions_of (*state, erase_and_poll, G_N_ELEMENTS (erase_and_poll), 7),
                      once);
}

/* Waits for a word to change: the debugger's writes come while it does. */
static const guint16 wait_for_mail[] = {
    0x4802, /*      ldr r0, =MAILBOX */
    0x6801, /*  1:  ldr r1, [r0] */
    0x6842, /*      ldr r2, [r0, #4] */
    0x1A89, /*      subs r1, r2 */
    0xD0FB, /*      beq 1b */
    0xBE00, /*      bkpt */
    0x0800, 0x2000,
};

static void
a_waiting_loop_sees_the_word_it_waits_for_and_no_other (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare_write32 (bare, MAILBOX, 0);
    bare_write32 (bare, MAILBOX + 4, 0);
    LOAD (wait_for_mail);
    bare_go (bare);
    for (guint i = 0; i < 5000; i++) {
        bare_wait_us (bare, 11);
        bare_write32 (bare, BUFFER + i % 64 * 4, i);
    }
    assert_false (bare_is_halted (bare));
    assert_int_equal (bare_read32 (bare, BUFFER + 4999 % 64 * 4), 4999);
    bare_wait_us (bare, 11);
    bare_write32 (bare, MAILBOX, 3);
    bare_wait_us (bare, 11);
    bare_write32 (bare, MAILBOX, 0); /* too late */
    bare_wait_us (bare, 11);
    assert_true (bare_is_halted (bare));
    assert_int_equal (R (1), 3);
}

/* Without a look in between: they wait for the core to come to them. */
static void
writes_reach_a_running_core_one_by_one (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    static const guint32 values[] = { 0, 0, 5, 7, 0 };
    guint32 csw = 0x23000002, tar = MAILBOX;

    bare_write32 (bare, MAILBOX, 0);
    bare_write32 (bare, MAILBOX + 4, 0);
    LOAD (wait_for_mail);
    bare_go (bare);
    ul_sim_chip_access_ap (bare->chip, 0, 0x00, TRUE, &csw);
    ul_sim_chip_access_ap (bare->chip, 0, 0x04, TRUE, &tar);
    for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
        guint32 value = values[i];

        bare_wait_us (bare, 100);
        ul_sim_chip_access_ap (bare->chip, 0, 0x0C, TRUE, &value);
    }
    bare_wait_us (bare, 100);
    assert_true (bare_is_halted (bare));
    assert_int_equal (R (1), 5);
    assert_int_equal (bare_read32 (bare, MAILBOX), 0);
}

static void
a_chip_that_is_only_looked_at_is_made_quickly (void **state)
{
    gint64 start = spent_us ();
    g_autoptr (Bare) bare = bare_new (*state);

    bare_wait_us (bare, 1000);
    bare_mdm (bare);
    /* Far below what is noticed, in a sanitized build as well. */
    assert_true (spent_us () - start < 100000);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        BOTH (cycles_are_counted),
        cmocka_unit_test (the_larger_core_counts_its_cycles),
        BOTH (skipping_a_loop_changes_nothing),
        BOTH (a_loop_that_counts_is_not_skipped),
        BOTH (a_loop_that_reads_a_clock_is_not_skipped),
        BOTH (looking_often_changes_nothing),
        BOTH (a_waiting_loop_sees_the_word_it_waits_for_and_no_other),
        BOTH (writes_reach_a_running_core_one_by_one),
        BOTH (a_chip_that_is_only_looked_at_is_made_quickly),
    };

    return cmocka_run_group_tests_name ("sim-core-time", tests, NULL, NULL);
}
