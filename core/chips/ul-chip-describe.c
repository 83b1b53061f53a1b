/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From what a file says of a chip to a device that keeps every rule. */
#include "ul-chip-describe.h"

#include "ul-device-check.h"
#include "ul-error.h"
#include "ul-flash.h"

#include <glib/gi18n.h>

#define MIN_MASK_BITS 8
#define MAX_FLASH     (8u * 1024 * 1024) /* commands have addresses of 23 bits */

void
ul_chip_description_clear (UlChipDescription *self)
{
    g_clear_pointer (&self->name, g_free);
    g_clear_pointer (&self->like, g_free);
    g_clear_pointer (&self->vendor, g_free);
    g_clear_pointer (&self->family, g_free);
}

void
ul_chip_device_free (UlDevice *device)
{
    if (device == NULL)
        return;
    g_free ((char *) device->name);
    g_free ((char *) device->vendor);
    g_free ((char *) device->family);
    g_free ((char *) device->source);
    g_free ((char *) device->described_in);
    g_free (device);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlDevice, ul_chip_device_free)

static gboolean G_GNUC_PRINTF (2, 3) fail (GError **error, const char *format, ...)
{
    va_list values;

    va_start (values, format);
    g_autofree char *reason = g_strdup_vprintf (format, values);
    va_end (values);
    g_set_error_literal (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX, reason);
    return FALSE;
}

/* --- the chip that it is like --- */

static gboolean
check_like (const UlDevice *like, const char *name, GError **error)
{
    if (like == NULL)
        return fail (error, _ ("no chip is called “%s”, or more than one is"), name);
    if (like->described_in != NULL)
        return fail (error,
                     _ ("%s is described in a file as well: a chip can only be like one "
                        "that is built in"),
                     name);
    if (like->support[UL_ACTION_UNLOCK] == UL_SUPPORT_NONE || like->n_regions == 0)
        return fail (error,
                     _ ("%s is known by name only: nothing can be done with a chip that is "
                        "like it"),
                     name);
    return TRUE;
}

/* Typed anywhere, the name must go on meaning the built-in chip. */
static gboolean
check_name (const char *name, GError **error)
{
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++)
        if (all[i]->described_in == NULL && ul_device_is_named (all[i], name))
            return fail (error, _ ("the name %s means the built-in chip %s, which is not replaced"),
                         name, all[i]->name);
    return TRUE;
}

/* --- memories --- */

static UlRegion *
find_region (UlDevice *self, UlRegionKind kind)
{
    for (guint i = 0; i < self->n_regions; i++)
        if (self->regions[i].kind == kind)
            return &self->regions[i];
    return NULL;
}

static void
remove_region (UlDevice *self, UlRegion *region)
{
    guint index = (guint) (region - self->regions);

    for (guint i = index; i + 1 < self->n_regions; i++)
        self->regions[i] = self->regions[i + 1];
    self->n_regions--;
}

static gboolean
is_plain (const UlDevice *self)
{
    guint n = 0;

    for (guint i = 0; i < self->n_regions; i++)
        n += self->regions[i].kind == UL_REGION_PROGRAM_FLASH;
    return n == 1;
}

/* What other chips with such a controller have: it is made for those. */
static gboolean
check_sector_size (const UlDevice *self, const UlRegion *region, GError **error)
{
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++) {
        if (all[i]->described_in != NULL || all[i]->controller != self->controller ||
            all[i]->unlock_method != self->unlock_method)
            continue;
        for (guint k = 0; k < all[i]->n_regions; k++)
            if (all[i]->regions[k].kind == region->kind &&
                all[i]->regions[k].sector_size == region->sector_size)
                return TRUE;
    }
    return fail (error, _ ("no chip with the flash controller of %s has sectors of %u bytes"),
                 self->like->name, region->sector_size);
}

static gboolean
take_flash (const UlChipDescription *says, UlDevice *self, GError **error)
{
    gint64 size = says->numbers[UL_CHIP_FLASH_SIZE], sector = says->numbers[UL_CHIP_SECTOR_SIZE];
    UlRegion *flash = find_region (self, UL_REGION_PROGRAM_FLASH);

    if (size == UL_CHIP_UNSET && sector == UL_CHIP_UNSET)
        return TRUE;
    if (flash == NULL || !is_plain (self))
        return fail (error,
                     _ ("the flash of %s is in several pieces: FlashSize and SectorSize "
                        "cannot change it"),
                     self->like->name);
    if (size > MAX_FLASH)
        return fail (error, _ ("FlashSize is more than 8 MiB"));
    if (size != UL_CHIP_UNSET)
        flash->size = (guint32) size;
    if (sector != UL_CHIP_UNSET)
        flash->sector_size = (guint32) sector;
    return sector == UL_CHIP_UNSET || check_sector_size (self, flash, error);
}

static gboolean
take_data_flash (const UlChipDescription *says, UlDevice *self, GError **error)
{
    gint64 size = says->numbers[UL_CHIP_DATA_FLASH_SIZE],
           sector = says->numbers[UL_CHIP_DATA_FLASH_SECTOR_SIZE];
    UlRegion *flash = find_region (self, UL_REGION_DATA_FLASH);

    if (size == UL_CHIP_UNSET && sector == UL_CHIP_UNSET)
        return TRUE;
    if (flash == NULL)
        return fail (error, _ ("%s has no data flash: choose a chip that has for Like"),
                     self->like->name);
    if (size > MAX_FLASH)
        return fail (error, _ ("DataFlashSize is more than 8 MiB"));
    if (size != UL_CHIP_UNSET)
        flash->size = (guint32) size;
    if (sector != UL_CHIP_UNSET)
        flash->sector_size = (guint32) sector;
    if (flash->size == 0) {
        remove_region (self, flash);
        return TRUE;
    }
    return sector == UL_CHIP_UNSET || check_sector_size (self, flash, error);
}

static void
take_ram (const UlChipDescription *says, UlDevice *self)
{
    if (says->numbers[UL_CHIP_RAM_START] != UL_CHIP_UNSET)
        self->ram_start = (guint32) says->numbers[UL_CHIP_RAM_START];
    if (says->numbers[UL_CHIP_RAM_SIZE] != UL_CHIP_UNSET)
        self->ram_size = (guint32) says->numbers[UL_CHIP_RAM_SIZE];
}

static gboolean
check_room (const UlDevice *self, GError **error)
{
    if (self->support[UL_ACTION_PROGRAM] == UL_SUPPORT_NONE || ul_flash_has_room (self))
        return TRUE;
    return fail (error, _ ("the routine that programs has no room in RAM of %u bytes"),
                 self->ram_size);
}

/* --- what it is told by --- */

static gboolean
take_identity (const UlChipDescription *says, UlDevice *self, GError **error)
{
    gint64 mask = says->numbers[UL_CHIP_SDID_MASK], value = says->numbers[UL_CHIP_SDID_VALUE];
    guint n_bits = 0;

    if ((mask == UL_CHIP_UNSET) != (value == UL_CHIP_UNSET))
        return fail (error, _ ("SdidMask and SdidValue go together"));
    if (mask == UL_CHIP_UNSET)
        return TRUE;
    for (guint i = 0; i < 32; i++)
        n_bits += (guint) (mask >> i & 1);
    if (n_bits < MIN_MASK_BITS)
        return fail (error,
                     _ ("an SdidMask of less than %u bits would take other chips for this "
                        "one"),
                     MIN_MASK_BITS);
    self->sdid_mask = (guint32) mask;
    self->sdid_value = (guint32) value;
    self->support[UL_ACTION_IDENTIFY] = UL_SUPPORT_ANALOGY; /* the other's need not be known */
    return TRUE;
}

/* --- the whole --- */

static UlDevice *
copy (const UlChipDescription *says, const UlDevice *like, const char *path, gboolean by_user)
{
    UlDevice *self = g_memdup2 (like, sizeof *like);

    self->like = like;
    self->name = g_strdup (says->name);
    self->vendor = g_strdup (says->vendor != NULL ? says->vendor : like->vendor);
    self->family = g_strdup (says->family != NULL ? says->family : like->family);
    self->source = g_strdup (path);
    self->described_in = g_strdup (path);
    self->described_by_user = by_user;
    for (guint i = 0; i < UL_N_ACTIONS; i++)
        self->support[i] = MIN (like->support[i], UL_SUPPORT_ANALOGY);
    return self;
}

UlDevice *
ul_chip_description_make (const UlChipDescription *says, const char *path, gboolean by_user,
                          GError **error)
{
    const UlDevice *like = ul_devices_find (says->like);

    if (!check_name (says->name, error) || !check_like (like, says->like, error))
        return NULL;
    g_autoptr (UlDevice) self = copy (says, like, path, by_user);
    take_ram (says, self);
    if (!take_flash (says, self, error) || !take_data_flash (says, self, error) ||
        !take_identity (says, self, error) || !ul_device_check (self, error) ||
        !check_room (self, error))
        return NULL;
    return g_steal_pointer (&self);
}
