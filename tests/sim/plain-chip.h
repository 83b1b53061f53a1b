/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-chip.h"

/**
 * The functions of UlSimChip with next to nothing behind them, for tests of what stands in front
 * of a chip: access ports with registers that hold what was written, a flash that is an array, a
 * clock, and answers as asked for.
 */
typedef struct {
    guint ap;
    guint8 reg;
    gboolean write;
    guint32 value;
    guint64 ns;
} PlainAccess;

struct _UlSimChip {
    const UlDevice *device;
    guint32 dpidr;
    guint64 ns;
    gboolean powered, debug_power, reset_pulled;
    guint n_power_ups, n_aborts, n_debug_power_changes;

    guint busy;               /* accesses that are answered with WAIT from now on */
    guint64 busy_until_ns;    /* ... until then */
    guint fault_at;           /* the access, from 1, that is refused; 0: none */
    guint64 power_fails_ns;   /* when the supply goes away; 0: never */
    guint32 registers[4][64]; /* of the first access ports */
    GArray *log;              /* of PlainAccess that were carried out or refused */

    UlSimChipFaults faults;
    guint64 serial;
    guint8 *flash;
    gsize size;
};
