/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the KE0x and KEA parts have in the place of others' SIM, RCM and MCG: SRSID tells what the
 * chip is and why its last reset was, the ICS makes the clocks. Source: the reference manuals of
 * KE02, KE04 and KE06, chapters SIM and ICS.
 */
#include "ul-sim-ftmrx.h"

#define SIM     0x40048000u
#define SRSID   0x00
#define SOPT    0x04
#define SWDE    0x08
#define OUTDIV1 28
#define OUTDIV2 24

/* --- SIM --- */

static gboolean
is_uid (UlSimChip *self, guint32 offset)
{
    guint32 start = self->model->ke->uid, n = self->model->ke->n_uid;

    return offset >= start && offset < start + 4 * n;
}

static gboolean
read_sim (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    ul_sim_put_le (ul_sim_bridge_regs (self, SIM + SRSID), 4,
                   self->model->sdid | (guint32) self->reset.srs1 << 8 | self->reset.srs0);
    *value = ul_sim_get_le (ul_sim_bridge_regs (self, SIM + offset), size);
    return TRUE;
}

/* A program may use the pins of SWD for something else, until the next reset. */
static void
note_pins (UlSimChip *self)
{
    self->pins_taken = (*ul_sim_bridge_regs (self, SIM + SOPT) & SWDE) == 0;
    self->takes_pins |= self->pins_taken;
}

static gboolean
write_sim (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    if (offset < SOPT || is_uid (self, offset))
        return TRUE; /* read only */
    ul_sim_put_le (ul_sim_bridge_regs (self, SIM + offset), size, value);
    note_pins (self);
    return TRUE;
}

const UlSimOps ul_sim_ke_sim_ops = { read_sim, write_sim };

/* --- ICS: says at once that the clock asked for is there; the core's own does not change --- */

#define ICS       0x40064000u
#define C1        0x0
#define C2        0x1
#define C3        0x2
#define S         0x4
#define CLKS      0xC0
#define IREFS     0x04
#define S_LOCK    0x40
#define S_IREFST  0x10
#define ICS_BYTES 5

static guint8
ics (UlSimChip *self, guint offset)
{
    return *ul_sim_bridge_regs (self, ICS + offset);
}

static gboolean
read_ics (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    guint8 c1 = ics (self, C1), status = S_LOCK;

    if (size != 1 || offset >= ICS_BYTES)
        return FALSE;
    status |= (c1 & IREFS) != 0 ? S_IREFST : 0;
    status |= (c1 & CLKS) >> 4; /* CLKST */
    *value = offset == S ? status : ics (self, offset);
    return TRUE;
}

static gboolean
write_ics (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    if (size != 1 || offset >= ICS_BYTES)
        return FALSE;
    if (offset != S)
        *ul_sim_bridge_regs (self, ICS + offset) = value;
    return TRUE;
}

const UlSimOps ul_sim_ics_ops = { read_ics, write_ics };

/* The reference is the slower, the larger its trim value. A crystal of the board is taken for one
 * of 8 MHz, which the FLL makes what it makes of the reference. */
static guint
ics_khz (UlSimChip *self)
{
    const UlSimKe *ke = self->model->ke;
    guint8 c1 = ics (self, C1), trim = MAX (ics (self, C3), 1);
    guint khz = ke->fll_khz;

    if ((c1 & IREFS) != 0)
        khz = khz * ke->trim / trim;
    return khz >> (ics (self, C2) >> 5);
}

guint
ul_sim_ke_bus_khz (UlSimChip *self)
{
    const UlSimKe *ke = self->model->ke;
    guint32 divider = ul_sim_get_le (ul_sim_bridge_regs (self, SIM + ke->divider), 4);
    guint khz = ics_khz (self);

    if (!ke->is_clkdiv)
        return khz / (1 + (divider & 1));
    return khz / (1 + (divider >> OUTDIV1 & 3)) / (1 + (divider >> OUTDIV2 & 1));
}
