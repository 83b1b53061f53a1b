/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core's registers, which are with the emulator while it runs. */
#include "ul-sim-cpu.h"

#define SPSEL 2u

static int reg_ids[] = { UC_ARM_REG_R0,  UC_ARM_REG_R1, UC_ARM_REG_R2,  UC_ARM_REG_R3,
                         UC_ARM_REG_R4,  UC_ARM_REG_R5, UC_ARM_REG_R6,  UC_ARM_REG_R7,
                         UC_ARM_REG_R8,  UC_ARM_REG_R9, UC_ARM_REG_R10, UC_ARM_REG_R11,
                         UC_ARM_REG_R12, UC_ARM_REG_LR, UC_ARM_REG_XPSR };

static int special_ids[] = { UC_ARM_REG_CONTROL, UC_ARM_REG_MSP, UC_ARM_REG_PSP,
                             UC_ARM_REG_PRIMASK };
static int v7_ids[] = { UC_ARM_REG_BASEPRI, UC_ARM_REG_FAULTMASK };

#define N_REGS    G_N_ELEMENTS (reg_ids)
#define N_SPECIAL G_N_ELEMENTS (special_ids)

typedef struct {
    void *regs[N_REGS], *special[N_SPECIAL], *v7[2];
} Pointers;

static void
point (UlSimCpu *self, Pointers *p)
{
    UlSimRegs *regs = &self->regs;

    for (guint i = 0; i < 13; i++)
        p->regs[i] = &regs->r[i];
    p->regs[13] = &regs->lr;
    p->regs[14] = &regs->xpsr;
    p->special[0] = &regs->control;
    p->special[1] = &regs->msp;
    p->special[2] = &regs->psp;
    p->special[3] = &regs->primask;
    p->v7[0] = &regs->basepri;
    p->v7[1] = &regs->faultmask;
}

static gboolean
is_v7 (UlSimCpu *self)
{
    return self->chip->device->core != UL_CORE_M0PLUS;
}

void
ul_sim_cpu_load_regs (UlSimCpu *self)
{
    Pointers p;

    if (!self->uc_has_regs)
        return;
    point (self, &p);
    uc_reg_read_batch (self->uc, reg_ids, p.regs, N_REGS);
    uc_reg_read_batch (self->uc, special_ids, p.special, N_SPECIAL);
    if (is_v7 (self))
        uc_reg_read_batch (self->uc, v7_ids, p.v7, 2);
    self->uc_has_regs = FALSE;
}

void
ul_sim_cpu_store_regs (UlSimCpu *self)
{
    Pointers p;

    if (self->uc_has_regs)
        return;
    point (self, &p);
    self->regs.xpsr |= UL_SIM_XPSR_THUMB;
    uc_reg_write_batch (self->uc, reg_ids, p.regs, N_REGS);
    uc_reg_write_batch (self->uc, special_ids, p.special, N_SPECIAL);
    if (is_v7 (self))
        uc_reg_write_batch (self->uc, v7_ids, p.v7, 2);
    self->uc_has_regs = TRUE;
}

static guint32 *
find_reg (UlSimCpu *self, guint reg)
{
    UlSimRegs *regs = &self->regs;
    gboolean handler = (regs->xpsr & 0x1FF) != 0;

    if (reg < 13)
        return &regs->r[reg];
    switch (reg) {
    case 13:
        return (regs->control & SPSEL) != 0 && !handler ? &regs->psp : &regs->msp;
    case 14:
        return &regs->lr;
    case 15:
        return &regs->pc;
    case 16:
        return &regs->xpsr;
    case 17:
        return &regs->msp;
    case 18:
        return &regs->psp;
    }
    return NULL;
}

guint32
ul_sim_cpu_get_reg (UlSimCpu *self, guint reg)
{
    UlSimRegs *regs = &self->regs;

    ul_sim_cpu_load_regs (self);
    if (reg == 20)
        return regs->control << 24 | regs->faultmask << 16 | regs->basepri << 8 | regs->primask;
    const guint32 *place = find_reg (self, reg);
    return place != NULL ? *place : 0;
}

void
ul_sim_cpu_set_reg (UlSimCpu *self, guint reg, guint32 value)
{
    UlSimRegs *regs = &self->regs;

    ul_sim_cpu_load_regs (self);
    if (reg == 20) {
        regs->control = value >> 24 & 3;
        regs->primask = value & 1;
        regs->faultmask = is_v7 (self) ? value >> 16 & 1 : 0;
        regs->basepri = is_v7 (self) ? value >> 8 & 0xF0 : 0;
        return;
    }
    guint32 *place = find_reg (self, reg);
    if (place == NULL)
        return;
    if (reg == 13 || reg == 17 || reg == 18)
        value &= ~3u;
    *place = reg == 15 ? value & ~1u : value;
}

guint
ul_sim_cpu_get_exception (UlSimCpu *self)
{
    guint32 xpsr = self->regs.xpsr;

    if (self->uc_has_regs)
        uc_reg_read (self->uc, UC_ARM_REG_XPSR, &xpsr);
    return xpsr & 0x1FF;
}
