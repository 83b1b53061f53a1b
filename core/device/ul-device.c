/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-device.h"

#include <glib/gi18n.h>

gboolean
ul_device_is_ftmrx (const UlDevice *self)
{
    return self->controller == UL_CONTROLLER_FTMRH || self->controller == UL_CONTROLLER_FTMRE;
}

const UlDevice *
ul_device_get_kin (const UlDevice *self)
{
    return self->like != NULL ? self->like : self;
}

char *
ul_device_get_origin (const UlDevice *self)
{
    if (self->described_in == NULL)
        return NULL;
    return g_strdup_printf (self->described_by_user ? _ ("described by you in %s")
                                                    : _ ("described in %s"),
                            self->described_in);
}

guint32
ul_device_get_flash_size (const UlDevice *self)
{
    guint32 size = 0;
    for (guint i = 0; i < self->n_regions; i++)
        if (self->regions[i].kind == UL_REGION_PROGRAM_FLASH)
            size += self->regions[i].size;
    return size;
}

guint32
ul_device_get_storage_size (const UlDevice *self)
{
    guint32 size = 0;
    for (guint i = 0; i < self->n_regions; i++)
        size += self->regions[i].size;
    return size;
}

static guint
region_n_sectors (const UlRegion *region)
{
    return region->size / region->sector_size;
}

guint
ul_device_get_n_sectors (const UlDevice *self)
{
    guint n = 0;
    for (guint i = 0; i < self->n_regions; i++)
        n += region_n_sectors (&self->regions[i]);
    return n;
}

void
ul_device_get_sector (const UlDevice *self, guint index, guint32 *address, guint32 *size,
                      const UlRegion **region)
{
    const UlRegion *found = self->regions;
    while (index >= region_n_sectors (found)) {
        index -= region_n_sectors (found);
        found++;
        g_return_if_fail (found < self->regions + self->n_regions);
    }

    if (address != NULL)
        *address = found->start + index * found->sector_size;
    if (size != NULL)
        *size = found->sector_size;
    if (region != NULL)
        *region = found;
}

static gboolean
region_holds (const UlRegion *self, guint32 address)
{
    return address >= self->start && address - self->start < self->size;
}

gboolean
ul_device_has_mass_erase_bit (const UlDevice *self)
{
    return self == NULL || !ul_device_is_ftmrx (self);
}

const UlRegion *
ul_device_find_region (const UlDevice *self, guint32 address)
{
    for (guint i = 0; i < self->n_regions; i++)
        if (region_holds (&self->regions[i], address))
            return &self->regions[i];
    return NULL;
}

int
ul_device_find_sector (const UlDevice *self, guint32 address)
{
    guint first = 0;
    for (guint i = 0; i < self->n_regions; i++) {
        const UlRegion *region = &self->regions[i];
        if (region_holds (region, address))
            return first + (address - region->start) / region->sector_size;
        first += region_n_sectors (region);
    }
    return -1;
}

const char *
ul_region_kind_to_title (UlRegionKind kind)
{
    switch (kind) {
    case UL_REGION_PROGRAM_FLASH:
        return _ ("Program flash");
    case UL_REGION_DATA_FLASH:
        return _ ("Data flash");
    case UL_REGION_EEPROM:
        return _ ("EEPROM");
    }
    return "";
}
