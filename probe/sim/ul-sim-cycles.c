/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What instructions cost, by their first halfword, from zero wait state memory; a taken branch
 * costs more, which the caller adds. Sources: technical reference manuals of Cortex-M0+ and
 * Cortex-M4, the chapters on instruction timing.
 */
#include "ul-sim-parts.h"

static guint
count_ones (guint value)
{
    guint n = 0;

    for (; value != 0; value &= value - 1)
        n++;
    return n;
}

/* Breakpoint, supervisor call and hints: what stops or calls the core is the model's affair. */
static gboolean
is_special (guint op)
{
    return (op & 0xFF00) == 0xBE00 || (op & 0xFF00) == 0xDF00 ||
           ((op & 0xFF0F) == 0xBF00 && op != 0xBF00);
}

static guint
small_cost (guint op)
{
    switch (op >> 11) {
    case 0x09: /* LDR literal */
    case 0x0C:
    case 0x0D:
    case 0x0E:
    case 0x0F:
    case 0x10:
    case 0x11:
    case 0x12:
    case 0x13:
        return 2; /* loads and stores */
    case 0x0A:
    case 0x0B:
        return 2; /* with a register as offset */
    case 0x18:
    case 0x19: /* STM, LDM */
        return 1 + count_ones (op & 0xFF);
    case 0x16:
    case 0x17:
        if ((op & 0xF600) == 0xB400) /* PUSH, POP */
            return 1 + count_ones (op & 0x1FF);
        return 1;
    default:
        return 1;
    }
}

/* The first half of four bytes. */
static guint
wide_cost (guint op, UlCore core)
{
    gboolean branch_or_system = (op & 0xF800) == 0xF000;

    if (core == UL_CORE_M0PLUS)
        return branch_or_system ? 2 : 1; /* BL, MRS, MSR, barriers */
    if ((op & 0xFE40) == 0xE800 || (op & 0xFE00) == 0xE800)
        return 3; /* several registers, or two */
    if ((op & 0xFE00) == 0xF800)
        return 2; /* one load or store */
    if ((op & 0xFFC0) == 0xFB80 && (op & 0x10) != 0)
        return 6; /* division */
    return 1;
}

static gboolean
is_wide (guint op)
{
    return op >> 11 >= 0x1D;
}

static guint8 *
make_table (UlCore core)
{
    guint8 *table = g_malloc (65536);

    for (guint op = 0; op < 65536; op++) {
        table[op] = is_wide (op) ? wide_cost (op, core) : small_cost (op);
        if (is_special (op))
            table[op] |= UL_SIM_SPECIAL;
    }
    return table;
}

const guint8 *
ul_sim_cycles_of (UlCore core)
{
    static const guint8 *tables[2];
    guint index = core == UL_CORE_M0PLUS ? 0 : 1;

    if (g_once_init_enter (&tables[index])) {
        const guint8 *table = make_table (core);
        g_once_init_leave (&tables[index], table);
    }
    return tables[index];
}
