/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FlexNVM is data flash, the backup of emulated EEPROM, or some of both, as each chip was told. */
#include "ul-device.h"

/* Devices made so far: few, as a chip has one division at a time. */
static GPtrArray *divided;
G_LOCK_DEFINE_STATIC (divided);

static const UlDevice *
row_of (const UlDevice *self)
{
    return self->row != NULL ? self->row : self;
}

gboolean
ul_device_is_same_row (const UlDevice *a, const UlDevice *b)
{
    return row_of (a) == row_of (b);
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

static UlDevice *
make (const UlDevice *row, guint index, guint32 data_size, guint32 eeprom_backup)
{
    UlDevice *device = g_memdup2 (row, sizeof *row);

    device->row = row;
    device->eeprom_backup = eeprom_backup;
    device->regions[index].size = data_size;
    if (data_size == 0) {
        for (guint i = index; i + 1 < device->n_regions; i++)
            device->regions[i] = device->regions[i + 1];
        device->n_regions--;
    }
    return device;
}

static gboolean
is_divided_so (const UlDevice *device, const UlDevice *row, guint32 data_size,
               guint32 eeprom_backup)
{
    int index = find_data_flash (device);

    return device->row == row && device->eeprom_backup == eeprom_backup &&
           (index < 0 ? 0 : device->regions[index].size) == data_size;
}

static const UlDevice *
find_or_make (const UlDevice *row, guint index, guint32 data_size, guint32 eeprom_backup)
{
    if (divided == NULL)
        divided = g_ptr_array_new ();
    for (guint i = 0; i < divided->len; i++)
        if (is_divided_so (divided->pdata[i], row, data_size, eeprom_backup))
            return divided->pdata[i];
    g_ptr_array_add (divided, make (row, index, data_size, eeprom_backup));
    return divided->pdata[divided->len - 1];
}

const UlDevice *
ul_device_divide (const UlDevice *self, guint32 nvm_size, guint32 eeprom_backup)
{
    const UlDevice *row = row_of (self), *device;
    int index = find_data_flash (row);

    if (index < 0)
        return row;
    guint32 sector = row->regions[index].sector_size;
    guint32 backup = MIN (eeprom_backup, nvm_size);
    guint32 data_size = (nvm_size - backup) / sector * sector;

    if (data_size == row->regions[index].size && backup == 0)
        return row;
    G_LOCK (divided);
    device = find_or_make (row, index, data_size, backup);
    G_UNLOCK (divided);
    return device;
}
