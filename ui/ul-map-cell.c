/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-cell.h"

#include "ul-sector-map-private.h"

#include <glib/gi18n.h>

struct _UlMapCell {
    AtkObject parent_instance;

    UlSectorMap *map; /* (nullable) (weak) */
    guint sector;     /* the first of the cell */
    char *name;       /* kept, for it is handed out */
};

static void component_init (AtkComponentIface *iface);
static void action_init (AtkActionIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UlMapCell, ul_map_cell, ATK_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ATK_TYPE_COMPONENT, component_init)
                                   G_IMPLEMENT_INTERFACE (ATK_TYPE_ACTION, action_init))

static const char *
ul_map_cell_get_name (AtkObject *object)
{
    UlMapCell *self = UL_MAP_CELL (object);

    if (self->map == NULL)
        return NULL;
    g_free (self->name);
    self->name = ul_sector_map_describe_sector (self->map, self->sector);
    return self->name;
}

static AtkObject *
ul_map_cell_get_parent (AtkObject *object)
{
    UlMapCell *self = UL_MAP_CELL (object);

    return self->map != NULL ? gtk_widget_get_accessible (GTK_WIDGET (self->map)) : NULL;
}

static int
ul_map_cell_get_index_in_parent (AtkObject *object)
{
    UlMapCell *self = UL_MAP_CELL (object);

    return self->map != NULL ? (int) ul_map_layout_get_index (&self->map->layout, self->sector)
                             : -1;
}

static gboolean
has_focus (UlMapCell *self)
{
    guint first, last;

    if (self->map->focus < 0 || !gtk_widget_has_focus (GTK_WIDGET (self->map)))
        return FALSE;
    ul_map_layout_get_group (&self->map->layout, self->sector, &first, &last);
    return (guint) self->map->focus >= first && (guint) self->map->focus <= last;
}

static AtkStateSet *
ul_map_cell_ref_state_set (AtkObject *object)
{
    UlMapCell *self = UL_MAP_CELL (object);
    AtkStateSet *states = atk_state_set_new ();

    if (self->map == NULL) {
        atk_state_set_add_state (states, ATK_STATE_DEFUNCT);
        return states;
    }
    atk_state_set_add_state (states, ATK_STATE_ENABLED);
    atk_state_set_add_state (states, ATK_STATE_SENSITIVE);
    atk_state_set_add_state (states, ATK_STATE_FOCUSABLE);
    atk_state_set_add_state (states, ATK_STATE_SELECTABLE);
    atk_state_set_add_state (states, ATK_STATE_TRANSIENT);
    atk_state_set_add_state (states, ATK_STATE_VISIBLE);
    if (gtk_widget_get_mapped (GTK_WIDGET (self->map)))
        atk_state_set_add_state (states, ATK_STATE_SHOWING);
    if (ul_sector_map_is_cell_selected (self->map, self->sector))
        atk_state_set_add_state (states, ATK_STATE_SELECTED);
    if (has_focus (self))
        atk_state_set_add_state (states, ATK_STATE_FOCUSED);
    return states;
}

static void
ul_map_cell_get_extents (AtkComponent *component, int *x, int *y, int *width, int *height,
                         AtkCoordType type)
{
    UlMapCell *self = UL_MAP_CELL (component);
    int left, top;

    *x = *y = *width = *height = 0;
    if (self->map == NULL)
        return;
    AtkObject *parent = gtk_widget_get_accessible (GTK_WIDGET (self->map));
    atk_component_get_extents (ATK_COMPONENT (parent), x, y, width, height, type);
    ul_map_layout_get_cell (&self->map->layout, self->sector, &left, &top);
    *x += left;
    *y += top;
    *width = *height = self->map->layout.cell;
}

static gboolean
ul_map_cell_grab_focus (AtkComponent *component)
{
    UlMapCell *self = UL_MAP_CELL (component);

    if (self->map == NULL || self->sector >= self->map->n_sectors)
        return FALSE;
    gtk_widget_grab_focus (GTK_WIDGET (self->map));
    ul_sector_map_choose (self->map, (int) self->sector);
    return TRUE;
}

static void
component_init (AtkComponentIface *iface)
{
    iface->get_extents = ul_map_cell_get_extents;
    iface->grab_focus = ul_map_cell_grab_focus;
}

static int
ul_map_cell_get_n_actions (AtkAction *action)
{
    UlMapCell *self = UL_MAP_CELL (action);

    return self->map != NULL && self->sector < self->map->n_sectors ? 1 : 0;
}

static const char *
ul_map_cell_get_action_name (AtkAction *action, int index)
{
    return index == 0 ? "activate" : NULL; /* a key for programs: not translated */
}

static gboolean
ul_map_cell_do_action (AtkAction *action, int index)
{
    UlMapCell *self = UL_MAP_CELL (action);

    if (index != 0 || !ul_map_cell_grab_focus (ATK_COMPONENT (action)))
        return FALSE;
    g_signal_emit_by_name (self->map, "activate", self->sector);
    return TRUE;
}

static void
action_init (AtkActionIface *iface)
{
    iface->get_n_actions = ul_map_cell_get_n_actions;
    iface->get_name = ul_map_cell_get_action_name;
    iface->do_action = ul_map_cell_do_action;
}

static void
ul_map_cell_finalize (GObject *object)
{
    UlMapCell *self = UL_MAP_CELL (object);

    g_clear_weak_pointer (&self->map);
    g_free (self->name);
    G_OBJECT_CLASS (ul_map_cell_parent_class)->finalize (object);
}

static void
ul_map_cell_class_init (UlMapCellClass *klass)
{
    AtkObjectClass *atk_class = ATK_OBJECT_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_map_cell_finalize;
    atk_class->get_name = ul_map_cell_get_name;
    atk_class->get_parent = ul_map_cell_get_parent;
    atk_class->get_index_in_parent = ul_map_cell_get_index_in_parent;
    atk_class->ref_state_set = ul_map_cell_ref_state_set;
}

static void
ul_map_cell_init (UlMapCell *self)
{
    atk_object_set_role (ATK_OBJECT (self), ATK_ROLE_TABLE_CELL);
}

AtkObject *
ul_map_cell_new (UlSectorMap *map, guint sector)
{
    UlMapCell *self = g_object_new (UL_TYPE_MAP_CELL, NULL);

    g_set_weak_pointer (&self->map, map);
    self->sector = sector;
    return ATK_OBJECT (self);
}

void
ul_map_cell_detach (UlMapCell *self)
{
    if (self->map == NULL)
        return;
    g_clear_weak_pointer (&self->map);
    atk_object_notify_state_change (ATK_OBJECT (self), ATK_STATE_DEFUNCT, TRUE);
}
