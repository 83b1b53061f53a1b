/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define UL_MAX_SPARE_COLUMNS 6

/** UlSpareColumns: columns of fixed width that a list does without where it has no room for them;
 *   a part of its owner, all zero at first */
typedef struct {
    GtkTreeView *tree; /* not owned */
    GtkTreeViewColumn *columns[UL_MAX_SPARE_COLUMNS];
    gboolean minor[UL_MAX_SPARE_COLUMNS]; /* says little now */
    int least[UL_MAX_SPARE_COLUMNS];      /* pixels, as they were when they were added */
    int wanted[UL_MAX_SPARE_COLUMNS];     /* to show all that they say */
    guint n_columns;
    int width;  /* of the tree, as it was last */
    guint idle; /* they come and go outside of an allocation */
} UlSpareColumns;

/** ul_spare_columns_add: the first that is added goes first; @column is in the tree */
void ul_spare_columns_add (UlSpareColumns *self, GtkTreeViewColumn *column);
/** ul_spare_columns_set_minor: one that says little now goes before all others */
void ul_spare_columns_set_minor (UlSpareColumns *self, GtkTreeViewColumn *column, gboolean minor);
/** ul_spare_columns_widen: it is as wide where no column that says something would have to go;
 *   never narrower again, or columns would wander while a job runs */
void ul_spare_columns_widen (UlSpareColumns *self, GtkTreeViewColumn *column, int width);
/** ul_spare_columns_follow: from now on, until ul_spare_columns_clear() */
void ul_spare_columns_follow (UlSpareColumns *self, GtkTreeView *tree);
/** ul_spare_columns_update: other columns have come or gone */
void ul_spare_columns_update (UlSpareColumns *self);
void ul_spare_columns_clear (UlSpareColumns *self);

G_END_DECLS
