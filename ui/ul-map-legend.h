/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sector-map.h"

G_BEGIN_DECLS

/**
 * UlMapLegend:
 *
 * What stands on the map now, with counts; nothing that is not there. A press on an entry shows
 * its sectors and dims the others.
 */
#define UL_TYPE_MAP_LEGEND (ul_map_legend_get_type ())
G_DECLARE_FINAL_TYPE (UlMapLegend, ul_map_legend, UL, MAP_LEGEND, GtkBox)

GtkWidget *ul_map_legend_new (void);
/** ul_map_legend_set_map: to be called once */
void ul_map_legend_set_map (UlMapLegend *self, UlSectorMap *map);
/** ul_map_legend_set_narrow: there is little room: the map gets what the legend does not need */
void ul_map_legend_set_narrow (UlMapLegend *self, gboolean narrow);

G_END_DECLS
