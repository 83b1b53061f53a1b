/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sector-map.h"

G_BEGIN_DECLS

/**
 * UlMapOverview:
 *
 * A strip that always shows the whole chip, with a frame around what the map has in view. A press
 * or a drag goes there.
 */
#define UL_TYPE_MAP_OVERVIEW (ul_map_overview_get_type ())
G_DECLARE_FINAL_TYPE (UlMapOverview, ul_map_overview, UL, MAP_OVERVIEW, GtkDrawingArea)

GtkWidget *ul_map_overview_new (void);
/** ul_map_overview_set_map: to be called once, with @map in its #GtkScrolledWindow */
void ul_map_overview_set_map (UlMapOverview *self, UlSectorMap *map);

G_END_DECLS
