/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-spare-columns.h"

void
ul_spare_columns_add (UlSpareColumns *self, GtkTreeViewColumn *column)
{
    g_return_if_fail (self->n_columns < UL_MAX_SPARE_COLUMNS);
    self->least[self->n_columns] = gtk_tree_view_column_get_fixed_width (column);
    self->wanted[self->n_columns] = self->least[self->n_columns];
    self->columns[self->n_columns++] = column;
}

/* Returns: its place among them, or -1 */
static int
find_column (UlSpareColumns *self, GtkTreeViewColumn *column)
{
    for (guint i = 0; i < self->n_columns; i++)
        if (self->columns[i] == column)
            return (int) i;
    return -1;
}

/* Returns: what is left for them, which may be less than nothing */
static int
measure_rest (UlSpareColumns *self)
{
    int rest = self->width;
    GList *all = gtk_tree_view_get_columns (self->tree);

    for (GList *link = all; link != NULL; link = link->next)
        if (gtk_tree_view_column_get_visible (link->data) && find_column (self, link->data) < 0)
            rest -= gtk_tree_view_column_get_fixed_width (link->data);
    g_list_free (all);
    return rest;
}

/* Returns: what is left of @rest, less than nothing where a column had to go */
static int
share_out (UlSpareColumns *self, const int *widths, int rest, gboolean minor)
{
    for (guint i = self->n_columns; i-- > 0;) {
        if (self->minor[i] != minor)
            continue;
        rest -= widths[i];
        gtk_tree_view_column_set_fixed_width (self->columns[i], widths[i]);
        gtk_tree_view_column_set_visible (self->columns[i], rest >= 0);
    }
    return rest;
}

static gboolean
apply (gpointer user_data)
{
    UlSpareColumns *self = user_data;

    int rest = measure_rest (self), left;

    self->idle = 0;
    left = share_out (self, self->wanted, rest, FALSE);
    if (left < 0)
        left = share_out (self, self->least, rest, FALSE);
    share_out (self, self->wanted, left, TRUE);
    return G_SOURCE_REMOVE;
}

void
ul_spare_columns_update (UlSpareColumns *self)
{
    if (self->idle == 0 && self->width > 0)
        self->idle = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, apply, self, NULL);
}

void
ul_spare_columns_set_minor (UlSpareColumns *self, GtkTreeViewColumn *column, gboolean minor)
{
    int place = find_column (self, column);

    g_return_if_fail (place >= 0);
    if (self->minor[place] == minor)
        return;
    self->minor[place] = minor;
    ul_spare_columns_update (self);
}

void
ul_spare_columns_widen (UlSpareColumns *self, GtkTreeViewColumn *column, int width)
{
    int place = find_column (self, column);

    g_return_if_fail (place >= 0);
    if (width <= self->wanted[place])
        return;
    self->wanted[place] = width;
    ul_spare_columns_update (self);
}

static void
on_size_allocate (GtkWidget *tree, GtkAllocation *allocation, gpointer user_data)
{
    UlSpareColumns *self = user_data;
    int width = gtk_widget_get_allocated_width (gtk_widget_get_parent (tree));

    if (width == self->width)
        return;
    self->width = width;
    ul_spare_columns_update (self);
}

void
ul_spare_columns_follow (UlSpareColumns *self, GtkTreeView *tree)
{
    self->tree = tree;
    g_signal_connect (tree, "size-allocate", G_CALLBACK (on_size_allocate), self);
}

void
ul_spare_columns_clear (UlSpareColumns *self)
{
    g_clear_handle_id (&self->idle, g_source_remove);
    if (self->tree != NULL)
        g_signal_handlers_disconnect_by_data (self->tree, self);
    self->tree = NULL;
}
