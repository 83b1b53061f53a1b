/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Outlines that say something of the whole chip, or of one sector: a chip that is not there is
 * dashed, the sector that would lock it is framed; and why a sector failed. */
#include "ul-sector-map-private.h"

#define FLASH_MS    400 /* lit, and dark: far from the three a second that can harm */
#define FLASH_TURNS 9   /* lit first and last */

/* --- the chip ------------------------------------------------------------------------------ */

void
ul_sector_map_set_absent (UlSectorMap *self, gboolean absent)
{
    if (self->absent == absent)
        return;
    self->absent = absent;
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
outline_block (UlSectorMap *self, cairo_t *cr, const UlMapBlock *block)
{
    int left, top, right, bottom, x, y, cell = self->layout.cell;
    guint row = self->layout.columns * self->layout.group;
    guint longest = MIN (row, block->n_sectors) - 1;

    ul_map_layout_get_cell (&self->layout, block->first, &left, &top);
    ul_map_layout_get_cell (&self->layout, block->first + longest, &right, &y);
    ul_map_layout_get_cell (&self->layout, block->first + block->n_sectors - 1, &x, &bottom);
    cairo_rectangle (cr, left - 2.5, top - 2.5, right + cell - left + 5, bottom + cell - top + 5);
}

static void
draw_absent (UlSectorMap *self, cairo_t *cr)
{
    static const double dashes[] = { 6, 4 };
    GdkRGBA ink = ul_sector_map_get_palette (self)->ink;

    cairo_save (cr);
    gdk_cairo_set_source_rgba (cr, &ink);
    cairo_set_line_width (cr, 1);
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
    for (guint i = 0; i < self->layout.n_blocks; i++)
        outline_block (self, cr, &self->layout.blocks[i]);
    cairo_stroke (cr);
    cairo_restore (cr);
}

/* --- the sector that would lock it ----------------------------------------------------------- */

static gboolean
on_alarm_turn (gpointer user_data)
{
    UlSectorMap *self = UL_SECTOR_MAP (user_data);

    ul_sector_map_queue_cell (self, self->alarm);
    if (--self->alarm_turns > 0)
        return G_SOURCE_CONTINUE;
    self->alarm_timer = 0;
    return G_SOURCE_REMOVE;
}

void
ul_sector_map_stop_alarm (UlSectorMap *self)
{
    g_clear_handle_id (&self->alarm_timer, g_source_remove);
    self->alarm_turns = 0;
}

void
ul_sector_map_set_alarm (UlSectorMap *self, int sector)
{
    gboolean animate = FALSE;

    if (self->alarm == sector)
        return;
    ul_sector_map_stop_alarm (self);
    ul_sector_map_queue_cell (self, self->alarm);
    self->alarm = sector;
    ul_sector_map_queue_cell (self, sector);
    g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate,
                  NULL);
    if (sector < 0 || !animate)
        return;
    self->alarm_turns = FLASH_TURNS - 1;
    self->alarm_timer = g_timeout_add (FLASH_MS, on_alarm_turn, self);
}

/* Within the cell: around it is the place of the focus. */
static void
draw_alarm (UlSectorMap *self, cairo_t *cr)
{
    const UlMapPalette *palette = ul_sector_map_get_palette (self);
    int x, y, size = self->layout.cell, width;

    if (self->alarm < 0 || (guint) self->alarm >= self->n_sectors || self->alarm_turns % 2 == 1)
        return;
    width = size >= 20 || palette->high_contrast ? 3 : 2;
    ul_map_layout_get_cell (&self->layout, (guint) self->alarm, &x, &y);
    ul_map_paint_ring (cr, palette->high_contrast ? &palette->ink : &palette->fills[UL_MAP_FAILED],
                       x, y, size, size, width);
    if (size > 4 * width)
        ul_map_paint_ring (cr, &palette->base, x + width, y + width, size - 2 * width,
                           size - 2 * width, 1);
}

void
ul_sector_map_draw_marks (UlSectorMap *self, cairo_t *cr)
{
    if (self->absent)
        draw_absent (self, cr);
    draw_alarm (self, cr);
}

/* --- why it failed ------------------------------------------------------------------------- */

void
ul_sector_map_set_cause (UlSectorMap *self, guint32 address, guint32 size, const char *cause)
{
    g_free (self->cause);
    self->cause = g_strdup (cause);
    self->cause_range = (UlMapRange){ address, size };
}

const char *
ul_sector_map_get_cause (UlSectorMap *self, guint sector)
{
    const UlMapRange *told = &self->cause_range;
    UlMapRange range;

    if (self->cause == NULL)
        return NULL;
    ul_sector_map_get_cell_range (self, sector, &range);
    return range.start < told->start + told->size && told->start < range.start + range.size
               ? self->cause
               : NULL;
}
