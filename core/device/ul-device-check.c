/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-device-check.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define SRAM_START 0x1C000000u
#define SRAM_END   0x30000000u
#define FCF_OFFSET 0x400u

/* What overlapping memories are called: as a person would have to look for them. */
typedef struct {
    const char *name;
    guint64 start, end;
} Span;

static gboolean
fail (GError **error, const char *reason)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX, reason);
    return FALSE;
}

static const char *
size_key (const UlRegion *region)
{
    return region->kind == UL_REGION_PROGRAM_FLASH ? "FlashSize" : "DataFlashSize";
}

static gboolean
check_region (const UlRegion *region, GError **error)
{
    if (region->size == 0)
        return fail (error, _ ("it has no flash"));
    if (region->sector_size == 0 || region->size % region->sector_size != 0) {
        g_set_error (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX,
                     /* Translators: a key such as FlashSize, its value, size of a sector */
                     _ ("%s, %u bytes, is no multiple of the sector size, %u bytes"),
                     size_key (region), region->size, region->sector_size);
        return FALSE;
    }
    if (region->start % region->sector_size != 0 || region->start > G_MAXUINT32 - region->size)
        return fail (error, _ ("its flash does not begin at a sector's address, or does not end"));
    if (region->unit == 0 || region->sector_size % region->unit != 0) {
        g_set_error (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX,
                     _ ("a sector of %u bytes cannot be programmed in pieces of %u"),
                     region->sector_size, region->unit);
        return FALSE;
    }
    return TRUE;
}

static gboolean
check_apart (const Span *one, const Span *other, GError **error)
{
    if (one->start >= other->end || other->start >= one->end)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX,
                 /* Translators: two memories: "Program flash", "RAM" */
                 _ ("%s and %s overlap"), one->name, other->name);
    return FALSE;
}

static gboolean
check_regions (const UlDevice *self, GError **error)
{
    Span spans[UL_MAX_REGIONS + 1];
    guint n = 0;

    if (self->n_regions > UL_MAX_REGIONS)
        return fail (error, _ ("it has too many memories"));
    for (guint i = 0; i < self->n_regions; i++) {
        const UlRegion *region = &self->regions[i];

        if (!check_region (region, error))
            return FALSE;
        spans[n++] = (Span){ ul_region_kind_to_title (region->kind), region->start,
                             (guint64) region->start + region->size };
    }
    if (self->ram_size > 0)
        spans[n++] =
            (Span){ _ ("RAM"), self->ram_start, (guint64) self->ram_start + self->ram_size };
    for (guint i = 0; i < n; i++)
        for (guint j = 0; j < i; j++)
            if (!check_apart (&spans[j], &spans[i], error))
                return FALSE;
    return TRUE;
}

static gboolean
check_ram (const UlDevice *self, GError **error)
{
    guint64 end = (guint64) self->ram_start + self->ram_size;

    if (self->ram_size == 0 || (self->ram_start >= SRAM_START && end <= SRAM_END))
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX,
                 _ ("RAM from 0x%08X, %u bytes, is not where such chips have it: from 0x%08X to "
                    "0x%08X"),
                 self->ram_start, self->ram_size, SRAM_START, SRAM_END - 1);
    return FALSE;
}

/* The 16 bytes that lock a chip must be where everything else looks for them. */
static gboolean
check_fcf (const UlDevice *self, GError **error)
{
    if (!self->has_fcf)
        return TRUE;
    const UlRegion *region = ul_device_find_region (self, self->fcf_address);
    if (region != NULL && region == &self->regions[0] && region->kind == UL_REGION_PROGRAM_FLASH &&
        self->fcf_address == region->start + FCF_OFFSET)
        return TRUE;
    return fail (error, _ ("its flash ends before the configuration field at 0x400"));
}

static gboolean
check_identity (const UlDevice *self, GError **error)
{
    if ((self->sdid_value & ~self->sdid_mask) == 0)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX,
                 _ ("SdidValue, 0x%08X, has bits outside of SdidMask, 0x%08X"), self->sdid_value,
                 self->sdid_mask);
    return FALSE;
}

static gboolean
check_words (const UlDevice *self, GError **error)
{
    if (*self->name == '\0' || *self->vendor == '\0' || *self->family == '\0' ||
        *self->source == '\0' || self->core == UL_CORE_UNKNOWN)
        return fail (error, _ ("name, vendor, family, source or core is missing"));
    if (self->support[UL_ACTION_PROGRAM] != UL_SUPPORT_NONE &&
        (self->controller == UL_CONTROLLER_NONE || self->ram_size == 0 || self->n_regions == 0))
        return fail (error, _ ("it cannot be programmed without flash controller, flash and RAM"));
    return TRUE;
}

gboolean
ul_device_check (const UlDevice *self, GError **error)
{
    return check_words (self, error) && check_regions (self, error) && check_ram (self, error) &&
           check_fcf (self, error) && check_identity (self, error);
}
