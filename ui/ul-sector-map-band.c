/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A rectangle drawn open with the pointer selects the sectors that it touches. */
#include "ul-sector-map-private.h"

#include <string.h>

void
ul_sector_map_press (UlSectorMap *self, int x, int y, gboolean add)
{
    guint n = self->n_sectors;

    ul_sector_map_release (self);
    self->pressed = n > 0;
    self->press_x = self->pointer_x = x;
    self->press_y = self->pointer_y = y;
    if (add)
        self->before = g_memdup2 (ul_sector_selection_get_bits (self->selection), n);
}

gboolean
ul_sector_map_get_band (UlSectorMap *self, GdkRectangle *band)
{
    band->x = MIN (self->press_x, self->pointer_x);
    band->y = MIN (self->press_y, self->pointer_y);
    band->width = ABS (self->press_x - self->pointer_x) + 1;
    band->height = ABS (self->press_y - self->pointer_y) + 1;
    return self->banding;
}

static void
queue_band (UlSectorMap *self)
{
    GdkRectangle band;

    if (ul_sector_map_get_band (self, &band))
        gtk_widget_queue_draw_area (GTK_WIDGET (self), band.x, band.y, band.width, band.height);
}

static void
select_touched (UlSectorMap *self)
{
    g_autofree guint8 *bits = g_new0 (guint8, self->n_sectors);
    int cell = self->layout.cell;
    GdkRectangle band;

    ul_sector_map_get_band (self, &band);
    if (self->before != NULL)
        memcpy (bits, self->before, self->n_sectors);
    for (guint i = 0; i < self->layout.n_blocks; i++) {
        guint first, n;
        ul_map_layout_get_range (&self->layout, i, band.y, band.height, &first, &n);
        for (guint k = first; k < first + n; k += self->layout.group) {
            GdkRectangle place = { .width = cell, .height = cell };
            ul_map_layout_get_cell (&self->layout, k, &place.x, &place.y);
            if (gdk_rectangle_intersect (&place, &band, NULL))
                memset (&bits[k], 1, MIN (self->layout.group, first + n - k));
        }
    }
    ul_sector_selection_set_bits (self->selection, bits);
}

/* The pane follows a pointer that leaves it. */
static void
follow (UlSectorMap *self)
{
    GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);
    GtkWidget *child = viewport != NULL ? gtk_bin_get_child (GTK_BIN (viewport)) : NULL;
    int x, y;

    if (child != NULL && gtk_widget_translate_coordinates (
                             GTK_WIDGET (self), child, self->pointer_x, self->pointer_y, &x, &y))
        gtk_adjustment_clamp_page (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)), y,
                                   y + 1);
}

gboolean
ul_sector_map_drag (UlSectorMap *self, int x, int y)
{
    if (!self->pressed)
        return FALSE;
    if (!self->banding &&
        !gtk_drag_check_threshold (GTK_WIDGET (self), self->press_x, self->press_y, x, y))
        return FALSE;
    queue_band (self);
    self->banding = TRUE;
    self->pointer_x = x;
    self->pointer_y = y;
    queue_band (self);
    ul_sector_map_set_hover (self, -1);
    select_touched (self);
    follow (self);
    return TRUE;
}

void
ul_sector_map_release (UlSectorMap *self)
{
    queue_band (self);
    self->pressed = self->banding = FALSE;
    g_clear_pointer (&self->before, g_free);
}
