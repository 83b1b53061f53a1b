/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wire, a transfer at a time. */
#include "ul-sim-wire-private.h"

static guint64
read_levels (UlSimWire *self, guint n_bits)
{
    guint64 bits = 0;

    for (guint i = 0; i < n_bits; i++)
        bits |= (guint64) ul_sim_wire_clock (self, FALSE, FALSE, NULL) << i;
    return bits;
}

static void
send_levels (UlSimWire *self, guint64 bits, guint n_bits)
{
    for (guint i = 0; i < n_bits; i++)
        ul_sim_wire_clock (self, TRUE, (bits >> i & 1) != 0, NULL);
}

static guint8
encode_request (gboolean ap, guint8 reg, gboolean write)
{
    guint bits = (ap ? 1 : 0) | (write ? 0 : 2) | (reg & 0xC);

    return 0x81 | bits << 1 | (ul_sim_wire_parity (bits) ? 0x20 : 0);
}

static UlSimAck
transfer_by_bits (UlSimWire *self, gboolean ap, guint8 reg, gboolean write, guint32 *value,
                  gboolean *parity_ok)
{
    guint turn = ul_sim_dp_get_turnaround (&self->dp);
    UlSimAck ack;

    send_levels (self, encode_request (ap, reg, write), UL_SIM_REQUEST_BITS);
    read_levels (self, turn);
    ack = read_levels (self, UL_SIM_ACK_BITS);
    if (ack != UL_SIM_ACK_OK && ack != UL_SIM_ACK_WAIT && ack != UL_SIM_ACK_FAULT)
        ack = UL_SIM_ACK_NONE;
    if ((ack == UL_SIM_ACK_WAIT || ack == UL_SIM_ACK_FAULT) && !ul_sim_wire_has_data (self)) {
        read_levels (self, turn);
    } else if (write) {
        read_levels (self, turn);
        send_levels (self, *value | (guint64) ul_sim_wire_parity (*value) << 32, UL_SIM_DATA_BITS);
    } else {
        guint64 data = read_levels (self, UL_SIM_DATA_BITS);

        read_levels (self, turn);
        if (ack == UL_SIM_ACK_OK) {
            *value = data;
            *parity_ok = ul_sim_wire_parity (data) == data >> 32;
        }
    }
    return ack;
}

/* Nothing but a plain transfer can be going on, so no bit needs to be looked at by itself. */
static gboolean
is_plain (UlSimWire *self)
{
    return ul_sim_wire_is_alive (self) && self->phase == PHASE_IDLE && !self->fresh &&
           ul_sim_swj_can_skip (&self->swj);
}

static guint
trailing_ones (guint64 bits, guint n_bits)
{
    guint64 inverted = ~bits << (64 - n_bits);

    return inverted == 0 ? n_bits : (guint) __builtin_clzll (inverted);
}

/* How long the line has been high when the transfer is over: it may become a line reset. */
static guint
ones_at_end (UlSimWire *self, guint turn, guint64 written, guint64 read)
{
    guint of_ack = self->ack == UL_SIM_ACK_FAULT ? 1 : 0;

    if (!ul_sim_wire_has_data (self))
        return of_ack + turn;
    if (self->write)
        return trailing_ones (written, UL_SIM_DATA_BITS);
    if (self->ack != UL_SIM_ACK_OK)
        return of_ack + UL_SIM_DATA_BITS + turn;
    return trailing_ones (read, UL_SIM_DATA_BITS) + turn;
}

UlSimAck
ul_sim_wire_transfer (UlSimWire *self, gboolean ap, guint8 reg, gboolean write, guint32 *value,
                      gboolean *parity_ok)
{
    gboolean good = TRUE;
    guint turn = ul_sim_dp_get_turnaround (&self->dp);
    guint64 written = *value | (guint64) ul_sim_wire_parity (*value) << 32, read = 0;
    guint n_bits = UL_SIM_REQUEST_BITS + turn + UL_SIM_ACK_BITS + turn;

    if (!is_plain (self)) {
        UlSimAck ack = transfer_by_bits (self, ap, reg, write, value, &good);

        if (parity_ok != NULL)
            *parity_ok = good;
        return ack;
    }
    self->ap = ap;
    self->write = write;
    self->reg = reg & 0xC;
    ul_sim_wire_pass (self, UL_SIM_REQUEST_BITS + turn);
    self->ack = UL_SIM_ACK_NONE;
    ul_sim_wire_decide (self);
    if (ul_sim_wire_has_data (self))
        n_bits += UL_SIM_DATA_BITS;
    ul_sim_wire_pass (self, n_bits - UL_SIM_REQUEST_BITS - turn);
    if (self->ack == UL_SIM_ACK_OK && write)
        ul_sim_wire_carry_out_write (self, *value ^ ul_sim_wire_garble (self), written >> 32 != 0);
    else if (self->ack == UL_SIM_ACK_OK) {
        guint32 data = self->value ^ ul_sim_wire_garble (self);

        read = data | (guint64) ul_sim_wire_parity (self->value) << 32;
        good = data == self->value;
        *value = data;
    }
    if (self->phase == PHASE_IDLE) /* else the power failed in the meantime */
        ul_sim_swj_skip (&self->swj, n_bits, ones_at_end (self, turn, written, read));
    if (parity_ok != NULL)
        *parity_ok = good;
    return self->ack;
}

void
ul_sim_wire_idle (UlSimWire *self, guint n_cycles)
{
    if (n_cycles > 0 && is_plain (self)) {
        ul_sim_wire_pass (self, n_cycles);
        ul_sim_swj_skip (&self->swj, n_cycles, 0);
    } else
        for (guint i = 0; i < n_cycles; i++)
            ul_sim_wire_clock (self, TRUE, FALSE, NULL);
    ul_sim_wire_settle (self);
}
