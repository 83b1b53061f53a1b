/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-chip.h"

G_BEGIN_DECLS

/**
 * UlSimWire:
 *
 * The two wires of SWD and the SW-DP at their end: line resets, the switch from JTAG, dormant
 * state, requests, acknowledges, turnarounds, parity, sticky errors, posted reads. Can be driven
 * bit by bit, as a J-Link does it, or a transfer at a time; both ways are one state. Time passes
 * on the chip's clock with every bit, at the latest when the chip is accessed, and when
 * ul_sim_wire_settle() is called. Source: Arm IHI 0031.
 */
typedef struct _UlSimWire UlSimWire;

typedef enum {
    UL_SIM_ACK_OK = 1,
    UL_SIM_ACK_WAIT = 2,
    UL_SIM_ACK_FAULT = 4,
    UL_SIM_ACK_NONE = 7, /* nobody drives the line */
} UlSimAck;

/** UlSimWireFaults: disturbances of the wire; all zero for none */
typedef struct {
    guint garble_every;     /* flips a data bit of one in so many transfers */
    guint garble_above_khz; /* only when clocked faster; 0: always */
    guint wait_every;       /* answers WAIT to one in so many AP accesses ... */
    guint wait_times;       /* ... so often in a row; G_MAXUINT: for ever */
    gboolean dead;          /* SWDIO is not connected */
    gboolean dormant;       /* the debug port powers up dormant */
} UlSimWireFaults;

UlSimWire *ul_sim_wire_new (UlSimChip *chip); /* @chip is not owned and outlives the wire */
void ul_sim_wire_free (UlSimWire *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlSimWire, ul_sim_wire_free)
void ul_sim_wire_set_faults (UlSimWire *self, const UlSimWireFaults *faults);
/** ul_sim_wire_set_speed: SWCLK, at which bits take their time */
void ul_sim_wire_set_speed (UlSimWire *self, guint khz);

/**
 * ul_sim_wire_clock: one cycle of SWCLK
 * @drive: whether the debugger drives SWDIO, with @out
 * @after: (out) (optional): level after the rising edge, which a J-Link stores
 *
 * Returns: level before the rising edge, which a bit-banging CMSIS-DAP stores. An undriven line
 * reads as 1.
 */
gboolean ul_sim_wire_clock (UlSimWire *self, gboolean drive, gboolean out, gboolean *after);
/** ul_sim_wire_send_bits: drives @bits, bit 0 of byte 0 first */
void ul_sim_wire_send_bits (UlSimWire *self, const guint8 *bits, guint n_bits);

/**
 * ul_sim_wire_transfer:
 * @ap: APnDP
 * @reg: A[3:2], as 0x0, 0x4, 0x8 or 0xC
 * @value: (inout): written, or as read from the wire: AP reads are posted
 * @parity_ok: (out) (optional): %FALSE when the data of a read came garbled
 *
 * One whole transfer with its turnarounds: 46 cycles of SWCLK, or 13 when it ends with the
 * acknowledge.
 */
UlSimAck ul_sim_wire_transfer (UlSimWire *self, gboolean ap, guint8 reg, gboolean write,
                               guint32 *value, gboolean *parity_ok);
/** ul_sim_wire_idle: clocks with SWDIO low */
void ul_sim_wire_idle (UlSimWire *self, guint n_cycles);
/** ul_sim_wire_settle: lets the chip live up to the last bit: before its time or pins are looked
 * at. Reads and writes of registers do it themselves */
void ul_sim_wire_settle (UlSimWire *self);
/** ul_sim_wire_get_debug_power: CDBGPWRUPREQ, which a debugger drops when it is done */
gboolean ul_sim_wire_get_debug_power (UlSimWire *self);
/** ul_sim_wire_get_n_bits: cycles of SWCLK since the wire was made */
guint64 ul_sim_wire_get_n_bits (UlSimWire *self);

G_END_DECLS
