/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sector-column.h"

#include "ul-wording.h"
#include "ul-words.h"

#include <glib/gi18n.h>

static const struct {
    const char *title;
    int width; /* characters */
    double align;
} columns[UL_SECTOR_N_COLUMNS] = {
    [UL_SECTOR_COLUMN_NUMBER] = { N_ ("Sector"), 11, 1 },
    [UL_SECTOR_COLUMN_ADDRESS] = { N_ ("Address"), 13, 0 },
    [UL_SECTOR_COLUMN_SIZE] = { N_ ("Size"), 12, 1 },
    [UL_SECTOR_COLUMN_MEMORY] = { N_ ("Memory"), 14, 0 },
    [UL_SECTOR_COLUMN_CHIP] = { N_ ("Chip"), 13, 0 },
    [UL_SECTOR_COLUMN_PLAN] = { N_ ("Plan"), 15, 0 },
    [UL_SECTOR_COLUMN_PROTECTION] = { N_ ("Protection"), 15, 0 },
    [UL_SECTOR_COLUMN_RESULT] = { N_ ("Result"), 18, 0 },
    [UL_SECTOR_COLUMN_ROLE] = { N_ ("Besides"), 20, 0 },
};

static char *
describe_role (UlSectorMap *map, guint sector, const UlSectorState *state)
{
    g_autoptr (GPtrArray) texts = g_ptr_array_new ();
    g_autofree char *clash = ul_sector_map_describe_clash (map, sector);
    const struct {
        gboolean is;
        UlMapState state;
    } roles[] = { { state->has_fcf, UL_MAP_FCF },
                  { state->pinned, UL_MAP_PINNED },
                  { state->preserves, UL_MAP_KEPT } };

    if (clash != NULL)
        g_ptr_array_add (texts, clash);
    for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
        if (roles[i].is)
            g_ptr_array_add (texts, (char *) ul_map_state_to_text (roles[i].state));
    return ul_words_list (texts);
}

static char *
describe_state (UlMapState state)
{
    return g_strdup (state != UL_MAP_NONE ? ul_map_state_to_text (state) : "");
}

static UlMapState
get_protection (const UlSectorState *state)
{
    if (state->protection == UL_PROTECTED_FULL)
        return UL_MAP_PROTECTED;
    return state->protection == UL_PROTECTED_PART ? UL_MAP_PART_PROTECTED : UL_MAP_NONE;
}

/* Returns: what the column says of a sector in one word, or %UL_MAP_NONE */
static UlMapState
get_state (UlSectorColumn self, UlSectorMap *map, guint sector)
{
    const UlSectorState *state = ul_sector_map_get_state (map, sector);

    switch (self) {
    case UL_SECTOR_COLUMN_CHIP:
        return ul_map_state_get_content (state, ul_sector_map_get_hidden (map));
    case UL_SECTOR_COLUMN_PLAN:
        return ul_map_state_get_plan (state);
    case UL_SECTOR_COLUMN_PROTECTION:
        return get_protection (state);
    case UL_SECTOR_COLUMN_RESULT:
        return ul_map_state_get_result (state);
    default:
        return UL_MAP_NONE;
    }
}

char *
ul_sector_column_describe (UlSectorColumn self, UlSectorMap *map, guint sector)
{
    const UlSectorState *state = ul_sector_map_get_state (map, sector);
    const UlRegion *region;
    guint32 address, size;

    ul_device_get_sector (ul_sector_map_get_device (map), sector, &address, &size, &region);
    switch (self) {
    case UL_SECTOR_COLUMN_ADDRESS:
        return g_strdup_printf ("0x%08X", address);
    case UL_SECTOR_COLUMN_SIZE:
        return ul_wording_size (size);
    case UL_SECTOR_COLUMN_MEMORY:
        return g_strdup (ul_region_kind_to_title (region->kind));
    case UL_SECTOR_COLUMN_CHIP:
    case UL_SECTOR_COLUMN_PLAN:
    case UL_SECTOR_COLUMN_PROTECTION:
    case UL_SECTOR_COLUMN_RESULT:
        return describe_state (get_state (self, map, sector));
    case UL_SECTOR_COLUMN_ROLE:
        return describe_role (map, sector, state);
    default:
        return g_strdup_printf ("%u", sector);
    }
}

guint32
ul_sector_column_find_states (UlSectorColumn self, UlSectorMap *map)
{
    guint n = ul_sector_map_get_n_sectors (map);
    guint32 found = 0;

    for (guint i = 0; i < n; i++)
        found |= 1u << get_state (self, map, i);
    return found & ~(1u << UL_MAP_NONE);
}

static gboolean
has_any (UlSectorMap *map, UlMapState first, UlMapState last)
{
    for (UlMapState i = first; i <= last; i++)
        if (ul_sector_map_get_count (map, i) > 0)
            return TRUE;
    return FALSE;
}

gboolean
ul_sector_column_is_minor (UlSectorColumn self, UlSectorMap *map)
{
    switch (self) {
    case UL_SECTOR_COLUMN_PROTECTION:
        return !has_any (map, UL_MAP_PROTECTED, UL_MAP_PART_PROTECTED);
    case UL_SECTOR_COLUMN_RESULT:
        return !has_any (map, UL_MAP_QUEUED, UL_MAP_FAILED);
    case UL_SECTOR_COLUMN_ROLE:
        return ul_sector_map_get_count (map, UL_MAP_CLASH) == 0;
    case UL_SECTOR_COLUMN_SIZE:
        return TRUE;
    default:
        return FALSE;
    }
}

const char *
ul_sector_column_to_title (UlSectorColumn self)
{
    return _ (columns[self].title);
}

int
ul_sector_column_get_width (UlSectorColumn self)
{
    return columns[self].width;
}

double
ul_sector_column_get_align (UlSectorColumn self)
{
    return columns[self].align;
}
