/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the map is drawn: only what the clip touches, each look once. */
#include "ul-sector-map-private.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

#define RULER_SPACE   10
#define HEADING_SPACE 6

const UlMapPalette *
ul_sector_map_get_palette (UlSectorMap *self)
{
    if (!self->have_palette)
        ul_map_palette_load (&self->palette, gtk_widget_get_style_context (GTK_WIDGET (self)));
    self->have_palette = TRUE;
    return &self->palette;
}

/* Addresses are set in a fixed width and smaller than the text around them. */
static PangoLayout *
ruler_text (UlSectorMap *self, const char *text)
{
    PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
    g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

    pango_attr_list_insert (attributes, pango_attr_family_new ("monospace"));
    pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
    pango_layout_set_attributes (layout, attributes);
    return layout;
}

void
ul_sector_map_measure (UlSectorMap *self, UlMapMetrics *metrics)
{
    g_autoptr (PangoLayout) ruler = ruler_text (self, "0x00000000");
    g_autoptr (PangoLayout) heading =
        gtk_widget_create_pango_layout (GTK_WIDGET (self), "0x00000000");
    int width, height;

    pango_layout_get_pixel_size (ruler, &width, &height);
    metrics->ruler = width + RULER_SPACE;
    metrics->line = height;
    pango_layout_get_pixel_size (heading, NULL, &height);
    metrics->heading = height + HEADING_SPACE;
}

static void
show_text (cairo_t *cr, PangoLayout *layout, int x, int y)
{
    cairo_move_to (cr, x, y);
    pango_cairo_show_layout (cr, layout);
}

static gboolean
touches (const cairo_rectangle_int_t *clip, int y, int height)
{
    return y < clip->y + clip->height && y + height > clip->y;
}

/* Between letters that run to the left, the addresses would swallow the count behind them. */
#define LEFT_TO_RIGHT "\u2066%s\u2069"

/* "Program flash, block 2 of 2" where it has blocks. */
static char *
name_part (const UlRegion *region, const UlMapBlock *block, guint32 start)
{
    const char *title = ul_region_kind_to_title (region->kind);
    guint32 size = block->n_sectors * region->sector_size;

    if (size == region->size)
        return g_strdup (title);
    /* Translators: kind of memory, number of its block, number of blocks */
    return g_strdup_printf (_ ("%s, block %u of %u"), title, (start - region->start) / size + 1,
                            region->size / size);
}

static char *
heading_markup (const UlDevice *device, const UlMapBlock *block)
{
    const UlRegion *region;
    guint32 start;

    ul_device_get_sector (device, block->first, &start, NULL, &region);
    g_autofree char *name = name_part (region, block, start);
    g_autofree char *plain = ul_wording_range (start, block->n_sectors * region->sector_size);
    g_autofree char *range = g_strdup_printf (LEFT_TO_RIGHT, plain);
    g_autofree char *each = ul_wording_size (region->sector_size);
    /* Translators: kind of memory, its addresses, number and size of its sectors */
    return g_markup_printf_escaped (_ ("<b>%s</b>   %s   %u × %s"), name, range, block->n_sectors,
                                    each);
}

static void
draw_heading (UlSectorMap *self, cairo_t *cr, const char *markup, int y)
{
    g_autoptr (PangoLayout) text = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);

    pango_layout_set_markup (text, markup, -1);
    pango_layout_set_ellipsize (text, PANGO_ELLIPSIZE_END);
    pango_layout_set_width (text, gtk_widget_get_allocated_width (GTK_WIDGET (self)) * PANGO_SCALE);
    gdk_cairo_set_source_rgba (cr, &ul_sector_map_get_palette (self)->ink);
    show_text (cr, text, 0, y);
}

static void
draw_ruler (UlSectorMap *self, cairo_t *cr, const cairo_rectangle_int_t *clip, guint index)
{
    const UlMapBlock *block = &self->layout.blocks[index];
    guint step = ul_map_layout_get_ruler_step (&self->layout);
    g_autoptr (PangoLayout) text = ruler_text (self, "");

    for (guint row = 0; row < block->n_rows; row += step) {
        guint sector = row * self->layout.columns * self->layout.group;
        int x, y;
        ul_map_layout_get_cell (&self->layout, block->first + sector, &x, &y);
        y += (MIN (self->layout.cell, self->layout.metrics.line) - self->layout.metrics.line) / 2 +
             MAX (0, self->layout.cell - self->layout.metrics.line) / 2;
        if (!touches (clip, y, self->layout.metrics.line))
            continue;
        guint32 start;
        ul_device_get_sector (self->device, block->first + sector, &start, NULL, NULL);
        g_autofree char *address = g_strdup_printf ("0x%08X", start);
        pango_layout_set_text (text, address, -1);
        show_text (cr, text, 0, y);
    }
}

static void
draw_block_text (UlSectorMap *self, cairo_t *cr, const cairo_rectangle_int_t *clip, guint index)
{
    const UlMapBlock *block = &self->layout.blocks[index];
    GdkRGBA faint = ul_sector_map_get_palette (self)->ink;

    if (touches (clip, block->heading_y, self->layout.metrics.heading)) {
        g_autofree char *heading = heading_markup (self->device, block);
        draw_heading (self, cr, heading, block->heading_y);
    }
    if (clip->x >= self->layout.metrics.ruler)
        return;
    faint.alpha = self->palette.high_contrast ? 1 : 0.75;
    gdk_cairo_set_source_rgba (cr, &faint);
    draw_ruler (self, cr, clip, index);
}

static void
add_cells (UlSectorMap *self, const cairo_region_t *region, const cairo_rectangle_int_t *clip,
           guint index)
{
    gboolean check = cairo_region_num_rectangles (region) > 1 || clip->width < self->layout.width;
    guint first, n;

    ul_map_layout_get_range (&self->layout, index, clip->y, clip->height, &first, &n);
    for (guint i = first; i < first + n; i += self->layout.group) {
        cairo_rectangle_int_t cell = { .width = self->layout.cell, .height = self->layout.cell };
        ul_map_layout_get_cell (&self->layout, i, &cell.x, &cell.y);
        if (check && cairo_region_contains_rectangle (region, &cell) == CAIRO_REGION_OVERLAP_OUT)
            continue;
        ul_map_sprites_add (self->sprites, &self->looks[i], cell.x, cell.y);
    }
}

/* One line for each: what is there stands beside it, for no address on the map tells. */
static void
draw_strays (UlSectorMap *self, cairo_t *cr)
{
    const UlMapPalette *palette = ul_sector_map_get_palette (self);
    UlMapLook look = ul_map_paint_sample (UL_MAP_OUTSIDE);
    g_autofree char *heading = g_markup_printf_escaped ("<b>%s</b>", _ ("Outside this chip"));

    if (self->strays->len == 0)
        return;
    draw_heading (self, cr, heading, self->layout.stray_heading_y);
    look.dimmed = self->highlight != UL_MAP_NONE && self->highlight != UL_MAP_OUTSIDE;
    for (guint i = 0; i < self->strays->len; i++) {
        const UlMapRange *stray = &g_array_index (self->strays, UlMapRange, i);
        g_autofree char *range = ul_wording_range (stray->start, stray->size);
        g_autofree char *size = ul_wording_size (stray->size);
        g_autofree char *words = g_strdup_printf ("%s   %s", range, size);
        g_autoptr (PangoLayout) text = ruler_text (self, words);
        int x, y;
        ul_map_layout_get_cell (&self->layout, self->n_sectors + i, &x, &y);
        ul_map_sprites_add (self->sprites, &look, x, y);
        gdk_cairo_set_source_rgba (cr, &palette->ink);
        show_text (cr, text, x + self->layout.pitch + RULER_SPACE,
                   y + (self->layout.cell - self->layout.metrics.line) / 2);
    }
}

/* Neighbours of a row are framed as one: thousands of frames would take long to draw. */
static void
draw_run (UlSectorMap *self, cairo_t *cr, guint first, guint last)
{
    const UlMapPalette *palette = ul_sector_map_get_palette (self);
    int x, y, end, height = self->layout.cell;

    ul_map_layout_get_cell (&self->layout, last, &end, &y);
    ul_map_layout_get_cell (&self->layout, first, &x, &y);
    int width = end - x + height;
    ul_map_paint_ring (cr, &palette->base, x - 3, y - 3, width + 6, height + 6, 1);
    ul_map_paint_ring (cr, &palette->accent, x - 2, y - 2, width + 4, height + 4, 2);
    if (palette->high_contrast) /* which may have filled the cells in the colour of the frame */
        ul_map_paint_ring (cr, &palette->base, x, y, width, height, height >= 12 ? 2 : 1);
}

static void
draw_selected (UlSectorMap *self, cairo_t *cr, const cairo_rectangle_int_t *clip, guint index)
{
    const UlMapBlock *block = &self->layout.blocks[index];
    guint first, n, step = self->layout.group, row = self->layout.columns * step;

    ul_map_layout_get_range (&self->layout, index, clip->y - UL_SECTOR_MAP_RING,
                             clip->height + 2 * UL_SECTOR_MAP_RING, &first, &n);
    for (guint i = first; i < first + n; i += step) {
        guint start = i;
        if (!ul_sector_map_is_cell_selected (self, i))
            continue;
        while (i + step < first + n && (i + step - block->first) % row != 0 &&
               ul_sector_map_is_cell_selected (self, i + step))
            i += step;
        draw_run (self, cr, start, i);
    }
}

/* A cell that is selected alone and has the focus needs no other ring than that of the focus. */
static gboolean
has_selection_to_show (UlSectorMap *self)
{
    guint first, last, in_focus = 0;

    if (self->focus >= 0) {
        ul_map_layout_get_group (&self->layout, (guint) self->focus, &first, &last);
        for (guint i = first; i <= last; i++)
            in_focus += ul_sector_selection_contains (self->selection, i);
    }
    return ul_sector_selection_get_count (self->selection) > in_focus;
}

static void
draw_selection (UlSectorMap *self, cairo_t *cr, const cairo_rectangle_int_t *clip)
{
    if (has_selection_to_show (self))
        for (guint i = 0; i < self->layout.n_blocks; i++)
            draw_selected (self, cr, clip, i);
}

static void
draw_band (UlSectorMap *self, cairo_t *cr)
{
    GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
    GdkRectangle band;

    if (!ul_sector_map_get_band (self, &band))
        return;
    gtk_style_context_save (style);
    gtk_style_context_add_class (style, GTK_STYLE_CLASS_RUBBERBAND);
    gtk_render_background (style, cr, band.x, band.y, band.width, band.height);
    gtk_style_context_restore (style);
    ul_map_paint_ring (cr, &ul_sector_map_get_palette (self)->accent, band.x, band.y, band.width,
                       band.height, 1);
}

/* Hover is a soft edge within the cell, focus a strong ring around it. */
static void
draw_rings (UlSectorMap *self, cairo_t *cr)
{
    const UlMapPalette *palette = ul_sector_map_get_palette (self);
    int x, y, size = self->layout.cell;

    if (self->hover >= 0) {
        ul_map_layout_get_cell (&self->layout, (guint) self->hover, &x, &y);
        ul_map_paint_ring (cr, &palette->ink, x, y, size, size, size >= 12 ? 2 : 1);
    }
    if (self->focus < 0)
        return;
    ul_map_layout_get_cell (&self->layout, (guint) self->focus, &x, &y);
    if (gtk_widget_has_visible_focus (GTK_WIDGET (self))) {
        int width = size >= 12 ? 3 : 2;
        ul_map_paint_ring (cr, &palette->base, x - width - 1, y - width - 1, size + 2 * width + 2,
                           size + 2 * width + 2, 1);
        ul_map_paint_ring (cr, &palette->accent, x - width, y - width, size + 2 * width,
                           size + 2 * width, width);
        if (size >= 12)
            ul_map_paint_ring (cr, &palette->base, x, y, size, size, 1);
    } else {
        ul_map_paint_ring (cr, &palette->ink, x - 1, y - 1, size + 2, size + 2, 2);
    }
}

/* Nothing to work with: what was known stays, but steps back. */
static void
draw_veil (UlSectorMap *self, cairo_t *cr)
{
    GdkRGBA veil;

    if (gtk_widget_is_sensitive (GTK_WIDGET (self)))
        return;
    if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                         "theme_bg_color", &veil))
        veil = self->palette.base;
    veil.alpha = 0.6;
    gdk_cairo_set_source_rgba (cr, &veil);
    cairo_paint (cr);
}

static cairo_region_t *
clip_region (cairo_t *cr)
{
    cairo_rectangle_list_t *list = cairo_copy_clip_rectangle_list (cr);
    cairo_region_t *region = cairo_region_create ();

    for (int i = 0; i < list->num_rectangles; i++) {
        const cairo_rectangle_t *one = &list->rectangles[i];
        cairo_rectangle_int_t area = { (int) one->x, (int) one->y, (int) (one->width + 0.999),
                                       (int) (one->height + 0.999) };
        cairo_region_union_rectangle (region, &area);
    }
    cairo_rectangle_list_destroy (list);
    return region;
}

gboolean
ul_sector_map_draw (GtkWidget *widget, cairo_t *cr)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);
    cairo_region_t *region = clip_region (cr);
    cairo_rectangle_int_t clip;

    self->n_queued = 0;
    cairo_region_get_extents (region, &clip);
    for (guint i = 0; i < self->layout.n_blocks; i++) {
        draw_block_text (self, cr, &clip, i);
        add_cells (self, region, &clip, i);
    }
    draw_strays (self, cr);
    ul_map_sprites_paint (self->sprites, cr, ul_sector_map_get_palette (self));
    draw_selection (self, cr, &clip);
    draw_rings (self, cr);
    draw_band (self, cr);
    draw_veil (self, cr);
    ul_sector_map_draw_marks (self, cr);
    cairo_region_destroy (region);
    return GDK_EVENT_PROPAGATE;
}
