/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sector-map.h"

G_BEGIN_DECLS

/** UlMapCell: one sector of the map for assistive technology */
#define UL_TYPE_MAP_CELL (ul_map_cell_get_type ())
G_DECLARE_FINAL_TYPE (UlMapCell, ul_map_cell, UL, MAP_CELL, AtkObject)

/** ul_map_cell_new: @map may go away before the cell does */
AtkObject *ul_map_cell_new (UlSectorMap *map, guint sector);
/** ul_map_cell_detach: the sector is gone */
void ul_map_cell_detach (UlMapCell *self);

G_END_DECLS
