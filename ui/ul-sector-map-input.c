/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys, pointer and tooltips of the map. The focus is the one sector looked at; what is done is
 * done with the selection. */
#include "ul-sector-map-private.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

typedef struct {
    guint key, keypad;
    gboolean control;
    UlMapMove move;
} MoveKey;

static const MoveKey move_keys[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, FALSE, UL_MAP_MOVE_LEFT },
    { GDK_KEY_Right, GDK_KEY_KP_Right, FALSE, UL_MAP_MOVE_RIGHT },
    { GDK_KEY_Up, GDK_KEY_KP_Up, FALSE, UL_MAP_MOVE_UP },
    { GDK_KEY_Down, GDK_KEY_KP_Down, FALSE, UL_MAP_MOVE_DOWN },
    { GDK_KEY_Home, GDK_KEY_KP_Home, FALSE, UL_MAP_MOVE_ROW_START },
    { GDK_KEY_End, GDK_KEY_KP_End, FALSE, UL_MAP_MOVE_ROW_END },
    { GDK_KEY_Home, GDK_KEY_KP_Home, TRUE, UL_MAP_MOVE_START },
    { GDK_KEY_End, GDK_KEY_KP_End, TRUE, UL_MAP_MOVE_END },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, FALSE, UL_MAP_MOVE_PAGE_UP },
    { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, FALSE, UL_MAP_MOVE_PAGE_DOWN },
};

static guint
rows_of_page (UlSectorMap *self)
{
    GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);
    int height = gtk_widget_get_allocated_height (viewport != NULL ? viewport : GTK_WIDGET (self));

    return (guint) MAX (1, height / self->layout.pitch - 1);
}

static const MoveKey *
find_move (guint key, gboolean control)
{
    const MoveKey *found = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (move_keys); i++) {
        const MoveKey *known = &move_keys[i];
        if (key != known->key && key != known->keypad)
            continue;
        if (control == known->control)
            return known;
        found = known; /* Ctrl does not lead elsewhere, but leaves the selection alone */
    }
    return control ? found : NULL;
}

static void
extend_to (UlSectorMap *self, int sector, gboolean add)
{
    guint first, last;

    ul_map_layout_get_group (&self->layout, (guint) sector, &first, &last);
    ul_sector_selection_extend_to_cell (self->selection, first, last, add);
}

static void
toggle (UlSectorMap *self, int sector)
{
    guint first, last;

    ul_map_layout_get_group (&self->layout, (guint) sector, &first, &last);
    ul_sector_selection_toggle_cell (self->selection, first, last);
}

static gboolean
move_by_key (UlSectorMap *self, guint key, GdkModifierType held)
{
    gboolean control = (held & GDK_CONTROL_MASK) != 0;
    const MoveKey *move = find_move (key, control);

    if (move == NULL)
        return FALSE;
    int to = (int) ul_map_layout_move (&self->layout, (guint) self->focus, move->move,
                                       rows_of_page (self));
    if ((held & GDK_SHIFT_MASK) != 0) {
        extend_to (self, to, FALSE);
        ul_sector_map_move_focus (self, to);
    } else if (control && !move->control) {
        ul_sector_map_move_focus (self, to);
    } else {
        ul_sector_map_choose (self, to);
    }
    return TRUE;
}

static gboolean
select_by_key (UlSectorMap *self, guint key, GdkModifierType held)
{
    gboolean control = (held & GDK_CONTROL_MASK) != 0;

    if (key == GDK_KEY_space || key == GDK_KEY_KP_Space)
        toggle (self, self->focus);
    else if (control && key == GDK_KEY_a && (held & GDK_SHIFT_MASK) == 0)
        ul_sector_selection_select_all (self->selection);
    else if (control && (key == GDK_KEY_a || key == GDK_KEY_A))
        ul_sector_selection_select_none (self->selection);
    else
        return FALSE;
    return TRUE;
}

static gboolean
zoom_by_key (UlSectorMap *self, guint key)
{
    switch (key) {
    case GDK_KEY_plus:
    case GDK_KEY_equal: /* the plus without Shift on many keyboards */
    case GDK_KEY_KP_Add:
        ul_sector_map_zoom_by (self, 1);
        return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
        ul_sector_map_zoom_by (self, -1);
        return TRUE;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
        ul_sector_map_set_zoom (self, 0);
        return TRUE;
    default:
        return FALSE;
    }
}

static gboolean
go_by_key (UlSectorMap *self, guint key)
{
    gboolean up = key == GDK_KEY_Up || key == GDK_KEY_KP_Up;

    if (!up && key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
        return FALSE;
    if (!ul_sector_map_go_to_problem (self, up ? -1 : 1))
        gtk_widget_error_bell (GTK_WIDGET (self));
    return TRUE;
}

static gboolean
ul_sector_map_key_press (GtkWidget *widget, GdkEventKey *event)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);
    GdkModifierType held = event->state & gtk_accelerator_get_default_mod_mask ();
    gboolean control = (held & GDK_CONTROL_MASK) != 0;
    gboolean handled = FALSE;

    if (self->focus < 0 || (held & ~(guint) (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0)
        return GDK_EVENT_PROPAGATE;
    if (control)
        handled = zoom_by_key (self, event->keyval) || go_by_key (self, event->keyval);
    if (!handled)
        handled =
            select_by_key (self, event->keyval, held) || move_by_key (self, event->keyval, held);
    if (!handled && held == 0 &&
        (event->keyval == GDK_KEY_Return || event->keyval == GDK_KEY_KP_Enter)) {
        g_signal_emit_by_name (self, "activate", (guint) self->focus);
        handled = TRUE;
    }
    if (!handled)
        return GTK_WIDGET_CLASS (g_type_class_peek (GTK_TYPE_DRAWING_AREA))
            ->key_press_event (widget, event);
    return GDK_EVENT_STOP;
}

static void
press_sector (UlSectorMap *self, int sector, GdkModifierType held)
{
    if ((held & GDK_SHIFT_MASK) != 0)
        extend_to (self, sector, (held & GDK_CONTROL_MASK) != 0);
    else if ((held & GDK_CONTROL_MASK) != 0)
        toggle (self, sector);
    else
        ul_sector_map_choose (self, sector);
    ul_sector_map_move_focus (self, sector);
}

/* What it is about is selected before it opens: the sector under the pointer, unless that belongs
 * to the selection anyway. */
static void
ask_for_menu (UlSectorMap *self, int sector, GdkEvent *event)
{
    if (sector < 0 || (guint) sector >= self->n_sectors)
        return;
    if (!ul_sector_map_is_cell_selected (self, (guint) sector))
        ul_sector_map_choose (self, sector);
    ul_sector_map_move_focus (self, sector);
    g_signal_emit_by_name (self, "menu", event);
}

static gboolean
ul_sector_map_popup_menu (GtkWidget *widget)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);
    guint count = ul_sector_selection_get_count (self->selection);

    if (self->focus < 0)
        return FALSE;
    if (count == 0)
        ul_sector_map_choose (self, self->focus);
    g_signal_emit_by_name (self, "menu", NULL);
    return TRUE;
}

static gboolean
ul_sector_map_button_press (GtkWidget *widget, GdkEventButton *event)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);
    GdkModifierType held = event->state & gtk_accelerator_get_default_mod_mask ();
    int sector = ul_map_layout_find (&self->layout, (int) event->x, (int) event->y);
    gboolean on_sector = sector >= 0 && (guint) sector < self->n_sectors;

    gtk_widget_grab_focus (widget);
    if (gdk_event_triggers_context_menu ((GdkEvent *) event)) {
        ask_for_menu (self, sector, (GdkEvent *) event);
        return GDK_EVENT_STOP;
    }
    if (event->button != GDK_BUTTON_PRIMARY)
        return GDK_EVENT_PROPAGATE;
    if (event->type == GDK_2BUTTON_PRESS) {
        if (on_sector)
            g_signal_emit_by_name (self, "activate", (guint) sector);
        return GDK_EVENT_STOP;
    }
    if (on_sector)
        press_sector (self, sector, held);
    else if (held == 0)
        ul_sector_selection_select_none (self->selection);
    ul_sector_map_press (self, (int) event->x, (int) event->y, held != 0);
    return GDK_EVENT_STOP;
}

static gboolean
ul_sector_map_button_release (GtkWidget *widget, GdkEventButton *event)
{
    if (event->button != GDK_BUTTON_PRIMARY)
        return GDK_EVENT_PROPAGATE;
    ul_sector_map_release (UL_SECTOR_MAP (widget));
    return GDK_EVENT_STOP;
}

static gboolean
ul_sector_map_motion (GtkWidget *widget, GdkEventMotion *event)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);

    if (ul_sector_map_drag (self, (int) event->x, (int) event->y))
        return GDK_EVENT_STOP;
    ul_sector_map_set_hover (self,
                             ul_map_layout_find (&self->layout, (int) event->x, (int) event->y));
    return GDK_EVENT_PROPAGATE;
}

static gboolean
ul_sector_map_leave (GtkWidget *widget, GdkEventCrossing *event)
{
    ul_sector_map_set_hover (UL_SECTOR_MAP (widget), -1);
    return GDK_EVENT_PROPAGATE;
}

static gboolean
ul_sector_map_scroll (GtkWidget *widget, GdkEventScroll *event)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);
    double x, y;

    if ((event->state & GDK_CONTROL_MASK) == 0)
        return GDK_EVENT_PROPAGATE;
    if (event->direction == GDK_SCROLL_UP)
        ul_sector_map_zoom_by (self, 1);
    else if (event->direction == GDK_SCROLL_DOWN)
        ul_sector_map_zoom_by (self, -1);
    else if (gdk_event_get_scroll_deltas ((GdkEvent *) event, &x, &y)) {
        int steps = (int) (self->wheel -= y);
        self->wheel -= steps;
        if (steps != 0)
            ul_sector_map_zoom_by (self, steps);
    }
    return GDK_EVENT_STOP;
}

static char *
tooltip_markup (UlSectorMap *self, guint sector)
{
    UlMapRange range;
    g_autofree char *place = ul_sector_map_describe_place (self, sector);
    g_autofree char *state = ul_sector_map_describe_state (self, sector);

    ul_sector_map_get_cell_range (self, sector, &range);
    g_autofree char *addresses = ul_wording_range (range.start, range.size);
    g_autofree char *size = ul_wording_size (range.size);
    if (sector >= self->n_sectors)
        return g_markup_printf_escaped ("<b>%s</b>\n%s · %s", place, addresses, size);
    return g_markup_printf_escaped ("<b>%s</b>\n%s · %s\n%s", place, addresses, size, state);
}

static gboolean
ul_sector_map_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                             GtkTooltip *tooltip)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);
    int sector = keyboard ? self->focus : ul_map_layout_find (&self->layout, x, y);
    GdkRectangle cell = { .width = self->layout.cell, .height = self->layout.cell };

    if (sector < 0)
        return FALSE;
    g_autofree char *markup = tooltip_markup (self, (guint) sector);
    gtk_tooltip_set_markup (tooltip, markup);
    ul_map_layout_get_cell (&self->layout, (guint) sector, &cell.x, &cell.y);
    gtk_tooltip_set_tip_area (tooltip, &cell);
    return TRUE;
}

static gboolean
ul_sector_map_focus_event (GtkWidget *widget, GdkEventFocus *event)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);

    ul_sector_map_queue_cell (self, self->focus);
    return GDK_EVENT_PROPAGATE;
}

void
ul_sector_map_class_bind_input (GtkWidgetClass *widget_class)
{
    widget_class->key_press_event = ul_sector_map_key_press;
    widget_class->button_press_event = ul_sector_map_button_press;
    widget_class->button_release_event = ul_sector_map_button_release;
    widget_class->popup_menu = ul_sector_map_popup_menu;
    widget_class->motion_notify_event = ul_sector_map_motion;
    widget_class->leave_notify_event = ul_sector_map_leave;
    widget_class->scroll_event = ul_sector_map_scroll;
    widget_class->query_tooltip = ul_sector_map_query_tooltip;
    widget_class->focus_in_event = ul_sector_map_focus_event;
    widget_class->focus_out_event = ul_sector_map_focus_event;
}
