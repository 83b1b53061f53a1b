/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-wire-private.h"

#define SETTLE_BITS 64 /* the chip lags behind no further than that */
#define DEFAULT_KHZ 1000

static void
power_up (UlSimWire *self)
{
    ul_sim_dp_power_up (&self->dp);
    /* A DP without JTAG listens to SWD from the start, but wants a line reset like any other. */
    ul_sim_swj_init (&self->swj, self->faults.dormant ? UL_SIM_SWJ_DORMANT
                                 : self->dp.minimal   ? UL_SIM_SWJ_SWD
                                                      : UL_SIM_SWJ_JTAG);
    self->phase = PHASE_LOST;
    self->drives = FALSE;
    self->fresh = FALSE;
}

/* Whether there is anybody at the end of the wire. */
gboolean
ul_sim_wire_is_alive (UlSimWire *self)
{
    gboolean powered = ul_sim_chip_get_power (self->chip);
    guint n_power_ups = ul_sim_chip_get_n_power_ups (self->chip);

    if (n_power_ups != self->n_power_ups || powered != self->powered) {
        self->n_power_ups = n_power_ups;
        self->powered = powered;
        power_up (self);
    }
    if (!ul_sim_chip_listens (self->chip)) {
        self->drives = FALSE;
        return FALSE;
    }
    return powered && !self->faults.dead;
}

UlSimWire *
ul_sim_wire_new (UlSimChip *chip)
{
    UlSimWire *self = g_new0 (UlSimWire, 1);

    self->chip = chip;
    self->khz = DEFAULT_KHZ;
    ul_sim_dp_init (&self->dp, chip);
    self->powered = ul_sim_chip_get_power (chip);
    self->n_power_ups = ul_sim_chip_get_n_power_ups (chip);
    power_up (self);
    return self;
}

void
ul_sim_wire_free (UlSimWire *self)
{
    g_free (self);
}

void
ul_sim_wire_set_faults (UlSimWire *self, const UlSimWireFaults *faults)
{
    gboolean was_dormant = self->faults.dormant;

    self->faults = *faults;
    self->dp.wait_every = faults->wait_every;
    self->dp.wait_times = faults->wait_times;
    self->dp.waits_left = 0;
    if (faults->dormant != was_dormant)
        power_up (self);
}

void
ul_sim_wire_set_speed (UlSimWire *self, guint khz)
{
    g_return_if_fail (khz > 0);
    ul_sim_wire_settle (self);
    self->khz = khz;
    self->remainder = 0;
}

guint64
ul_sim_wire_get_n_bits (UlSimWire *self)
{
    return self->n_bits;
}

gboolean
ul_sim_wire_get_debug_power (UlSimWire *self)
{
    return ul_sim_wire_is_alive (self) && ul_sim_dp_get_debug_power (&self->dp);
}

/* --- time --- */

void
ul_sim_wire_settle (UlSimWire *self)
{
    guint64 time = (guint64) self->pending_bits * 1000000 + self->remainder;

    if (self->pending_bits == 0)
        return;
    self->pending_bits = 0;
    self->remainder = time % self->khz;
    ul_sim_chip_advance (self->chip, time / self->khz);
}

void
ul_sim_wire_pass (UlSimWire *self, guint n_bits)
{
    self->n_bits += n_bits;
    self->pending_bits += n_bits;
}

/* --- what both ways of driving the wire share --- */

guint
ul_sim_wire_parity (guint32 value)
{
    return __builtin_parity (value);
}

/* One bit of one in so many transfers arrives wrong. Returns: the bits to turn over */
guint32
ul_sim_wire_garble (UlSimWire *self)
{
    guint every = self->faults.garble_every;

    self->n_transfers++;
    if (every == 0 || self->khz <= self->faults.garble_above_khz || self->n_transfers % every != 0)
        return 0;
    return 1u << (self->n_transfers / every % 32);
}

/* Reads and what was posted are carried out at the request, so the chip must have lived up to it.
 */
void
ul_sim_wire_decide (UlSimWire *self)
{
    if (!self->write || self->dp.posted)
        ul_sim_wire_settle (self);
    if (!ul_sim_wire_is_alive (self))
        return;
    self->value = 0;
    self->ack = ul_sim_dp_request (&self->dp, self->ap, self->reg, self->write, &self->value);
    if (self->ack == UL_SIM_ACK_OK)
        self->fresh = FALSE;
}

gboolean
ul_sim_wire_has_data (UlSimWire *self)
{
    return self->ack == UL_SIM_ACK_OK || ul_sim_dp_detects_overrun (&self->dp);
}

void
ul_sim_wire_carry_out_write (UlSimWire *self, guint32 value, gboolean parity_bit)
{
    ul_sim_wire_settle (self);
    if (ul_sim_wire_is_alive (self))
        ul_sim_dp_write (&self->dp, self->ap, self->reg, value,
                         ul_sim_wire_parity (value) == (parity_bit ? 1 : 0));
}

/* --- bit by bit --- */

static void
enter (UlSimWire *self, Phase phase)
{
    self->phase = phase;
    self->n = 0;
    self->shift = 0;
}

static void
drive (UlSimWire *self, gboolean level)
{
    self->drives = TRUE;
    self->level = level;
}

static void
take_idle (UlSimWire *self, gboolean level)
{
    if (!level) {
        self->n_low = MIN (self->n_low + 1, 2);
        return;
    }
    if (self->fresh && self->n_low == 0)
        return; /* still the line reset */
    if (self->fresh && self->n_low < 2) {
        enter (self, PHASE_LOST);
        return;
    }
    enter (self, PHASE_REQUEST);
    self->shift = 1;
    self->n = 1;
}

static gboolean
understand_request (UlSimWire *self)
{
    guint bits = self->shift;

    self->ap = (bits & 0x02) != 0;
    self->write = (bits & 0x04) == 0;
    self->reg = bits >> 1 & 0xC;
    if ((bits >> 5 & 1) != ul_sim_wire_parity (bits >> 1 & 0xF) || (bits & 0xC0) != 0x80)
        return FALSE;
    return !self->fresh || (!self->ap && !self->write && self->reg == 0);
}

static void
take_request (UlSimWire *self, gboolean level)
{
    self->shift |= (guint64) level << self->n;
    if (++self->n == UL_SIM_REQUEST_BITS)
        enter (self, understand_request (self) ? PHASE_TURN : PHASE_LOST);
}

static void
take_turn (UlSimWire *self)
{
    if (++self->n < ul_sim_dp_get_turnaround (&self->dp))
        return;
    enter (self, PHASE_ACK);
    ul_sim_wire_decide (self);
    if (self->phase == PHASE_ACK) /* else the power failed */
        drive (self, (self->ack & 1) != 0);
}

static void
end_ack (UlSimWire *self)
{
    self->drives = FALSE;
    if (self->write || !ul_sim_wire_has_data (self)) {
        enter (self, PHASE_TURN_BACK);
        return;
    }
    enter (self, PHASE_READ);
    if (self->ack != UL_SIM_ACK_OK)
        return;
    self->shift = (guint64) ul_sim_wire_parity (self->value) << 32 |
                  (self->value ^ ul_sim_wire_garble (self));
    drive (self, (self->shift & 1) != 0);
}

static void
take_ack (UlSimWire *self)
{
    if (++self->n < UL_SIM_ACK_BITS)
        drive (self, (self->ack >> self->n & 1) != 0);
    else
        end_ack (self);
}

static void
take_read (UlSimWire *self)
{
    if (++self->n < UL_SIM_DATA_BITS) {
        if (self->drives)
            drive (self, (self->shift >> self->n & 1) != 0);
        return;
    }
    self->drives = FALSE;
    enter (self, PHASE_TURN_BACK);
}

static void
take_turn_back (UlSimWire *self)
{
    if (++self->n < ul_sim_dp_get_turnaround (&self->dp))
        return;
    enter (self, self->write && ul_sim_wire_has_data (self) ? PHASE_WRITE : PHASE_IDLE);
}

static void
take_write (UlSimWire *self, gboolean level)
{
    guint64 bits = self->shift | (guint64) level << self->n;

    self->shift = bits;
    if (++self->n < UL_SIM_DATA_BITS)
        return;
    enter (self, PHASE_IDLE);
    if (self->ack == UL_SIM_ACK_OK)
        ul_sim_wire_carry_out_write (self, (guint32) bits ^ ul_sim_wire_garble (self),
                                     bits >> 32 != 0);
}

static void
take (UlSimWire *self, gboolean level)
{
    switch (self->phase) {
    case PHASE_LOST:
        break;
    case PHASE_IDLE:
        take_idle (self, level);
        break;
    case PHASE_REQUEST:
        take_request (self, level);
        break;
    case PHASE_TURN:
        take_turn (self);
        break;
    case PHASE_ACK:
        take_ack (self);
        break;
    case PHASE_READ:
        take_read (self);
        break;
    case PHASE_TURN_BACK:
        take_turn_back (self);
        break;
    case PHASE_WRITE:
        take_write (self, level);
        break;
    }
}

static void
rising_edge (UlSimWire *self, gboolean level)
{
    if (ul_sim_swj_clock (&self->swj, level)) {
        self->drives = FALSE;
        enter (self, PHASE_LOST);
    }
    if (self->swj.protocol != UL_SIM_SWJ_SWD)
        return;
    if (self->swj.ones != UL_SIM_SWJ_RESET_ONES) {
        take (self, level);
        return;
    }
    self->drives = FALSE;
    self->fresh = TRUE;
    self->n_low = 0;
    ul_sim_dp_line_reset (&self->dp);
    enter (self, PHASE_IDLE);
}

gboolean
ul_sim_wire_clock (UlSimWire *self, gboolean drive_out, gboolean out, gboolean *after)
{
    gboolean alive = ul_sim_wire_is_alive (self);
    gboolean before = drive_out ? out : self->drives ? self->level : TRUE;

    ul_sim_wire_pass (self, 1);
    if (self->powered)
        ul_sim_chip_see_line (self->chip, before);
    if (alive)
        rising_edge (self, before);
    if (self->pending_bits >= SETTLE_BITS)
        ul_sim_wire_settle (self);
    if (after != NULL)
        *after = drive_out ? out : self->drives ? self->level : TRUE;
    return before;
}

void
ul_sim_wire_send_bits (UlSimWire *self, const guint8 *bits, guint n_bits)
{
    for (guint i = 0; i < n_bits; i++)
        ul_sim_wire_clock (self, TRUE, (bits[i / 8] >> (i % 8) & 1) != 0, NULL);
    ul_sim_wire_settle (self);
}
