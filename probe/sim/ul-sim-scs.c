/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core's system control space and its debug registers. Sources: Arm DDI 0419 (v6-M) and DDI
 * 0403 (v7-M), the chapters on system control and debug. */
#include "ul-sim-parts.h"

#include <string.h>

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
#define AIRCR_KEY     0x05FA0000u
#define SYSRESETREQ   0x4u
#define VECTRESET     0x1u
#define N_IRQS        32u /* as far as these chips' software can tell */

enum {
    CPUID = 0xE000ED00,
    ICSR = 0xE000ED04,
    VTOR = 0xE000ED08,
    AIRCR = 0xE000ED0C,
    SCR = 0xE000ED10,
    CCR = 0xE000ED14,
    SHPR1 = 0xE000ED18,
    SHPR3 = 0xE000ED20,
    SHCSR = 0xE000ED24,
    CFSR = 0xE000ED28,
    HFSR = 0xE000ED2C,
    DFSR = 0xE000ED30,
    MMFAR = 0xE000ED34,
    BFAR = 0xE000ED38,
    CPACR = 0xE000ED88,
    DHCSR = 0xE000EDF0,
    DCRSR = 0xE000EDF4,
    DCRDR = 0xE000EDF8,
    DEMCR = 0xE000EDFC,
};

static gboolean
is_small (UlSimChip *self)
{
    return self->device->core == UL_CORE_M0PLUS;
}

/* --- state of the core --- */

gboolean
ul_sim_scs_debug_enabled (UlSimChip *self)
{
    return (self->scs.dhcsr & C_DEBUGEN) != 0;
}

void
ul_sim_scs_set_state (UlSimChip *self, UlSimCoreState state)
{
    self->scs.state = state;
    if (state != UL_SIM_CORE_LOCKED_UP)
        ul_sim_chip_cancel (self, UL_SIM_EVENT_LOCKUP);
    ul_sim_watchdog_update (self);
    ul_sim_cpu_leave (self->cpu);
}

void
ul_sim_scs_halt (UlSimChip *self, guint32 dfsr)
{
    self->scs.dfsr |= dfsr;
    self->scs.dhcsr |= C_HALT;
    ul_sim_scs_set_state (self, UL_SIM_CORE_HALTED);
}

static gboolean
can_halt (UlSimChip *self)
{
    return ul_sim_scs_debug_enabled (self) && self->scs.state != UL_SIM_CORE_HELD &&
           self->scs.state != UL_SIM_CORE_HALTED;
}

void
ul_sim_scs_request_halt (UlSimChip *self)
{
    if (can_halt (self))
        ul_sim_scs_halt (self, UL_SIM_DFSR_EXTERNAL);
}

gboolean
ul_sim_scs_catch_start (UlSimChip *self)
{
    if (!ul_sim_scs_debug_enabled (self))
        return FALSE;
    if ((self->scs.demcr & VC_CORERESET) != 0)
        ul_sim_scs_halt (self, UL_SIM_DFSR_VCATCH);
    else if ((self->mdm.control & UL_SIM_MDM_DEBUG) != 0)
        ul_sim_scs_halt (self, UL_SIM_DFSR_EXTERNAL);
    return self->scs.state == UL_SIM_CORE_HALTED;
}

/* What the debugger set survives a reset, all but the order to halt. */
void
ul_sim_scs_reset (UlSimChip *self)
{
    UlSimScs *scs = &self->scs;
    UlSimScs kept = *scs;

    ul_sim_chip_cancel (self, UL_SIM_EVENT_LOCKUP);
    ul_sim_chip_cancel (self, UL_SIM_EVENT_SYSTICK);
    *scs = (UlSimScs){ .state = UL_SIM_CORE_HELD,
                       .dhcsr = kept.dhcsr & (C_DEBUGEN | C_MASKINTS),
                       .demcr = kept.demcr,
                       .dfsr = kept.dfsr,
                       .fp_ctrl = kept.fp_ctrl,
                       .ccr = is_small (self) ? 0x208 : 0x200,
                       .reset_seen = TRUE };
    memcpy (scs->fp_comp, kept.fp_comp, sizeof scs->fp_comp);
}

void
ul_sim_scs_forget_debug (UlSimChip *self)
{
    UlSimScs *scs = &self->scs;

    scs->dhcsr = scs->demcr = scs->dfsr = scs->fp_ctrl = 0;
    memset (scs->fp_comp, 0, sizeof scs->fp_comp);
    if (scs->state == UL_SIM_CORE_HALTED)
        ul_sim_scs_set_state (self, UL_SIM_CORE_RUNNING);
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
            ul_sim_scs_halt (self, UL_SIM_DFSR_HALTED);
    } else if (scs->state == UL_SIM_CORE_HALTED) {
        ul_sim_scs_set_state (self, UL_SIM_CORE_RUNNING);
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

static void
write_aircr (UlSimChip *self, UlSimMaster master, guint32 value)
{
    if ((value & 0xFFFF0000) != AIRCR_KEY)
        return;
    self->scs.aircr = value & 0x700;
    if ((value & SYSRESETREQ) != 0)
        ul_sim_reset_begin (self, UL_SIM_RESET_SOFTWARE);
    else if ((value & VECTRESET) != 0 && !is_small (self) && master == UL_SIM_MASTER_DEBUGGER) {
        ul_sim_scs_reset (self); /* of the core alone */
        ul_sim_cpu_hold (self->cpu);
        ul_sim_reset_update (self);
    }
}

/* --- breakpoints --- */

#define FP_CTRL  0xE0002000u
#define FP_COMP0 0xE0002008u

gboolean
ul_sim_scs_has_breakpoint (UlSimChip *self, guint32 address)
{
    for (guint i = 0; i < self->model->breakpoints; i++) {
        guint32 comp = self->scs.fp_comp[i];

        if ((comp & 1) != 0 && (comp & 0x1FFFFFFC) == (address & ~3u) &&
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

static guint32
read_breakpoints (UlSimChip *self, guint32 address)
{
    guint32 *comparator = find_comparator (self, address);

    if (address == FP_CTRL)
        return self->model->breakpoints << 4 | self->scs.fp_ctrl;
    return comparator != NULL ? *comparator : 0;
}

static void
write_breakpoints (UlSimChip *self, guint32 address, guint32 value)
{
    guint32 *comparator = find_comparator (self, address);

    if (address == FP_CTRL && (value & 2) != 0)
        self->scs.fp_ctrl = value & 1;
    else if (comparator != NULL)
        *comparator = value & 0xDFFFFFFD;
}

/* --- all registers --- */

static guint32
read_system (UlSimChip *self, guint32 address)
{
    UlSimScs *scs = &self->scs;

    switch (address) {
    case CPUID:
        return self->model->cpuid;
    case ICSR:
        return (scs->pend_nmi ? 1u << 31 : 0) | (scs->pend_sv ? 1u << 28 : 0) |
               (scs->pend_systick ? 1u << 26 : 0) | ul_sim_cpu_get_exception (self->cpu);
    case VTOR:
        return scs->vtor;
    case AIRCR:
        return 0xFA050000 | scs->aircr;
    case SCR:
        return scs->scr;
    case CCR:
        return scs->ccr;
    case SHCSR:
        return scs->shcsr;
    case CFSR:
        return scs->cfsr;
    case HFSR:
        return scs->hfsr;
    case DFSR:
        return scs->dfsr;
    case MMFAR:
        return scs->mmfar;
    case BFAR:
        return scs->bfar;
    case CPACR:
        return scs->cpacr;
    case DHCSR:
        return read_dhcsr (self);
    case DCRDR:
        return scs->dcrdr;
    case DEMCR:
        return scs->demcr;
    }
    return address >= SHPR1 && address <= SHPR3 ? scs->shpr[(address - SHPR1) / 4] : 0;
}

static void
write_icsr (UlSimChip *self, guint32 value)
{
    UlSimScs *scs = &self->scs;

    scs->pend_nmi |= (value & 1u << 31) != 0;
    scs->pend_sv = (scs->pend_sv || (value & 1u << 28) != 0) && (value & 1u << 27) == 0;
    scs->pend_systick = (scs->pend_systick || (value & 1u << 26) != 0) && (value & 1u << 25) == 0;
}

static void
write_system (UlSimChip *self, UlSimMaster master, guint32 address, guint32 value)
{
    UlSimScs *scs = &self->scs;

    switch (address) {
    case ICSR:
        write_icsr (self, value);
        break;
    case VTOR:
        scs->vtor = value & (is_small (self) ? 0xFFFFFF00 : 0xFFFFFF80);
        break;
    case AIRCR:
        write_aircr (self, master, value);
        break;
    case SCR:
        scs->scr = value & 0x16;
        break;
    case CCR:
        if (!is_small (self))
            scs->ccr = value & 0x31B;
        break;
    case SHCSR:
        scs->shcsr = value & 0x70000;
        break;
    case CFSR:
        scs->cfsr &= ~value;
        break;
    case HFSR:
        scs->hfsr &= ~value;
        break;
    case CPACR:
        scs->cpacr = value;
        break;
    default:
        if (address >= SHPR1 && address <= SHPR3)
            scs->shpr[(address - SHPR1) / 4] = value;
    }
}

static void
write_debug (UlSimChip *self, UlSimMaster master, guint32 address, guint32 value)
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

static gboolean
is_debug (guint32 address)
{
    return address == DFSR || (address >= DHCSR && address <= DEMCR);
}

gboolean
ul_sim_scs_read (UlSimChip *self, UlSimMaster master, guint32 address, guint32 *value)
{
    guint32 page = address & 0xFFFFF000;

    *value = 0;
    if (page == 0xE0002000)
        *value = read_breakpoints (self, address);
    else if (page == 0xE0001000)
        *value = address == 0xE0001000 ? self->scs.dwt_ctrl : 0;
    else if (page == 0xE000E000)
        *value = address < CPUID ? ul_sim_nvic_read (self, address) : read_system (self, address);
    else
        return !is_small (self);
    return TRUE;
}

gboolean
ul_sim_scs_write (UlSimChip *self, UlSimMaster master, guint32 address, guint32 value)
{
    guint32 page = address & 0xFFFFF000;

    if (is_debug (address))
        write_debug (self, master, address, value);
    else if (page == 0xE0002000)
        write_breakpoints (self, address, value);
    else if (page == 0xE0001000)
        self->scs.dwt_ctrl = address == 0xE0001000 ? value & 1 : self->scs.dwt_ctrl;
    else if (page != 0xE000E000)
        return !is_small (self);
    else if (self->reset.in_reset)
        return TRUE; /* in reset itself */
    else if (address < CPUID)
        ul_sim_nvic_write (self, address, value);
    else
        write_system (self, master, address, value);
    return TRUE;
}
