/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

G_BEGIN_DECLS

typedef enum {
    UL_CHIP_FLASH_SIZE,
    UL_CHIP_SECTOR_SIZE,
    UL_CHIP_DATA_FLASH_SIZE,
    UL_CHIP_DATA_FLASH_SECTOR_SIZE,
    UL_CHIP_RAM_START,
    UL_CHIP_RAM_SIZE,
    UL_CHIP_SDID_MASK,
    UL_CHIP_SDID_VALUE,
    UL_CHIP_N_NUMBERS
} UlChipNumber;

#define UL_CHIP_UNSET (-1)

/** UlChipDescription: what a group of a file says. Strings are owned. */
typedef struct {
    char *name, *like;
    char *vendor, *family;             /* (nullable): those of the chip that it is like */
    gint64 numbers[UL_CHIP_N_NUMBERS]; /* %UL_CHIP_UNSET: the same */
} UlChipDescription;

void ul_chip_description_clear (UlChipDescription *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlChipDescription, ul_chip_description_clear)

/**
 * ul_chip_description_make:
 * @path: the file that says so
 *
 * Returns: (transfer full): the chip, checked; or %NULL with %UL_ERROR_CHIPS_SYNTAX: a clause
 */
UlDevice *ul_chip_description_make (const UlChipDescription *self, const char *path,
                                    gboolean by_user, GError **error);
/** ul_chip_device_free: of one that nobody was given */
void ul_chip_device_free (UlDevice *device);

G_END_DECLS
