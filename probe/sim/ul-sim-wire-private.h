/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-dp.h"
#include "ul-sim-swj.h"

G_BEGIN_DECLS

/* For ul-sim-wire.c and ul-sim-transfer.c alone. */
#define UL_SIM_REQUEST_BITS 8
#define UL_SIM_ACK_BITS     3
#define UL_SIM_DATA_BITS    33 /* with the parity */

/* What comes next on the line. */
typedef enum {
    PHASE_LOST, /* after a protocol error: nothing but a line reset helps */
    PHASE_IDLE,
    PHASE_REQUEST,
    PHASE_TURN, /* the line goes to the target */
    PHASE_ACK,
    PHASE_READ,
    PHASE_TURN_BACK,
    PHASE_WRITE,
} Phase;

struct _UlSimWire {
    UlSimChip *chip; /* not owned */
    UlSimDp dp;
    UlSimSwj swj;
    UlSimWireFaults faults;
    gboolean powered;
    guint n_power_ups;

    guint khz;
    guint pending_bits; /* clocked, but not lived by the chip */
    guint remainder;    /* of their time, in 1/khz ns */
    guint64 n_bits;

    Phase phase;
    guint n;        /* cycles of the phase that are over */
    gboolean fresh; /* after a line reset: DPIDR must be read first */
    guint n_low;    /* low cycles since then */
    guint64 shift;  /* bits taken or given in this phase */
    gboolean ap, write;
    guint8 reg;
    UlSimAck ack;
    guint32 value;
    gboolean drives, level; /* the target, now */
    guint n_transfers;      /* with data */
};

/** ul_sim_wire_is_alive: whether there is anybody at the end of the wire */
gboolean ul_sim_wire_is_alive (UlSimWire *self);
/** ul_sim_wire_pass: time of @n_bits, which the chip has not lived yet */
void ul_sim_wire_pass (UlSimWire *self, guint n_bits);
/** ul_sim_wire_garble: one bit of one in so many transfers arrives wrong. Returns: bits to turn
 * over
 */
guint32 ul_sim_wire_garble (UlSimWire *self);
/** ul_sim_wire_decide: answers the request that was taken; a read is carried out with it */
void ul_sim_wire_decide (UlSimWire *self);
/** ul_sim_wire_has_data: whether a data phase follows the acknowledge */
gboolean ul_sim_wire_has_data (UlSimWire *self);
void ul_sim_wire_carry_out_write (UlSimWire *self, guint32 value, gboolean parity_bit);
guint ul_sim_wire_parity (guint32 value);

G_END_DECLS
