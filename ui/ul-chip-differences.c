/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-chip-differences.h"

#include "ul-map-compose.h"
#include "ul-map-state.h"
#include "ul-memory-outline.h"
#include "ul-wording.h"
#include "ul-words.h"

#include <glib/gi18n.h>

/* Between letters that run to the left, the addresses would swallow the count behind them. */
#define LEFT_TO_RIGHT "\u2066%s\u2069"

/* --- one memory ---------------------------------------------------------------------------- */

/* As many parts as it has sizes of sectors. */
static void
add_runs (GPtrArray *parts, const UlDevice *device, UlRegionKind kind)
{
    for (guint i = 0; i < device->n_regions; i++) {
        const UlRegion *region = &device->regions[i];
        if (region->kind != kind)
            continue;
        g_autofree char *each = ul_wording_size (region->sector_size);
        /* Translators: number and size of sectors: "128 × 1 KiB" */
        g_ptr_array_add (parts,
                         g_strdup_printf (_ ("%u × %s"), region->size / region->sector_size, each));
    }
}

static guint64
sum_filled (const UlDevice *device, UlRegionKind kind, UlImage *image)
{
    guint64 total = 0;

    for (guint i = 0; i < device->n_regions; i++) {
        const UlRegion *region = &device->regions[i];
        for (guint k = 0; region->kind == kind && k < ul_image_get_n_segments (image); k++) {
            const UlSegment *segment = ul_image_get_segment (image, k);
            guint64 from = MAX (segment->address, region->start);
            guint64 end = MIN ((guint64) segment->address + segment->size,
                               (guint64) region->start + region->size);
            total += from < end ? end - from : 0;
        }
    }
    return total;
}

char *
ul_chip_differences_describe (const UlDevice *device, UlRegionKind kind, UlImage *image)
{
    g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
    guint32 start;
    guint64 size = ul_memory_outline_measure (device, kind, &start);

    if (size == 0)
        return g_strdup (_ ("none on this chip"));
    g_autofree char *range = ul_wording_range (start, size);
    g_ptr_array_add (parts, g_strdup_printf (LEFT_TO_RIGHT, range));
    add_runs (parts, device, kind);
    if (image != NULL) {
        g_autofree char *filled = ul_wording_size (sum_filled (device, kind, image));
        /* Translators: %s is a size: what of a memory is in the files */
        g_ptr_array_add (parts, g_strdup_printf (_ ("%s in the files"), filled));
    }
    return ul_words_names (parts);
}

char *
ul_chip_differences_describe_place (const UlDevice *device, UlImage *image, guint32 address)
{
    int sector = ul_device_find_sector (device, address);
    guint32 start = address, size = 1;

    if (sector >= 0)
        ul_device_get_sector (device, (guint) sector, &start, &size, NULL);
    g_autofree char *place = sector < 0 ? g_strdup (_ ("Outside this chip"))
                                        : g_strdup_printf (_ ("Sector %u of %u"), (guint) sector,
                                                           ul_device_get_n_sectors (device));
    g_autofree char *range =
        sector < 0 ? g_strdup_printf ("0x%08X", start) : ul_wording_range (start, size);
    gboolean filled = image != NULL && ul_image_covers (image, start, size);

    return g_strconcat (place, "\n", range, filled ? "\n" : NULL,
                        ul_map_state_to_text (UL_MAP_IN_FILE), NULL);
}

/* --- the files ----------------------------------------------------------------------------- */

char *
ul_chip_differences_judge (const UlDevice *device, UlImage *image)
{
    guint64 outside = 0;

    if (image == NULL || device->n_regions == 0)
        return NULL;
    g_autoptr (GArray) strays = ul_map_compose_strays (device, image);
    for (guint i = 0; i < strays->len; i++)
        outside += g_array_index (strays, UlSegment, i).size;
    g_autofree char *all = ul_wording_size (ul_image_get_size (image));
    if (outside == 0) /* Translators: %s is a size */
        return g_strdup_printf (_ ("All %s in the files fit this chip."), all);
    g_autofree char *part = ul_wording_size (outside);
    /* Translators: two sizes and an address: "6 KiB of 14.2 KiB" */
    return g_strdup_printf (_ ("%s of %s in the files are outside this chip, from 0x%08X on."),
                            part, all, g_array_index (strays, UlSegment, 0).address);
}

/* --- both chips ---------------------------------------------------------------------------- */

static void
add (GArray *rows, const char *title, char *chosen, char *found)
{
    UlChipDifference row = { title, chosen, found, g_strcmp0 (chosen, found) != 0 };

    g_array_append_val (rows, row);
}

static char *
measure (const UlDevice *device, UlRegionKind kind)
{
    guint32 start;
    guint64 size = ul_memory_outline_measure (device, kind, &start);

    return size > 0 ? ul_wording_size (size) : g_strdup (_ ("none on this chip"));
}

static char *
list_sectors (const UlDevice *device, UlRegionKind kind)
{
    g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

    add_runs (parts, device, kind);
    return ul_words_names (parts);
}

static void
add_memory (GArray *rows, const UlDevice *chosen, const UlDevice *found, UlRegionKind kind)
{
    guint32 start;

    if (ul_memory_outline_measure (chosen, kind, &start) == 0 &&
        ul_memory_outline_measure (found, kind, &start) == 0)
        return;
    add (rows, ul_region_kind_to_title (kind), measure (chosen, kind), measure (found, kind));
    if (kind == UL_REGION_PROGRAM_FLASH)
        add (rows, _ ("Sectors"), list_sectors (chosen, kind), list_sectors (found, kind));
}

static char *
place_settings (const UlDevice *device)
{
    return device->has_fcf ? g_strdup_printf ("0x%08X", device->fcf_address)
                           : g_strdup (_ ("none on this chip"));
}

static void
clear_difference (gpointer data)
{
    UlChipDifference *row = data;

    g_free (row->chosen);
    g_free (row->found);
}

GArray *
ul_chip_differences_list (const UlDevice *chosen, const UlDevice *found)
{
    GArray *rows = g_array_new (FALSE, FALSE, sizeof (UlChipDifference));

    g_array_set_clear_func (rows, clear_difference);
    for (UlRegionKind kind = UL_REGION_PROGRAM_FLASH; kind <= UL_REGION_EEPROM; kind++)
        add_memory (rows, chosen, found, kind);
    add (rows, _ ("RAM"), ul_wording_size (chosen->ram_size), ul_wording_size (found->ram_size));
    add (rows, _ ("Core"), g_strdup (ul_wording_core (chosen)), g_strdup (ul_wording_core (found)));
    if (chosen->has_fcf || found->has_fcf)
        add (rows, _ ("Lock settings"), place_settings (chosen), place_settings (found));
    return rows;
}
