/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-lock-settings.h"

#include "ul-screen.h"

#include <glib/gi18n.h>

#define MAX_HEIGHT    320
#define BESIDE        70  /* pixels that a question has around it */
#define DIALOG_HEIGHT 400 /* the rows are not measured yet when it opens */

enum {
    COLUMN_TITLE,
    COLUMN_FIRST_CELL,
    COLUMN_DIFFERENCE = COLUMN_FIRST_CELL + UL_N_CONFIG_COLUMNS,
    COLUMN_WEIGHT,
    N_COLUMNS
};

static const char *
name_difference (const UlConfigRow *row)
{
    if (row->altered)
        return _ ("not as in the file");
    return row->changes ? _ ("changes") : "";
}

static void
add_row (GtkListStore *store, const UlConfigRow *row)
{
    GtkTreeIter iter;

    gtk_list_store_append (store, &iter);
    gtk_list_store_set (store, &iter, COLUMN_TITLE, row->title, COLUMN_DIFFERENCE,
                        name_difference (row), COLUMN_WEIGHT,
                        row->altered || row->changes ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, -1);
    for (guint i = 0; i < UL_N_CONFIG_COLUMNS; i++)
        gtk_list_store_set (store, &iter, COLUMN_FIRST_CELL + i,
                            row->cells[i] != NULL ? row->cells[i] : "–", -1);
}

static GtkTreeModel *
make_model (GPtrArray *rows)
{
    GtkListStore *store =
        gtk_list_store_new (N_COLUMNS, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING,
                            G_TYPE_STRING, G_TYPE_INT);

    for (guint i = 0; i < rows->len; i++)
        add_row (store, rows->pdata[i]);
    return GTK_TREE_MODEL (store);
}

static void
add_column (GtkTreeView *view, const char *title, int column)
{
    GtkCellRenderer *cell = gtk_cell_renderer_text_new ();

    gtk_tree_view_insert_column_with_attributes (view, -1, title, cell, "text", column, "weight",
                                                 COLUMN_WEIGHT, NULL);
}

GtkWidget *
ul_lock_settings_view_new (GPtrArray *rows, const char *planned)
{
    g_autoptr (GtkTreeModel) model = make_model (rows);
    GtkWidget *view = gtk_tree_view_new_with_model (model);
    GtkWidget *scroll = gtk_scrolled_window_new (NULL, NULL);
    int width, height;

    add_column (GTK_TREE_VIEW (view), _ ("Setting"), COLUMN_TITLE);
    for (guint i = 0; i < UL_N_CONFIG_COLUMNS; i++)
        add_column (GTK_TREE_VIEW (view),
                    i == UL_CONFIG_PLANNED && planned != NULL ? planned
                                                              : ul_config_column_to_title (i),
                    COLUMN_FIRST_CELL + (int) i);
    add_column (GTK_TREE_VIEW (view), _ ("Difference"), COLUMN_DIFFERENCE);
    gtk_tree_view_set_enable_search (GTK_TREE_VIEW (view), FALSE);
    atk_object_set_name (gtk_widget_get_accessible (view), _ ("Lock settings"));
    gtk_container_add (GTK_CONTAINER (scroll), view);
    gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (scroll), GTK_SHADOW_IN);
    gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroll), TRUE);
    gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroll), TRUE);
    gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroll), MAX_HEIGHT);
    ul_screen_get_room (scroll, &width, &height);
    gtk_scrolled_window_set_max_content_width (GTK_SCROLLED_WINDOW (scroll), width - BESIDE);
    gtk_widget_show_all (scroll);
    return scroll;
}

GtkWidget *
ul_lock_settings_dialog_new (GtkWindow *parent, const char *chip, GPtrArray *rows)
{
    g_autofree char *title = g_strdup_printf (_ ("Lock Settings of %s"), chip);
    GtkWidget *dialog = gtk_dialog_new_with_buttons (
        title, parent,
        GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT | GTK_DIALOG_USE_HEADER_BAR, NULL, NULL);
    GtkWidget *area = gtk_dialog_get_content_area (GTK_DIALOG (dialog));
    GtkWidget *view = ul_lock_settings_view_new (rows, NULL);

    gtk_window_set_default_size (GTK_WINDOW (dialog), -1, DIALOG_HEIGHT);
    g_object_set (view, "margin", 12, NULL);
    gtk_box_pack_start (GTK_BOX (area), view, TRUE, TRUE, 0);
    g_signal_connect (dialog, "response", G_CALLBACK (gtk_widget_destroy), NULL);
    return dialog;
}
