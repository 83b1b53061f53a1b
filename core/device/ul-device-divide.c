/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FlexNVM is data flash, the backup of emulated EEPROM, or some of both, as each chip was told. */
#include "ul-device.h"

#define FLEX_RAM 0x14000000u /* of all that have FlexNVM */
#define N_PARTS  8           /* of the EEPROM, each with a bit of FEPROT */
#define WORD     4

/* Devices made so far: few, as a chip has one division at a time. */
static GPtrArray *divided;
G_LOCK_DEFINE_STATIC (divided);

const UlDevice *
ul_device_get_row (const UlDevice *self)
{
    return self->row != NULL ? self->row : self;
}

gboolean
ul_device_is_same_row (const UlDevice *a, const UlDevice *b)
{
    return ul_device_get_row (a) == ul_device_get_row (b);
}

/* The data flash, which a chip has one region of at most. */
static int
find_data_flash (const UlDevice *row)
{
    for (guint i = 0; i < row->n_regions; i++)
        if (row->regions[i].kind == UL_REGION_DATA_FLASH)
            return i;
    return -1;
}

static void
remove_region (UlDevice *device, guint index)
{
    for (guint i = index; i + 1 < device->n_regions; i++)
        device->regions[i] = device->regions[i + 1];
    device->n_regions--;
}

static UlDevice *
make (const UlDevice *row, guint index, guint32 data_size, guint32 eeprom_backup,
      guint32 eeprom_size)
{
    UlDevice *device = g_memdup2 (row, sizeof *row);

    device->row = row;
    device->eeprom_backup = eeprom_backup;
    device->regions[index].size = data_size;
    if (data_size == 0)
        remove_region (device, index);
    if (eeprom_size != 0 && device->n_regions < UL_MAX_REGIONS)
        device->regions[device->n_regions++] = (UlRegion){ .kind = UL_REGION_EEPROM,
                                                           .start = FLEX_RAM,
                                                           .size = eeprom_size,
                                                           .sector_size = eeprom_size / N_PARTS,
                                                           .unit = WORD };
    return device;
}

gboolean
ul_device_has_emulated (const UlDevice *self, const UlRegion *region)
{
    return region->kind == UL_REGION_EEPROM && !ul_device_is_ftmrx (self);
}

const UlRegion *
ul_device_find_emulated (const UlDevice *self)
{
    for (guint i = 0; i < self->n_regions; i++)
        if (ul_device_has_emulated (self, &self->regions[i]))
            return &self->regions[i];
    return NULL;
}

static guint32
get_eeprom_size (const UlDevice *device)
{
    const UlRegion *eeprom = ul_device_find_emulated (device);

    return eeprom != NULL ? eeprom->size : 0;
}

static gboolean
is_divided_so (const UlDevice *device, const UlDevice *row, guint32 data_size,
               guint32 eeprom_backup, guint32 eeprom_size)
{
    int index = find_data_flash (device);

    return device->row == row && device->eeprom_backup == eeprom_backup &&
           get_eeprom_size (device) == eeprom_size &&
           (index < 0 ? 0 : device->regions[index].size) == data_size;
}

static const UlDevice *
find_or_make (const UlDevice *row, guint index, guint32 data_size, guint32 eeprom_backup,
              guint32 eeprom_size)
{
    if (divided == NULL)
        divided = g_ptr_array_new ();
    for (guint i = 0; i < divided->len; i++)
        if (is_divided_so (divided->pdata[i], row, data_size, eeprom_backup, eeprom_size))
            return divided->pdata[i];
    g_ptr_array_add (divided, make (row, index, data_size, eeprom_backup, eeprom_size));
    return divided->pdata[divided->len - 1];
}

const UlDevice *
ul_device_divide (const UlDevice *self, guint32 nvm_size, guint32 eeprom_backup,
                  guint32 eeprom_size)
{
    const UlDevice *row = ul_device_get_row (self), *device;
    int index = find_data_flash (row);

    if (index < 0)
        return row;
    guint32 sector = row->regions[index].sector_size;
    guint32 backup = MIN (eeprom_backup, nvm_size);
    guint32 data_size = (nvm_size - backup) / sector * sector;

    if (data_size == row->regions[index].size && backup == 0)
        return row;
    G_LOCK (divided);
    device = find_or_make (row, index, data_size, backup, backup != 0 ? eeprom_size : 0);
    G_UNLOCK (divided);
    return device;
}
