/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The watchdogs: COP of the KL parts, WDOG of the K parts. Both run after a reset and stand still
 * while the debugger halts the core. Sources: reference manuals, chapters SIM (COPC, SRVCOP) and
 * WDOG.
 */
#include "ul-sim-parts.h"

#define LPO_NS       1000000u /* a cycle of the 1 kHz oscillator */
#define BUS_KHZ_COP  10486u
#define BUS_KHZ_WDOG 20972u

static gboolean
counts (UlSimChip *self)
{
    return self->dog.on && !self->reset.in_reset && self->scs.state != UL_SIM_CORE_HALTED;
}

void
ul_sim_watchdog_update (UlSimChip *self)
{
    guint64 due = self->events[UL_SIM_EVENT_WATCHDOG];

    if (counts (self) && due == UL_SIM_NEVER)
        ul_sim_chip_schedule (self, UL_SIM_EVENT_WATCHDOG, self->time + self->dog.left);
    else if (!counts (self) && due != UL_SIM_NEVER) {
        self->dog.left = due > self->time ? due - self->time : 0;
        ul_sim_chip_cancel (self, UL_SIM_EVENT_WATCHDOG);
    }
}

static void
restart (UlSimChip *self)
{
    ul_sim_chip_cancel (self, UL_SIM_EVENT_WATCHDOG);
    self->dog.left = self->dog.timeout;
    ul_sim_watchdog_update (self);
}

static guint64
cycles_to_ns (guint64 cycles, guint khz)
{
    return cycles * 1000000 / khz;
}

/* --- COP --- */

#define COPC       0x0
#define SRVCOP     0x4
#define COPC_RESET 0x0C

static void
set_cop (UlSimChip *self, guint32 copc)
{
    static const guint8 log2_lpo[4] = { 0, 5, 8, 10 }, log2_bus[4] = { 0, 13, 16, 18 };
    guint copt = copc >> 2 & 3;
    gboolean bus = (copc & 2) != 0;

    self->dog.copc = copc & 0xF;
    self->dog.on = copt != 0;
    self->dog.timeout = bus ? cycles_to_ns (1ull << log2_bus[copt], BUS_KHZ_COP)
                            : (1ull << log2_lpo[copt]) * LPO_NS;
    restart (self);
}

static gboolean
read_cop (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    *value = offset < SRVCOP ? self->dog.copc >> (8 * offset) : 0;
    return TRUE;
}

static gboolean
write_cop (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    if (offset == COPC && !self->dog.written) {
        self->dog.written = TRUE;
        set_cop (self, value);
    } else if (offset == SRVCOP && self->dog.on) {
        value &= 0xFF;
        if (value == 0xAA && self->dog.service == 0x55)
            restart (self);
        else if (value != 0x55 && value != 0xAA)
            ul_sim_chip_schedule (self, UL_SIM_EVENT_WATCHDOG, self->time);
        self->dog.service = value;
    }
    return TRUE;
}

const UlSimOps ul_sim_cop_ops = { read_cop, write_cop };

/* --- WDOG: 16-bit registers, closed but for a while after the right two words --- */

enum {
    STCTRLH = 0x00 / 2,
    STCTRLL = 0x02 / 2,
    TOVALH = 0x04 / 2,
    TOVALL = 0x06 / 2,
    WINL = 0x0A / 2,
    REFRESH = 0x0C / 2,
    UNLOCK = 0x0E / 2,
    RSTCNT = 0x14 / 2,
    PRESC = 0x16 / 2,
    N_REGS
};

#define WDOGEN      0x01
#define CLKSRC      0x02
#define ALLOWUPDATE 0x10

#define KEY_CYCLES    20  /* between the two words of a sequence */
#define WINDOW_CYCLES 256 /* in which registers may be written */

static void
set_wdog (UlSimChip *self)
{
    UlSimWatchdog *dog = &self->dog;
    guint64 ticks = (guint64) dog->regs[TOVALH] << 16 | dog->regs[TOVALL];
    guint divider = (dog->regs[PRESC] >> 8 & 7) + 1;

    dog->on = (dog->regs[STCTRLH] & WDOGEN) != 0;
    dog->timeout = (dog->regs[STCTRLH] & CLKSRC) != 0 ? cycles_to_ns (ticks * divider, BUS_KHZ_WDOG)
                                                      : ticks * divider * LPO_NS;
    restart (self);
}

static gboolean
read_wdog (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    guint32 index = offset / 2;

    if (index >= N_REGS || size == 1)
        return FALSE;
    *value = self->dog.regs[index];
    if (size == 4)
        *value |= (guint32) (index + 1 < N_REGS ? self->dog.regs[index + 1] : 0) << 16;
    return TRUE;
}

static void
bite (UlSimChip *self)
{
    if (self->dog.on)
        ul_sim_chip_schedule (self, UL_SIM_EVENT_WATCHDOG, self->time);
}

/* The second of two words must follow the first within 20 cycles. */
static gboolean
sequence (UlSimChip *self, guint16 value, guint16 first, guint16 second)
{
    UlSimWatchdog *dog = &self->dog;

    if (value == first) {
        dog->key = first;
        dog->key_time = self->time;
        return FALSE;
    }
    gboolean right = value == second && dog->key == first &&
                     self->time - dog->key_time <= cycles_to_ns (KEY_CYCLES, BUS_KHZ_WDOG);
    dog->key = 0;
    if (!right)
        bite (self);
    return right;
}

static void
write_wdog_reg (UlSimChip *self, guint32 index, guint16 value)
{
    UlSimWatchdog *dog = &self->dog;

    if (index == UNLOCK) {
        if (sequence (self, value, 0xC520, 0xD928) && (dog->regs[STCTRLH] & ALLOWUPDATE) != 0) {
            dog->opened = self->time;
            dog->open_until = self->time + cycles_to_ns (WINDOW_CYCLES, BUS_KHZ_WDOG);
        }
    } else if (index == REFRESH) {
        if (sequence (self, value, 0xA602, 0xB480))
            restart (self);
    } else if (index == RSTCNT)
        dog->regs[RSTCNT] &= ~value;
    else if (self->time <= dog->open_until && self->time > dog->opened && index != STCTRLL) {
        dog->regs[index] = value;
        set_wdog (self);
    }
}

static gboolean
write_wdog (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    if (offset / 2 >= N_REGS || size == 1)
        return FALSE;
    write_wdog_reg (self, offset / 2, value);
    if (size == 4 && offset / 2 + 1 < N_REGS)
        write_wdog_reg (self, offset / 2 + 1, value >> 16);
    return TRUE;
}

const UlSimOps ul_sim_wdog_ops = { read_wdog, write_wdog };

/* --- reset --- */

void
ul_sim_watchdog_reset (UlSimChip *self)
{
    guint16 count = self->dog.regs[RSTCNT];

    ul_sim_chip_cancel (self, UL_SIM_EVENT_WATCHDOG);
    self->dog = (UlSimWatchdog){ 0 };
    if (!self->model->has_wdog) {
        set_cop (self, COPC_RESET);
        return;
    }
    self->dog.regs[STCTRLH] = 0x01D3;
    self->dog.regs[STCTRLL] = 0x0001;
    self->dog.regs[TOVALH] = 0x004C;
    self->dog.regs[TOVALL] = 0x4B4C;
    self->dog.regs[WINL] = 0x0010;
    self->dog.regs[REFRESH] = 0xB480;
    self->dog.regs[UNLOCK] = 0xD928;
    self->dog.regs[PRESC] = 0x0400;
    self->dog.regs[RSTCNT] = count;
    set_wdog (self);
}
