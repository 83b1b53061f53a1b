/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-parts.h"
#include "ul-sim-unicorn.h"

G_BEGIN_DECLS

/* For ul-sim-cpu*.c alone. */

#define UL_SIM_MAX_SPIN_READS 8

typedef enum {
    UL_SIM_STOP_NONE,
    UL_SIM_STOP_TIME,
    UL_SIM_STOP_SPECIAL, /* an instruction that the model carries out */
    UL_SIM_STOP_BREAKPOINT,
    UL_SIM_STOP_FAULT,
    UL_SIM_STOP_SPIN,
    UL_SIM_STOP_RETURN, /* from an exception */
    UL_SIM_STOP_UNKNOWN_INTERRUPT,
} UlSimStop;

/** UlSimRegs: the registers, while the emulator does not have them */
typedef struct {
    guint32 r[13], lr, pc, xpsr, msp, psp;
    guint32 control, primask, basepri, faultmask;
} UlSimRegs;

#define UL_SIM_N_SPIN_REGS 16

/**
 * UlSimSpin: a loop that comes back with all registers the same, and has written nothing and read
 * nothing that changes with time, does so again until something from outside changes: time can be
 * skipped.
 */
typedef struct {
    guint32 target;  /* of the backward branch */
    guint streak;    /* so often in a row, without a write */
    guint next_look; /* at that length of it registers are compared next */
    gboolean armed;
    guint32 regs[UL_SIM_N_SPIN_REGS];
    guint64 ps, instructions; /* when they were that */
    guint n_reads;            /* more than the most: not known which */
    struct {
        guint32 address, size;
    } reads[UL_SIM_MAX_SPIN_READS];
    guint64 period_ps, period_instructions;
} UlSimSpin;

typedef struct {
    UlSimCpu *cpu;
    guint32 base;
} UlSimWindow;

struct _UlSimCpu {
    UlSimChip *chip;
    uc_engine *uc; /* made when the core first runs */
    gboolean uc_has_regs;
    UlSimRegs regs; /* unless the emulator has them; pc always */

    const guint8 *cycles;
    guint64 ps, cycle_ps, branch_ps; /* its own time, and what a cycle and a taken branch cost */
    guint64 end, deadline;           /* ps */
    guint64 instructions;
    guint32 pc, expected;
    guint in_it; /* instructions to go that an IT makes conditional */
    gboolean in_uc, stepping;
    UlSimStop stop;
    gboolean faulted;
    UlSimSpin spin;

    guint8 *translated[3]; /* flash, RAM, FlexRAM: a byte for each halfword that was translated */
    gboolean forget_all;
    UlSimWindow windows[6];
    guint n_windows;
};

/* --- ul-sim-cpu-regs.c --- */

#define UL_SIM_XPSR_THUMB (1u << 24)

void ul_sim_cpu_load_regs (UlSimCpu *self);  /* out of the emulator */
void ul_sim_cpu_store_regs (UlSimCpu *self); /* into it */

/* --- ul-sim-cpu.c --- */

/** ul_sim_cpu_mark: Returns: (nullable): where it is noted that code at @address is translated */
guint8 *ul_sim_cpu_mark (UlSimCpu *self, guint32 address);

/* --- ul-sim-cpu-hooks.c: what the emulator calls --- */

gboolean ul_sim_cpu_open (UlSimCpu *self);

/* --- ul-sim-cpu-spin.c --- */

/** ul_sim_spin_turn: a branch back to @target was taken. Returns: %TRUE when the loop spins */
gboolean ul_sim_spin_turn (UlSimCpu *self, guint32 target);
void ul_sim_spin_note_write (UlSimCpu *self);
void ul_sim_spin_note_read (UlSimCpu *self, guint32 address, guint32 size);
void ul_sim_spin_forget (UlSimCpu *self);
/** ul_sim_spin_skip: whole turns, as far as nothing happens */
void ul_sim_spin_skip (UlSimCpu *self);

/* --- ul-sim-cpu-exceptions.c --- */

void ul_sim_cpu_enter (UlSimCpu *self, guint exception);
void ul_sim_cpu_hard_fault (UlSimCpu *self);
void ul_sim_cpu_return (UlSimCpu *self);
/** ul_sim_cpu_take_interrupt: Returns: %TRUE when one was taken */
gboolean ul_sim_cpu_take_interrupt (UlSimCpu *self);
void ul_sim_cpu_vectors (UlSimCpu *self);

G_END_DECLS
