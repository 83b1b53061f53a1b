/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SMC: power modes, in some of which the flash controller does nothing. Sources: the chapters of
 * this name in the reference manuals KL25P80M48SF0RM and K22P121M120SF7RM, and NXP's headers of
 * K22FN512, KV31F512, KV58 and S32K144 for which of them have a high speed mode, and where the
 * registers are. Transitions take no time.
 */
#include "ul-sim-parts.h"

#define SMC        0x4007E000u
#define AVLP       0x20
#define AHSRUN     0x80
#define RUNM       0x60
#define RUNM_VLPR  0x40
#define RUNM_HSRUN 0x60
#define STAT_RUN   0x01

/* Where the registers are, that have one byte each which means something. */
typedef struct {
    guint32 pmprot, pmctrl, pmstat;
} Layout;

static const Layout *
layout_of (UlSimChip *self)
{
    static const Layout bytes = { 0x0, 0x1, 0x3 }, words = { 0x8, 0xC, 0x14 };

    return self->model->s32k ? &words : &bytes;
}

static guint8 *
get_reg (UlSimChip *self, guint32 offset)
{
    return ul_sim_bridge_regs (self, SMC + offset);
}

guint8
ul_sim_get_power_mode (UlSimChip *self)
{
    return *get_reg (self, layout_of (self)->pmstat);
}

/* From one of the special modes to the other there is no way but through the plain one. */
static gboolean
may_enter (UlSimChip *self, guint8 mode)
{
    guint8 now = ul_sim_get_power_mode (self);

    if (mode == UL_SIM_POWER_VLPR)
        return (self->pmprot & AVLP) != 0 && now != UL_SIM_POWER_HSRUN;
    return self->model->has_hsrun && (self->pmprot & AHSRUN) != 0 && now != UL_SIM_POWER_VLPR;
}

static void
write_control (UlSimChip *self, guint8 value)
{
    const Layout *layout = layout_of (self);
    guint8 runm = value & RUNM;
    guint8 mode = runm == RUNM_VLPR    ? UL_SIM_POWER_VLPR
                  : runm == RUNM_HSRUN ? UL_SIM_POWER_HSRUN
                                       : STAT_RUN;

    if (mode == STAT_RUN || may_enter (self, mode))
        *get_reg (self, layout->pmstat) = mode;
    else
        value = (value & ~RUNM) | (*get_reg (self, layout->pmctrl) & RUNM);
    *get_reg (self, layout->pmctrl) = value;
}

/* The one write after a reset. */
static void
write_protection (UlSimChip *self, guint8 value)
{
    if (!self->pmprot_written)
        self->pmprot = value;
    self->pmprot_written = TRUE;
    *get_reg (self, layout_of (self)->pmprot) = self->pmprot;
}

static void
write_byte (UlSimChip *self, guint32 offset, guint8 value)
{
    const Layout *layout = layout_of (self);

    if (offset == layout->pmprot)
        write_protection (self, value);
    else if (offset == layout->pmctrl)
        write_control (self, value);
    else if (offset > layout->pmctrl && offset < layout->pmstat)
        *get_reg (self, offset) = value;
}

/* Nobody says that words may be taken in parts. */
static gboolean
takes (UlSimChip *self, guint size)
{
    return !self->model->s32k || size == 4;
}

static gboolean
read_smc (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    *value = ul_sim_get_le (get_reg (self, offset), size);
    return takes (self, size);
}

static gboolean
write_smc (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    if (!takes (self, size))
        return FALSE;
    for (guint i = 0; i < size; i++)
        write_byte (self, offset + i, value >> (8 * i));
    return TRUE;
}

const UlSimOps ul_sim_smc_ops = { read_smc, write_smc };
