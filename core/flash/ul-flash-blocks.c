/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which flash is in blocks that can be erased on their own. Source: what NXP's SDK says of the
 * presence of Erase Block; data flash: reference manuals, chapters FTFL and FTFE. */
#include "ul-flash.h"

/* Program flash of several equal blocks, by the beginning of the name. */
static const struct {
    const char *name;
    guint n;
} rows[] = {
    { "MK21FN1M0", 2 }, { "MK22FN1M0", 2 }, { "MK22FN512", 2 }, { "MK24FN1M0", 2 },
    { "MK26FN2M0", 4 }, { "MK63FN1M0", 2 }, { "MK64FN1M0", 2 }, { "MK65FN2M0", 4 },
    { "MK66FN2M0", 4 }, { "MKV31F512", 2 },
};

static guint
n_program_blocks (const UlDevice *device)
{
    const UlDevice *kin = ul_device_get_kin (device);

    if (device->controller == UL_CONTROLLER_NONE)
        return 0;
    /* How another amount of flash is divided, nobody has said. */
    if (ul_device_get_flash_size (kin) != ul_device_get_flash_size (device))
        return 0;
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        if (g_str_has_prefix (kin->name, rows[i].name))
            return rows[i].n;
    return 0;
}

/* The block of the FlexNVM, as long as none of it stands behind EEPROM. */
static gboolean
has_data_block (const UlDevice *device)
{
    return device->eeprom_backup == 0 &&
           (device->controller == UL_CONTROLLER_FTFL || device->controller == UL_CONTROLLER_FTFE);
}

gboolean
ul_flash_find_block (const UlDevice *device, guint32 address, guint32 *start, guint32 *size)
{
    const UlRegion *region = ul_device_find_region (device, address);
    guint n = 0;

    if (region == NULL)
        return FALSE;
    if (region->kind == UL_REGION_PROGRAM_FLASH)
        n = n_program_blocks (device);
    else if (region->kind == UL_REGION_DATA_FLASH)
        n = has_data_block (device) ? 1 : 0;
    if (n == 0)
        return FALSE;
    *size = region->size / n;
    *start = region->start + (address - region->start) / *size * *size;
    return TRUE;
}
