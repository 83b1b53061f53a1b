/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cores of the simulated chips: that code runs as on the chip, and so do exceptions. */
#include "core-code.h"

/* --- instructions --- */

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

int
main (void)
{
    const struct CMUnitTest tests[] = {
        BOTH (a_loop_ends_at_its_breakpoint_instruction),
        BOTH (calls_use_the_stack),
        BOTH (the_core_and_the_debugger_share_memory),
        cmocka_unit_test (the_larger_core_knows_more_instructions),
        cmocka_unit_test (the_smaller_core_faults_at_them),
        cmocka_unit_test (the_larger_core_has_a_word_for_each_bit),
        BOTH (code_may_be_written_while_it_runs),
        BOTH (a_bus_error_is_a_hard_fault),
        BOTH (a_supervisor_call_returns_with_its_registers),
        BOTH (an_exception_leaves_the_stack_as_it_was),
        BOTH (threads_have_a_stack_of_their_own),
        BOTH (a_masked_interrupt_waits),
        BOTH (a_timer_wakes_a_sleeping_core),
    };

    return cmocka_run_group_tests_name ("sim-core", tests, NULL, NULL);
}
