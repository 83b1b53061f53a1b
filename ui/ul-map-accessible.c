/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-accessible.h"

#include "ul-map-cell.h"
#include "ul-sector-map-private.h"

#include <glib/gi18n.h>

struct _UlMapAccessible {
    GtkWidgetAccessible parent_instance;

    GHashTable *cells; /* index to UlMapCell: those that were asked for */
    char *description;
};

static void table_init (AtkTableIface *iface);
static void selection_init (AtkSelectionIface *iface);
static void component_init (AtkComponentIface *iface);

G_DEFINE_TYPE_WITH_CODE (UlMapAccessible, ul_map_accessible, GTK_TYPE_WIDGET_ACCESSIBLE,
                         G_IMPLEMENT_INTERFACE (ATK_TYPE_TABLE, table_init)
                             G_IMPLEMENT_INTERFACE (ATK_TYPE_SELECTION, selection_init)
                                 G_IMPLEMENT_INTERFACE (ATK_TYPE_COMPONENT, component_init))

/* Returns: (nullable): %NULL once the widget is gone */
static UlSectorMap *
map_of (gpointer self)
{
    GtkWidget *widget = gtk_accessible_get_widget (GTK_ACCESSIBLE (self));

    return widget != NULL ? UL_SECTOR_MAP (widget) : NULL;
}

/* Returns: which child the cell of @sector is, or -1 */
static int
index_of (UlSectorMap *map, int sector)
{
    return sector >= 0 ? (int) ul_map_layout_get_index (&map->layout, (guint) sector) : -1;
}

static guint
n_cells (gpointer self)
{
    UlSectorMap *map = map_of (self);

    return map != NULL ? map->layout.n_cells + map->strays->len : 0;
}

static AtkObject *
ref_cell (gpointer accessible, int index)
{
    UlMapAccessible *self = UL_MAP_ACCESSIBLE (accessible);
    gpointer key = GINT_TO_POINTER (index);

    if (index < 0 || (guint) index >= n_cells (self))
        return NULL;
    AtkObject *cell = g_hash_table_lookup (self->cells, key);
    if (cell == NULL) {
        UlSectorMap *map = map_of (self);
        cell = ul_map_cell_new (map, ul_map_layout_get_nth (&map->layout, (guint) index));
        g_hash_table_insert (self->cells, key, cell);
    }
    return g_object_ref (cell);
}

static int
ul_map_accessible_get_n_children (AtkObject *object)
{
    return (int) n_cells (object);
}

static AtkObject *
ul_map_accessible_ref_child (AtkObject *object, int index)
{
    return ref_cell (object, index);
}

/* The sector in focus, for those who read the map and not its cells. */
static const char *
ul_map_accessible_get_description (AtkObject *object)
{
    UlMapAccessible *self = UL_MAP_ACCESSIBLE (object);
    UlSectorMap *map = map_of (self);

    g_clear_pointer (&self->description, g_free);
    if (map != NULL && map->focus >= 0)
        self->description = ul_sector_map_describe_sector (map, (guint) map->focus);
    return self->description;
}

static AtkStateSet *
ul_map_accessible_ref_state_set (AtkObject *object)
{
    AtkStateSet *states = ATK_OBJECT_CLASS (ul_map_accessible_parent_class)->ref_state_set (object);

    if (!atk_state_set_contains_state (states, ATK_STATE_DEFUNCT))
        atk_state_set_add_state (states, ATK_STATE_MANAGES_DESCENDANTS);
    return states;
}

/* --- table --------------------------------------------------------------------------------- */

static int
table_get_n_rows (AtkTable *table)
{
    UlSectorMap *map = map_of (table);

    return map != NULL ? (int) (map->layout.n_rows + map->layout.n_strays) : 0;
}

static int
table_get_n_columns (AtkTable *table)
{
    UlSectorMap *map = map_of (table);

    return map != NULL ? (int) map->layout.columns : 0;
}

static int
table_get_index_at (AtkTable *table, int row, int column)
{
    UlSectorMap *map = map_of (table);

    if (map == NULL || row < 0 || column < 0)
        return -1;
    return index_of (map, ul_map_layout_get_sector (&map->layout, (guint) row, (guint) column));
}

static AtkObject *
table_ref_at (AtkTable *table, int row, int column)
{
    return ref_cell (table, table_get_index_at (table, row, column));
}

static void
get_position (UlSectorMap *map, int index, guint *row, guint *column)
{
    ul_map_layout_get_position (&map->layout, ul_map_layout_get_nth (&map->layout, (guint) index),
                                row, column);
}

static int
table_get_row_at_index (AtkTable *table, int index)
{
    guint row, column;

    if (index < 0 || (guint) index >= n_cells (table))
        return -1;
    get_position (map_of (table), index, &row, &column);
    return (int) row;
}

static int
table_get_column_at_index (AtkTable *table, int index)
{
    guint row, column;

    if (index < 0 || (guint) index >= n_cells (table))
        return -1;
    get_position (map_of (table), index, &row, &column);
    return (int) column;
}

static int
table_get_extent_at (AtkTable *table, int row, int column)
{
    return 1;
}

static gboolean
table_is_selected (AtkTable *table, int row, int column)
{
    return atk_selection_is_child_selected (ATK_SELECTION (table),
                                            table_get_index_at (table, row, column));
}

static void
table_init (AtkTableIface *iface)
{
    iface->ref_at = table_ref_at;
    iface->get_index_at = table_get_index_at;
    iface->get_row_at_index = table_get_row_at_index;
    iface->get_column_at_index = table_get_column_at_index;
    iface->get_n_rows = table_get_n_rows;
    iface->get_n_columns = table_get_n_columns;
    iface->get_row_extent_at = table_get_extent_at;
    iface->get_column_extent_at = table_get_extent_at;
    iface->is_selected = table_is_selected;
}

/* --- selection ------------------------------------------------------------------------------ */

static gboolean
set_selected (UlSectorMap *map, int index, gboolean selected)
{
    guint first, last;

    if (map == NULL || index < 0 || (guint) index >= map->layout.n_cells)
        return FALSE;
    ul_map_layout_get_group (&map->layout, ul_map_layout_get_nth (&map->layout, (guint) index),
                             &first, &last);
    ul_sector_selection_set_cell (map->selection, first, last, selected);
    return TRUE;
}

static gboolean
selection_add (AtkSelection *selection, int index)
{
    return set_selected (map_of (selection), index, TRUE);
}

/* Returns: the @nth cell with anything selected in it, or -1; @count: (out): how many come before
 * it, all of them when it is not found */
static int
find_selected (UlSectorMap *map, guint nth, guint *count)
{
    *count = 0;
    for (guint i = 0; i < map->layout.n_cells; i++)
        if (ul_sector_map_is_cell_selected (map, ul_map_layout_get_nth (&map->layout, i)) &&
            (*count)++ == nth)
            return (int) i;
    return -1;
}

static int
get_selected (AtkSelection *selection, int nth)
{
    UlSectorMap *map = map_of (selection);
    guint count;

    return map != NULL && nth >= 0 ? find_selected (map, (guint) nth, &count) : -1;
}

static AtkObject *
selection_ref (AtkSelection *selection, int nth)
{
    return ref_cell (selection, get_selected (selection, nth));
}

static gboolean
selection_remove (AtkSelection *selection, int nth)
{
    return set_selected (map_of (selection), get_selected (selection, nth), FALSE);
}

static gboolean
selection_clear (AtkSelection *selection)
{
    UlSectorMap *map = map_of (selection);

    if (map != NULL)
        ul_sector_selection_select_none (map->selection);
    return map != NULL;
}

static gboolean
selection_select_all (AtkSelection *selection)
{
    UlSectorMap *map = map_of (selection);

    if (map != NULL)
        ul_sector_selection_select_all (map->selection);
    return map != NULL;
}

static int
selection_get_count (AtkSelection *selection)
{
    UlSectorMap *map = map_of (selection);
    guint count = 0;

    if (map != NULL)
        find_selected (map, G_MAXUINT, &count);
    return (int) count;
}

static gboolean
selection_is_child_selected (AtkSelection *selection, int index)
{
    UlSectorMap *map = map_of (selection);

    return map != NULL && index >= 0 && (guint) index < map->layout.n_cells &&
           ul_sector_map_is_cell_selected (map,
                                           ul_map_layout_get_nth (&map->layout, (guint) index));
}

static void
selection_init (AtkSelectionIface *iface)
{
    iface->add_selection = selection_add;
    iface->clear_selection = selection_clear;
    iface->ref_selection = selection_ref;
    iface->remove_selection = selection_remove;
    iface->select_all_selection = selection_select_all;
    iface->get_selection_count = selection_get_count;
    iface->is_child_selected = selection_is_child_selected;
}

/* --- place --------------------------------------------------------------------------------- */

static AtkObject *
component_ref_accessible_at_point (AtkComponent *component, int x, int y, AtkCoordType type)
{
    UlSectorMap *map = map_of (component);
    int left, top, width, height;

    if (map == NULL)
        return NULL;
    atk_component_get_extents (component, &left, &top, &width, &height, type);
    return ref_cell (component,
                     index_of (map, ul_map_layout_find (&map->layout, x - left, y - top)));
}

static void
component_init (AtkComponentIface *iface)
{
    iface->ref_accessible_at_point = component_ref_accessible_at_point;
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_map_accessible_initialize (AtkObject *object, gpointer data)
{
    ATK_OBJECT_CLASS (ul_map_accessible_parent_class)->initialize (object, data);
    g_set_weak_pointer (&UL_SECTOR_MAP (data)->accessible, object);
    atk_object_set_role (object, ATK_ROLE_TABLE);
    atk_object_set_name (object, _ ("Sector map"));
}

static void
ul_map_accessible_finalize (GObject *object)
{
    UlMapAccessible *self = UL_MAP_ACCESSIBLE (object);

    g_hash_table_unref (self->cells);
    g_free (self->description);
    G_OBJECT_CLASS (ul_map_accessible_parent_class)->finalize (object);
}

static void
ul_map_accessible_class_init (UlMapAccessibleClass *klass)
{
    AtkObjectClass *atk_class = ATK_OBJECT_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_map_accessible_finalize;
    atk_class->initialize = ul_map_accessible_initialize;
    atk_class->get_n_children = ul_map_accessible_get_n_children;
    atk_class->ref_child = ul_map_accessible_ref_child;
    atk_class->get_description = ul_map_accessible_get_description;
    atk_class->ref_state_set = ul_map_accessible_ref_state_set;
}

static void
ul_map_accessible_init (UlMapAccessible *self)
{
    self->cells = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

/* --- what the map tells --------------------------------------------------------------------- */

void
ul_map_accessible_sector_changed (UlMapAccessible *self, guint sector)
{
    UlSectorMap *map = map_of (self);
    int index = map != NULL ? index_of (map, (int) sector) : -1;
    AtkObject *cell = g_hash_table_lookup (self->cells, GINT_TO_POINTER (index));

    if (cell != NULL)
        g_object_notify (G_OBJECT (cell), "accessible-name");
    if (map != NULL && index_of (map, map->focus) == index)
        g_object_notify (G_OBJECT (self), "accessible-description");
}

void
ul_map_accessible_focus_moved (UlMapAccessible *self, int before, int now)
{
    UlSectorMap *map = map_of (self);
    int index = map != NULL ? index_of (map, before) : -1;
    AtkObject *left = g_hash_table_lookup (self->cells, GINT_TO_POINTER (index));
    AtkObject *cell = map != NULL ? ref_cell (self, index_of (map, now)) : NULL;

    g_object_notify (G_OBJECT (self), "accessible-description");
    if (left != NULL)
        atk_object_notify_state_change (left, ATK_STATE_FOCUSED, FALSE);
    if (cell == NULL)
        return;
    g_signal_emit_by_name (self, "active-descendant-changed", cell);
    if (gtk_widget_has_focus (GTK_WIDGET (map)))
        atk_object_notify_state_change (cell, ATK_STATE_FOCUSED, TRUE);
    g_object_unref (cell);
}

void
ul_map_accessible_selection_changed (UlMapAccessible *self, guint first, guint last)
{
    UlSectorMap *map = map_of (self);
    GHashTableIter iter;
    gpointer key, cell;

    g_hash_table_iter_init (&iter, self->cells);
    while (map != NULL && g_hash_table_iter_next (&iter, &key, &cell)) {
        int index = GPOINTER_TO_INT (key);
        if (index >= index_of (map, (int) first) && index <= index_of (map, (int) last))
            atk_object_notify_state_change (cell, ATK_STATE_SELECTED,
                                            selection_is_child_selected (ATK_SELECTION (self),
                                                                         index));
    }
    g_signal_emit_by_name (self, "selection-changed");
}

void
ul_map_accessible_reset (UlMapAccessible *self)
{
    GHashTableIter iter;
    gpointer cell;

    g_hash_table_iter_init (&iter, self->cells);
    while (g_hash_table_iter_next (&iter, NULL, &cell))
        ul_map_cell_detach (cell);
    g_hash_table_remove_all (self->cells);
    g_signal_emit_by_name (self, "model-changed");
}
