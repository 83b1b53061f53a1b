/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-cpu.h"

#define FIRST_LOOK 8    /* turns before registers are worth comparing */
#define MAX_LOOK   4096 /* and at most so many between two looks */
#define PS_PER_NS  1000u

static int ids[UL_SIM_N_SPIN_REGS] = {
    UC_ARM_REG_R0,  UC_ARM_REG_R1, UC_ARM_REG_R2, UC_ARM_REG_R3,   UC_ARM_REG_R4,  UC_ARM_REG_R5,
    UC_ARM_REG_R6,  UC_ARM_REG_R7, UC_ARM_REG_R8, UC_ARM_REG_R9,   UC_ARM_REG_R10, UC_ARM_REG_R11,
    UC_ARM_REG_R12, UC_ARM_REG_SP, UC_ARM_REG_LR, UC_ARM_REG_XPSR,
};

static void
take_snapshot (UlSimCpu *self, guint32 *regs)
{
    void *pointers[UL_SIM_N_SPIN_REGS];

    for (guint i = 0; i < UL_SIM_N_SPIN_REGS; i++)
        pointers[i] = &regs[i];
    uc_reg_read_batch (self->uc, ids, pointers, UL_SIM_N_SPIN_REGS);
}

void
ul_sim_spin_forget (UlSimCpu *self)
{
    self->spin.streak = 0;
    self->spin.armed = FALSE;
    self->spin.next_look = FIRST_LOOK;
}

static void
arm (UlSimCpu *self)
{
    UlSimSpin *spin = &self->spin;

    take_snapshot (self, spin->regs);
    spin->armed = TRUE;
    spin->n_reads = 0;
    spin->ps = self->ps;
    spin->instructions = self->instructions;
}

static gboolean
came_back (UlSimCpu *self)
{
    UlSimSpin *spin = &self->spin;
    guint32 regs[UL_SIM_N_SPIN_REGS];

    spin->armed = FALSE;
    take_snapshot (self, regs);
    for (guint i = 0; i < UL_SIM_N_SPIN_REGS; i++)
        if (regs[i] != spin->regs[i]) {
            spin->next_look = spin->streak + MIN (spin->streak, MAX_LOOK);
            return FALSE;
        }
    spin->period_ps = self->ps - spin->ps;
    spin->period_instructions = self->instructions - spin->instructions;
    return TRUE;
}

gboolean
ul_sim_spin_turn (UlSimCpu *self, guint32 target)
{
    UlSimSpin *spin = &self->spin;

    if (target != spin->target) {
        ul_sim_spin_forget (self);
        spin->target = target;
    }
    spin->streak++;
    if (spin->armed)
        return came_back (self);
    if (spin->streak >= spin->next_look)
        arm (self);
    return FALSE;
}

void
ul_sim_spin_note_write (UlSimCpu *self)
{
    ul_sim_spin_forget (self);
}

void
ul_sim_spin_note_read (UlSimCpu *self, guint32 address, guint32 size)
{
    UlSimSpin *spin = &self->spin;

    if (!spin->armed)
        return;
    if (spin->n_reads < UL_SIM_MAX_SPIN_READS) {
        spin->reads[spin->n_reads].address = address;
        spin->reads[spin->n_reads].size = size;
    }
    spin->n_reads++;
}

static gboolean
depends_on (const UlSimSpin *spin, const UlSimWrite *write)
{
    if (spin->n_reads > UL_SIM_MAX_SPIN_READS)
        return TRUE;
    for (guint i = 0; i < spin->n_reads; i++)
        if (write->address < spin->reads[i].address + spin->reads[i].size &&
            spin->reads[i].address < write->address + write->size)
            return TRUE;
    return FALSE;
}

void
ul_sim_spin_skip (UlSimCpu *self)
{
    UlSimSpin *spin = &self->spin;
    UlSimChip *chip = self->chip;
    guint64 limit = MIN (self->end / PS_PER_NS, chip->next);
    const UlSimWrite *write;

    if (ul_sim_nvic_has_pending (chip) && ul_sim_cpu_take_interrupt (self))
        return;
    while ((write = ul_sim_chip_peek_write (chip)) != NULL && write->at < limit) {
        if (depends_on (spin, write)) {
            limit = write->at;
            break;
        }
        ul_sim_chip_apply_write (chip);
        if (spin->streak == 0)
            return; /* that was code */
    }
    if (limit * PS_PER_NS <= self->ps)
        return;
    guint64 turns = (limit * PS_PER_NS - self->ps) / spin->period_ps;
    self->ps += turns * spin->period_ps;
    self->instructions += turns * spin->period_instructions;
}
