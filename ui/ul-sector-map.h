/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image.h"
#include "ul-map-state.h"
#include "ul-sector-selection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlSectorMap:
 *
 * Every sector of a chip as a cell. To be put into a #GtkScrolledWindow; while nothing is zoomed
 * the cells are as large as the pane allows.
 *
 * Properties: "focus-sector" (int; -1: none), "zoom" (int: pixels of a cell; 0: fit the pane).
 * Signals: "focus-changed" (uint sector), "activate" (uint sector): Enter or a double click,
 * "changed": device, states or what is hidden have changed; once per call that changes something,
 * "view-changed": the cells stand elsewhere, "menu" (GdkEvent, nullable): asked for by the pointer
 * or by a key; what it is about is selected by then.
 */
#define UL_TYPE_SECTOR_MAP (ul_sector_map_get_type ())
G_DECLARE_FINAL_TYPE (UlSectorMap, ul_sector_map, UL, SECTOR_MAP, GtkDrawingArea)

GtkWidget *ul_sector_map_new (void);

/** ul_sector_map_set_device: @device (nullable); its sectors start as not read. No change when it
 *   is the present one. */
void ul_sector_map_set_device (UlSectorMap *self, const UlDevice *device);
const UlDevice *ul_sector_map_get_device (UlSectorMap *self);

/**
 * ul_sector_map_set_states:
 * @states: (array length=n_states): sectors in the order of the device; what is missing is not
 *   read, what is too much is ignored
 *
 * To be called as often as once per frame: only cells that differ are drawn again.
 */
void ul_sector_map_set_states (UlSectorMap *self, const UlSectorState *states, guint n_states);
/** ul_sector_map_get_state: Returns: (nullable): of a sector; valid until the next change */
const UlSectorState *ul_sector_map_get_state (UlSectorMap *self, guint sector);
/** ul_sector_map_get_mask: Returns: bits of UlMapState: all that is said of a sector */
guint32 ul_sector_map_get_mask (UlSectorMap *self, guint sector);
guint ul_sector_map_get_n_sectors (UlSectorMap *self);

/** ul_sector_map_set_hidden: the chip is locked: what it holds cannot be known */
void ul_sector_map_set_hidden (UlSectorMap *self, gboolean hidden);
gboolean ul_sector_map_get_hidden (UlSectorMap *self);

/** ul_sector_map_set_sealed: and no erase can open it: the cells are barred */
void ul_sector_map_set_sealed (UlSectorMap *self, gboolean sealed);
gboolean ul_sector_map_get_sealed (UlSectorMap *self);
/** ul_sector_map_set_absent: the chip is not there: a dashed outline */
void ul_sector_map_set_absent (UlSectorMap *self, gboolean absent);
/** ul_sector_map_set_alarm: that sector (-1: none) is outlined, for what it will hold would lock
 * the chip; the outline flashes a few times where animations are on, and stays */
void ul_sector_map_set_alarm (UlSectorMap *self, int sector);
/** ul_sector_map_set_cause: @cause (nullable): why the sectors in the range failed that did */
void ul_sector_map_set_cause (UlSectorMap *self, guint32 address, guint32 size, const char *cause);

/** ul_sector_map_set_clashing: @files: (nullable) (element-type UlImage): that do not agree, which
 *   is told of the sectors whose state says so */
void ul_sector_map_set_clashing (UlSectorMap *self, GPtrArray *files);
/** ul_sector_map_describe_clash: Returns: (transfer full) (nullable): translated: which files do
 * not agree about @sector, and in which bytes */
char *ul_sector_map_describe_clash (UlSectorMap *self, guint sector);

/** ul_sector_map_set_strays: parts of the file that are outside the chip; only their places are
 *   kept */
void ul_sector_map_set_strays (UlSectorMap *self, const UlSegment *strays, guint n_strays);

/** ul_sector_map_get_count: Returns: sectors of which @state can be said; for OUTSIDE, ranges */
guint ul_sector_map_get_count (UlSectorMap *self, UlMapState state);

/** ul_sector_map_highlight: shows the sectors of @state and dims the others; %UL_MAP_NONE ends */
void ul_sector_map_highlight (UlSectorMap *self, UlMapState state);
UlMapState ul_sector_map_get_highlight (UlSectorMap *self);

/** ul_sector_map_show_range: scrolls to the range, moves the focus to its first sector and selects
 *   it. A range outside the chip does nothing. */
void ul_sector_map_show_range (UlSectorMap *self, guint32 address, guint64 size);

/** ul_sector_map_get_cell_area: @area: (out): where the cell of @sector is, in the widget */
void ul_sector_map_get_cell_area (UlSectorMap *self, guint sector, GdkRectangle *area);

/** ul_sector_map_get_selection: Returns: (transfer none): lives as long as the map */
UlSectorSelection *ul_sector_map_get_selection (UlSectorMap *self);

/** ul_sector_map_list_selected: Returns: (transfer full) (element-type UlSegment): the addresses
 *   of the selection, neighbours joined; without data */
GArray *ul_sector_map_list_selected (UlSectorMap *self);

int ul_sector_map_get_focus_sector (UlSectorMap *self);
/** ul_sector_map_set_focus_sector: looks at that sector and selects it alone */
void ul_sector_map_set_focus_sector (UlSectorMap *self, int sector);
/** ul_sector_map_choose: looks at that sector and selects all that share its cell */
void ul_sector_map_choose (UlSectorMap *self, int sector);
/** ul_sector_map_move_focus: looks at that sector; the selection stays */
void ul_sector_map_move_focus (UlSectorMap *self, int sector);
/** ul_sector_map_go_to_problem: @direction: 1 next, -1 previous; Returns: %FALSE when there is
 *   none that way */
gboolean ul_sector_map_go_to_problem (UlSectorMap *self, int direction);

/** ul_sector_map_get_zoom: Returns: pixels of a cell; 0: fits the pane */
int ul_sector_map_get_zoom (UlSectorMap *self);
void ul_sector_map_set_zoom (UlSectorMap *self, int zoom);
/** ul_sector_map_zoom_by: @steps: 1 larger, -1 smaller */
void ul_sector_map_zoom_by (UlSectorMap *self, int steps);

/** ul_sector_map_describe_sector: Returns: (transfer full): translated: "Sector 9 of 128,
 *   0x00002400, holds data, protected"; of a cell with several, what is said of all of them */
char *ul_sector_map_describe_sector (UlSectorMap *self, guint sector);

G_END_DECLS
