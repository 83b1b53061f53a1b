/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cores of the simulated chips: that code runs as on the chip, what a debugger sees of it, and
 * that time does not depend on how closely one looks. Code is given as assembled. */
#include "bare-chip.h"

#include <string.h>

#define MAILBOX    0x20000800u
#define BUFFER     0x20000900u
#define R(n)       bare_reg (bare, n)
#define RUN(code)  bare_run (bare, code, G_N_ELEMENTS (code))
#define LOAD(code) bare_load (bare, code, G_N_ELEMENTS (code))

#define BOTH(function)                                                                             \
    { #function " (KL25Z128)", function, NULL, NULL, (void *) KL25 },                              \
    {                                                                                              \
#function " (K64FN1M0)", function, NULL, NULL, (void *) K64                                \
    }

/* --- instructions --- */

static const guint16 sum[] = {
    0x2000, /*      movs r0, #0 */
    0x210A, /*      movs r1, #10 */
    0x1840, /*  1:  adds r0, r0, r1 */
    0x3901, /*      subs r1, #1 */
    0xD1FC, /*      bne 1b */
    0xBE00, /*      bkpt */
};

static void
a_loop_ends_at_its_breakpoint_instruction (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    RUN (sum);
    assert_int_equal (R (0), 55);
    assert_int_equal (R (15), RAM + 10);
    assert_int_equal (bare_read32 (bare, DFSR), 2);
    assert_int_equal (bare_mdm (bare) & MDM_HALTED, MDM_HALTED);
}

static const guint16 call[] = {
    0x2003,         /*      movs r0, #3 */
    0xF000, 0xF801, /*      bl f */
    0xBE00,         /*      bkpt */
    0xB510,         /*  f:  push {r4, lr} */
    0x2405,         /*      movs r4, #5 */
    0x4360,         /*      muls r0, r4, r0 */
    0xBD10,         /*      pop {r4, pc} */
};

static void
calls_use_the_stack (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare_set_reg (bare, 4, 77);
    RUN (call);
    assert_int_equal (R (0), 15);
    assert_int_equal (R (4), 77);
    assert_int_equal (R (13), 0x20001000);
    assert_int_equal (bare_read32 (bare, 0x20000FFC), RAM + 6 + 1); /* lr as pushed */
}

static const guint16 copy[] = {
    0x4804, /*      ldr r0, =MAILBOX */
    0x4905, /*      ldr r1, =BUFFER */
    0x2200, /*      movs r2, #0 */
    0xC818, /*  1:  ldmia r0!, {r3, r4} */
    0xC118, /*      stmia r1!, {r3, r4} */
    0x3201, /*      adds r2, #1 */
    0x2A08, /*      cmp r2, #8 */
    0xD1FA, /*      bne 1b */
    0xBE00, /*      bkpt */
    0x46C0, 0x0800, 0x2000, 0x0900, 0x2000,
};

static void
the_core_and_the_debugger_share_memory (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    for (guint i = 0; i < 64; i += 4)
        bare_write32 (bare, MAILBOX + i, i * 0x01030507u);
    RUN (copy);
    for (guint i = 0; i < 64; i += 4)
        assert_int_equal (bare_read32 (bare, BUFFER + i), i * 0x01030507u);
}

static const guint16 m4[] = {
    0xF240, 0x40D2, /*  movw r0, #1234 */
    0xF2C0, 0x0001, /*  movt r0, #1 */
    0xFBB0, 0xF1F0, /*  udiv r1, r0, r0 */
    0x2901,         /*  cmp r1, #1 */
    0xBF0C,         /*  ite eq */
    0x2207,         /*  moveq r2, #7 */
    0x2208,         /*  movne r2, #8 */
    0xFB02, 0x1302, /*  mla r3, r2, r2, r1 */
    0xBE00,         /*  bkpt */
};

static void
the_larger_core_knows_more_instructions (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (K64);

    RUN (m4);
    assert_int_equal (R (0), 0x104D2);
    assert_int_equal (R (2), 7);
    assert_int_equal (R (3), 50);
}

static void
the_smaller_core_faults_at_them (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (KL25);

    bare_write32 (bare, DEMCR, 1u << 10); /* catch it */
    RUN (m4);
    assert_int_equal (R (15), RAM);
    assert_int_equal (bare_read32 (bare, DFSR), 8);
}

static const guint16 set_bit[] = {
    0x4802, /*  ldr r0, =alias of bit 3 at BUFFER */
    0x2101, /*  movs r1, #1 */
    0x6001, /*  str r1, [r0] */
    0x4802, /*  ldr r0, =BUFFER */
    0x6802, /*  ldr r2, [r0] */
    0xBE00, /*  bkpt */
    0x200C, 0x2201, 0x0900, 0x2000,
};

static void
the_larger_core_has_a_word_for_each_bit (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (K64);

    bare_write32 (bare, BUFFER, 0xA0);
    RUN (set_bit);
    assert_int_equal (R (2), 0xA8);
    assert_int_equal (bare_read32 (bare, BUFFER), 0xA8);
}

/* Code that writes code, and code that the debugger changes. */
static const guint16 rewrite[] = {
    0x4805, /*  ldr r0, =MAILBOX + 1 */
    0x4906, /*  ldr r1, =movs r0, #7; bx lr */
    0x2201, /*  movs r2, #1 */
    0x1A83, /*  subs r3, r0, r2 */
    0x6019, /*  str r1, [r3] */
    0x4780, /*  blx r0 */
    0x4605, /*  mov r5, r0 */
    0x4904, /*  ldr r1, =movs r0, #9; bx lr */
    0x4801, /*  ldr r0, =MAILBOX + 1 */
    0x6019, /*  str r1, [r3] */
    0x4780, /*  blx r0 */
    0xBE00, /*  bkpt */
    0x0801, 0x2000, 0x2007, 0x4770, 0x2009, 0x4770,
};

static void
code_may_be_written_while_it_runs (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    RUN (rewrite);
    assert_int_equal (R (5), 7);
    assert_int_equal (R (0), 9);
    RUN (sum); /* and where other code was before */
    assert_int_equal (R (0), 55);
    bare_write (bare, RAM + 2, 2, 0x2104); /* movs r1, #4 */
    bare_set_reg (bare, 15, RAM);
    bare_go (bare);
    bare_wait_us (bare, 100);
    assert_true (bare_is_halted (bare));
    assert_int_equal (R (0), 10);
}

/* --- a debugger's view --- */

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

/* --- exceptions --- */

static const guint16 read_nowhere[] = {
    0x4806,         /*      ldr r0, =VTOR */
    0x4907,         /*      ldr r1, =0x20000400 */
    0x6001,         /*      str r1, [r0] */
    0x4A07,         /*      ldr r2, =handler + 1 */
    0x60CA,         /*      str r2, [r1, #12] */
    0x4807,         /*      ldr r0, =0x50000000 */
    0x2400,         /*      movs r4, #0 */
    0x6801,         /*      ldr r1, [r0] */
    0x2407,         /*      movs r4, #7 */
    0xBE00,         /*      bkpt */
    0x9E06,         /*  handler: ldr r6, [sp, #24] */
    0xF3EF, 0x8705, /*      mrs r7, ipsr */
    0xBE00,         /*      bkpt */
    0xED08, 0xE000, 0x0400, 0x2000, 0x0015, 0x2000, 0x0000, 0x5000,
};

static void
a_bus_error_is_a_hard_fault (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    static const guint32 places[] = { 0x50000000, 0x40001000, 0x4004A000, 0x10000000, 0xA0000000 };

    /* Nothing there, an empty slot, one without its clock, and outside of all memory. */
    for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
        LOAD (read_nowhere);
        bare_write32 (bare, RAM + 40, places[i]);
        bare_write (bare, RAM + 40, 2, places[i] & 0xFFFF);
        bare_write (bare, RAM + 42, 2, places[i] >> 16);
        bare_go (bare);
        bare_wait_us (bare, 100);
        assert_true (bare_is_halted (bare));
        assert_int_equal (R (6), RAM + 14);
        assert_int_equal (R (7), 3);
        assert_int_equal (R (4), 0);
        assert_int_equal (R (14), 0xFFFFFFF9);
        bare_halt_at_start (bare);
    }
}

static const guint16 supervisor[] = {
    0x4805, /*      ldr r0, =VTOR */
    0x4906, /*      ldr r1, =0x20000400 */
    0x6001, /*      str r1, [r0] */
    0x4A06, /*      ldr r2, =handler + 1 */
    0x62CA, /*      str r2, [r1, #44] */
    0x2005, /*      movs r0, #5 */
    0x2400, /*      movs r4, #0 */
    0xDF03, /*      svc #3 */
    0xBE00, /*      bkpt */
    0x3401, /*  handler: adds r4, #1 */
    0x2063, /*      movs r0, #99 */
    0x4770, /*      bx lr */
    0xED08, 0xE000, 0x0400, 0x2000, 0x0013, 0x2000,
};

static void
a_supervisor_call_returns_with_its_registers (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    RUN (supervisor);
    assert_int_equal (R (15), RAM + 16);
    assert_int_equal (R (0), 5);
    assert_int_equal (R (4), 1);
    assert_int_equal (R (13), 0x20001000);
    assert_int_equal (R (16) & 0x1FF, 0);
}

static void
an_exception_leaves_the_stack_as_it_was (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    LOAD (supervisor);
    bare_set_reg (bare, 13, 0x20000FFC); /* not where a frame may begin */
    bare_go (bare);
    bare_wait_us (bare, 100);
    assert_true (bare_is_halted (bare));
    assert_int_equal (R (13), 0x20000FFC);
    assert_int_equal (R (4), 1);
}

static const guint16 process_stack[] = {
    0x480C,         /*      ldr r0, =VTOR */
    0x490D,         /*      ldr r1, =0x20000400 */
    0x6001,         /*      str r1, [r0] */
    0x4A0D,         /*      ldr r2, =handler + 1 */
    0x62CA,         /*      str r2, [r1, #44] */
    0x480D,         /*      ldr r0, =0x20000C00 */
    0xF380, 0x8809, /*      msr psp, r0 */
    0x2002,         /*      movs r0, #2 */
    0xF380, 0x8814, /*      msr control, r0 */
    0xF3BF, 0x8F6F, /*      isb */
    0x2400,         /*      movs r4, #0 */
    0xDF00,         /*      svc #0 */
    0xF3EF, 0x8514, /*      mrs r5, control */
    0x466E,         /*      mov r6, sp */
    0xBE00,         /*      bkpt */
    0x4673,         /*  handler: mov r3, lr */
    0xF3EF, 0x8209, /*      mrs r2, psp */
    0xF3EF, 0x8705, /*      mrs r7, ipsr */
    0x3401,         /*      adds r4, #1 */
    0x4770,         /*      bx lr */
    0xED08, 0xE000, 0x0400, 0x2000, 0x0027, 0x2000, 0x0C00, 0x2000,
};

static void
threads_have_a_stack_of_their_own (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    RUN (process_stack);
    assert_int_equal (R (4), 1);
    assert_int_equal (R (5), 2);
    assert_int_equal (R (6), 0x20000C00);
    assert_int_equal (R (7), 11);
    assert_int_equal (R (17), 0x20001000);
    assert_int_equal (R (18), 0x20000C00);
    assert_int_equal (bare_read32 (bare, 0x20000BE0 + 24), RAM + 30); /* where it was called */
}

static const guint16 masked[] = {
    0x4809,                 /*      ldr r0, =VTOR */
    0x490A,                 /*      ldr r1, =0x20000400 */
    0x6001,                 /*      str r1, [r0] */
    0x4A0A,                 /*      ldr r2, =handler + 1 */
    0x638A,                 /*      str r2, [r1, #56] */
    0x2400,                 /*      movs r4, #0 */
    0xB672,                 /*      cpsid i */
    0x4809,                 /*      ldr r0, =ICSR */
    0x4909,                 /*      ldr r1, =PENDSVSET */
    0x6001,                 /*      str r1, [r0] */
    0x46C0, 0x46C0, 0x4625, /*      mov r5, r4 */
    0xB662,                 /*      cpsie i */
    0x46C0, 0x46C0, 0xE7FE, /*      b . */
    0x3401,                 /*  handler: adds r4, #1 */
    0x4770,                 /*      bx lr */
    0x46C0, 0xED08, 0xE000, 0x0400, 0x2000, 0x0023, 0x2000, 0xED04, 0xE000, 0x0000, 0x1000,
};

static void
a_masked_interrupt_waits (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    LOAD (masked);
    bare_go (bare);
    bare_wait_us (bare, 100);
    bare_write32 (bare, DHCSR, 0xA05F0003);
    assert_int_equal (R (5), 0);
    assert_int_equal (R (4), 1);
    /* The debugger can mask it as well. */
    LOAD (masked);
    bare_write32 (bare, DHCSR, 0xA05F000B);
    bare_write32 (bare, DHCSR, 0xA05F0009);
    bare_wait_us (bare, 100);
    bare_write32 (bare, DHCSR, 0xA05F000B);
    assert_int_equal (R (4), 0);
}

static const guint16 ticks[] = {
    0x4808, /*      ldr r0, =VTOR */
    0x4909, /*      ldr r1, =0x20000400 */
    0x6001, /*      str r1, [r0] */
    0x4A09, /*      ldr r2, =handler + 1 */
    0x63CA, /*      str r2, [r1, #60] */
    0x4809, /*      ldr r0, =SysTick */
    0x4909, /*      ldr r1, =999 */
    0x6041, /*      str r1, [r0, #4] */
    0x2107, /*      movs r1, #7 */
    0x6001, /*      str r1, [r0] */
    0x2400, /*      movs r4, #0 */
    0xBF30, /*  1:  wfi */
    0x2C0A, /*      cmp r4, #10 */
    0xDBFC, /*      blt 1b */
    0xBE00, /*      bkpt */
    0x3401, /*  handler: adds r4, #1 */
    0x4770, /*      bx lr */
    0x46C0, 0xED08, 0xE000, 0x0400, 0x2000, 0x001F, 0x2000, 0xE010, 0xE000, 0x03E7, 0x0000,
};

static void
a_timer_wakes_a_sleeping_core (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    gint64 start;

    LOAD (ticks);
    bare_go (bare);
    start = bare_now_us (bare);
    bare_wait_us (bare, 20);
    assert_true ((bare_read32 (bare, DHCSR) & 1u << 18) != 0); /* asleep */
    while (!bare_is_halted (bare)) {
        bare_wait_us (bare, 1);
        assert_true (bare_now_us (bare) - start < 1000);
    }
    assert_int_equal (R (4), 10);
    assert_in_range (bare_now_us (bare) - start, 476, 482); /* 10,000 cycles */
}

/* --- time --- */

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

/* --- flash under the core --- */

/* Launches an erase of the block that it runs from. */
static const guint16 erase_under_oneself[] = {
    0x4802, /*  ldr r0, =FTFX */
    0x4903, /*  ldr r1, =0x09002000 */
    0x6041, /*  str r1, [r0, #4] */
    0x2180, /*  movs r1, #0x80 */
    0x7001, /*  strb r1, [r0] */
    0xE7FE, /*  b . */
    0x0000, 0x4002, 0x2000, 0x0900,
};

static void
code_cannot_run_from_a_block_being_changed (void **state)
{
    g_autoptr (Bare) bare = bare_new (*state);

    bare_put_program (bare, erase_under_oneself, G_N_ELEMENTS (erase_under_oneself));
    bare_halt_at_start (bare);
    bare_write32 (bare, DEMCR, 1u << 10);
    bare_go (bare);
    bare_wait_us (bare, 100);
    assert_true (bare_is_halted (bare));
    assert_int_equal (R (15), 0x41A);
    bare_wait_flash (bare);
    assert_int_equal (bare_fstat (bare), CCIF | RDCOLERR);
}

/* Erases a sector, and reads of that block meanwhile. */
static const guint16 read_meanwhile[] = {
    0x4803, /*  ldr r0, =FTFX */
    0x4904, /*  ldr r1, =0x09002000 */
    0x6041, /*  str r1, [r0, #4] */
    0x2180, /*  movs r1, #0x80 */
    0x7001, /*  strb r1, [r0] */
    0x2300, /*  movs r3, #0 */
    0x681A, /*  ldr r2, [r3] */
    0xBE00, /*  bkpt */
    0x0000, 0x4002, 0x2000, 0x0900,
};

static void
the_core_cannot_read_a_block_being_changed (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare_write32 (bare, DEMCR, 1u << 10);
    RUN (read_meanwhile);
    assert_int_equal (R (15), RAM + 12);
    bare_wait_flash (bare);
    assert_int_equal (bare_fstat (bare), CCIF | RDCOLERR);
}

static const guint16 read_askew[] = {
    0x4801, /*  ldr r0, =MAILBOX + 2 */
    0x6801, /*  ldr r1, [r0] */
    0xBE00, /*  bkpt */
    0x46C0, 0x0802, 0x2000,
};

static void
only_the_larger_core_reads_words_anywhere (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    gboolean small = bare->device->core == UL_CORE_M0PLUS;

    bare_write32 (bare, MAILBOX, 0x22221111);
    bare_write32 (bare, MAILBOX + 4, 0x44443333);
    bare_write32 (bare, DEMCR, 1u << 10);
    RUN (read_askew);
    assert_int_equal (R (15), small ? RAM + 2 : RAM + 4);
    if (!small)
        assert_int_equal (R (1), 0x33332222);
}

static void
a_program_that_is_erased_is_gone (void **state)
{
    g_autoptr (Bare) bare = bare_new (*state);
    static const guint16 loop[] = { 0x3001, 0xE7FD }; /* 1: adds r0, #1; b 1b */

    bare_put_program (bare, loop, 2);
    bare_wait_us (bare, 2000); /* it ran: is translated */
    bare_halt_at_start (bare);
    assert_int_equal (bare_erase_sector (bare, 0x400), CCIF);
    bare_write32 (bare, DEMCR, 1u << 10);
    bare_go (bare);
    bare_wait_us (bare, 100);
    assert_true (bare_is_halted (bare)); /* 0xFFFF is no instruction */
    assert_int_equal (R (15), 0x410);
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

static const struct CMUnitTest tests[] = {
    BOTH (a_loop_ends_at_its_breakpoint_instruction),
    BOTH (calls_use_the_stack),
    BOTH (the_core_and_the_debugger_share_memory),
    cmocka_unit_test (the_larger_core_knows_more_instructions),
    cmocka_unit_test (the_smaller_core_faults_at_them),
    cmocka_unit_test (the_larger_core_has_a_word_for_each_bit),
    BOTH (code_may_be_written_while_it_runs),
    BOTH (registers_keep_what_is_written),
    BOTH (a_running_core_shows_no_registers),
    BOTH (halting_needs_the_key_and_debugging_enabled),
    BOTH (a_step_is_one_instruction),
    BOTH (a_breakpoint_in_flash_stops_each_time),
    BOTH (without_a_debugger_a_breakpoint_instruction_is_a_fault),
    BOTH (a_bus_error_is_a_hard_fault),
    BOTH (a_supervisor_call_returns_with_its_registers),
    BOTH (an_exception_leaves_the_stack_as_it_was),
    BOTH (threads_have_a_stack_of_their_own),
    BOTH (a_masked_interrupt_waits),
    BOTH (a_timer_wakes_a_sleeping_core),
    BOTH (cycles_are_counted),
    cmocka_unit_test (the_larger_core_counts_its_cycles),
    BOTH (skipping_a_loop_changes_nothing),
    BOTH (a_loop_that_counts_is_not_skipped),
    BOTH (a_loop_that_reads_a_clock_is_not_skipped),
    BOTH (looking_often_changes_nothing),
    BOTH (a_waiting_loop_sees_the_word_it_waits_for_and_no_other),
    BOTH (writes_reach_a_running_core_one_by_one),
    BOTH (code_cannot_run_from_a_block_being_changed),
    BOTH (the_core_cannot_read_a_block_being_changed),
    BOTH (only_the_larger_core_reads_words_anywhere),
    BOTH (a_program_that_is_erased_is_gone),
    BOTH (a_chip_that_is_only_looked_at_is_made_quickly),
};

int
main (void)
{
    return cmocka_run_group_tests_name ("sim-core", tests, NULL, NULL);
}
