/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the map looks: focus, frames, zoom; and what it says of a sector. */
#include "ul-map-accessible.h"
#include "ul-map-group.h"
#include "ul-sector-map-private.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

/* --- words --------------------------------------------------------------------------------- */

static char *
describe_several (UlSectorMap *self, const UlRegion *region, guint first, guint last)
{
    if (region->kind == UL_REGION_PROGRAM_FLASH)
        return g_strdup_printf (_ ("Sectors %u–%u of %u"), first, last, self->n_sectors);
    /* Translators: as in "Sectors 128–131 of 32768, Data flash" */
    return g_strdup_printf (_ ("Sectors %u–%u of %u, %s"), first, last, self->n_sectors,
                            ul_region_kind_to_title (region->kind));
}

char *
ul_sector_map_describe_place (UlSectorMap *self, guint sector)
{
    const UlRegion *region = NULL;
    guint first, last;

    if (sector >= self->n_sectors)
        return g_strdup (_ ("Outside this chip"));
    ul_device_get_sector (self->device, sector, NULL, NULL, &region);
    ul_map_layout_get_group (&self->layout, sector, &first, &last);
    if (first != last)
        return describe_several (self, region, first, last);
    if (region->kind == UL_REGION_PROGRAM_FLASH)
        return g_strdup_printf (_ ("Sector %u of %u"), sector, self->n_sectors);
    /* Translators: as in "Sector 130 of 256, EEPROM" */
    return g_strdup_printf (_ ("Sector %u of %u, %s"), sector, self->n_sectors,
                            ul_region_kind_to_title (region->kind));
}

/* Of several sectors, the first where any is. */
static char *
describe_clash (UlSectorMap *self, guint first, guint last)
{
    for (guint i = first; i <= last; i++) {
        char *text = ul_sector_map_describe_clash (self, i);
        if (text != NULL)
            return text;
    }
    return NULL;
}

char *
ul_sector_map_describe_state (UlSectorMap *self, guint sector)
{
    guint first, last;

    if (sector >= self->n_sectors)
        return g_strdup (ul_map_state_to_text (UL_MAP_OUTSIDE));
    ul_map_layout_get_group (&self->layout, sector, &first, &last);
    UlSectorState state = ul_map_group_join (&self->states[first], last - first + 1);
    g_autofree char *clash = describe_clash (self, first, last);
    return ul_map_state_describe (&state, self->hidden, ul_sector_map_get_cause (self, sector),
                                  clash);
}

static gboolean
is_of_several (UlSectorMap *self, guint sector)
{
    guint first, last;

    ul_map_layout_get_group (&self->layout, sector, &first, &last);
    return first != last;
}

char *
ul_sector_map_describe_sector (UlSectorMap *self, guint sector)
{
    UlMapRange range;

    g_return_val_if_fail (sector < self->n_sectors + self->strays->len, NULL);
    ul_sector_map_get_cell_range (self, sector, &range);
    if (sector >= self->n_sectors) {
        g_autofree char *text = ul_wording_range (range.start, range.size);
        /* Translators: a range of addresses */
        return g_strdup_printf (_ ("Outside this chip, %s"), text);
    }
    g_autofree char *place = ul_sector_map_describe_place (self, sector);
    g_autofree char *state = ul_sector_map_describe_state (self, sector);
    if (is_of_several (self, sector)) {
        g_autofree char *text = ul_wording_range (range.start, range.size);
        /* Translators: as in "Sectors 8–9 of 32768, 0x00002000–0x000027FF, holds data" */
        return g_strdup_printf (_ ("%s, %s, %s"), place, text, state);
    }
    /* Translators: as in "Sector 9 of 128, 0x00002400, holds data, protected" */
    return g_strdup_printf (_ ("%s, 0x%08X, %s"), place, range.start, state);
}

GArray *
ul_sector_map_list_selected (UlSectorMap *self)
{
    GArray *ranges = g_array_new (FALSE, TRUE, sizeof (UlSegment));

    for (guint i = 0; i < self->n_sectors; i++) {
        UlMapRange range;
        if (!ul_sector_selection_contains (self->selection, i))
            continue;
        ul_sector_map_get_range (self, i, &range);
        UlSegment *last =
            ranges->len > 0 ? &g_array_index (ranges, UlSegment, ranges->len - 1) : NULL;
        UlSegment next = { .address = range.start, .size = range.size };
        if (last != NULL && last->address + last->size == range.start)
            last->size += range.size;
        else
            g_array_append_val (ranges, next);
    }
    return ranges;
}

/* --- focus --------------------------------------------------------------------------------- */

static void
scroll_to (UlSectorMap *self, guint sector)
{
    GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);
    GtkWidget *child = viewport != NULL ? gtk_bin_get_child (GTK_BIN (viewport)) : NULL;
    int x, y, space = self->layout.pitch / 2 + UL_SECTOR_MAP_RING;

    if (child == NULL)
        return;
    ul_map_layout_get_cell (&self->layout, sector, &x, &y);
    if (!gtk_widget_translate_coordinates (GTK_WIDGET (self), child, x, y, &x, &y))
        return;
    gtk_adjustment_clamp_page (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)),
                               y - space, y + self->layout.cell + space);
    gtk_adjustment_clamp_page (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (viewport)),
                               x - space, x + self->layout.cell + space);
}

void
ul_sector_map_move_focus (UlSectorMap *self, int sector)
{
    int before = self->focus;

    if (sector < 0 || (guint) sector >= self->n_sectors)
        return;
    scroll_to (self, (guint) sector);
    if (before == sector)
        return;
    ul_sector_map_queue_cell (self, before);
    self->focus = sector;
    ul_sector_map_queue_cell (self, sector);
    if (self->accessible != NULL)
        ul_map_accessible_focus_moved (UL_MAP_ACCESSIBLE (self->accessible), before, sector);
    g_object_notify (G_OBJECT (self), "focus-sector");
    g_signal_emit_by_name (self, "focus-changed", (guint) sector);
}

void
ul_sector_map_get_cell_area (UlSectorMap *self, guint sector, GdkRectangle *area)
{
    area->width = area->height = self->layout.cell;
    ul_map_layout_get_cell (&self->layout, sector, &area->x, &area->y);
}

int
ul_sector_map_get_focus_sector (UlSectorMap *self)
{
    return self->focus;
}

void
ul_sector_map_set_focus_sector (UlSectorMap *self, int sector)
{
    if (sector < 0 || (guint) sector >= self->n_sectors)
        return;
    ul_sector_selection_select_only (self->selection, (guint) sector);
    ul_sector_map_move_focus (self, sector);
}

void
ul_sector_map_choose (UlSectorMap *self, int sector)
{
    guint first, last;

    if (sector < 0 || (guint) sector >= self->n_sectors)
        return;
    ul_map_layout_get_group (&self->layout, (guint) sector, &first, &last);
    ul_sector_selection_select_cell (self->selection, first, last);
    ul_sector_map_move_focus (self, sector);
}

gboolean
ul_sector_map_is_cell_selected (UlSectorMap *self, guint sector)
{
    guint first, last;

    ul_map_layout_get_group (&self->layout, sector, &first, &last);
    for (guint i = first; i <= last; i++)
        if (ul_sector_selection_contains (self->selection, i))
            return TRUE;
    return FALSE;
}

void
ul_sector_map_show_range (UlSectorMap *self, guint32 address, guint64 size)
{
    guint64 last_address = MIN (address + MAX (size, 1) - 1, G_MAXUINT32);
    int first = -1, last = -1;

    for (guint i = 0; i < self->n_sectors; i++) {
        UlMapRange range;
        ul_sector_map_get_range (self, i, &range);
        if (range.start > last_address || range.start + range.size <= address)
            continue;
        first = first < 0 ? (int) i : first;
        last = (int) i;
    }
    if (first < 0)
        return;
    ul_sector_map_move_focus (self, last); /* so that as much of it as possible is in view */
    ul_sector_map_move_focus (self, first);
    ul_sector_selection_select_range (self->selection, (guint) first, (guint) last);
}

gboolean
ul_sector_map_go_to_problem (UlSectorMap *self, int direction)
{
    for (int i = self->focus + direction; i >= 0 && i < (int) self->n_sectors; i += direction)
        if (ul_map_state_is_problem (&self->states[i])) {
            ul_sector_map_set_focus_sector (self, i);
            return TRUE;
        }
    return FALSE;
}

void
ul_sector_map_set_hover (UlSectorMap *self, int hover)
{
    if (self->hover == hover)
        return;
    ul_sector_map_queue_cell (self, self->hover);
    self->hover = hover;
    ul_sector_map_queue_cell (self, hover);
    gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

/* --- zoom ---------------------------------------------------------------------------------- */

int
ul_sector_map_get_zoom (UlSectorMap *self)
{
    return self->zoom;
}

void
ul_sector_map_set_zoom (UlSectorMap *self, int zoom)
{
    if (zoom == self->zoom)
        return;
    self->zoom = zoom;
    ul_sector_map_relayout (self);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    g_object_notify (G_OBJECT (self), "zoom");
    if (self->focus >= 0)
        scroll_to (self, (guint) self->focus);
}

void
ul_sector_map_zoom_by (UlSectorMap *self, int steps)
{
    int zoom = self->layout.pitch; /* which may be between the steps */

    for (; steps > 0; steps--)
        for (int i = 0; i < UL_MAP_N_SIZES; i++)
            if (ul_map_sizes[i] > zoom) {
                zoom = ul_map_sizes[i];
                break;
            }
    for (; steps < 0; steps++)
        for (int i = UL_MAP_N_SIZES - 1; i >= 0; i--)
            if (ul_map_sizes[i] < zoom) {
                zoom = ul_map_sizes[i];
                break;
            }
    ul_sector_map_set_zoom (self, zoom);
}
