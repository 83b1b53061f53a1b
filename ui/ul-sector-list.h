/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sector-map.h"

G_BEGIN_DECLS

/**
 * UlSectorList:
 *
 * The map's twin: the same sectors, focus and selection, one a row, in words.
 *
 * Signals: "activate" (uint sector), "menu" (GdkEvent, nullable): as those of the map.
 */
#define UL_TYPE_SECTOR_LIST (ul_sector_list_get_type ())
G_DECLARE_FINAL_TYPE (UlSectorList, ul_sector_list, UL, SECTOR_LIST, GtkScrolledWindow)

/** ul_sector_list_set_map: to be called once; @map outlives the list */
void ul_sector_list_set_map (UlSectorList *self, UlSectorMap *map);
/** ul_sector_list_set_only_problems: shows the sectors that a person should look at alone */
void ul_sector_list_set_only_problems (UlSectorList *self, gboolean only_problems);
/** ul_sector_list_get_focus_area: @area: (out): where the row in focus is, in the tree */
GtkWidget *ul_sector_list_get_focus_area (UlSectorList *self, GdkRectangle *area);
void ul_sector_list_grab_focus (UlSectorList *self);

G_END_DECLS
