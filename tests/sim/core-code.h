/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Code for the cores of the simulated chips, as assembled. For tests that have a Bare *bare. */
#pragma once

#include "bare-chip.h"

#define MAILBOX    0x20000800u
#define BUFFER     0x20000900u
#define R(n)       bare_reg (bare, n)
#define RUN(code)  bare_run (bare, code, G_N_ELEMENTS (code))
#define LOAD(code) bare_load (bare, code, G_N_ELEMENTS (code))

/** sum: 10 + 9 + ... + 1, into r0 */
static const guint16 sum[] = {
    0x2000, /*      movs r0, #0 */
    0x210A, /*      movs r1, #10 */
    0x1840, /*  1:  adds r0, r0, r1 */
    0x3901, /*      subs r1, #1 */
    0xD1FC, /*      bne 1b */
    0xBE00, /*      bkpt */
};
