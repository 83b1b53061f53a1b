/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exceptions that wait, their priorities, and SysTick. Sources: Arm DDI 0419 and DDI 0403, the
 * chapters on exceptions, NVIC and SysTick. */
#include "ul-sim-parts.h"

#define N_IRQS 128u /* more than any of the chips has */

#define SYST_CSR   0xE000E010u
#define SYST_RVR   0xE000E014u
#define SYST_CVR   0xE000E018u
#define SYST_CALIB 0xE000E01Cu
#define NVIC_ISER  0xE000E100u
#define NVIC_ISPR  0xE000E200u
#define NVIC_IPR   0xE000E400u

#define CSR_ENABLE    0x1u
#define CSR_TICKINT   0x2u
#define CSR_CLKSOURCE 0x4u
#define CSR_COUNTFLAG (1u << 16)

#define EXC_NMI     2
#define EXC_HARD    3
#define EXC_PENDSV  14
#define EXC_SYSTICK 15
#define EXC_IRQ0    16

/* --- SysTick --- */

static guint64
tick_ns (UlSimChip *self, guint64 cycles)
{
    guint divider = (self->scs.systick_csr & CSR_CLKSOURCE) != 0 ? 1 : 16;

    return cycles * divider * 1000000 / self->model->core_khz;
}

static void
start_systick (UlSimChip *self)
{
    UlSimScs *scs = &self->scs;

    ul_sim_chip_cancel (self, UL_SIM_EVENT_SYSTICK);
    scs->systick_start = self->time;
    if ((scs->systick_csr & CSR_ENABLE) != 0 && scs->systick_rvr != 0)
        ul_sim_chip_schedule (self, UL_SIM_EVENT_SYSTICK,
                              self->time + tick_ns (self, scs->systick_rvr + 1ull));
}

/* Whatever is pending ends a sleep. */
static void
wake (UlSimChip *self)
{
    if (self->scs.state == UL_SIM_CORE_SLEEPING && ul_sim_nvic_has_pending (self))
        ul_sim_core_set_state (self, UL_SIM_CORE_RUNNING);
}

void
ul_sim_systick_event (UlSimChip *self)
{
    self->scs.systick_csr |= CSR_COUNTFLAG;
    if ((self->scs.systick_csr & CSR_TICKINT) != 0)
        self->scs.pend_systick = TRUE;
    start_systick (self);
    wake (self);
}

static guint32
read_count (UlSimChip *self)
{
    UlSimScs *scs = &self->scs;
    guint64 cycle = MAX (1, tick_ns (self, 1000)); /* of 1000, in ns */
    guint64 passed = (self->time - scs->systick_start) * 1000 / cycle;

    if ((scs->systick_csr & CSR_ENABLE) == 0)
        return 0;
    self->changing = TRUE;
    return scs->systick_rvr > passed ? scs->systick_rvr - passed : 0;
}

/* --- registers --- */

static guint32 *
find_bits (UlSimChip *self, guint32 address)
{
    guint index = address % 0x80 / 4;

    if (address < NVIC_ISER || address >= NVIC_ISER + 0x200 || index >= N_IRQS / 32)
        return NULL;
    return address < NVIC_ISPR ? &self->scs.enabled[index] : &self->scs.pending[index];
}

guint32
ul_sim_nvic_read (UlSimChip *self, guint32 address)
{
    UlSimScs *scs = &self->scs;
    guint32 *bits = find_bits (self, address), value;

    if (bits != NULL)
        return *bits;
    switch (address) {
    case SYST_CSR:
        value = scs->systick_csr;
        scs->systick_csr &= ~CSR_COUNTFLAG;
        self->changing = TRUE;
        return value;
    case SYST_RVR:
        return scs->systick_rvr;
    case SYST_CVR:
        return read_count (self);
    case SYST_CALIB:
        return 1u << 31;
    }
    if (address >= NVIC_IPR && address < NVIC_IPR + N_IRQS)
        return ul_sim_get_le (scs->priority + (address - NVIC_IPR), 4);
    return 0;
}

void
ul_sim_nvic_write (UlSimChip *self, guint32 address, guint32 value)
{
    UlSimScs *scs = &self->scs;
    guint32 *bits = find_bits (self, address);
    guint32 mask = self->device->core == UL_CORE_M0PLUS ? 0xC0C0C0C0 : 0xF0F0F0F0;

    if (bits != NULL)
        *bits = (address & 0x80) != 0 ? *bits & ~value : *bits | value;
    else if (address == SYST_CSR) {
        scs->systick_csr = value & (CSR_ENABLE | CSR_TICKINT | CSR_CLKSOURCE);
        start_systick (self);
    } else if (address == SYST_RVR)
        scs->systick_rvr = value & 0xFFFFFF;
    else if (address == SYST_CVR) {
        scs->systick_csr &= ~CSR_COUNTFLAG;
        start_systick (self);
    } else if (address >= NVIC_IPR && address < NVIC_IPR + N_IRQS)
        ul_sim_put_le (scs->priority + (address - NVIC_IPR), 4, value & mask);
    wake (self);
}

/* --- which exception comes first; less is more urgent --- */

static int
priority_of (UlSimChip *self, guint exception)
{
    const UlSimScs *scs = &self->scs;

    if (exception == 0)
        return 256;
    if (exception <= EXC_HARD)
        return (int) exception - 4;
    if (exception < EXC_IRQ0)
        return scs->shpr[exception / 4 - 1] >> (exception % 4 * 8) & 0xFF;
    return scs->priority[exception - EXC_IRQ0];
}

static gboolean
is_pending (UlSimChip *self, guint exception)
{
    const UlSimScs *scs = &self->scs;
    guint irq = exception - EXC_IRQ0;

    switch (exception) {
    case EXC_NMI:
        return scs->pend_nmi;
    case EXC_PENDSV:
        return scs->pend_sv;
    case EXC_SYSTICK:
        return scs->pend_systick;
    }
    return exception >= EXC_IRQ0 &&
           (scs->pending[irq / 32] & scs->enabled[irq / 32] & 1u << irq % 32) != 0;
}

gboolean
ul_sim_nvic_has_pending (UlSimChip *self)
{
    const UlSimScs *scs = &self->scs;
    guint32 irqs = 0;

    for (guint i = 0; i < N_IRQS / 32; i++)
        irqs |= scs->pending[i] & scs->enabled[i];
    return scs->pend_nmi || scs->pend_sv || scs->pend_systick || irqs != 0;
}

guint
ul_sim_nvic_find (UlSimChip *self, guint running)
{
    int best = priority_of (self, running);
    guint found = 0;

    if (!ul_sim_nvic_has_pending (self))
        return 0;
    for (guint i = EXC_NMI; i < EXC_IRQ0 + N_IRQS; i++)
        if (is_pending (self, i) && priority_of (self, i) < best) {
            best = priority_of (self, i);
            found = i;
        }
    return found;
}

void
ul_sim_nvic_take (UlSimChip *self, guint exception)
{
    UlSimScs *scs = &self->scs;

    if (exception == EXC_NMI)
        scs->pend_nmi = FALSE;
    else if (exception == EXC_PENDSV)
        scs->pend_sv = FALSE;
    else if (exception == EXC_SYSTICK)
        scs->pend_systick = FALSE;
    else if (exception >= EXC_IRQ0)
        scs->pending[(exception - EXC_IRQ0) / 32] &= ~(1u << (exception - EXC_IRQ0) % 32);
}
