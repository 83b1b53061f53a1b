/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files do not agree about a sector. */
#include "ul-file-clash.h"
#include "ul-sector-map-private.h"

void
ul_sector_map_set_clashing (UlSectorMap *self, GPtrArray *files)
{
    if (files == self->clashing)
        return;
    g_clear_pointer (&self->clashing, g_ptr_array_unref);
    self->clashing = files != NULL ? g_ptr_array_ref (files) : NULL;
}

char *
ul_sector_map_describe_clash (UlSectorMap *self, guint sector)
{
    UlMapRange range;

    if (self->clashing == NULL || (ul_sector_map_get_mask (self, sector) >> UL_MAP_CLASH & 1) == 0)
        return NULL;
    ul_sector_map_get_range (self, sector, &range);
    return ul_file_clash_describe (self->clashing, range.start, range.size);
}
