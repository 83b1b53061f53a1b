/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-wire.h"

G_BEGIN_DECLS

/**
 * UlEmuWire:
 *
 * What the pins of an emulated probe lead to: the wire of a simulated board, or a fake in the
 * tests of the firmware. The functions mean what those of #UlSimWire and #UlSimChip mean.
 */
typedef struct {
    gboolean (*clock) (gpointer data, gboolean drive, gboolean out, gboolean *after);
    UlSimAck (*transfer) (gpointer data, gboolean ap, guint8 reg, gboolean write, guint32 *value,
                          gboolean *parity_ok);
    void (*idle) (gpointer data, guint n_cycles);
    void (*set_speed) (gpointer data, guint khz);
    void (*pull_reset) (gpointer data, gboolean pulled);
    gboolean (*get_reset_low) (gpointer data);
    int (*get_vtref_mv) (gpointer data);
    void (*set_power) (gpointer data, gboolean on); /* 5 V for the board */
    guint64 (*get_n_bits) (gpointer data);
    guint64 (*get_time_ns) (gpointer data);
    void (*advance) (gpointer data, guint64 ns);
    gboolean (*is_working) (gpointer data); /* time that passes now is of use to the chip */
} UlEmuWireOps;

typedef struct {
    const UlEmuWireOps *ops;
    gpointer data; /* not owned */
} UlEmuWire;

G_END_DECLS
