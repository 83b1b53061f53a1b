/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SMC: power modes, in some of which the flash controller does nothing. Sources: the chapters of
 * this name in the reference manuals KL25P80M48SF0RM and K22P121M120SF7RM, and NXP's headers of
 * K22FN512, KV31F512 and KV58 for which of them have a high speed mode. Transitions take no time.
 */
#include "ul-sim-parts.h"

#define SMC        0x4007E000u
#define PMPROT     0
#define PMCTRL     1
#define PMSTAT     3
#define AVLP       0x20
#define AHSRUN     0x80
#define RUNM       0x60
#define RUNM_VLPR  0x40
#define RUNM_HSRUN 0x60
#define STAT_RUN   0x01

static void
store (UlSimChip *self, guint32 offset, guint8 value)
{
    *ul_sim_bridge_regs (self, SMC + offset) = value;
}

guint8
ul_sim_get_power_mode (UlSimChip *self)
{
    return *ul_sim_bridge_regs (self, SMC + PMSTAT);
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
    guint8 runm = value & RUNM;
    guint8 mode = runm == RUNM_VLPR    ? UL_SIM_POWER_VLPR
                  : runm == RUNM_HSRUN ? UL_SIM_POWER_HSRUN
                                       : STAT_RUN;

    if (mode == STAT_RUN || may_enter (self, mode))
        store (self, PMSTAT, mode);
    else
        value = (value & ~RUNM) | (*ul_sim_bridge_regs (self, SMC + PMCTRL) & RUNM);
    store (self, PMCTRL, value);
}

/* The one write after a reset. */
static void
write_protection (UlSimChip *self, guint8 value)
{
    if (!self->pmprot_written)
        self->pmprot = value;
    self->pmprot_written = TRUE;
    store (self, PMPROT, self->pmprot);
}

static void
write_byte (UlSimChip *self, guint32 offset, guint8 value)
{
    if (offset == PMPROT)
        write_protection (self, value);
    else if (offset == PMCTRL)
        write_control (self, value);
    else if (offset < PMSTAT)
        store (self, offset, value);
}

static gboolean
read_smc (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    *value = ul_sim_get_le (ul_sim_bridge_regs (self, SMC + offset), size);
    return TRUE;
}

static gboolean
write_smc (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    for (guint i = 0; i < size; i++)
        write_byte (self, offset + i, value >> (8 * i));
    return TRUE;
}

const UlSimOps ul_sim_smc_ops = { read_smc, write_smc };
