/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which bytes the protection registers cover. */
#include "ul-protection.h"

#define KIB           1024u
#define FTMR_FPOPEN   0x80
#define FTMR_FPHDIS   0x20
#define FTMR_FPLDIS   0x04
#define FTMR_HIGH_END 0x8000u /* the high window ends here, whatever the size of the flash */
#define FTMR_DPOPEN   0x80

/* 32 granules share the flash, rounded up to a power of two: 160 KiB has 20 granules of 8 KiB. */
static guint32
fprot_granule (const UlRegion *region)
{
    guint32 size = KIB;
    while (size < region->size)
        size *= 2;
    return MAX (size / 32, KIB);
}

static gboolean
fprot_covers (guint32 fprot, const UlRegion *region, guint32 offset)
{
    guint bit = offset / fprot_granule (region);
    return bit < 32 && (fprot >> bit & 1) == 0;
}

/* An eighth of the data flash; of all the FlexNVM where the data flash is no power of two, which no
 * manual says but others do. */
static guint32
fdprot_granule (const UlDevice *device, const UlRegion *region)
{
    gboolean is_power = (region->size & (region->size - 1)) == 0;
    guint32 size = is_power ? region->size : region->size + device->eeprom_backup;

    return MAX (size / 8, region->sector_size);
}

static gboolean
fdprot_covers (guint8 fdprot, const UlDevice *device, const UlRegion *region, guint32 offset)
{
    guint bit = offset / fdprot_granule (device, region);
    return bit < 8 && (fdprot >> bit & 1) == 0;
}

/* FPOPEN set: the windows are protected; clear: all but the windows. A window is there when its
 * DIS bit is clear. The 8 KiB parts have a low window of half the size and no high one. */
static gboolean
ftmr_fprot_covers (guint8 fprot, const UlRegion *region, guint32 offset)
{
    gboolean small = region->size <= 8 * KIB;
    guint32 low_size = (small ? 1 * KIB : 2 * KIB) << (fprot & 3);
    guint32 high_size = KIB << (fprot >> 3 & 3);
    gboolean in_low = (fprot & FTMR_FPLDIS) == 0 && offset < low_size;
    gboolean in_high = !small && (fprot & FTMR_FPHDIS) == 0 && offset < FTMR_HIGH_END &&
                       offset >= FTMR_HIGH_END - high_size;

    return (in_low || in_high) == ((fprot & FTMR_FPOPEN) != 0);
}

static gboolean
ftmr_eeprot_covers (guint8 eeprot, guint32 offset)
{
    return (eeprot & FTMR_DPOPEN) == 0 && offset < ((eeprot & 7) + 1) * 32u;
}

/* Bytes from any granule's start that are either all protected or all free. */
static guint32
granule_size (const UlDevice *device, const UlRegion *region)
{
    if (ul_device_has_emulated (device, region))
        return region->size / 8;
    if (region->kind == UL_REGION_EEPROM)
        return 32;
    if (ul_device_is_ftmrx (device))
        return KIB;
    return region->kind == UL_REGION_DATA_FLASH ? fdprot_granule (device, region)
                                                : fprot_granule (region);
}

guint32
ul_protection_get_granule (const UlDevice *device, const UlRegion *region)
{
    return device->has_fcf ? granule_size (device, region) : 0;
}

static gboolean
covers (const UlProtection *self, const UlDevice *device, const UlRegion *region, guint32 offset)
{
    if (ul_device_has_emulated (device, region)) /* an eighth for each bit */
        return (self->feprot >> offset / granule_size (device, region) & 1) == 0;
    if (region->kind == UL_REGION_EEPROM)
        return ftmr_eeprot_covers (self->feprot, offset);
    if (ul_device_is_ftmrx (device))
        return ftmr_fprot_covers (self->fprot & 0xFF, region, offset);
    if (region->kind == UL_REGION_DATA_FLASH)
        return fdprot_covers (self->fdprot, device, region, offset);
    return fprot_covers (self->fprot, region, offset);
}

static gboolean
has_protection (const UlProtection *self, const UlDevice *device)
{
    return self->have_registers && device->has_fcf;
}

UlProtectedState
ul_protection_get_range (const UlProtection *self, const UlDevice *device, guint32 address,
                         guint32 size)
{
    gboolean any = FALSE, all = TRUE;
    guint64 end = (guint64) address + size;

    if (!has_protection (self, device) || size == 0)
        return UL_PROTECTED_NONE;
    for (guint64 at = address; at < end;) {
        const UlRegion *region = ul_device_find_region (device, at);
        if (region == NULL)
            return any ? UL_PROTECTED_PART : UL_PROTECTED_NONE;
        guint32 offset = at - region->start, granule = granule_size (device, region);
        gboolean one = covers (self, device, region, offset);
        any |= one;
        all &= one;
        at += MIN (granule - offset % granule, region->size - offset);
    }
    if (!any)
        return UL_PROTECTED_NONE;
    return all ? UL_PROTECTED_FULL : UL_PROTECTED_PART;
}

static gboolean
sector_is_protected (const UlProtection *self, const UlDevice *device, guint sector,
                     const UlRegion **region)
{
    guint32 address = 0, size = 0;
    ul_device_get_sector (device, sector, &address, &size, region);
    return ul_protection_get_range (self, device, address, size) != UL_PROTECTED_NONE;
}

gboolean
ul_protection_find_run (const UlProtection *self, const UlDevice *device, guint from, guint *first,
                        guint *last)
{
    guint n = ul_device_get_n_sectors (device), sector = from;
    const UlRegion *start = NULL, *region = NULL;

    if (!has_protection (self, device))
        return FALSE;
    while (sector < n && !sector_is_protected (self, device, sector, &start))
        sector++;
    if (sector >= n)
        return FALSE;

    *first = sector;
    while (sector + 1 < n && sector_is_protected (self, device, sector + 1, &region) &&
           region == start)
        sector++;
    *last = sector;
    return TRUE;
}

guint
ul_protection_count_sectors (const UlProtection *self, const UlDevice *device)
{
    guint count = 0, first = 0, last = 0;
    for (guint from = 0; ul_protection_find_run (self, device, from, &first, &last);
         from = last + 1)
        count += last - first + 1;
    return count;
}
