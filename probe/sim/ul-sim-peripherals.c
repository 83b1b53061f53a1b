/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The small peripherals that software meets on its way up: SIM, RCM, MCG, the registers that
 * control caches, GPIO. Sources: the chapters of these names in the reference manuals.
 */
#include "ul-sim-parts.h"

#define SIM 0x40047000u
#define MCG 0x40064000u
#define FMC 0x4001F000u
#define MCM 0xF0003000u

#define SIM_SDID  0x1024
#define SIM_FCFG1 0x104C
#define SIM_FCFG2 0x1050
#define SIM_UID   0x1054 /* four words; parts of Cortex-M0+ do not have the first */

static guint32
load (UlSimChip *self, guint32 address, guint size)
{
    return ul_sim_get_le (ul_sim_bridge_regs (self, address), size);
}

static void
store (UlSimChip *self, guint32 address, guint size, guint32 value)
{
    ul_sim_put_le (ul_sim_bridge_regs (self, address), size, value);
}

void
ul_sim_peripherals_reset (UlSimChip *self)
{
    self->pmprot = 0;
    self->pmprot_written = FALSE;
    for (guint i = 0; i < UL_SIM_MAX_LISTS && self->model->initial[i] != NULL; i++)
        for (const UlSimInitial *one = self->model->initial[i]; one->size != 0; one++)
            store (self, one->address, one->size, one->value);
    ul_sim_id_put (self);
}

static gboolean
read_plain (UlSimChip *self, guint32 base, guint32 offset, guint size, guint32 *value)
{
    *value = load (self, base + offset, size);
    return TRUE;
}

/* --- SIM: identification and clock gates --- */

static gboolean
read_sim (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    return read_plain (self, SIM, offset, size, value);
}

static gboolean
write_sim (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    guint32 word = offset & ~3u;

    if (word == SIM_SDID || word == SIM_FCFG2 || (word >= SIM_UID && word < SIM_UID + 16))
        return TRUE; /* read only */
    if (word == SIM_FCFG1)
        value = (load (self, SIM + offset, size) & ~3u) | (value & 3);
    store (self, SIM + offset, size, value);
    return TRUE;
}

const UlSimOps ul_sim_sim_ops = { read_sim, write_sim };

/* --- RCM: why the last reset was --- */

static gboolean
read_rcm (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    store (self, 0x4007F000, 1, self->reset.srs0);
    store (self, 0x4007F001, 1, self->reset.srs1);
    return read_plain (self, 0x4007F000, offset, size, value);
}

static gboolean
write_rcm (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    store (self, 0x4007F000 + offset, size, value);
    return TRUE;
}

const UlSimOps ul_sim_rcm_ops = { read_rcm, write_rcm };

/* --- MCG: says at once that the clock asked for is there; the core's own does not change --- */

#define MCG_C6 0x5
#define MCG_S  0x6

static guint8
clock_status (UlSimChip *self)
{
    guint8 c1 = load (self, MCG, 1), c2 = load (self, MCG + 1, 1),
           c6 = load (self, MCG + MCG_C6, 1);
    guint8 clks = c1 >> 6 & 3, status = 0;

    status |= (c1 & 0x04) != 0 ? 0x10 : 0; /* IREFST */
    status |= (c6 & 0x40) != 0 ? 0x60 : 0; /* LOCK0, PLLST */
    status |= (c2 & 0x04) != 0 ? 0x02 : 0; /* OSCINIT0 */
    status |= (c2 & 0x01) != 0 ? 0x01 : 0; /* IRCST */
    if (clks == 0)
        return status | ((c6 & 0x40) != 0 ? 0x0C : 0x00);
    return status | clks << 2;
}

static gboolean
read_mcg (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    store (self, MCG + MCG_S, 1, clock_status (self));
    return read_plain (self, MCG, offset, size, value);
}

static gboolean
write_mcg (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    store (self, MCG + offset, size, value);
    return TRUE;
}

const UlSimOps ul_sim_mcg_ops = { read_mcg, write_mcg };

/* --- FMC and MCM: caches; bits that clear them read 0 --- */

static gboolean
read_fmc (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    return read_plain (self, FMC, offset, size, value);
}

static gboolean
write_fmc (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    store (self, FMC + offset, size, value);
    store (self, FMC + 0x4, 4, load (self, FMC + 0x4, 4) & ~0x00F80000u);
    return TRUE;
}

const UlSimOps ul_sim_fmc_ops = { read_fmc, write_fmc };

static gboolean
read_mcm (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    return read_plain (self, MCM, offset, size, value);
}

static gboolean
write_mcm (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    if (offset < 0xC)
        return TRUE;
    store (self, MCM + offset, size, value);
    store (self, MCM + 0xC, 4, load (self, MCM + 0xC, 4) & ~0x00000400u);
    return TRUE;
}

const UlSimOps ul_sim_mcm_ops = { read_mcm, write_mcm };

/* --- GPIO: ports of PDOR, PSOR, PCOR, PTOR, PDIR, PDDR --- */

#define GPIO      0x400FF000u
#define PORT_SIZE 0x40u
#define PDOR      0x00
#define PSOR      0x04
#define PCOR      0x08
#define PTOR      0x0C
#define PDIR      0x10

static gboolean
read_gpio (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    guint32 reg = offset % PORT_SIZE;

    if (reg >= PSOR && reg < PDIR)
        *value = 0;
    else if (reg >= PDIR && reg < PDIR + 4) /* outputs are read back, inputs are pulled up */
        *value = load (self, GPIO + offset - PDIR, size) | ~load (self, GPIO + offset + 4, size);
    else
        *value = load (self, GPIO + offset, size);
    if (size < 4)
        *value &= (1u << (8 * size)) - 1;
    return TRUE;
}

static gboolean
write_gpio (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    guint32 port = GPIO + offset - offset % PORT_SIZE + offset % 4;
    guint32 before = load (self, port, size);

    switch (offset % PORT_SIZE & ~3u) {
    case PSOR:
        store (self, port, size, before | value);
        break;
    case PCOR:
        store (self, port, size, before & ~value);
        break;
    case PTOR:
        store (self, port, size, before ^ value);
        break;
    case PDIR:
        break;
    default:
        store (self, GPIO + offset, size, value);
    }
    return TRUE;
}

const UlSimOps ul_sim_gpio_ops = { read_gpio, write_gpio };
