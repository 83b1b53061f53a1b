/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core's system control space. Sources: Arm DDI 0419 (v6-M) and DDI 0403 (v7-M), the chapters
 * on system control. */
#include "ul-sim-parts.h"

#include <string.h>

#define C_DEBUGEN   0x1u
#define C_MASKINTS  0x8u
#define AIRCR_KEY   0x05FA0000u
#define SYSRESETREQ 0x4u
#define VECTRESET   0x1u

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
    MMFAR = 0xE000ED34,
    BFAR = 0xE000ED38,
    CPACR = 0xE000ED88,
};

static gboolean
is_small (UlSimChip *self)
{
    return self->device->core == UL_CORE_M0PLUS;
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
                       .vtor = self->device->regions[0].start, /* all start in their flash */
                       .dhcsr = kept.dhcsr & (C_DEBUGEN | C_MASKINTS),
                       .demcr = kept.demcr,
                       .dfsr = kept.dfsr,
                       .fp_ctrl = kept.fp_ctrl,
                       .ccr = is_small (self) ? 0x208 : 0x200,
                       .reset_seen = TRUE };
    memcpy (scs->fp_comp, kept.fp_comp, sizeof scs->fp_comp);
}

static void
write_aircr (UlSimChip *self, UlSimMaster master, guint32 value)
{
    if ((value & 0xFFFF0000) != AIRCR_KEY)
        return;
    self->scs.aircr = value & 0x700;
    if ((value & SYSRESETREQ) != 0)
        ul_sim_reset_begin (self, UL_SIM_RESET_SOFTWARE);
    else if ((value & VECTRESET) != 0 && ul_sim_core_has_bit_band (self->device->core) &&
             master == UL_SIM_MASTER_DEBUGGER) {
        ul_sim_scs_reset (self); /* of the core alone */
        ul_sim_cpu_hold (self->cpu);
        ul_sim_reset_update (self);
    }
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
    case MMFAR:
        return scs->mmfar;
    case BFAR:
        return scs->bfar;
    case CPACR:
        return scs->cpacr;
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

/* --- DWT: the larger core counts cycles --- */

#define DWT_CTRL   0xE0001000u
#define DWT_CYCCNT 0xE0001004u
#define CYCCNTENA  0x1u

static guint32
cycles_now (UlSimChip *self)
{
    return self->time * self->model->core_khz / 1000000;
}

static guint32
read_count (UlSimChip *self)
{
    if ((self->scs.dwt_ctrl & CYCCNTENA) == 0)
        return self->scs.dwt_count;
    self->changing = TRUE;
    return cycles_now (self) + self->scs.dwt_count;
}

static void
set_count (UlSimChip *self, guint32 ctrl, guint32 count)
{
    self->scs.dwt_ctrl = ctrl & CYCCNTENA;
    self->scs.dwt_count = (ctrl & CYCCNTENA) != 0 ? count - cycles_now (self) : count;
}

static guint32
read_dwt (UlSimChip *self, guint32 address)
{
    if (is_small (self))
        return 0;
    return address == DWT_CTRL     ? 0x40000000 | self->scs.dwt_ctrl
           : address == DWT_CYCCNT ? read_count (self)
                                   : 0;
}

static void
write_dwt (UlSimChip *self, guint32 address, guint32 value)
{
    if (address == DWT_CTRL && !is_small (self))
        set_count (self, value, read_count (self));
    else if (address == DWT_CYCCNT && !is_small (self))
        set_count (self, self->scs.dwt_ctrl, value);
}

/* --- all of it --- */

gboolean
ul_sim_scs_read (UlSimChip *self, UlSimMaster master, guint32 address, guint32 *value)
{
    guint32 page = address & 0xFFFFF000;

    *value = 0;
    if (page == 0xE0002000)
        *value = ul_sim_breakpoints_read (self, address);
    else if (page == 0xE0001000)
        *value = read_dwt (self, address);
    else if (ul_sim_debug_has (address))
        *value = ul_sim_debug_read (self, address);
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

    if (ul_sim_debug_has (address))
        ul_sim_debug_write (self, master, address, value);
    else if (page == 0xE0002000)
        ul_sim_breakpoints_write (self, address, value);
    else if (page == 0xE0001000)
        write_dwt (self, address, value);
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
