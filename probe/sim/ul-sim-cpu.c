/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The core. Unicorn executes the instructions; time, exceptions, halting and what is on the bus
 * are the model's. It is made when the first instruction is due, as most boards are only looked
 * at.
 */
#include "ul-sim-cpu.h"

#include <string.h>

#define NEVER_REACHED 0xFFFFFFF0u
#define PS_PER_NS     1000u

/* --- life --- */

UlSimCpu *
ul_sim_cpu_new (UlSimChip *chip)
{
    UlSimCpu *self = g_new0 (UlSimCpu, 1);

    self->chip = chip;
    self->cycles = ul_sim_cycles_of (chip->device->core);
    self->cycle_ps = 1000000000ull / chip->model->core_khz;
    self->branch_ps = self->cycle_ps; /* more than for one that is not taken */
    return self;
}

void
ul_sim_cpu_free (UlSimCpu *self)
{
    if (self->uc != NULL)
        uc_close (self->uc);
    for (guint i = 0; i < G_N_ELEMENTS (self->translated); i++)
        g_free (self->translated[i]);
    g_free (self);
}

/* --- translated code --- */

guint8 *
ul_sim_cpu_mark (UlSimCpu *self, guint32 address)
{
    UlSimChip *chip = self->chip;
    const struct {
        guint32 start, size;
    } areas[] = { { chip->device->regions[0].start, chip->flash_size },
                  { chip->device->ram_start, chip->device->ram_size },
                  { chip->model->flexram, chip->model->flexram_size } };

    for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
        if (address - areas[i].start < areas[i].size) {
            if (self->translated[i] == NULL) /* and room for a block that ends behind */
                self->translated[i] = g_malloc0 (areas[i].size / 2 + 256);
            return self->translated[i] + (address - areas[i].start) / 2;
        }
    return NULL;
}

static gboolean
any_set (const guint8 *bytes, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (bytes[i] != 0)
            return TRUE;
    return FALSE;
}

static gboolean
is_translated (UlSimCpu *self, guint32 address, guint32 size)
{
    const guint8 *mark = self->uc != NULL ? ul_sim_cpu_mark (self, address) : NULL;

    return mark != NULL && any_set (mark, (address % 2 + size + 1) / 2);
}

void
ul_sim_cpu_forget (UlSimCpu *self, guint32 address, guint32 size)
{
    if (!is_translated (self, address, size))
        return;
    if (self->in_uc) {
        self->forget_all = TRUE; /* not while it runs through that very code */
        self->deadline = 0;
        return;
    }
    uc_ctl_remove_cache (self->uc, (uint64_t) address, (uint64_t) address + size);
    ul_sim_spin_forget (self);
}

static void
forget_everything (UlSimCpu *self)
{
    UlSimChip *chip = self->chip;

    self->forget_all = FALSE;
    ul_sim_cpu_forget (self, chip->device->regions[0].start, chip->flash_size);
    ul_sim_cpu_forget (self, chip->device->ram_start, chip->device->ram_size);
}

/* --- reset --- */

void
ul_sim_cpu_hold (UlSimCpu *self)
{
    self->uc_has_regs = FALSE;
    self->regs = (UlSimRegs){ .lr = 0xFFFFFFFF, .xpsr = UL_SIM_XPSR_THUMB };
    ul_sim_spin_forget (self);
    ul_sim_cpu_leave (self);
}

void
ul_sim_cpu_start (UlSimCpu *self)
{
    UlSimChip *chip = self->chip;

    ul_sim_core_set_state (chip, UL_SIM_CORE_RUNNING);
    ul_sim_cpu_vectors (self);
}

/* --- running --- */

static void
find_deadline (UlSimCpu *self)
{
    self->deadline = MIN (self->end, ul_sim_chip_next_stop (self->chip) * PS_PER_NS);
}

void
ul_sim_cpu_leave (UlSimCpu *self)
{
    if (self == NULL || !self->in_uc)
        return;
    if (self->chip->scs.state == UL_SIM_CORE_RUNNING)
        find_deadline (self);
    else
        self->deadline = 0;
}

/* Breakpoint, supervisor call, or a hint. */
static void
do_special (UlSimCpu *self)
{
    UlSimChip *chip = self->chip;
    gboolean writable;
    const guint8 *memory = ul_sim_bus_memory (chip, self->regs.pc, 2, &writable);
    guint op = memory != NULL ? ul_sim_get_le (memory, 2) : 0;

    if (op >> 8 == 0xBE) {
        if (ul_sim_debug_is_enabled (chip))
            ul_sim_core_halt (chip, UL_SIM_DFSR_BKPT);
        else
            ul_sim_cpu_hard_fault (self);
        return;
    }
    self->regs.pc += 2;
    self->ps += self->cycle_ps;
    if (op >> 8 == 0xDF)
        ul_sim_cpu_enter (self, 11);
    else if (op == 0xBF30 && !ul_sim_nvic_has_pending (chip))
        ul_sim_core_set_state (chip, UL_SIM_CORE_SLEEPING);
}

static void
after_stop (UlSimCpu *self, uc_err err)
{
    UlSimStop stop = self->stop;
    guint32 pc = 0;

    if (self->chip->scs.state == UL_SIM_CORE_HELD)
        return; /* a reset came: registers are those of its end */
    if (stop == UL_SIM_STOP_NONE)
        stop = UL_SIM_STOP_FAULT;
    if (stop == UL_SIM_STOP_RETURN || err == UC_ERR_FETCH_UNMAPPED || err == UC_ERR_FETCH_PROT) {
        uc_reg_read (self->uc, UC_ARM_REG_PC, &pc);
        self->pc = pc;
    }
    self->regs.pc = self->pc;
    switch (stop) {
    case UL_SIM_STOP_NONE:
    case UL_SIM_STOP_TIME:
        break;
    case UL_SIM_STOP_SPECIAL:
        do_special (self);
        break;
    case UL_SIM_STOP_BREAKPOINT:
        ul_sim_core_halt (self->chip, UL_SIM_DFSR_BKPT);
        break;
    case UL_SIM_STOP_FAULT:
    case UL_SIM_STOP_UNKNOWN_INTERRUPT:
        ul_sim_cpu_hard_fault (self);
        break;
    case UL_SIM_STOP_SPIN:
        ul_sim_spin_skip (self);
        break;
    case UL_SIM_STOP_RETURN:
        ul_sim_cpu_return (self);
        break;
    }
}

static void
execute (UlSimCpu *self)
{
    guint64 before = self->instructions;

    ul_sim_cpu_store_regs (self);
    self->stop = UL_SIM_STOP_NONE;
    self->faulted = FALSE;
    self->in_it = 0;
    self->expected = self->pc = self->regs.pc;
    self->in_uc = TRUE;
    uc_err err = uc_emu_start (self->uc, self->regs.pc | 1, NEVER_REACHED, 0, 0);
    self->in_uc = FALSE;
    if (self->forget_all)
        forget_everything (self);
    after_stop (self, err);
    self->chip->counts.instructions += self->instructions - before;
}

/* An interrupt that is masked may be let in by any instruction: look often. */
#define MASKED_SLICE_CYCLES 64

void
ul_sim_cpu_run (UlSimCpu *self, guint64 end)
{
    UlSimChip *chip = self->chip;

    if (self->uc == NULL && !ul_sim_cpu_open (self)) {
        chip->time = end;
        return;
    }
    self->ps = MAX (self->ps, chip->time * PS_PER_NS);
    self->end = end * PS_PER_NS;
    ul_sim_spin_forget (self);
    while (chip->scs.state == UL_SIM_CORE_RUNNING && self->ps < self->end &&
           chip->next * PS_PER_NS > self->ps) {
        const UlSimWrite *write = ul_sim_chip_peek_write (chip);

        if (write != NULL && write->at * PS_PER_NS <= self->ps)
            break;
        find_deadline (self);
        if (ul_sim_nvic_has_pending (chip) && !ul_sim_cpu_take_interrupt (self))
            self->deadline = MIN (self->deadline, self->ps + MASKED_SLICE_CYCLES * self->cycle_ps);
        if (chip->scs.state == UL_SIM_CORE_RUNNING)
            execute (self);
        chip->time = self->ps / PS_PER_NS;
    }
}

void
ul_sim_cpu_step (UlSimCpu *self)
{
    UlSimChip *chip = self->chip;

    if (self->uc == NULL && !ul_sim_cpu_open (self))
        return;
    self->ps = MAX (self->ps, chip->time * PS_PER_NS);
    self->end = self->deadline = UL_SIM_NEVER * PS_PER_NS;
    self->stepping = TRUE;
    if (!ul_sim_nvic_has_pending (chip) || !ul_sim_cpu_take_interrupt (self))
        execute (self);
    self->stepping = FALSE;
    chip->time = MAX (chip->time, self->ps / PS_PER_NS);
    if (chip->scs.state == UL_SIM_CORE_RUNNING || chip->scs.state == UL_SIM_CORE_SLEEPING)
        ul_sim_core_halt (chip, UL_SIM_DFSR_HALTED);
}
