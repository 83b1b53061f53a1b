/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sector-rows.h"

#include <string.h>

struct _UlSectorRows {
    GObject parent_instance;

    UlSectorMap *map; /* not owned: outlives us */
    guint *sectors;   /* n_rows: which stands where */
    int *rows;        /* n_sectors: where each stands, or -1 */
    guint32 *shown;   /* n_sectors: what was told of each */
    guint n_rows, n_sectors;
    const UlDevice *device;
    int stamp;
    int sort_column;
    GtkSortType sort_type;
    gboolean only_problems;
};

static void model_init (GtkTreeModelIface *iface);
static void sortable_init (GtkTreeSortableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UlSectorRows, ul_sector_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_TREE_MODEL, model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_TREE_SORTABLE, sortable_init))

/* --- order --------------------------------------------------------------------------------- */

static guint64
rank (UlSectorRows *self, guint sector)
{
    const UlSectorState *state = ul_sector_map_get_state (self->map, sector);
    const UlRegion *region;
    guint32 address, size;

    ul_device_get_sector (self->device, sector, &address, &size, &region);
    switch (self->sort_column) {
    case UL_SECTOR_COLUMN_ADDRESS:
        return address;
    case UL_SECTOR_COLUMN_SIZE:
        return size;
    case UL_SECTOR_COLUMN_MEMORY:
        return region->kind;
    case UL_SECTOR_COLUMN_CHIP:
        return state->content;
    case UL_SECTOR_COLUMN_PLAN:
        return ul_map_state_get_plan (state);
    case UL_SECTOR_COLUMN_PROTECTION:
        return state->protection;
    case UL_SECTOR_COLUMN_RESULT:
        return ul_map_state_get_result (state);
    case UL_SECTOR_COLUMN_ROLE:
        return state->has_fcf + 2u * state->pinned + 4u * state->preserves;
    default:
        return sector;
    }
}

/* Equal ones stand by their number, whichever way the others go. */
static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
    UlSectorRows *self = user_data;
    guint one = *(const guint *) a, other = *(const guint *) b;
    guint64 rank_one = rank (self, one), rank_other = rank (self, other);
    int order = (rank_one > rank_other) - (rank_one < rank_other);

    if (order == 0)
        return (one > other) - (one < other);
    return self->sort_type == GTK_SORT_ASCENDING ? order : -order;
}

static void
sort (UlSectorRows *self)
{
    g_qsort_with_data (self->sectors, (int) self->n_rows, sizeof *self->sectors, compare, self);
    for (guint i = 0; i < self->n_rows; i++)
        self->rows[self->sectors[i]] = (int) i;
}

static gboolean
is_wanted (UlSectorRows *self, guint sector)
{
    return !self->only_problems ||
           ul_map_state_is_problem (ul_sector_map_get_state (self->map, sector));
}

void
ul_sector_rows_rebuild (UlSectorRows *self)
{
    self->device = ul_sector_map_get_device (self->map);
    self->n_sectors = ul_sector_map_get_n_sectors (self->map);
    self->sectors = g_renew (guint, self->sectors, self->n_sectors);
    self->rows = g_renew (int, self->rows, self->n_sectors);
    self->shown = g_renew (guint32, self->shown, self->n_sectors);
    self->n_rows = 0;
    self->stamp++;
    for (guint i = 0; i < self->n_sectors; i++) {
        self->rows[i] = -1;
        self->shown[i] = ul_sector_map_get_mask (self->map, i);
        if (is_wanted (self, i))
            self->sectors[self->n_rows++] = i;
    }
    sort (self);
}

gboolean
ul_sector_rows_is_stale (UlSectorRows *self)
{
    if (self->device != ul_sector_map_get_device (self->map))
        return TRUE;
    for (guint i = 0; self->only_problems && i < self->n_sectors; i++)
        if (is_wanted (self, i) != (self->rows[i] >= 0))
            return TRUE;
    return FALSE;
}

void
ul_sector_rows_update (UlSectorRows *self)
{
    for (guint i = 0; i < self->n_sectors; i++) {
        guint32 mask = ul_sector_map_get_mask (self->map, i);
        if (mask == self->shown[i])
            continue;
        self->shown[i] = mask;
        if (self->rows[i] < 0)
            continue;
        g_autoptr (GtkTreePath) path = gtk_tree_path_new_from_indices (self->rows[i], -1);
        GtkTreeIter iter = { .stamp = self->stamp, .user_data = GINT_TO_POINTER (self->rows[i]) };
        gtk_tree_model_row_changed (GTK_TREE_MODEL (self), path, &iter);
    }
}

void
ul_sector_rows_set_only_problems (UlSectorRows *self, gboolean only_problems)
{
    self->only_problems = only_problems;
}

int
ul_sector_rows_get_row (UlSectorRows *self, guint sector)
{
    return sector < self->n_sectors ? self->rows[sector] : -1;
}

guint
ul_sector_rows_get_sector (UlSectorRows *self, GtkTreeIter *iter)
{
    return self->sectors[GPOINTER_TO_UINT (iter->user_data)];
}

guint
ul_sector_rows_get_n_rows (UlSectorRows *self)
{
    return self->n_rows;
}

/* --- as a model ---------------------------------------------------------------------------- */

static gboolean
set_iter (UlSectorRows *self, GtkTreeIter *iter, int row)
{
    gboolean there = row >= 0 && (guint) row < self->n_rows;

    iter->stamp = there ? self->stamp : 0;
    iter->user_data = GINT_TO_POINTER (row);
    return there;
}

static GtkTreeModelFlags
get_flags (GtkTreeModel *model)
{
    return GTK_TREE_MODEL_LIST_ONLY;
}

static int
get_n_columns (GtkTreeModel *model)
{
    return 1;
}

static GType
get_column_type (GtkTreeModel *model, int index)
{
    return G_TYPE_UINT;
}

static gboolean
get_iter (GtkTreeModel *model, GtkTreeIter *iter, GtkTreePath *path)
{
    int depth = gtk_tree_path_get_depth (path);

    return set_iter (UL_SECTOR_ROWS (model), iter,
                     depth == 1 ? gtk_tree_path_get_indices (path)[0] : -1);
}

static GtkTreePath *
get_path (GtkTreeModel *model, GtkTreeIter *iter)
{
    return gtk_tree_path_new_from_indices (GPOINTER_TO_INT (iter->user_data), -1);
}

static void
get_value (GtkTreeModel *model, GtkTreeIter *iter, int column, GValue *value)
{
    g_value_init (value, G_TYPE_UINT);
    g_value_set_uint (value, ul_sector_rows_get_sector (UL_SECTOR_ROWS (model), iter));
}

static gboolean
iter_next (GtkTreeModel *model, GtkTreeIter *iter)
{
    return set_iter (UL_SECTOR_ROWS (model), iter, GPOINTER_TO_INT (iter->user_data) + 1);
}

static gboolean
iter_previous (GtkTreeModel *model, GtkTreeIter *iter)
{
    return set_iter (UL_SECTOR_ROWS (model), iter, GPOINTER_TO_INT (iter->user_data) - 1);
}

static gboolean
iter_nth_child (GtkTreeModel *model, GtkTreeIter *iter, GtkTreeIter *parent, int n)
{
    return set_iter (UL_SECTOR_ROWS (model), iter, parent == NULL ? n : -1);
}

static gboolean
iter_children (GtkTreeModel *model, GtkTreeIter *iter, GtkTreeIter *parent)
{
    return iter_nth_child (model, iter, parent, 0);
}

static gboolean
iter_has_child (GtkTreeModel *model, GtkTreeIter *iter)
{
    return FALSE;
}

static int
iter_n_children (GtkTreeModel *model, GtkTreeIter *iter)
{
    return iter == NULL ? (int) UL_SECTOR_ROWS (model)->n_rows : 0;
}

static gboolean
iter_parent (GtkTreeModel *model, GtkTreeIter *iter, GtkTreeIter *child)
{
    return set_iter (UL_SECTOR_ROWS (model), iter, -1);
}

static void
model_init (GtkTreeModelIface *iface)
{
    iface->get_flags = get_flags;
    iface->get_n_columns = get_n_columns;
    iface->get_column_type = get_column_type;
    iface->get_iter = get_iter;
    iface->get_path = get_path;
    iface->get_value = get_value;
    iface->iter_next = iter_next;
    iface->iter_previous = iter_previous;
    iface->iter_children = iter_children;
    iface->iter_has_child = iter_has_child;
    iface->iter_n_children = iter_n_children;
    iface->iter_nth_child = iter_nth_child;
    iface->iter_parent = iter_parent;
}

/* --- sorted -------------------------------------------------------------------------------- */

static gboolean
get_sort_column_id (GtkTreeSortable *sortable, int *column, GtkSortType *type)
{
    UlSectorRows *self = UL_SECTOR_ROWS (sortable);

    if (column != NULL)
        *column = self->sort_column;
    if (type != NULL)
        *type = self->sort_type;
    return TRUE;
}

static void
tell_new_order (UlSectorRows *self, const guint *before)
{
    g_autoptr (GtkTreePath) root = gtk_tree_path_new ();
    g_autofree int *new_order = g_new (int, self->n_rows);
    g_autofree int *old_rows = g_new (int, self->n_sectors);

    for (guint i = 0; i < self->n_rows; i++)
        old_rows[before[i]] = (int) i;
    for (guint i = 0; i < self->n_rows; i++)
        new_order[i] = old_rows[self->sectors[i]];
    gtk_tree_model_rows_reordered (GTK_TREE_MODEL (self), root, NULL, new_order);
}

static void
set_sort_column_id (GtkTreeSortable *sortable, int column, GtkSortType type)
{
    UlSectorRows *self = UL_SECTOR_ROWS (sortable);
    g_autofree guint *before = g_memdup2 (self->sectors, self->n_rows * sizeof *before);

    self->sort_column = column;
    self->sort_type = type;
    gtk_tree_sortable_sort_column_changed (sortable);
    if (self->n_rows == 0)
        return;
    sort (self);
    tell_new_order (self, before);
}

static gboolean
has_default_sort_func (GtkTreeSortable *sortable)
{
    return FALSE;
}

static void
sortable_init (GtkTreeSortableIface *iface)
{
    iface->get_sort_column_id = get_sort_column_id;
    iface->set_sort_column_id = set_sort_column_id;
    iface->has_default_sort_func = has_default_sort_func;
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_sector_rows_finalize (GObject *object)
{
    UlSectorRows *self = UL_SECTOR_ROWS (object);

    g_free (self->sectors);
    g_free (self->rows);
    g_free (self->shown);
    G_OBJECT_CLASS (ul_sector_rows_parent_class)->finalize (object);
}

static void
ul_sector_rows_class_init (UlSectorRowsClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = ul_sector_rows_finalize;
}

static void
ul_sector_rows_init (UlSectorRows *self)
{
    self->sort_column = UL_SECTOR_COLUMN_NUMBER;
}

UlSectorRows *
ul_sector_rows_new (UlSectorMap *map)
{
    UlSectorRows *self = g_object_new (UL_TYPE_SECTOR_ROWS, NULL);

    self->map = map;
    return self;
}
