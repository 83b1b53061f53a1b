/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The watchdogs: COP of the KL parts, WDOG of the K parts. Both run after a reset and stand still
 * while the debugger halts the core. Sources: reference manuals, chapters SIM (COPC, SRVCOP) and
 * WDOG.
 */
#include "ul-sim-parts.h"

#include <string.h>

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

void
ul_sim_watchdog_restart (UlSimChip *self)
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
    ul_sim_watchdog_restart (self);
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
            ul_sim_watchdog_restart (self);
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
    ul_sim_watchdog_restart (self);
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

void
ul_sim_watchdog_bite (UlSimChip *self)
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
        ul_sim_watchdog_bite (self);
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
            ul_sim_watchdog_restart (self);
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

/* --- that of KE0x: as WDOG, of bytes, the more significant one of a word first --- */

enum {
    CS1 = 0,
    CS2 = 1,
    CNT = 2,
    TOVAL = 4,
    WDOG8_BYTES = 8,
};

#define CS1_EN      0x80
#define CS1_UPDATE  0x20
#define CS2_CLK     0x03
#define CS2_LPO     0x01
#define CS2_PRES    0x10 /* divides by 256 */
#define KEY_CYCLES8 16
#define WINDOW8     128
#define UNLOCK1     0x20C5
#define UNLOCK2     0x28D9
#define SERVE1      0x02A6
#define SERVE2      0x80B4
#define ALL_WRITTEN 0xF3 /* all bytes but the counter's */

static guint8 *
bytes_of (UlSimChip *self)
{
    return (guint8 *) self->dog.regs;
}

static void
set_wdog8 (UlSimChip *self)
{
    UlSimWatchdog *dog = &self->dog;
    const guint8 *bytes = bytes_of (self);
    guint64 ticks =
        ((guint64) bytes[TOVAL] << 8 | bytes[TOVAL + 1]) * ((bytes[CS2] & CS2_PRES) != 0 ? 256 : 1);

    dog->on = (bytes[CS1] & CS1_EN) != 0;
    dog->timeout = (bytes[CS2] & CS2_CLK) == CS2_LPO ? ticks * LPO_NS
                                                     : cycles_to_ns (ticks, self->model->core_khz);
    ul_sim_watchdog_restart (self);
}

static gboolean
read_wdog8 (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    if (offset + size > WDOG8_BYTES || size == 4)
        return FALSE;
    *value = ul_sim_get_le (bytes_of (self) + offset, size);
    return TRUE;
}

/* Of the two words of a sequence the second must follow within 16 cycles. */
static gboolean
sequence8 (UlSimChip *self, guint16 value)
{
    UlSimWatchdog *dog = &self->dog;
    guint16 first = value == UNLOCK2 ? UNLOCK1 : value == SERVE2 ? SERVE1 : 0;
    gboolean right =
        first != 0 && dog->key == first &&
        self->time - dog->key_time <= cycles_to_ns (KEY_CYCLES8, self->model->core_khz);

    dog->key = value;
    dog->key_time = self->time;
    if (!right && value != UNLOCK1 && value != SERVE1)
        ul_sim_watchdog_bite (self);
    return right;
}

static void
write_count (UlSimChip *self, guint16 value)
{
    UlSimWatchdog *dog = &self->dog;

    if (!sequence8 (self, value))
        return;
    if (value == SERVE2)
        ul_sim_watchdog_restart (self);
    else if ((bytes_of (self)[CS1] & CS1_UPDATE) != 0 || !dog->written) {
        dog->open_until = self->time + cycles_to_ns (WINDOW8, self->model->core_khz);
        dog->written_bytes = 0;
    }
}

/* What was written counts when all of it was. */
static void
write_config (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    UlSimWatchdog *dog = &self->dog;

    if (self->time > dog->open_until)
        return;
    ul_sim_put_le (dog->fresh + offset, size, value);
    dog->written_bytes |= (size == 2 ? 3u : 1u) << offset;
    if (dog->written_bytes != ALL_WRITTEN)
        return;
    memcpy (bytes_of (self), dog->fresh, CNT);
    memcpy (bytes_of (self) + TOVAL, dog->fresh + TOVAL, WDOG8_BYTES - TOVAL);
    dog->written = TRUE;
    dog->open_until = 0;
    set_wdog8 (self);
}

static gboolean
write_wdog8 (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    if (offset + size > WDOG8_BYTES || size == 4)
        return FALSE;
    if (offset == CNT && size == 2)
        write_count (self, value);
    else if (offset == CNT || offset == CNT + 1)
        ul_sim_watchdog_bite (self);
    else
        write_config (self, offset, size, value);
    return TRUE;
}

const UlSimOps ul_sim_wdog8_ops = { read_wdog8, write_wdog8 };

static void
reset_wdog8 (UlSimChip *self)
{
    guint8 *bytes = bytes_of (self);

    bytes[CS1] = CS1_EN;
    bytes[CS2] = CS2_LPO;
    bytes[TOVAL] = 0x04; /* 1024 */
    set_wdog8 (self);
}

/* --- reset --- */

void
ul_sim_watchdog_reset (UlSimChip *self)
{
    guint16 count = self->dog.regs[RSTCNT];

    ul_sim_chip_cancel (self, UL_SIM_EVENT_WATCHDOG);
    self->dog = (UlSimWatchdog){ 0 };
    if (self->model->ke != NULL) {
        reset_wdog8 (self);
        return;
    }
    if (self->model->s32k) {
        ul_sim_wdog32_reset (self);
        return;
    }
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
