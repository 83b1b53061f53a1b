/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cores of the simulated chips while the flash they run from is changed. */
#include "core-code.h"

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

int
main (void)
{
    const struct CMUnitTest tests[] = {
        BOTH (code_cannot_run_from_a_block_being_changed),
        BOTH (the_core_cannot_read_a_block_being_changed),
        BOTH (only_the_larger_core_reads_words_anywhere),
        BOTH (a_program_that_is_erased_is_gone),
    };

    return cmocka_run_group_tests_name ("sim-core-flash", tests, NULL, NULL);
}
