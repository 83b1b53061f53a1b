/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sector-column.h"

G_BEGIN_DECLS

/**
 * UlSectorRows:
 *
 * The sectors of a map as rows of a #GtkTreeModel that can be sorted. It has one column, the index
 * of the sector; what stands in the others is made when it is drawn. Rows that change stay where
 * they are: they are sorted when a person asks for it, not while a job runs.
 */
#define UL_TYPE_SECTOR_ROWS (ul_sector_rows_get_type ())
G_DECLARE_FINAL_TYPE (UlSectorRows, ul_sector_rows, UL, SECTOR_ROWS, GObject)

/** ul_sector_rows_new: @map outlives the rows */
UlSectorRows *ul_sector_rows_new (UlSectorMap *map);
/** ul_sector_rows_rebuild: after another chip has come, or other sectors are wanted; to be called
 *   while no view shows the rows */
void ul_sector_rows_rebuild (UlSectorRows *self);
/** ul_sector_rows_is_stale: whether it has to be rebuilt */
gboolean ul_sector_rows_is_stale (UlSectorRows *self);
/** ul_sector_rows_update: tells the views which rows have changed */
void ul_sector_rows_update (UlSectorRows *self);
/** ul_sector_rows_set_only_problems: takes effect with the next rebuild */
void ul_sector_rows_set_only_problems (UlSectorRows *self, gboolean only_problems);

/** ul_sector_rows_get_row: Returns: the row of a sector, or -1 when it is not among them */
int ul_sector_rows_get_row (UlSectorRows *self, guint sector);
/** ul_sector_rows_get_sector: Returns: the sector of a row */
guint ul_sector_rows_get_sector (UlSectorRows *self, GtkTreeIter *iter);
guint ul_sector_rows_get_n_rows (UlSectorRows *self);

G_END_DECLS
