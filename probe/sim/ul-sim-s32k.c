/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What S32K1 have in the place of others' SIM, RCM and WDOG: registers of words. Sources: NXP's
 * header of S32K144, of reference manual S32K1XXRM (registers, fields, values after reset);
 * OpenOCD's driver for how the watchdog is unlocked and what must follow.
 */
#include "ul-sim-parts.h"

#define SIM       0x40048000u
#define SIM_SDID  0x24
#define SIM_FCFG1 0x4C
#define SIM_UID   0x54 /* four words */
#define RCM       0x4007F000u
#define RCM_SRS   0x08

static gboolean
read_sim (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    *value = ul_sim_get_le (ul_sim_bridge_regs (self, SIM + offset), size);
    return TRUE;
}

static gboolean
write_sim (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    guint32 word = offset & ~3u;

    if (word != SIM_SDID && word != SIM_FCFG1 && (word < SIM_UID || word >= SIM_UID + 16))
        ul_sim_put_le (ul_sim_bridge_regs (self, SIM + offset), size, value);
    return TRUE;
}

const UlSimOps ul_sim_s32k_sim_ops = { read_sim, write_sim };

/* Why the last reset was: the two bytes of others as one word. */
static gboolean
read_rcm (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    ul_sim_put_le (ul_sim_bridge_regs (self, RCM + RCM_SRS), 4,
                   self->reset.srs0 | (guint32) self->reset.srs1 << 8);
    *value = ul_sim_get_le (ul_sim_bridge_regs (self, RCM + offset), size);
    return TRUE;
}

static gboolean
write_rcm (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    ul_sim_put_le (ul_sim_bridge_regs (self, RCM + offset), size, value);
    return TRUE;
}

const UlSimOps ul_sim_s32k_rcm_ops = { read_rcm, write_rcm };

/* --- WDOG: closed but for a while after the right word, or the right two of half the size --- */

#define CS    0x0
#define CNT   0x4
#define TOVAL 0x8
#define WIN   0xC

#define CS_UPDATE  0x0020u
#define CS_EN      0x0080u
#define CS_CLK     8 /* bits 9:8 */
#define CS_RCS     0x0400u
#define CS_ULK     0x0800u
#define CS_PRES    0x1000u /* divides by 256 */
#define CS_CMD32EN 0x2000u
#define CS_FLAGS   (CS_RCS | CS_ULK)
#define CS_RESET   0x2980u

#define TOVAL_RESET   0x400u
#define UNLOCK1       0xC520u
#define UNLOCK2       0xD928u
#define SERVE1        0xA602u
#define SERVE2        0xB480u
#define KEY_CYCLES    16  /* between the two halves */
#define WINDOW_CYCLES 128 /* in which registers may be written */

static const guint clock_khz[4] = { 0, 128, 8000, 0 }; /* 0: the bus's, or an external one */

static guint16 *
reg_of (UlSimChip *self, guint32 offset)
{
    return &self->dog.regs[offset / 4];
}

static guint64
cycles_to_ns (UlSimChip *self, guint cycles)
{
    return (guint64) cycles * 1000000 / self->model->core_khz;
}

static void
set_wdog (UlSimChip *self)
{
    guint32 cs = *reg_of (self, CS);
    guint khz = clock_khz[cs >> CS_CLK & 3];
    guint64 ticks = (guint64) *reg_of (self, TOVAL) * ((cs & CS_PRES) != 0 ? 256 : 1);

    self->dog.on = (cs & CS_EN) != 0;
    self->dog.timeout = ticks * 1000000 / (khz != 0 ? khz : self->model->core_khz);
    ul_sim_watchdog_restart (self);
}

void
ul_sim_wdog32_reset (UlSimChip *self)
{
    *reg_of (self, CS) = CS_RESET & ~CS_FLAGS;
    *reg_of (self, TOVAL) = TOVAL_RESET;
    set_wdog (self);
}

static gboolean
is_open (UlSimChip *self)
{
    return self->dog.open_until != 0 && self->time <= self->dog.open_until;
}

static gboolean
read_wdog (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    if (offset > WIN || size != 4)
        return FALSE;
    *value = offset == CNT ? 0 : *reg_of (self, offset);
    if (offset == CS)
        *value |= (is_open (self) ? CS_ULK : 0) | (self->dog.written ? CS_RCS : 0);
    return TRUE;
}

static void
obey (UlSimChip *self, guint16 key)
{
    UlSimWatchdog *dog = &self->dog;

    if (key == SERVE2)
        ul_sim_watchdog_restart (self);
    else if ((*reg_of (self, CS) & CS_UPDATE) != 0 || !dog->written)
        dog->open_until = self->time + cycles_to_ns (self, WINDOW_CYCLES);
}

static void
take_half (UlSimChip *self, guint16 value)
{
    UlSimWatchdog *dog = &self->dog;
    guint16 first = value == UNLOCK2 ? UNLOCK1 : value == SERVE2 ? SERVE1 : 0;
    gboolean right = first != 0 && dog->key == first &&
                     self->time - dog->key_time <= cycles_to_ns (self, KEY_CYCLES);

    dog->key = value;
    dog->key_time = self->time;
    if (right)
        obey (self, value);
    else if (value != UNLOCK1 && value != SERVE1)
        ul_sim_watchdog_bite (self);
}

static void
write_count (UlSimChip *self, guint size, guint32 value)
{
    gboolean whole = (*reg_of (self, CS) & CS_CMD32EN) != 0;

    if (!whole && size == 2)
        take_half (self, value);
    else if (whole && size == 4 && value == (UNLOCK2 << 16 | UNLOCK1))
        obey (self, UNLOCK2);
    else if (whole && size == 4 && value == (SERVE2 << 16 | SERVE1))
        obey (self, SERVE2);
    else
        ul_sim_watchdog_bite (self);
}

/* The others count when CS is written, which closes them all. */
static void
write_config (UlSimChip *self, guint32 offset, guint32 value)
{
    if (!is_open (self))
        return;
    *reg_of (self, offset) = offset == CS ? value & ~CS_FLAGS : value;
    if (offset != CS)
        return;
    self->dog.written = TRUE;
    self->dog.open_until = 0;
    set_wdog (self);
}

static gboolean
write_wdog (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    if (offset == CNT)
        write_count (self, size, value);
    else if (offset <= WIN && size == 4)
        write_config (self, offset, value);
    else
        return FALSE;
    return TRUE;
}

const UlSimOps ul_sim_wdog32_ops = { read_wdog, write_wdog };
