/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-wire.h"

G_BEGIN_DECLS

/**
 * UlSimDp:
 *
 * The registers of the SW-DP and what it answers to a request; bits and time are the wire's affair.
 * Version 1 of the architecture, without the transaction counter; a DPIDR with MIN set has no
 * pushed operations either. Source: Arm IHI 0031, the chapters on the DP.
 */
typedef struct {
    UlSimChip *chip; /* not owned */
    gboolean minimal;

    guint32 ctrl;   /* CTRL/STAT as written */
    guint32 sticky; /* its error bits */
    guint32 powered;
    gint64 power_change_ns; /* when powered follows ctrl */
    gboolean read_ok;
    guint32 select, dlcr;
    guint32 rdbuff, resend;

    /* An AP write that the chip has not taken yet. */
    gboolean posted;
    guint8 posted_ap, posted_reg;
    guint32 posted_value;

    /* Injected WAITs. */
    guint wait_every, wait_times;
    guint n_ap_accesses, waits_left;
    gboolean wait_over; /* the access that was made to wait is let through */
} UlSimDp;

void ul_sim_dp_init (UlSimDp *self, UlSimChip *chip);
/** ul_sim_dp_power_up: all registers as after power-on */
void ul_sim_dp_power_up (UlSimDp *self);

/**
 * ul_sim_dp_request:
 * @value: (out): a read's
 *
 * Takes a request and carries out reads. Returns: the acknowledge
 */
UlSimAck ul_sim_dp_request (UlSimDp *self, gboolean ap, guint8 reg, gboolean write, guint32 *value);
/** ul_sim_dp_write: the data of a write that was acknowledged with OK */
void ul_sim_dp_write (UlSimDp *self, gboolean ap, guint8 reg, guint32 value, gboolean parity_ok);
/** ul_sim_dp_detects_overrun: CTRL/STAT.ORUNDETECT: refused accesses have a data phase as well */
gboolean ul_sim_dp_detects_overrun (const UlSimDp *self);
guint ul_sim_dp_get_turnaround (const UlSimDp *self); /* cycles, 1 to 4 */
/** ul_sim_dp_line_reset: a line reset takes the turnaround back to 1 */
void ul_sim_dp_line_reset (UlSimDp *self);
gboolean ul_sim_dp_get_debug_power (const UlSimDp *self);

G_END_DECLS
