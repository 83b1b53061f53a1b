/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-lock-settings.h"

#include "ul-screen.h"
#include "ul-text-width.h"

#include <glib/gi18n.h>

#define MAX_HEIGHT      320
#define BESIDE          70  /* pixels that a question has around it */
#define AROUND_QUESTION 350 /* above and below: its text, its entry and its buttons */
#define AROUND_DIALOG   110 /* its title and its margins */
#define PADDING         5   /* of a cell, at each side */
#define N_SHARING       (UL_N_CONFIG_COLUMNS + 1)

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

/* What goes on in a second line does so before a register, not between it and its value. */
static char *
keep_together (const char *cell)
{
    GString *text = g_string_new (cell != NULL ? cell : "–");

    g_string_replace (text, " 0x",
                      "\u00a0"
                      "0x",
                      0);
    return g_string_free (text, FALSE);
}

static void
add_row (GtkListStore *store, const UlConfigRow *row)
{
    GtkTreeIter iter;

    gtk_list_store_append (store, &iter);
    gtk_list_store_set (store, &iter, COLUMN_TITLE, row->title, COLUMN_DIFFERENCE,
                        name_difference (row), COLUMN_WEIGHT,
                        row->altered || row->changes ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, -1);
    for (guint i = 0; i < UL_N_CONFIG_COLUMNS; i++) {
        g_autofree char *cell = keep_together (row->cells[i]);
        gtk_list_store_set (store, &iter, COLUMN_FIRST_CELL + i, cell, -1);
    }
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

static int
measure_text (GtkWidget *view, const char *text)
{
    return ul_text_width_measure (view, text, PANGO_WEIGHT_BOLD) + 2 * PADDING;
}

/* @column: of the settings, or the one after them */
static const char *
name_column (guint column, const char *planned)
{
    if (column == UL_N_CONFIG_COLUMNS)
        return _ ("Difference");
    return column == UL_CONFIG_PLANNED && planned != NULL ? planned
                                                          : ul_config_column_to_title (column);
}

/* Each gets as much as the others, but for those whose title alone is wider.
 * Returns: pixels for each of the others */
static int
share_out (GtkWidget *view, const char *planned, int room)
{
    int share = room / N_SHARING, before = 0;

    for (guint i = 0; i < N_SHARING && share != before; i++) {
        int rest = room, n = 0;
        for (guint k = 0; k < N_SHARING; k++) {
            int title = measure_text (view, name_column (k, planned));
            if (title > share)
                rest -= title;
            else
                n++;
        }
        before = share;
        share = n > 0 ? rest / n : share;
    }
    return share;
}

/* What the three versions of a setting and their difference have to share, where that is less than
 * they would like: what is longer goes on in a second line. */
static int
choose_wrap_width (GtkWidget *view, GPtrArray *rows, const char *planned, int room)
{
    int title = measure_text (view, _ ("Setting"));
    int difference = measure_text (view, name_column (UL_N_CONFIG_COLUMNS, planned)), widest = 0;

    for (guint i = 0; i < rows->len; i++) {
        const UlConfigRow *row = rows->pdata[i];
        title = MAX (title, measure_text (view, row->title));
        difference = MAX (difference, measure_text (view, name_difference (row)));
        for (guint k = 0; k < UL_N_CONFIG_COLUMNS; k++)
            if (row->cells[k] != NULL)
                widest = MAX (widest, measure_text (view, row->cells[k]));
    }
    if (title + UL_N_CONFIG_COLUMNS * widest + difference <= room)
        return -1;
    return MAX (share_out (view, planned, room - title) - measure_text (view, ""), 1);
}

static void
add_column (GtkTreeView *view, const char *title, int column, int wrap_width)
{
    GtkCellRenderer *cell = gtk_cell_renderer_text_new ();

    g_object_set (cell, "wrap-width", wrap_width, "wrap-mode", PANGO_WRAP_WORD_CHAR, "xpad",
                  PADDING, NULL);
    gtk_tree_view_insert_column_with_attributes (view, -1, title, cell, "text", column, "weight",
                                                 COLUMN_WEIGHT, NULL);
}

static GtkWidget *
make_view (GPtrArray *rows, const char *planned, int around)
{
    g_autoptr (GtkTreeModel) model = make_model (rows);
    GtkWidget *view = gtk_tree_view_new_with_model (model);
    GtkWidget *scroll = gtk_scrolled_window_new (NULL, NULL);
    int width, height;

    ul_screen_get_room (scroll, &width, &height);
    int wrap_width = choose_wrap_width (view, rows, planned, width - BESIDE);
    add_column (GTK_TREE_VIEW (view), _ ("Setting"), COLUMN_TITLE, -1);
    for (guint i = 0; i < UL_N_CONFIG_COLUMNS; i++)
        add_column (GTK_TREE_VIEW (view), name_column (i, planned), COLUMN_FIRST_CELL + (int) i,
                    wrap_width);
    add_column (GTK_TREE_VIEW (view), name_column (UL_N_CONFIG_COLUMNS, planned), COLUMN_DIFFERENCE,
                wrap_width);
    gtk_tree_view_set_enable_search (GTK_TREE_VIEW (view), FALSE);
    atk_object_set_name (gtk_widget_get_accessible (view), _ ("Lock settings"));
    gtk_container_add (GTK_CONTAINER (scroll), view);
    gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (scroll), GTK_SHADOW_IN);
    gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroll), TRUE);
    gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroll), TRUE);
    gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroll),
                                                CLAMP (height - around, 1, MAX_HEIGHT));
    gtk_scrolled_window_set_max_content_width (GTK_SCROLLED_WINDOW (scroll), width - BESIDE);
    gtk_widget_show_all (scroll);
    return scroll;
}

GtkWidget *
ul_lock_settings_view_new (GPtrArray *rows, const char *planned)
{
    return make_view (rows, planned, AROUND_QUESTION);
}

GtkWidget *
ul_lock_settings_dialog_new (GtkWindow *parent, const char *chip, GPtrArray *rows)
{
    g_autofree char *title = g_strdup_printf (_ ("Lock Settings of %s"), chip);
    GtkWidget *dialog = gtk_dialog_new_with_buttons (
        title, parent,
        GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT | GTK_DIALOG_USE_HEADER_BAR, NULL, NULL);
    GtkWidget *area = gtk_dialog_get_content_area (GTK_DIALOG (dialog));
    GtkWidget *view = make_view (rows, NULL, AROUND_DIALOG);

    /* as high as its rows, which are measured once it is shown */
    gtk_window_set_resizable (GTK_WINDOW (dialog), FALSE);
    g_object_set (view, "margin", 12, NULL);
    gtk_box_pack_start (GTK_BOX (area), view, TRUE, TRUE, 0);
    g_signal_connect (dialog, "response", G_CALLBACK (gtk_widget_destroy), NULL);
    return dialog;
}
