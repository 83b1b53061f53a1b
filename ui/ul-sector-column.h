/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sector-map.h"

G_BEGIN_DECLS

/** UlSectorColumn: what a row tells of its sector, and what rows can be sorted by */
typedef enum {
    UL_SECTOR_COLUMN_NUMBER,
    UL_SECTOR_COLUMN_ADDRESS,
    UL_SECTOR_COLUMN_SIZE,
    UL_SECTOR_COLUMN_MEMORY,
    UL_SECTOR_COLUMN_CHIP,
    UL_SECTOR_COLUMN_PLAN,
    UL_SECTOR_COLUMN_PROTECTION,
    UL_SECTOR_COLUMN_RESULT,
    UL_SECTOR_COLUMN_ROLE,
    UL_SECTOR_N_COLUMNS
} UlSectorColumn;

const char *ul_sector_column_to_title (UlSectorColumn self); /* translated: "Address" */
/** ul_sector_column_get_width: Returns: characters, as long as its words are not longer */
int ul_sector_column_get_width (UlSectorColumn self);
/** ul_sector_column_get_align: Returns: 0: at the start of its cell, 1: at the end */
double ul_sector_column_get_align (UlSectorColumn self);
/** ul_sector_column_describe: Returns: (transfer full): translated: what it tells of @sector */
char *ul_sector_column_describe (UlSectorColumn self, UlSectorMap *map, guint sector);
/** ul_sector_column_find_states: Returns: bit 1 << UlMapState for each word that it tells of any
 *   sector now */
guint32 ul_sector_column_find_states (UlSectorColumn self, UlSectorMap *map);
/** ul_sector_column_is_minor: Returns: whether it tells nothing of any sector now, or little at any
 *   time */
gboolean ul_sector_column_is_minor (UlSectorColumn self, UlSectorMap *map);

G_END_DECLS
