/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * UlSectorSelection:
 *
 * Which sectors are chosen for the next thing that is done with some of them. Map and list show
 * the same one. It is apart from the focus, which is the one sector looked at.
 *
 * Signals: "changed" (uint first, uint last): all that may have changed lies within.
 */
#define UL_TYPE_SECTOR_SELECTION (ul_sector_selection_get_type ())
G_DECLARE_FINAL_TYPE (UlSectorSelection, ul_sector_selection, UL, SECTOR_SELECTION, GObject)

UlSectorSelection *ul_sector_selection_new (void);

/** ul_sector_selection_reset: @n_sectors of another chip, none of them chosen */
void ul_sector_selection_reset (UlSectorSelection *self, guint n_sectors);
guint ul_sector_selection_get_n_sectors (UlSectorSelection *self);

gboolean ul_sector_selection_contains (UlSectorSelection *self, guint sector);
guint ul_sector_selection_get_count (UlSectorSelection *self);
/** ul_sector_selection_get_bits: Returns: (transfer none) (array): 1 for each that is chosen;
 *   valid until the next change */
const guint8 *ul_sector_selection_get_bits (UlSectorSelection *self);

/* Those that begin anew or toggle move the anchor, from which the next extension reaches. */
void ul_sector_selection_select_only (UlSectorSelection *self, guint sector);
/** ul_sector_selection_select_range: nothing but these; the anchor is the first */
void ul_sector_selection_select_range (UlSectorSelection *self, guint first, guint last);

/* With all sectors that share a cell of the map, which may be one: the anchor is the whole cell. */
void ul_sector_selection_select_cell (UlSectorSelection *self, guint first, guint last);
/** ul_sector_selection_toggle_cell: chooses all of it, unless it is chosen already */
void ul_sector_selection_toggle_cell (UlSectorSelection *self, guint first, guint last);
/** ul_sector_selection_extend_to_cell: from the anchor on; @add: what is chosen stays so */
void ul_sector_selection_extend_to_cell (UlSectorSelection *self, guint first, guint last,
                                         gboolean add);
/** ul_sector_selection_set_cell: all of it or none, and nothing else; the anchor stays */
void ul_sector_selection_set_cell (UlSectorSelection *self, guint first, guint last,
                                   gboolean chosen);

void ul_sector_selection_select_all (UlSectorSelection *self);
void ul_sector_selection_select_none (UlSectorSelection *self);
/** ul_sector_selection_set_bits: @bits: (array): one for each sector; the anchor stays */
void ul_sector_selection_set_bits (UlSectorSelection *self, const guint8 *bits);

G_END_DECLS
