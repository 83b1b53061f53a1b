/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Debugging the core: halting and its reasons, access to registers, breakpoints. Sources: Arm DDI
 * 0419 (v6-M) and DDI 0403 (v7-M), the chapters on debug; for FPB version 2 issue E of the latter.
 */
#include "ul-sim-parts.h"

#include <string.h>

#define DFSR  0xE000ED30u
#define DHCSR 0xE000EDF0u
#define DCRSR 0xE000EDF4u
#define DCRDR 0xE000EDF8u
#define DEMCR 0xE000EDFCu

#define DHCSR_KEY     0xA05F0000u
#define C_DEBUGEN     0x1u
#define C_HALT        0x2u
#define C_STEP        0x4u
#define C_MASKINTS    0x8u
#define S_REGRDY      (1u << 16)
#define S_HALT        (1u << 17)
#define S_SLEEP       (1u << 18)
#define S_LOCKUP      (1u << 19)
#define S_RETIRE_ST   (1u << 24)
#define S_RESET_ST    (1u << 25)
#define VC_CORERESET  0x1u
#define DEMCR_BITS_M0 0x01000401u
#define DEMCR_BITS_M4 0x010F07F1u
#define DCRSR_WRITE   (1u << 16)

static gboolean
is_small (UlSimChip *self)
{
    return self->device->core == UL_CORE_M0PLUS;
}

/* --- state of the core --- */

gboolean
ul_sim_debug_is_enabled (UlSimChip *self)
{
    /* A secured chip does not let its core be debugged, whatever was set before. */
    return (self->scs.dhcsr & C_DEBUGEN) != 0 && self->family->bus_is_open (self);
}

void
ul_sim_core_set_state (UlSimChip *self, UlSimCoreState state)
{
    self->scs.state = state;
    if (state != UL_SIM_CORE_LOCKED_UP)
        ul_sim_chip_cancel (self, UL_SIM_EVENT_LOCKUP);
    ul_sim_watchdog_update (self);
    ul_sim_cpu_leave (self->cpu);
}

void
ul_sim_core_halt (UlSimChip *self, guint32 dfsr)
{
    self->scs.dfsr |= dfsr;
    self->scs.dhcsr |= C_HALT;
    ul_sim_core_set_state (self, UL_SIM_CORE_HALTED);
}

static gboolean
can_halt (UlSimChip *self)
{
    return ul_sim_debug_is_enabled (self) && self->scs.state != UL_SIM_CORE_HELD &&
           self->scs.state != UL_SIM_CORE_HALTED;
}

void
ul_sim_core_request_halt (UlSimChip *self)
{
    if (can_halt (self))
        ul_sim_core_halt (self, UL_SIM_DFSR_EXTERNAL);
}

gboolean
ul_sim_core_catch_start (UlSimChip *self)
{
    if (!ul_sim_debug_is_enabled (self))
        return FALSE;
    if ((self->scs.demcr & VC_CORERESET) != 0)
        ul_sim_core_halt (self, UL_SIM_DFSR_VCATCH);
    else if ((self->mdm.control & UL_SIM_MDM_DEBUG) != 0)
        ul_sim_core_halt (self, UL_SIM_DFSR_EXTERNAL);
    return self->scs.state == UL_SIM_CORE_HALTED;
}

void
ul_sim_debug_forget (UlSimChip *self)
{
    UlSimScs *scs = &self->scs;

    scs->dhcsr = scs->demcr = scs->dfsr = scs->fp_ctrl = 0;
    memset (scs->fp_comp, 0, sizeof scs->fp_comp);
    if (scs->state == UL_SIM_CORE_HALTED)
        ul_sim_core_set_state (self, UL_SIM_CORE_RUNNING);
}

/* --- debug registers --- */

static guint32
read_dhcsr (UlSimChip *self)
{
    UlSimScs *scs = &self->scs;
    guint32 value = scs->dhcsr;

    value |= scs->state != UL_SIM_CORE_RUNNING ? S_REGRDY : S_RETIRE_ST;
    value |= scs->state == UL_SIM_CORE_HALTED ? S_HALT : 0;
    value |= scs->state == UL_SIM_CORE_SLEEPING ? S_SLEEP : 0;
    value |= scs->state == UL_SIM_CORE_LOCKED_UP ? S_LOCKUP : 0;
    value |= scs->reset_seen ? S_RESET_ST : 0;
    scs->reset_seen = scs->state == UL_SIM_CORE_HELD; /* reading clears what is over */
    return value;
}

static void
write_dhcsr (UlSimChip *self, UlSimMaster master, guint32 value)
{
    UlSimScs *scs = &self->scs;
    guint32 bits = value & (C_DEBUGEN | C_HALT | C_STEP | C_MASKINTS);

    if ((value & 0xFFFF0000) != DHCSR_KEY || master == UL_SIM_MASTER_CORE)
        return;
    if ((bits & C_DEBUGEN) == 0)
        bits = 0;
    else if (scs->state != UL_SIM_CORE_HALTED) /* only a halted core takes this one */
        bits = (bits & ~C_MASKINTS) | (scs->dhcsr & C_MASKINTS);
    if (scs->state == UL_SIM_CORE_HELD)
        bits &= ~C_HALT;
    scs->dhcsr = bits;
    if ((bits & C_HALT) != 0) {
        if (can_halt (self))
            ul_sim_core_halt (self, UL_SIM_DFSR_HALTED);
    } else if (scs->state == UL_SIM_CORE_HALTED) {
        ul_sim_core_set_state (self, UL_SIM_CORE_RUNNING);
        if ((bits & C_STEP) != 0)
            ul_sim_cpu_step (self->cpu);
    }
}

static void
write_dcrsr (UlSimChip *self, guint32 value)
{
    guint reg = value & 0x7F;

    if (self->scs.state != UL_SIM_CORE_HALTED)
        return;
    if ((value & DCRSR_WRITE) != 0)
        ul_sim_cpu_set_reg (self->cpu, reg, self->scs.dcrdr);
    else
        self->scs.dcrdr = ul_sim_cpu_get_reg (self->cpu, reg);
}

gboolean
ul_sim_debug_has (guint32 address)
{
    return address == DFSR || (address >= DHCSR && address <= DEMCR);
}

guint32
ul_sim_debug_read (UlSimChip *self, guint32 address)
{
    switch (address) {
    case DFSR:
        return self->scs.dfsr;
    case DHCSR:
        return read_dhcsr (self);
    case DCRDR:
        return self->scs.dcrdr;
    case DEMCR:
        return self->scs.demcr;
    default:
        return 0;
    }
}

void
ul_sim_debug_write (UlSimChip *self, UlSimMaster master, guint32 address, guint32 value)
{
    switch (address) {
    case DFSR:
        self->scs.dfsr &= ~value;
        break;
    case DHCSR:
        write_dhcsr (self, master, value);
        break;
    case DCRSR:
        write_dcrsr (self, value);
        break;
    case DCRDR:
        self->scs.dcrdr = value;
        break;
    case DEMCR:
        self->scs.demcr = value & (is_small (self) ? DEMCR_BITS_M0 : DEMCR_BITS_M4);
        break;
    }
}

/* --- breakpoints --- */

#define FP_CTRL  0xE0002000u
#define FP_COMP0 0xE0002008u
#define FP_REV2  0x10000000u

/* Cortex-M7: a comparator holds an address of anywhere, and bit 0 turns it on. */
static gboolean
has_whole_addresses (UlSimChip *self)
{
    return self->device->core == UL_CORE_M7;
}

gboolean
ul_sim_breakpoints_hit (UlSimChip *self, guint32 address)
{
    for (guint i = 0; i < self->model->breakpoints; i++) {
        guint32 comp = self->scs.fp_comp[i];

        if (has_whole_addresses (self)) {
            if (comp == (address | 1))
                return TRUE;
        } else if ((comp & 1) != 0 && (comp & 0x1FFFFFFC) == (address & ~3u) &&
                   (comp >> 30 & ((address & 2) != 0 ? 2 : 1)) != 0)
            return TRUE;
    }
    return FALSE;
}

static guint32 *
find_comparator (UlSimChip *self, guint32 address)
{
    guint32 index = (address - FP_COMP0) / 4;

    return address >= FP_COMP0 && index < self->model->breakpoints ? &self->scs.fp_comp[index]
                                                                   : NULL;
}

guint32
ul_sim_breakpoints_read (UlSimChip *self, guint32 address)
{
    guint32 *comparator = find_comparator (self, address);

    if (address == FP_CTRL)
        return (has_whole_addresses (self) ? FP_REV2 : 0) | self->model->breakpoints << 4 |
               self->scs.fp_ctrl;
    return comparator != NULL ? *comparator : 0;
}

void
ul_sim_breakpoints_write (UlSimChip *self, guint32 address, guint32 value)
{
    guint32 *comparator = find_comparator (self, address);

    if (address == FP_CTRL && (value & 2) != 0)
        self->scs.fp_ctrl = value & 1;
    else if (comparator != NULL)
        *comparator = has_whole_addresses (self) ? value : value & 0xDFFFFFFD;
}
