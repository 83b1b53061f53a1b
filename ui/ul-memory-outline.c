/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-memory-outline.h"

#include "ul-chip-differences.h"
#include "ul-map-glyph.h"
#include "ul-map-paint.h"
#include "ul-map-palette.h"
#include "ul-map-pattern.h"
#include "ul-map-state.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

#define HEIGHT 28
#define FRAME  3 /* around it: for the focus */
#define ROOM   3 /* pixels of a sector from which on it is drawn */
#define GLYPH  14

struct _UlMemoryOutline {
    GtkDrawingArea parent_instance;

    const UlDevice *device; /* not owned: lives as long as the program */
    UlRegionKind kind;
    guint32 start;
    guint64 size, span;
    UlImage *image; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (UlMemoryOutline, ul_memory_outline, GTK_TYPE_DRAWING_AREA)

guint64
ul_memory_outline_measure (const UlDevice *device, UlRegionKind kind, guint32 *start)
{
    guint64 end = 0;

    *start = G_MAXUINT32;
    for (guint i = 0; i < device->n_regions; i++) {
        const UlRegion *region = &device->regions[i];
        if (region->kind != kind)
            continue;
        *start = MIN (*start, region->start);
        end = MAX (end, (guint64) region->start + region->size);
    }
    return end > 0 ? end - *start : 0;
}

/* --- places -------------------------------------------------------------------------------- */

static int
get_width (UlMemoryOutline *self)
{
    return MAX (1, gtk_widget_get_allocated_width (GTK_WIDGET (self)) - 2 * FRAME);
}

static int
place_of (UlMemoryOutline *self, guint64 address)
{
    return FRAME + (int) ((address - self->start) * (guint) get_width (self) / self->span);
}

static guint64
address_at (UlMemoryOutline *self, int x)
{
    int width = get_width (self), at = CLAMP (x - FRAME, 0, width - 1);

    return self->start + (guint) at * self->span / (guint) width;
}

/* --- drawing ------------------------------------------------------------------------------- */

static void
fill_file (cairo_t *cr, const UlMapPalette *palette, int left, int right)
{
    GdkRGBA lines = palette->on_fills[UL_MAP_WILL_CHANGE];

    lines.alpha = palette->high_contrast ? 1 : 0.55;
    gdk_cairo_set_source_rgba (cr, &palette->fills[UL_MAP_WILL_CHANGE]);
    cairo_rectangle (cr, left, FRAME, right - left, HEIGHT);
    cairo_fill (cr);
    gdk_cairo_set_source_rgba (cr, &lines);
    ul_map_pattern_draw (cr, UL_PATTERN_BACKSLASH, left, FRAME, right - left, HEIGHT, 0);
}

/* Beyond the end: the frame has gaps, as on the map, and a sign where there is room for one. */
static void
frame_outside (cairo_t *cr, const UlMapPalette *palette, int left, int right)
{
    static const double dashes[] = { 4, 3 };

    cairo_save (cr);
    gdk_cairo_set_source_rgba (cr, &palette->ink);
    cairo_set_line_width (cr, 1);
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
    cairo_rectangle (cr, left + 0.5, FRAME + 0.5, right - left - 1, HEIGHT - 1);
    cairo_stroke (cr);
    cairo_restore (cr);
    if (right - left < GLYPH + 4)
        return;
    int x = left + (right - left - GLYPH) / 2, y = FRAME + (HEIGHT - GLYPH) / 2;
    gdk_cairo_set_source_rgba (cr, &palette->base);
    cairo_rectangle (cr, x - 1, y - 1, GLYPH + 2, GLYPH + 2);
    cairo_fill (cr);
    gdk_cairo_set_source_rgba (cr, &palette->ink);
    ul_map_glyph_draw (cr, UL_GLYPH_BANG, x, y, GLYPH);
}

static void
draw_part (UlMemoryOutline *self, cairo_t *cr, const UlMapPalette *palette, guint64 from,
           guint64 end, gboolean outside)
{
    int left = place_of (self, from), right = MAX (left + 2, place_of (self, end));

    fill_file (cr, palette, left, right);
    if (outside)
        frame_outside (cr, palette, left, right);
}

static void
draw_files (UlMemoryOutline *self, cairo_t *cr, const UlMapPalette *palette)
{
    guint64 own_end = self->start + self->size, last = self->start + self->span;

    for (guint i = 0; self->image != NULL && i < ul_image_get_n_segments (self->image); i++) {
        const UlSegment *segment = ul_image_get_segment (self->image, i);
        guint64 from = MAX (segment->address, self->start);
        guint64 end = MIN ((guint64) segment->address + segment->size, last);

        if (from < MIN (end, own_end))
            draw_part (self, cr, palette, from, MIN (end, own_end), FALSE);
        if (MAX (from, own_end) < end)
            draw_part (self, cr, palette, MAX (from, own_end), end, TRUE);
    }
}

static void
draw_sectors (UlMemoryOutline *self, cairo_t *cr, const UlRegion *region)
{
    double pitch = (double) get_width (self) * region->sector_size / (double) self->span;

    if (pitch < ROOM)
        return;
    for (guint32 at = region->sector_size; at < region->size; at += region->sector_size)
        cairo_rectangle (cr, place_of (self, (guint64) region->start + at), FRAME, 1, HEIGHT);
    cairo_fill (cr);
}

static gboolean
ul_memory_outline_draw (GtkWidget *widget, cairo_t *cr)
{
    UlMemoryOutline *self = UL_MEMORY_OUTLINE (widget);
    GtkStyleContext *style = gtk_widget_get_style_context (widget);
    UlMapPalette palette;
    int left = FRAME, right = place_of (self, self->start + self->size);

    ul_map_palette_load (&palette, style);
    gdk_cairo_set_source_rgba (cr, &palette.base);
    cairo_rectangle (cr, left, FRAME, right - left, HEIGHT);
    cairo_fill (cr);
    draw_files (self, cr, &palette);
    gdk_cairo_set_source_rgba (cr, &palette.outline);
    for (guint i = 0; i < self->device->n_regions; i++)
        if (self->device->regions[i].kind == self->kind)
            draw_sectors (self, cr, &self->device->regions[i]);
    ul_map_paint_ring (cr, &palette.ink, left, FRAME, MAX (2, right - left), HEIGHT, 2);
    if (gtk_widget_has_visible_focus (widget))
        gtk_render_focus (style, cr, 0, 0, gtk_widget_get_allocated_width (widget),
                          HEIGHT + 2 * FRAME);
    return GDK_EVENT_PROPAGATE;
}

/* --- words --------------------------------------------------------------------------------- */

/* By the pointer what is there, by the keys what all of it is. */
static gboolean
ul_memory_outline_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                                 GtkTooltip *tooltip)
{
    UlMemoryOutline *self = UL_MEMORY_OUTLINE (widget);
    g_autofree char *text =
        keyboard ? ul_chip_differences_describe (self->device, self->kind, self->image)
                 : ul_chip_differences_describe_place (self->device, self->image,
                                                       (guint32) address_at (self, x));

    gtk_tooltip_set_text (tooltip, text);
    return TRUE;
}

static gboolean
ul_memory_outline_focus_event (GtkWidget *widget, GdkEventFocus *event)
{
    gtk_widget_queue_draw (widget);
    return GDK_EVENT_PROPAGATE;
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_memory_outline_get_preferred_height (GtkWidget *widget, int *minimum, int *natural)
{
    *minimum = *natural = HEIGHT + 2 * FRAME;
}

static void
ul_memory_outline_finalize (GObject *object)
{
    g_clear_object (&UL_MEMORY_OUTLINE (object)->image);
    G_OBJECT_CLASS (ul_memory_outline_parent_class)->finalize (object);
}

static void
ul_memory_outline_class_init (UlMemoryOutlineClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_memory_outline_finalize;
    widget_class->draw = ul_memory_outline_draw;
    widget_class->get_preferred_height = ul_memory_outline_get_preferred_height;
    widget_class->query_tooltip = ul_memory_outline_query_tooltip;
    widget_class->focus_in_event = ul_memory_outline_focus_event;
    widget_class->focus_out_event = ul_memory_outline_focus_event;
    gtk_widget_class_set_accessible_role (widget_class, ATK_ROLE_IMAGE);
}

static void
ul_memory_outline_init (UlMemoryOutline *self)
{
    gtk_widget_set_can_focus (GTK_WIDGET (self), TRUE);
    gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

static void
tell_what_it_is (UlMemoryOutline *self)
{
    AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (self));
    g_autofree char *label = ul_device_get_label (self->device);
    g_autofree char *text = ul_chip_differences_describe (self->device, self->kind, self->image);
    /* Translators: a chip, and a kind of its memory: "MKL25Z128, Program flash" */
    g_autofree char *name =
        g_strdup_printf (_ ("Outline of %s, %s"), label, ul_region_kind_to_title (self->kind));

    atk_object_set_name (accessible, name);
    atk_object_set_description (accessible, text);
}

GtkWidget *
ul_memory_outline_new (const UlDevice *device, UlRegionKind kind, guint64 span, UlImage *image)
{
    UlMemoryOutline *self = g_object_new (UL_TYPE_MEMORY_OUTLINE, "visible", TRUE, NULL);

    self->device = device;
    self->kind = kind;
    self->size = ul_memory_outline_measure (device, kind, &self->start);
    self->span = MAX (span, MAX (self->size, 1));
    g_set_object (&self->image, image);
    tell_what_it_is (self);
    return GTK_WIDGET (self);
}
