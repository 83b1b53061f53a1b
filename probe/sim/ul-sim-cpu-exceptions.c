/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exception entry and return, faults and lock-up. Sources: Arm DDI 0419 and DDI 0403, the chapters
 * on exceptions. */
#include "ul-sim-cpu.h"

#define EXC_NMI      2
#define EXC_HARD     3
#define FRAME        32u
#define THUMB        (1u << 24)
#define ALIGNED      (1u << 9) /* of the stacked xPSR: the stack was moved by 4 more */
#define SPSEL        2u
#define RETURN       0xFFFFFFE0u
#define TO_HANDLER   0xFFFFFFF1u
#define TO_MSP       0xFFFFFFF9u
#define TO_PSP       0xFFFFFFFDu
#define ENTRY_CYCLES 15u
#define MASKINTS     0x8u
#define VC_HARDERR   (1u << 10)

static void
lock_up (UlSimCpu *self)
{
    UlSimChip *chip = self->chip;

    chip->time = MAX (chip->time, self->ps / 1000);
    ul_sim_core_set_state (chip, UL_SIM_CORE_LOCKED_UP);
    if (chip->model->lockup_ns != 0)
        ul_sim_chip_schedule (chip, UL_SIM_EVENT_LOCKUP, chip->time + chip->model->lockup_ns);
}

static gboolean
can_execute (UlSimCpu *self, guint32 address)
{
    gboolean writable;

    return ul_sim_bus_memory (self->chip, address & ~1u, 2, &writable) != NULL &&
           (self->chip->model->flexram_size == 0 ||
            address - self->chip->model->flexram >= self->chip->model->flexram_size);
}

/* Out of reset: stack and first instruction as the vector table says. */
void
ul_sim_cpu_vectors (UlSimCpu *self)
{
    UlSimChip *chip = self->chip;
    guint32 start = chip->device->regions[0].start, stack = 0, pc = 0;

    ul_sim_bus_read (chip, UL_SIM_MASTER_CORE, start, 4, &stack);
    ul_sim_bus_read (chip, UL_SIM_MASTER_CORE, start + 4, 4, &pc);
    self->regs.msp = stack & ~3u;
    self->regs.pc = pc & ~1u;
    self->ps = MAX (self->ps, chip->time * 1000);
    if (ul_sim_core_catch_start (chip))
        return;
    if ((pc & 1) == 0 || !can_execute (self, pc))
        ul_sim_cpu_hard_fault (self);
}

static guint32
read_word (UlSimCpu *self, guint32 address, gboolean *ok)
{
    guint32 value = 0;

    *ok = *ok && ul_sim_bus_read (self->chip, UL_SIM_MASTER_CORE, address, 4, &value);
    return value;
}

static gboolean
push_frame (UlSimCpu *self, gboolean on_psp)
{
    UlSimRegs *regs = &self->regs;
    guint32 *sp = on_psp ? &regs->psp : &regs->msp;
    gboolean odd = (*sp & 4) != 0, ok = TRUE;
    guint32 frame = (*sp & ~7u) - FRAME;
    const guint32 words[8] = { regs->r[0],  regs->r[1], regs->r[2], regs->r[3],
                               regs->r[12], regs->lr,   regs->pc,   regs->xpsr };

    for (guint i = 0; i < 8; i++) {
        guint32 word = i == 7 ? (words[i] & ~ALIGNED) | (odd ? ALIGNED : 0) : words[i];
        ok = ok && ul_sim_bus_write (self->chip, UL_SIM_MASTER_CORE, frame + 4 * i, 4, word);
    }
    *sp = frame;
    return ok;
}

void
ul_sim_cpu_enter (UlSimCpu *self, guint exception)
{
    UlSimRegs *regs = &self->regs;
    gboolean ok = TRUE;

    ul_sim_cpu_load_regs (self);
    gboolean handler = (regs->xpsr & 0x1FF) != 0;
    gboolean on_psp = !handler && (regs->control & SPSEL) != 0;

    ok = push_frame (self, on_psp);
    guint32 vector = read_word (self, self->chip->scs.vtor + 4 * exception, &ok);
    if (!ok || (vector & 1) == 0 || !can_execute (self, vector)) {
        if (exception == EXC_HARD || exception == EXC_NMI)
            lock_up (self);
        else
            ul_sim_cpu_hard_fault (self);
        return;
    }
    ul_sim_nvic_take (self->chip, exception);
    regs->lr = handler ? TO_HANDLER : on_psp ? TO_PSP : TO_MSP;
    regs->xpsr = THUMB | exception;
    regs->control &= ~SPSEL;
    regs->pc = vector & ~1u;
    self->ps += ENTRY_CYCLES * self->cycle_ps;
}

/* All faults end here: the smaller core has no others, and on the larger one they are off after
 * reset. */
void
ul_sim_cpu_hard_fault (UlSimCpu *self)
{
    UlSimChip *chip = self->chip;
    guint running = ul_sim_cpu_get_exception (self);

    if (ul_sim_debug_is_enabled (chip) && (chip->scs.demcr & VC_HARDERR) != 0) {
        ul_sim_core_halt (chip, UL_SIM_DFSR_VCATCH);
        return;
    }
    if (running == EXC_HARD || running == EXC_NMI) {
        ul_sim_cpu_load_regs (self);
        lock_up (self);
    } else {
        chip->scs.hfsr |= 1u << 30;
        ul_sim_cpu_enter (self, EXC_HARD);
    }
}

void
ul_sim_cpu_return (UlSimCpu *self)
{
    UlSimRegs *regs = &self->regs;
    guint32 kind = regs->pc | 1, words[8];
    gboolean ok = TRUE;

    ul_sim_cpu_load_regs (self);
    if ((regs->xpsr & 0x1FF) == 0 || kind < RETURN) {
        ul_sim_cpu_hard_fault (self);
        return;
    }
    guint32 *sp = kind == TO_PSP ? &regs->psp : &regs->msp;
    for (guint i = 0; i < 8; i++)
        words[i] = read_word (self, *sp + 4 * i, &ok);
    if (!ok) {
        ul_sim_cpu_hard_fault (self);
        return;
    }
    *sp += FRAME + ((words[7] & ALIGNED) != 0 ? 4 : 0);
    for (guint i = 0; i < 4; i++)
        regs->r[i] = words[i];
    regs->r[12] = words[4];
    regs->lr = words[5];
    regs->pc = words[6] & ~1u;
    regs->xpsr = words[7] & ~ALIGNED;
    regs->control = (regs->control & ~SPSEL) | (kind == TO_PSP ? SPSEL : 0);
    self->ps += ENTRY_CYCLES * self->cycle_ps;
}

gboolean
ul_sim_cpu_take_interrupt (UlSimCpu *self)
{
    UlSimChip *chip = self->chip;
    guint exception = ul_sim_nvic_find (chip, ul_sim_cpu_get_exception (self));
    gboolean masked = ul_sim_debug_is_enabled (chip) && (chip->scs.dhcsr & MASKINTS) != 0;

    if (exception == 0)
        return FALSE;
    if (exception != EXC_NMI) {
        ul_sim_cpu_load_regs (self);
        if (masked || self->regs.primask != 0 || self->regs.faultmask != 0)
            return FALSE;
    }
    ul_sim_cpu_enter (self, exception);
    return TRUE;
}
