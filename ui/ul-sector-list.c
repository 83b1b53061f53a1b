/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sector-list.h"

#include "ul-map-paint.h"
#include "ul-sector-rows.h"
#include "ul-spare-columns.h"
#include "ul-text-width.h"

#include <glib/gi18n.h>

#define SWATCH 16 /* pixels */

struct _UlSectorList {
    GtkScrolledWindow parent_instance;

    GtkTreeView *tree;
    GtkTreeViewColumn *memory; /* shown where there is more than one kind */
    guint placing;             /* idle: the focus is shown once the rows have their places */
    GtkTreeSelection *chosen;
    UlSectorMap *map; /* (nullable): not owned: outlives us */
    UlSectorRows *rows;
    UlMapPalette palette;
    gboolean have_palette;
    UlSpareColumns spare;
    guint32 measured[UL_SECTOR_N_COLUMNS]; /* UlMapStates: there is room for their words */
    gboolean following; /* the map has changed: what the tree tells now is no news */
};

G_DEFINE_FINAL_TYPE (UlSectorList, ul_sector_list, GTK_TYPE_SCROLLED_WINDOW)

enum { ACTIVATE, MENU, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- what stands in a row ------------------------------------------------------------------ */

static void
fill_text (GtkTreeViewColumn *column, GtkCellRenderer *cell, GtkTreeModel *model, GtkTreeIter *iter,
           gpointer user_data)
{
    UlSectorList *self = user_data;
    guint sector = ul_sector_rows_get_sector (self->rows, iter);
    int id = gtk_tree_view_column_get_sort_column_id (column);
    g_autofree char *text = ul_sector_column_describe ((UlSectorColumn) id, self->map, sector);

    g_object_set (cell, "text", text, NULL);
}

/* The same picture as on the map. */
static void
fill_swatch (GtkTreeViewColumn *column, GtkCellRenderer *cell, GtkTreeModel *model,
             GtkTreeIter *iter, gpointer user_data)
{
    UlSectorList *self = user_data;
    guint sector = ul_sector_rows_get_sector (self->rows, iter);
    UlMapLook look = ul_map_state_look (ul_sector_map_get_state (self->map, sector),
                                        ul_sector_map_get_hidden (self->map));
    int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
    cairo_surface_t *surface =
        cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SWATCH * scale, SWATCH * scale);
    cairo_surface_set_device_scale (surface, scale, scale);
    cairo_t *cr = cairo_create (surface);

    if (!self->have_palette)
        ul_map_palette_load (&self->palette, gtk_widget_get_style_context (GTK_WIDGET (self->map)));
    self->have_palette = TRUE;
    ul_map_paint_cell (cr, &self->palette, &look, SWATCH, FALSE);
    cairo_destroy (cr);
    g_object_set (cell, "surface", surface, NULL);
    cairo_surface_destroy (surface);
}

static int
measure_character (UlSectorList *self)
{
    PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self->tree));
    PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
    int width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));

    pango_font_metrics_unref (metrics);
    return MAX (1, width);
}

/* As wide as its contents, and its title in any language. The column is in the tree. */
static int
measure_column (UlSectorList *self, GtkTreeViewColumn *column, UlSectorColumn id)
{
    int title = 0;

    gtk_widget_get_preferred_width (gtk_tree_view_column_get_button (column), NULL, &title);
    return MAX (title, ul_sector_column_get_width (id) * measure_character (self));
}

static void
add_column (UlSectorList *self, UlSectorColumn id)
{
    GtkTreeViewColumn *column = gtk_tree_view_column_new ();
    GtkCellRenderer *text = gtk_cell_renderer_text_new ();

    if (id == UL_SECTOR_COLUMN_NUMBER) {
        GtkCellRenderer *swatch = gtk_cell_renderer_pixbuf_new ();
        g_object_set (swatch, "xpad", 4, NULL);
        gtk_tree_view_column_pack_start (column, swatch, FALSE);
        gtk_tree_view_column_set_cell_data_func (column, swatch, fill_swatch, self, NULL);
    }
    g_object_set (text, "xalign", ul_sector_column_get_align (id), "ellipsize", PANGO_ELLIPSIZE_END,
                  NULL);
    if (id == UL_SECTOR_COLUMN_ADDRESS)
        g_object_set (text, "family", "monospace", NULL);
    gtk_tree_view_column_pack_start (column, text, TRUE);
    gtk_tree_view_column_set_cell_data_func (column, text, fill_text, self, NULL);
    gtk_tree_view_column_set_title (column, ul_sector_column_to_title (id));
    gtk_tree_view_column_set_sort_column_id (column, (int) id);
    gtk_tree_view_column_set_sizing (column, GTK_TREE_VIEW_COLUMN_FIXED);
    gtk_tree_view_column_set_resizable (column, TRUE);
    gtk_tree_view_append_column (self->tree, column);
    gtk_tree_view_column_set_fixed_width (column, measure_column (self, column, id));
    if (id == UL_SECTOR_COLUMN_MEMORY)
        self->memory = column;
}

/* Where there is no room for all of them; the swatch before the number tells most of it too. */
static void
spare_columns (UlSectorList *self)
{
    static const UlSectorColumn spare[] = { UL_SECTOR_COLUMN_SIZE,       UL_SECTOR_COLUMN_ROLE,
                                            UL_SECTOR_COLUMN_CHIP,       UL_SECTOR_COLUMN_PLAN,
                                            UL_SECTOR_COLUMN_PROTECTION, UL_SECTOR_COLUMN_RESULT };

    for (guint i = 0; i < G_N_ELEMENTS (spare); i++)
        ul_spare_columns_add (&self->spare, gtk_tree_view_get_column (self->tree, spare[i]));
    ul_spare_columns_follow (&self->spare, self->tree);
}

static void
note_minor_columns (UlSectorList *self)
{
    for (guint i = 0; i < self->spare.n_columns; i++) {
        GtkTreeViewColumn *column = self->spare.columns[i];
        int id = gtk_tree_view_column_get_sort_column_id (column);
        ul_spare_columns_set_minor (&self->spare, column,
                                    ul_sector_column_is_minor ((UlSectorColumn) id, self->map));
    }
}

/* To what it says in any language */
static void
widen_column (UlSectorList *self, UlSectorColumn id)
{
    guint32 added = ul_sector_column_find_states (id, self->map) & ~self->measured[id];
    int widest = 0;

    self->measured[id] |= added;
    for (guint i = 0; i < UL_MAP_N_STATES; i++)
        if (added & 1u << i)
            widest = MAX (widest, ul_text_width_measure (GTK_WIDGET (self->tree),
                                                         ul_map_state_to_text ((UlMapState) i),
                                                         PANGO_WEIGHT_NORMAL));
    ul_spare_columns_widen (&self->spare, gtk_tree_view_get_column (self->tree, (int) id), widest);
}

static void
fit_columns (UlSectorList *self)
{
    for (guint i = UL_SECTOR_COLUMN_CHIP; i <= UL_SECTOR_COLUMN_RESULT; i++)
        widen_column (self, (UlSectorColumn) i);
    note_minor_columns (self);
}

/* --- from the map to the tree -------------------------------------------------------------- */

static void
follow_selection (UlSectorList *self)
{
    UlSectorSelection *selection = ul_sector_map_get_selection (self->map);
    int first = -1, n = (int) ul_sector_rows_get_n_rows (self->rows);
    gboolean before = self->following;

    self->following = TRUE;
    gtk_tree_selection_unselect_all (self->chosen);
    for (int row = 0; row <= n; row++) {
        GtkTreeIter iter = { .user_data = GINT_TO_POINTER (row) };
        gboolean is_chosen =
            row < n &&
            ul_sector_selection_contains (selection, ul_sector_rows_get_sector (self->rows, &iter));
        if (is_chosen && first < 0)
            first = row;
        if (is_chosen || first < 0)
            continue;
        g_autoptr (GtkTreePath) from = gtk_tree_path_new_from_indices (first, -1);
        g_autoptr (GtkTreePath) to = gtk_tree_path_new_from_indices (row - 1, -1);
        gtk_tree_selection_select_range (self->chosen, from, to);
        first = -1;
    }
    self->following = before;
}

static void
follow_focus (UlSectorList *self)
{
    int sector = ul_sector_map_get_focus_sector (self->map);
    int row = sector >= 0 ? ul_sector_rows_get_row (self->rows, (guint) sector) : -1;

    if (row < 0 || gtk_tree_view_get_model (self->tree) == NULL)
        return;
    g_autoptr (GtkTreePath) path = gtk_tree_path_new_from_indices (row, -1);
    self->following = TRUE;
    gtk_tree_view_set_cursor (self->tree, path, NULL, FALSE);
    gtk_tree_view_scroll_to_cell (self->tree, path, NULL, FALSE, 0, 0);
    follow_selection (self);
    self->following = FALSE;
}

static void
on_focus_changed (UlSectorList *self)
{
    if (!self->following && gtk_widget_get_mapped (GTK_WIDGET (self)))
        follow_focus (self);
}

static void
on_selection_changed (UlSectorList *self)
{
    if (!self->following && gtk_widget_get_mapped (GTK_WIDGET (self)))
        follow_selection (self);
}

static gboolean
place_focus (gpointer user_data)
{
    UlSectorList *self = UL_SECTOR_LIST (user_data);

    self->placing = 0;
    follow_focus (self);
    return G_SOURCE_REMOVE;
}

static void
rebuild (UlSectorList *self)
{
    const UlDevice *device = ul_sector_map_get_device (self->map);

    self->following = TRUE;
    gtk_tree_view_set_model (self->tree, NULL);
    ul_sector_rows_rebuild (self->rows);
    gtk_tree_view_set_model (self->tree, GTK_TREE_MODEL (self->rows));
    gtk_tree_view_column_set_visible (self->memory, device != NULL && device->n_regions > 1);
    fit_columns (self);
    ul_spare_columns_update (&self->spare);
    self->following = FALSE;
    follow_selection (self);
    if (self->placing == 0)
        self->placing = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, place_focus, self, NULL);
}

/* Nothing is done for a list that nobody sees. */
static void
on_map_changed (UlSectorList *self)
{
    if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
        return;
    if (ul_sector_rows_is_stale (self->rows))
        rebuild (self);
    else
        ul_sector_rows_update (self->rows);
    fit_columns (self);
}

static void
ul_sector_list_map (GtkWidget *widget)
{
    GTK_WIDGET_CLASS (ul_sector_list_parent_class)->map (widget);
    rebuild (UL_SECTOR_LIST (widget));
}

/* --- from the tree to the map -------------------------------------------------------------- */

static void
on_chosen_changed (UlSectorList *self)
{
    guint n = ul_sector_map_get_n_sectors (self->map);
    g_autofree guint8 *bits = NULL;

    if (self->following || gtk_tree_view_get_model (self->tree) == NULL)
        return;
    bits = g_new0 (guint8, n);
    GList *paths = gtk_tree_selection_get_selected_rows (self->chosen, NULL);
    for (GList *link = paths; link != NULL; link = link->next) {
        GtkTreeIter iter;
        if (gtk_tree_model_get_iter (GTK_TREE_MODEL (self->rows), &iter, link->data))
            bits[ul_sector_rows_get_sector (self->rows, &iter)] = 1;
    }
    g_list_free_full (paths, (GDestroyNotify) gtk_tree_path_free);
    self->following = TRUE;
    ul_sector_selection_set_bits (ul_sector_map_get_selection (self->map), bits);
    self->following = FALSE;
}

static void
on_cursor_changed (UlSectorList *self)
{
    g_autoptr (GtkTreePath) path = NULL;
    GtkTreeIter iter;

    if (self->following || gtk_tree_view_get_model (self->tree) == NULL)
        return;
    gtk_tree_view_get_cursor (self->tree, &path, NULL);
    if (path == NULL || !gtk_tree_model_get_iter (GTK_TREE_MODEL (self->rows), &iter, path))
        return;
    self->following = TRUE;
    ul_sector_map_move_focus (self->map, (int) ul_sector_rows_get_sector (self->rows, &iter));
    self->following = FALSE;
}

static void
on_row_activated (UlSectorList *self)
{
    g_signal_emit (self, signals[ACTIVATE], 0,
                   (guint) MAX (0, ul_sector_map_get_focus_sector (self->map)));
}

static gboolean
on_button_press (UlSectorList *self, GdkEventButton *event)
{
    g_autoptr (GtkTreePath) path = NULL;

    if (!gdk_event_triggers_context_menu ((GdkEvent *) event) ||
        event->window != gtk_tree_view_get_bin_window (self->tree))
        return GDK_EVENT_PROPAGATE;
    if (!gtk_tree_view_get_path_at_pos (self->tree, (int) event->x, (int) event->y, &path, NULL,
                                        NULL, NULL))
        return GDK_EVENT_STOP;
    if (!gtk_tree_selection_path_is_selected (self->chosen, path))
        gtk_tree_view_set_cursor (self->tree, path, NULL, FALSE);
    gtk_widget_grab_focus (GTK_WIDGET (self->tree));
    g_signal_emit (self, signals[MENU], 0, event);
    return GDK_EVENT_STOP;
}

static gboolean
on_popup_menu (UlSectorList *self)
{
    g_signal_emit (self, signals[MENU], 0, NULL);
    return TRUE;
}

static gboolean
on_key_press (UlSectorList *self, GdkEventKey *event)
{
    GdkModifierType held = event->state & gtk_accelerator_get_default_mod_mask ();
    gboolean up = event->keyval == GDK_KEY_Up, down = event->keyval == GDK_KEY_Down;

    if (held != GDK_CONTROL_MASK || (!up && !down))
        return GDK_EVENT_PROPAGATE;
    if (!ul_sector_map_go_to_problem (self->map, up ? -1 : 1))
        gtk_widget_error_bell (GTK_WIDGET (self));
    return GDK_EVENT_STOP;
}

/* --- what the page asks for ---------------------------------------------------------------- */

void
ul_sector_list_set_only_problems (UlSectorList *self, gboolean only_problems)
{
    ul_sector_rows_set_only_problems (self->rows, only_problems);
    if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        rebuild (self);
}

GtkWidget *
ul_sector_list_get_focus_area (UlSectorList *self, GdkRectangle *area)
{
    int sector = ul_sector_map_get_focus_sector (self->map);
    int row = sector >= 0 ? ul_sector_rows_get_row (self->rows, (guint) sector) : -1;

    *area = (GdkRectangle){ 0, 0, 1, 1 };
    if (row >= 0) {
        g_autoptr (GtkTreePath) path = gtk_tree_path_new_from_indices (row, -1);
        gtk_tree_view_get_cell_area (self->tree, path, gtk_tree_view_get_column (self->tree, 0),
                                     area);
        gtk_tree_view_convert_bin_window_to_widget_coords (self->tree, area->x, area->y, &area->x,
                                                           &area->y);
    }
    return GTK_WIDGET (self->tree);
}

void
ul_sector_list_grab_focus (UlSectorList *self)
{
    gtk_widget_grab_focus (GTK_WIDGET (self->tree));
}

void
ul_sector_list_set_map (UlSectorList *self, UlSectorMap *map)
{
    self->map = map;
    self->rows = ul_sector_rows_new (map);
    for (guint i = 0; i < UL_SECTOR_N_COLUMNS; i++)
        add_column (self, (UlSectorColumn) i);
    spare_columns (self);
    gtk_tree_view_set_fixed_height_mode (self->tree, TRUE);
    g_signal_connect_object (map, "changed", G_CALLBACK (on_map_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (map, "focus-changed", G_CALLBACK (on_focus_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (ul_sector_map_get_selection (map), "changed",
                             G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_sector_list_style_updated (GtkWidget *widget)
{
    UL_SECTOR_LIST (widget)->have_palette = FALSE;
    GTK_WIDGET_CLASS (ul_sector_list_parent_class)->style_updated (widget);
}

static void
ul_sector_list_dispose (GObject *object)
{
    g_clear_handle_id (&UL_SECTOR_LIST (object)->placing, g_source_remove);
    ul_spare_columns_clear (&UL_SECTOR_LIST (object)->spare);
    G_OBJECT_CLASS (ul_sector_list_parent_class)->dispose (object);
}

static void
ul_sector_list_finalize (GObject *object)
{
    g_clear_object (&UL_SECTOR_LIST (object)->rows);
    G_OBJECT_CLASS (ul_sector_list_parent_class)->finalize (object);
}

static void
ul_sector_list_class_init (UlSectorListClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = ul_sector_list_dispose;
    G_OBJECT_CLASS (klass)->finalize = ul_sector_list_finalize;
    widget_class->map = ul_sector_list_map;
    widget_class->style_updated = ul_sector_list_style_updated;
    signals[ACTIVATE] = g_signal_new ("activate", UL_TYPE_SECTOR_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
    signals[MENU] = g_signal_new ("menu", UL_TYPE_SECTOR_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, GDK_TYPE_EVENT);
}

static void
ul_sector_list_init (UlSectorList *self)
{
    self->tree = GTK_TREE_VIEW (gtk_tree_view_new ());
    self->chosen = gtk_tree_view_get_selection (self->tree);
    gtk_tree_selection_set_mode (self->chosen, GTK_SELECTION_MULTIPLE);
    gtk_tree_view_set_rubber_banding (self->tree, TRUE);
    gtk_tree_view_set_enable_search (self->tree, FALSE);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->tree)), _ ("Sector list"));
    gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (self), GTK_SHADOW_IN);
    gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->tree));
    gtk_widget_show (GTK_WIDGET (self->tree));
    g_signal_connect_swapped (self->chosen, "changed", G_CALLBACK (on_chosen_changed), self);
    g_signal_connect_swapped (self->tree, "cursor-changed", G_CALLBACK (on_cursor_changed), self);
    g_signal_connect_swapped (self->tree, "row-activated", G_CALLBACK (on_row_activated), self);
    g_signal_connect_swapped (self->tree, "button-press-event", G_CALLBACK (on_button_press), self);
    g_signal_connect_swapped (self->tree, "popup-menu", G_CALLBACK (on_popup_menu), self);
    g_signal_connect_swapped (self->tree, "key-press-event", G_CALLBACK (on_key_press), self);
}
