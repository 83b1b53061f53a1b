/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sector-map.h"
#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlMapPage: the chip: its sectors, what is planned with them, and the sector looked at */
#define UL_TYPE_MAP_PAGE (ul_map_page_get_type ())
G_DECLARE_FINAL_TYPE (UlMapPage, ul_map_page, UL, MAP_PAGE, GtkBox)

/** ul_map_page_set_workbench: to be called once; the workbench outlives the page */
void ul_map_page_set_workbench (UlMapPage *self, UlWorkbench *workbench);
/** ul_map_page_show_progress: called once per frame while a job runs */
void ul_map_page_show_progress (UlMapPage *self, const UlSnapshot *snapshot);
/** ul_map_page_show_result: a job has ended: how far it came stays on the map until the next one
 *   starts or the files change */
void ul_map_page_show_result (UlMapPage *self, const UlSnapshot *snapshot,
                              const UlJobResult *result);
/** ul_map_page_show_range: scrolls to the range and selects it */
void ul_map_page_show_range (UlMapPage *self, guint32 address, guint32 size);
/** ul_map_page_go_to: asks for an address and shows its sector */
void ul_map_page_go_to (UlMapPage *self);
/** ul_map_page_set_view: "map", "list" or "bytes" */
void ul_map_page_set_view (UlMapPage *self, const char *view);
const char *ul_map_page_get_view (UlMapPage *self);
/** ul_map_page_take_up_view, _note_view: as the profile has it, and into it */
void ul_map_page_take_up_view (UlMapPage *self, UlProfile *profile);
void ul_map_page_note_view (UlMapPage *self, UlProfile *profile);
/** ul_map_page_show_bytes: those of the sector in focus */
void ul_map_page_show_bytes (UlMapPage *self);
/** ul_map_page_show_difference: the first byte that files and chip have otherwise; @address:
 *   (nullable) where it is, when that is known */
void ul_map_page_show_difference (UlMapPage *self, const guint32 *address);
/** ul_map_page_get_map: Returns: (transfer none): whose selection the page's commands are about */
UlSectorMap *ul_map_page_get_map (UlMapPage *self);
void ul_map_page_set_inspector (UlMapPage *self, gboolean visible);
/** ul_map_page_set_narrow: there is no room for the inspector beside the map */
void ul_map_page_set_narrow (UlMapPage *self, gboolean narrow);

G_END_DECLS
