/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times of the flash controllers, from the data sheets KL25P80M48SF0, K22P121M120SF7 and
 * K64P144M120SF5 ("command execution", typical and maximum at end of life). Other sizes and
 * controllers are scaled from them; figures of FTFL are recalled from the sheet K20P100M72SF1,
 * those of FTMRx from that of KE02. */
#include "ul-flash.h"

#define KIB 1024u
/* 8.5 cycles a byte at the clock after reset, 20.97 MHz: 0.41 ms for 1 KiB */
#define CRC_KIB_US      415
#define CRC_KIB_US_KE0X 520
/* Program Partition with all 32 KiB behind EEPROM; the sheet has no maximum. */
#define DIVIDE_US     70000
#define MAX_DIVIDE_US 1000000
/* A word of emulated EEPROM, as long as no backup sector has to be emptied for it. */
#define EMULATED_WORD_US 545

typedef struct {
    guint32 block; /* bytes that the erase times are for */
    guint32 erase_us, max_erase_us;
} BlockErase;

static const BlockErase ftfa_1k = { 128 * KIB, 88000, 650000 };
static const BlockErase ftfa_2k = { 256 * KIB, 250000, 1500000 };
static const BlockErase ftfl = { 256 * KIB, 122000, 985000 };
static const BlockErase ftfe = { 512 * KIB, 435000, 3700000 };

static guint32
total_size (const UlDevice *device)
{
    guint32 size = 0;
    for (guint i = 0; i < device->n_regions; i++)
        if (device->regions[i].kind != UL_REGION_EEPROM)
            size += device->regions[i].size;
    return size;
}

/* Erase All does one block after the other; a part of a block takes as long as a whole one. */
static void
set_erase_all (const UlDevice *device, const BlockErase *block, UlFlashTimes *times)
{
    guint n = MAX (1, (total_size (device) + block->block - 1) / block->block);
    times->erase_block_us = block->erase_us;
    times->max_erase_block_us = block->max_erase_us;
    times->erase_all_us = n * block->erase_us;
    times->max_erase_all_us = n * block->max_erase_us;
}

static void
get_ftmr_times (UlFlashTimes *times)
{
    *times = (UlFlashTimes){ .erase_sector_us = 20050,
                             .max_erase_sector_us = 20080,
                             .erase_all_us = 100800,
                             .max_erase_all_us = 101500,
                             .program_unit_us = 120,
                             .max_program_unit_us = 290,
                             .program_kib_us = KIB / 8 * 210, /* 8 bytes a command */
                             .crc_kib_us = CRC_KIB_US_KE0X,
                             .erase_eeprom_us = 5000,
                             .max_erase_eeprom_us = 20600,
                             .program_eeprom_us = 180 };
}

static void
get_ftfe_times (const UlDevice *device, UlFlashTimes *times)
{
    *times = (UlFlashTimes){ .erase_sector_us = 15000,
                             .max_erase_sector_us = 115000,
                             .program_unit_us = 90,
                             .max_program_unit_us = 150,
                             .program_kib_us = device->has_program_section ? 5000 : KIB / 8 * 90,
                             .crc_kib_us = CRC_KIB_US };
    set_erase_all (device, &ftfe, times);
}

static void
get_ftfa_times (const UlDevice *device, UlFlashTimes *times)
{
    gboolean small = device->n_regions > 0 && device->regions[0].sector_size <= KIB;

    *times = (UlFlashTimes){ .erase_sector_us = 14000,
                             .max_erase_sector_us = 114000,
                             .program_unit_us = 65,
                             .max_program_unit_us = 145,
                             .program_kib_us = KIB / 4 * 65,
                             .crc_kib_us = CRC_KIB_US };
    set_erase_all (device, small ? &ftfa_1k : &ftfa_2k, times);
}

void
ul_flash_times_get_erase (const UlFlashTimes *self, const UlRegion *region, guint32 *typical_us,
                          guint32 *max_us)
{
    gboolean eeprom = region->kind == UL_REGION_EEPROM;

    *typical_us = eeprom ? self->erase_eeprom_us : self->erase_sector_us;
    if (max_us != NULL)
        *max_us = eeprom ? self->max_erase_eeprom_us : self->max_erase_sector_us;
}

guint32
ul_flash_times_get_program (const UlFlashTimes *self, const UlRegion *region, guint32 bytes)
{
    if (region->kind == UL_REGION_EEPROM && region->sector_size > 2)
        return bytes / region->unit * self->program_eeprom_us;
    if (region->kind == UL_REGION_EEPROM)
        return bytes > 0 ? self->program_eeprom_us : 0;
    return (guint64) bytes * self->program_kib_us / KIB;
}

static void
get_ftfl_times (const UlDevice *device, UlFlashTimes *times)
{
    get_ftfa_times (device, times);
    if (device->has_program_section)
        times->program_kib_us = 9300;
    set_erase_all (device, &ftfl, times);
}

void
ul_flash_get_times (const UlDevice *device, UlFlashTimes *times)
{
    switch (device->controller) {
    case UL_CONTROLLER_FTMRH:
    case UL_CONTROLLER_FTMRE:
        get_ftmr_times (times);
        return;
    case UL_CONTROLLER_FTFL:
        get_ftfl_times (device, times);
        break;
    case UL_CONTROLLER_FTFE:
    case UL_CONTROLLER_FTFC:
        get_ftfe_times (device, times);
        break;
    default:
        get_ftfa_times (device, times);
    }
    times->program_eeprom_us = EMULATED_WORD_US; /* which is no erase before */
    times->divide_us = DIVIDE_US;
    times->max_divide_us = MAX_DIVIDE_US;
}
