/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The flash controller's registers, the launch and the end of commands, protection and security,
 * and the cells. Sources: reference manuals, chapters FTFA and FTFE.
 */
#include "ul-sim-parts.h"

#include <string.h>

#define FSTAT  0x00
#define FCNFG  0x01
#define FSEC   0x02
#define FOPT   0x03
#define FCCOB  0x04 /* twelve bytes, reversed within each word */
#define FPROT  0x10
#define FEPROT 0x16
#define FDPROT 0x17
#define N_REGS 0x18

#define FCNFG_WRITABLE 0xD0 /* CCIE, RDCOLLIE, ERSSUSP */
#define FCNFG_ERSAREQ  0x20
#define FCNFG_PFLSH    0x04

#define SEC      0x03
#define SEC_OPEN 0x02
#define MEEN     0x30
#define MEEN_OFF 0x20

#define FCF_FPROT 0x8
#define FCF_FSEC  0xC
#define FCF_FOPT  0xD

#define FCF_FEPROT 0xE
#define FCF_FDPROT 0xF

#define BLANK 0xFF

/* --- state --- */

void
ul_sim_flash_reset (UlSimChip *self)
{
    UlSimFlash *ctl = &self->ctl;
    gboolean has_ram = self->model->flexram != 0 && !self->model->flexnvm;

    ctl->fstat = 0; /* busy with its start-up */
    ctl->fcnfg = has_ram ? FCNFG_PFLSH | UL_SIM_RAMRDY : 0;
    ctl->feprot = ctl->fdprot = self->model->flexram != 0 ? BLANK : 0;
    ctl->ready = ctl->key_failed = FALSE;
    memset (ctl->fccob, 0, sizeof ctl->fccob);
}

void
ul_sim_flash_ready (UlSimChip *self)
{
    UlSimFlash *ctl = &self->ctl;
    const guint8 *fcf = self->flash + (self->device->fcf_address - self->device->regions[0].start);

    if (!self->faults.keeps_protection || self->reset.power_on)
        memcpy (ctl->fprot, fcf + FCF_FPROT, sizeof ctl->fprot);
    ctl->fsec = fcf[FCF_FSEC];
    ctl->fopt = fcf[FCF_FOPT];
    if (self->model->flexnvm) {
        ctl->feprot = fcf[FCF_FEPROT];
        ctl->fdprot = fcf[FCF_FDPROT];
    }
    ctl->fstat = ul_sim_flexnvm_ready (self) ? 0 : UL_SIM_CCIF;
    ctl->ready = TRUE;
}

gboolean
ul_sim_flash_is_secured (UlSimChip *self)
{
    return (self->ctl.fsec & SEC) != SEC_OPEN;
}

gboolean
ul_sim_flash_may_mass_erase (UlSimChip *self)
{
    return self->model->ke != NULL || !self->ctl.ready || !ul_sim_flash_is_secured (self) ||
           (self->ctl.fsec & MEEN) != MEEN_OFF;
}

/* Regions follow one another, each from another address of the bus on. */
static guint32
cell_at (UlSimChip *self, guint32 address)
{
    const UlRegion *regions = self->device->regions;

    return address - regions[0].start < self->flash_size
               ? address - regions[0].start
               : self->flash_size + (address - regions[1].start);
}

static guint
block_of (UlSimChip *self, guint32 cell)
{
    return cell < self->flash_size ? cell / (self->flash_size / self->model->n_blocks)
                                   : self->model->n_blocks;
}

gboolean
ul_sim_flash_collides (UlSimChip *self, guint32 address)
{
    UlSimFlash *ctl = &self->ctl;
    guint block = block_of (self, cell_at (self, address));

    if (!self->mdm.erasing) {
        if (ctl->command == NULL || ctl->size == 0)
            return FALSE;
        if (block < block_of (self, ctl->address) ||
            block > block_of (self, ctl->address + ctl->size - 1))
            return FALSE;
    }
    ctl->fstat |= UL_SIM_RDCOLERR;
    return TRUE;
}

/* --- commands --- */

static void
refuse (UlSimChip *self, guint8 error)
{
    self->ctl.fstat |= error;
    self->counts.refusals++;
}

static gboolean
hits (guint32 sector, guint32 address, guint32 size)
{
    return sector != UL_SIM_NO_ADDRESS && sector - address < size;
}

/* A fault: power that fails within one command. */
static void
cut_if_due (UlSimChip *self)
{
    UlSimChipFaults *faults = &self->faults;

    if (faults->cut_command == 0 || --faults->cut_command > 0)
        return;
    ul_sim_chip_schedule (self, UL_SIM_EVENT_BROWN_OUT,
                          self->time + self->ctl.takes * MIN (faults->cut_percent, 100) / 100);
}

void
ul_sim_flash_run (UlSimChip *self, const UlSimFlashCommand *command)
{
    UlSimFlash *ctl = &self->ctl;

    self->counts.commands++;
    ctl->outcome = 0;
    ctl->fstat &= ~UL_SIM_CCIF;
    ctl->command = command;
    ctl->started = self->time;
    ul_sim_chip_schedule (self, UL_SIM_EVENT_FLASH, self->time + ctl->takes);
    cut_if_due (self);
}

void
ul_sim_flash_begin (UlSimChip *self, const UlSimFlashCommand *command, gboolean allowed)
{
    UlSimFlash *ctl = &self->ctl;
    guint8 error = UL_SIM_ACCERR;

    ctl->address = ctl->size = 0;
    if (command != NULL && allowed)
        error = command->check (self);
    if (error == 0 && hits (self->faults.refused_sector, ctl->address, ctl->size))
        error = UL_SIM_ACCERR;
    if (error != 0) {
        refuse (self, error);
        return;
    }
    ul_sim_flash_run (self, command);
    if (hits (self->faults.disturbed_sector, ctl->address, ctl->size))
        ctl->fstat |= UL_SIM_RDCOLERR;
}

/* In very low power mode a launch has no effect, and no error tells so; in high speed mode it is
 * refused. Source: reference manual of KV30, chapter FTFA; K22 in high speed mode was seen to say
 * the same. */
static void
launch (UlSimChip *self)
{
    guint8 mode = ul_sim_get_power_mode (self);

    if (mode == UL_SIM_POWER_VLPR)
        return;
    self->ctl.fstat &= ~UL_SIM_MGSTAT0;
    ul_sim_flash_begin (self, ul_sim_flash_find_command (self, self->ctl.fccob[0]),
                        mode != UL_SIM_POWER_HSRUN);
}

void
ul_sim_flash_done (UlSimChip *self)
{
    UlSimFlash *ctl = &self->ctl;
    const UlSimFlashCommand *command = ctl->command;

    ctl->command = NULL;
    command->finish (self, 1024);
    ctl->fstat |= UL_SIM_CCIF | ctl->outcome;
}

void
ul_sim_flash_abort (UlSimChip *self)
{
    UlSimFlash *ctl = &self->ctl;
    const UlSimFlashCommand *command = ctl->command;

    if (command == NULL)
        return;
    guint64 part = (self->time - ctl->started) * 1024 / ctl->takes;

    ul_sim_chip_cancel (self, UL_SIM_EVENT_FLASH);
    ctl->command = NULL;
    command->finish (self, MIN (part, 1023));
    ctl->fstat |= UL_SIM_CCIF | UL_SIM_MGSTAT0;
}

static void
write_fstat (UlSimChip *self, guint8 value)
{
    UlSimFlash *ctl = &self->ctl;
    guint8 errors = ctl->fstat & (UL_SIM_ACCERR | UL_SIM_FPVIOL);

    ctl->fstat &= ~(value & (UL_SIM_RDCOLERR | UL_SIM_ACCERR | UL_SIM_FPVIOL));
    if ((value & UL_SIM_CCIF) == 0)
        return;
    if ((ctl->fstat & UL_SIM_CCIF) == 0)
        self->counts.refusals++; /* one at a time */
    else if (errors == 0)
        launch (self);
}

/* --- registers, byte by byte --- */

static guint
fccob_index (guint32 offset)
{
    return (offset - FCCOB) ^ 3;
}

static guint8
read_reg (UlSimChip *self, guint32 offset)
{
    UlSimFlash *ctl = &self->ctl;

    switch (offset) {
    case FSTAT:
        return ctl->fstat;
    case FCNFG:
        return ctl->fcnfg | (self->mdm.erasing ? FCNFG_ERSAREQ : 0);
    case FSEC:
        return ctl->fsec;
    case FOPT:
        return ctl->fopt;
    case FEPROT:
        return ctl->feprot;
    case FDPROT:
        return ctl->fdprot;
    }
    if (offset >= FCCOB && offset < FCCOB + 12)
        return ctl->fccob[fccob_index (offset)];
    if (offset >= FPROT && offset < FPROT + 4)
        return ctl->fprot[offset - FPROT];
    return 0;
}

static void
write_reg (UlSimChip *self, guint32 offset, guint8 value)
{
    UlSimFlash *ctl = &self->ctl;
    gboolean idle = (ctl->fstat & UL_SIM_CCIF) != 0;

    if (offset == FSTAT)
        write_fstat (self, value);
    else if (offset == FCNFG)
        ctl->fcnfg = (ctl->fcnfg & ~FCNFG_WRITABLE) | (value & FCNFG_WRITABLE);
    else if (!idle)
        return;
    else if (offset >= FCCOB && offset < FCCOB + 12)
        ctl->fccob[fccob_index (offset)] = value;
    else if (offset >= FPROT && offset < FPROT + 4)
        ctl->fprot[offset - FPROT] &= value; /* more protection, never less */
    else if (offset == FEPROT)
        ctl->feprot &= value;
    else if (offset == FDPROT)
        ctl->fdprot &= value;
}

static gboolean
read_flash_regs (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    if (offset >= N_REGS)
        return FALSE;
    *value = 0;
    for (guint i = 0; i < size; i++)
        *value |= (guint32) read_reg (self, offset + i) << (8 * i);
    return TRUE;
}

static gboolean
write_flash_regs (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    if (offset >= N_REGS)
        return FALSE;
    for (guint i = 0; i < size; i++)
        write_reg (self, offset + i, value >> (8 * i));
    return TRUE;
}

const UlSimOps ul_sim_flash_ops = { read_flash_regs, write_flash_regs };

/* --- cells: from 0 on, program flash and then data flash --- */

gboolean
ul_sim_flash_find_area (UlSimChip *self, guint32 address, UlSimArea *area, guint32 *cell)
{
    const UlRegion *regions = self->device->regions;
    const UlSimModel *model = self->model;

    if (address < self->flash_size) {
        *area = (UlSimArea){ .size = self->flash_size,
                             .block = self->flash_size / model->n_blocks,
                             .sector = regions[0].sector_size,
                             .align = model->align,
                             .block_align = model->block_align };
        *cell = address;
        return TRUE;
    }
    if (!model->flexnvm || address - UL_SIM_DATA_FLASH >= self->ctl.data_size)
        return FALSE;
    *area = (UlSimArea){ .first = self->flash_size,
                         .size = self->ctl.data_size,
                         .block = self->ctl.data_size,
                         .sector = regions[1].sector_size,
                         .align = regions[1].sector_size / 256,
                         .block_align = model->block_align,
                         .is_data = TRUE };
    *cell = self->flash_size + (address - UL_SIM_DATA_FLASH);
    return TRUE;
}

static void
forget (UlSimChip *self, guint32 cell, guint32 size)
{
    const UlRegion *region = self->device->regions;
    guint32 end = cell + size;

    /* The part in each region. */
    for (guint32 first = 0; cell < end; first += region->size, region++)
        if (cell - first < region->size) {
            guint32 n = MIN (end, first + region->size) - cell;

            ul_sim_cpu_forget (self->cpu, region->start + (cell - first), n);
            cell += n;
        }
}

/* An erase that is broken off leaves some bytes blank, some as they were, and some in between,
 * others at each moment. */
static guint8
half_erased (guint32 address, guint8 before, guint part)
{
    guint32 between = ul_sim_hash (address, before | (part / 64) << 8);

    if ((ul_sim_hash (address, before) & 1023) < part)
        return BLANK;
    return part == 0 ? before : before | (between >> 10 & between >> 18);
}

static void
erase_range (UlSimChip *self, guint32 address, guint32 size, guint part)
{
    if (part >= 1024)
        memset (self->flash + address, BLANK, size);
    else
        for (guint32 i = address; i < address + size; i++)
            self->flash[i] = half_erased (i, self->flash[i], part);
    forget (self, address, size);
}

/* A fault: a byte elsewhere loses one bit more. */
static void
spoil (UlSimChip *self, guint32 address, guint32 size)
{
    guint32 spoiled = self->faults.spoiled_address;

    if (spoiled < self->flash_size && !hits (spoiled, address, size))
        self->flash[spoiled] &= self->flash[spoiled] - 1;
}

gboolean
ul_sim_flash_erase_cells (UlSimChip *self, guint32 address, guint32 size, guint part)
{
    guint32 sector_size = self->device->regions[0].sector_size;
    guint32 stubborn = self->faults.stubborn_sector, bad = self->faults.bad_sector;
    g_autofree guint8 *kept = NULL;

    if (hits (stubborn, address, size)) {
        stubborn -= stubborn % sector_size;
        kept = g_memdup2 (self->flash + stubborn, sector_size);
    }
    erase_range (self, address, size, part);
    if (kept != NULL)
        memcpy (self->flash + stubborn, kept, sector_size);
    spoil (self, address, size);
    if (!hits (bad, address, size))
        return TRUE;
    /* One cell that does not let go of its charge. */
    self->flash[bad - bad % sector_size + sector_size / 2] &= 0xEF;
    return FALSE;
}

gboolean
ul_sim_flash_program_cells (UlSimChip *self, guint32 address, const guint8 *data, guint32 size,
                            guint part)
{
    gboolean ok = TRUE;

    for (guint32 i = 0; i < size; i++) {
        guint8 *cell = self->flash + address + i, before = *cell;
        guint8 clear = before & ~data[i];

        /* Cells must be erased first; programmed again, they hold a 0 that was one of either. */
        ok = ok && before == BLANK;
        if (part < 1024)
            clear &= ul_sim_hash (address + i, data[i]) >> (part / 128);
        *cell = before & ~clear;
        if (self->faults.weak_address == address + i && *cell != 0)
            *cell &= *cell - 1; /* its lowest 1 */
    }
    forget (self, address, size);
    return ok;
}
