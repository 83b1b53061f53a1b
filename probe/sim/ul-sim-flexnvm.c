/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * FlexNVM and FlexRAM: a block of flash that holds data, or that together with a RAM does as if it
 * was EEPROM. How much is which is chosen once, until all is erased. Sources: reference manual
 * K20P100M72SF1RM, chapter FTFL (Program Partition, Set FlexRAM Function, FCNFG), chapter SIM
 * (FCFG1 and FCFG2); data sheet K20P100M72SF1 (times). S32K144: NXP's header, and what OpenOCD
 * makes of FCFG1.
 */
#include "ul-sim-parts.h"

#include <string.h>

#define BLANK      0xFF
#define KIB        1024u
#define FCFG1      0x4004804Cu
#define FCFG2      0x40048050u
#define SIZE_SHIFT 16 /* of EESIZE in FCFG1 */
#define PART_SHIFT 8  /* of DEPART */
#define PART_S32K  12 /* ... of S32K1 */

#define NO_EEPROM  0xF
#define SMALLEST   9 /* EESIZE code of 32 bytes */
#define EEPROM_16K (16 * KIB)

#define AS_RAM         0xFF
#define AS_EEPROM      0x00
#define PARTITION_US   70000
#define SET_RAM_US     50
#define LOAD_EEPROM_US 300 /* in a reset as well */
#define WRITE_US       385
#define N_PARTS        8 /* that FEPROT protects */
#define SPLIT          0x30
#define CODES_AT       960 /* of 1024: Program Partition has written the first of its codes */

/* In the IFR of the data flash. */
enum {
    IFR_SIZE,
    IFR_PART,
    IFR_NO_LOAD,
};

static guint8 *
get_ifr (UlSimChip *self)
{
    return self->flash + self->regions_size;
}

static guint8 *
get_eeprom (UlSimChip *self)
{
    return get_ifr (self) + UL_SIM_FLEXNVM_IFR;
}

static guint32
nvm_size (UlSimChip *self)
{
    return self->regions_size - self->flash_size;
}

static guint32
backup_size (UlSimChip *self, guint part)
{
    guint32 size = MIN (4 * KIB << (part & 7), nvm_size (self));

    if (part == 0 || part >= 0xE)
        return 0;
    if (part == 7 || part == 8)
        return nvm_size (self);
    return part < 8 ? size : nvm_size (self) - size;
}

static void
use_as_ram (UlSimChip *self)
{
    self->ctl.fcnfg = (self->ctl.fcnfg & ~UL_SIM_EEERDY) | UL_SIM_RAMRDY;
}

static void
use_as_eeprom (UlSimChip *self)
{
    self->ctl.fcnfg = (self->ctl.fcnfg & ~UL_SIM_RAMRDY) | UL_SIM_EEERDY;
    memcpy (self->flexram, get_eeprom (self), self->ctl.eeprom_size);
}

/* Whether there is as much RAM for that EESIZE. */
static gboolean
is_size (UlSimChip *self, guint size)
{
    return size <= SMALLEST && EEPROM_16K >> size <= self->model->flexram_size;
}

static void
take_partition (UlSimChip *self)
{
    const guint8 *ifr = get_ifr (self);
    guint part = ifr[IFR_PART] & 0xF, size = ifr[IFR_SIZE] & 0xF;

    self->ctl.data_size = nvm_size (self) - backup_size (self, part);
    self->ctl.eeprom_size = is_size (self, size) ? EEPROM_16K >> size : 0;
}

static void
show_partition (UlSimChip *self)
{
    guint8 *fcfg1 = ul_sim_bridge_regs (self, FCFG1), *fcfg2 = ul_sim_bridge_regs (self, FCFG2);
    const guint8 *ifr = get_ifr (self);
    guint part_shift = self->model->s32k ? PART_S32K : PART_SHIFT;
    guint32 first = ul_sim_get_le (fcfg1, 4) & ~(0xFu << SIZE_SHIFT | 0xFu << part_shift);
    guint32 second = ul_sim_get_le (fcfg2, 4) & ~(0x7Fu << 16);

    first |= (ifr[IFR_SIZE] & 0xFu) << SIZE_SHIFT | (ifr[IFR_PART] & 0xFu) << part_shift;
    ul_sim_put_le (fcfg1, 4, first);
    if (self->model->s32k)
        return; /* nothing else there to tell it */
    ul_sim_put_le (fcfg2, 4, second | self->ctl.data_size / (8 * KIB) << 16);
}

static void
finish_load (UlSimChip *self, guint done)
{
    if (done == 1024)
        use_as_eeprom (self);
}

static const UlSimFlashCommand load_command = { 0, NULL, finish_load };

/* The core runs by then, and all other flash can be read. */
static void
begin_load (UlSimChip *self)
{
    UlSimFlash *ctl = &self->ctl;
    guint us = self->faults.eeprom_load_us;

    ctl->takes = (us != 0 ? us : LOAD_EEPROM_US) * 1000ull;
    ctl->address = ctl->size = 0;
    ctl->outcome = 0;
    ctl->command = &load_command;
    ctl->started = self->time;
    ul_sim_chip_schedule (self, UL_SIM_EVENT_FLASH, self->time + ctl->takes);
}

gboolean
ul_sim_flexnvm_ready (UlSimChip *self)
{
    if (!self->model->flexnvm)
        return FALSE;
    take_partition (self);
    show_partition (self);
    if (self->ctl.eeprom_size == 0 || (get_ifr (self)[IFR_NO_LOAD] & 1) != 0) {
        use_as_ram (self);
        return FALSE;
    }
    begin_load (self);
    return TRUE;
}

void
ul_sim_flexnvm_erased (UlSimChip *self)
{
    if (!self->model->flexnvm)
        return;
    memset (get_ifr (self), BLANK, self->model->n_own_bytes);
    take_partition (self);
    use_as_ram (self);
    memset (self->flexram, BLANK, self->model->flexram_size);
}

gboolean
ul_sim_flexnvm_hides (UlSimChip *self, guint32 address)
{
    const UlSimModel *model = self->model;

    if (!model->flexnvm)
        return FALSE;
    if (address - model->flexram < model->flexram_size)
        return (self->ctl.fcnfg & UL_SIM_RAMRDY) == 0 &&
               ((self->ctl.fcnfg & UL_SIM_EEERDY) == 0 ||
                address - model->flexram >= self->ctl.eeprom_size);
    return address - self->device->regions[1].start >= self->ctl.data_size &&
           address - self->device->regions[1].start < nvm_size (self);
}

/* --- Program Partition --- */

static guint8
check_partition (UlSimChip *self)
{
    const guint8 *fccob = self->ctl.fccob, *ifr = get_ifr (self);
    guint size = fccob[4] & 0xF, part = fccob[5] & 0xF;
    gboolean has_eeprom = size != NO_EEPROM, has_backup = backup_size (self, part) != 0;

    self->ctl.takes = PARTITION_US * 1000ull;
    if (ifr[IFR_SIZE] != BLANK || ifr[IFR_PART] != BLANK)
        return UL_SIM_ACCERR; /* once only */
    if (self->model->s32k && (fccob[1] != 0 || (fccob[4] & SPLIT) != 0))
        return UL_SIM_ACCERR; /* room for keys of a CSEc, which none of these has; one part only */
    if (has_eeprom && !is_size (self, size))
        return UL_SIM_ACCERR;
    return has_eeprom == has_backup ? 0 : UL_SIM_ACCERR;
}

static void
finish_partition (UlSimChip *self, guint done)
{
    guint8 *ifr = get_ifr (self);

    ul_sim_flash_erase_cells (self, self->flash_size, nvm_size (self), done);
    if (done >= CODES_AT)
        ifr[IFR_SIZE] = self->ctl.fccob[4] & (SPLIT | 0xF);
    if (done < 1024)
        return;
    memset (get_eeprom (self), BLANK, self->model->flexram_size);
    ifr[IFR_PART] = self->ctl.fccob[5] & 0xF;
    ifr[IFR_NO_LOAD] = self->ctl.fccob[3] & 1;
    take_partition (self);
    if (self->ctl.eeprom_size != 0)
        use_as_eeprom (self);
}

const UlSimFlashCommand ul_sim_flexnvm_partition = { 0x80, check_partition, finish_partition };

/* --- Set FlexRAM Function --- */

static guint8
check_set_ram (UlSimChip *self)
{
    guint8 what = self->ctl.fccob[1];

    self->ctl.takes = (what == AS_RAM ? SET_RAM_US : LOAD_EEPROM_US) * 1000ull;
    if (what == AS_RAM)
        return 0;
    return what == AS_EEPROM && self->ctl.eeprom_size != 0 ? 0 : UL_SIM_ACCERR;
}

static void
finish_set_ram (UlSimChip *self, guint done)
{
    if (self->ctl.fccob[1] == AS_EEPROM) {
        use_as_eeprom (self);
        return;
    }
    use_as_ram (self);
    memset (self->flexram, BLANK, self->model->flexram_size);
}

const UlSimFlashCommand ul_sim_flexnvm_set_ram = { 0x81, check_set_ram, finish_set_ram };

/* --- emulated EEPROM --- */

static void
finish_write (UlSimChip *self, guint done)
{
    if (done == 1024)
        memcpy (get_eeprom (self), self->flexram, self->ctl.eeprom_size);
}

static const UlSimFlashCommand write_command = { 0, NULL, finish_write };

gboolean
ul_sim_flexnvm_write (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    UlSimFlash *ctl = &self->ctl;

    if (!self->model->flexnvm || (ctl->fcnfg & UL_SIM_EEERDY) == 0)
        return FALSE;
    if ((ctl->fstat & UL_SIM_CCIF) == 0)
        ctl->fstat |= UL_SIM_ACCERR;
    else if ((ctl->feprot >> offset / MAX (1, ctl->eeprom_size / N_PARTS) & 1) == 0)
        ctl->fstat |= UL_SIM_FPVIOL;
    else {
        ul_sim_put_le (self->flexram + offset, size, value);
        ctl->takes = WRITE_US * 1000ull;
        ctl->address = ctl->size = 0;
        ul_sim_flash_run (self, &write_command);
    }
    return TRUE;
}
