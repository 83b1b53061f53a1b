/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-overview.h"

#include "ul-sector-map-private.h"

#include <glib/gi18n.h>

#define HEIGHT     18
#define REGION_GAP 4
#define BAND       4 /* pixels at the lower edge that tell of protection */

struct _UlMapOverview {
    GtkDrawingArea parent_instance;

    UlSectorMap *map; /* (nullable) (weak) */
    GtkAdjustment *adjustment;
};

G_DEFINE_FINAL_TYPE (UlMapOverview, ul_map_overview, GTK_TYPE_DRAWING_AREA)

/* Left edge of a sector; of the one behind the last, the right end. */
static int
edge_of (UlMapOverview *self, guint sector)
{
    const UlMapLayout *layout = &self->map->layout;
    int width = gtk_widget_get_allocated_width (GTK_WIDGET (self)) - 2;
    int gaps = (int) (layout->n_blocks - 1) * REGION_GAP, before = 0;

    for (guint i = 1; i < layout->n_blocks; i++)
        before += sector >= layout->blocks[i].first ? REGION_GAP : 0;
    return 1 + before +
           (int) ((gint64) (width - gaps) * sector / MAX (1, (int) self->map->n_sectors));
}

static guint
sector_at (UlMapOverview *self, double x)
{
    guint n = self->map->n_sectors, low = 0;

    while (low + 1 < n && edge_of (self, low + 1) <= (int) x)
        low++;
    return low;
}

/* With the patterns of the cells: colour alone tells nothing here either. */
static void
fill_run (UlMapOverview *self, cairo_t *cr, const UlMapLook *look, int left, int right)
{
    const UlMapPalette *palette = ul_sector_map_get_palette (self->map);
    UlMapLook whole = *look;

    whole.fraction = G_MAXUINT8; /* how far each of them is, is too small to be seen */
    ul_map_paint_fill (cr, palette, &whole, left, 1, right - left, HEIGHT - 2);
    if (look->protection == UL_PROTECTED_NONE)
        return;
    gdk_cairo_set_source_rgba (cr, &palette->ink);
    cairo_rectangle (cr, left, HEIGHT - 1 - BAND, right - left, BAND);
    cairo_fill (cr);
}

static gboolean
looks_alike (const UlMapLook *a, const UlMapLook *b)
{
    return a->whole == b->whole && a->protection == b->protection;
}

static gboolean
is_worth_seeing (const UlMapLook *look)
{
    return look->whole == UL_MAP_FAILED || look->whole == UL_MAP_IN_DOUBT ||
           look->whole == UL_MAP_CLASH;
}

static void
mark (cairo_t *cr, const GdkRGBA *color, int left, int width)
{
    gdk_cairo_set_source_rgba (cr, color);
    cairo_rectangle (cr, left, 0, width, HEIGHT);
    cairo_fill (cr);
}

/* What is worth seeing may be narrower than a pixel: it gets some, and an edge, for in high
 * contrast what is beside it may be of its colour. */
static void
draw_problems (UlMapOverview *self, cairo_t *cr)
{
    const UlMapPalette *palette = ul_sector_map_get_palette (self->map);

    for (guint k = 0; k < self->map->layout.n_cells; k++) {
        guint i = ul_map_layout_get_nth (&self->map->layout, k);
        if (!is_worth_seeing (&self->map->looks[i]))
            continue;
        int left = edge_of (self, i), width = MAX (3, edge_of (self, i + 1) - left);
        mark (cr, &palette->base, left - 1, width + 2);
        mark (cr, &palette->fills[UL_MAP_FAILED], left, width);
    }
}

static void
draw_block (UlMapOverview *self, cairo_t *cr, const UlMapBlock *block)
{
    const UlMapPalette *palette = ul_sector_map_get_palette (self->map);
    const UlMapLook *looks = self->map->looks;
    guint end = block->first + block->n_sectors, step = self->map->layout.group;
    int left = edge_of (self, block->first) - 1;
    int right = edge_of (self, end) - (end < self->map->n_sectors ? REGION_GAP : 0);

    for (guint first = block->first; first < end;) {
        guint next = first + step;
        while (next < end && looks_alike (&looks[first], &looks[next]))
            next += step;
        fill_run (self, cr, &looks[first], edge_of (self, first),
                  next >= end ? right : edge_of (self, next));
        first = next;
    }
    ul_map_paint_ring (cr, &palette->outline, left, 0, right + 1 - left, HEIGHT, 1);
}

/* First and last sector of the rows that are in view. */
static gboolean
get_view (UlMapOverview *self, guint *first, guint *last)
{
    const UlMapLayout *layout = &self->map->layout;
    double top = gtk_adjustment_get_value (self->adjustment);
    double page = gtk_adjustment_get_page_size (self->adjustment);
    gboolean any = FALSE;

    if (page <= 0 || page >= gtk_adjustment_get_upper (self->adjustment))
        return FALSE; /* all of it */
    for (guint i = 0; i < layout->n_blocks; i++) {
        guint from, n;
        ul_map_layout_get_range (layout, i, (int) top, (int) page, &from, &n);
        if (n == 0)
            continue;
        *first = any ? *first : from;
        *last = from + n - 1;
        any = TRUE;
    }
    return any;
}

static void
draw_view (UlMapOverview *self, cairo_t *cr)
{
    const UlMapPalette *palette = ul_sector_map_get_palette (self->map);
    guint first, last;

    if (!get_view (self, &first, &last))
        return;
    int left = edge_of (self, first) - 1, right = edge_of (self, last + 1) + 1;
    ul_map_paint_ring (cr, &palette->base, left + 2, 2, right - left - 4, HEIGHT - 4, 1);
    ul_map_paint_ring (cr, &palette->accent, left, 0, right - left, HEIGHT, 2);
}

/* One padlock for a chip whose cells tell nothing. */
static void
draw_padlock (UlMapOverview *self, cairo_t *cr)
{
    const UlMapPalette *palette = ul_sector_map_get_palette (self->map);
    int middle = gtk_widget_get_allocated_width (GTK_WIDGET (self)) / 2;

    if (!self->map->hidden)
        return;
    gdk_cairo_set_source_rgba (cr, &palette->base); /* out of the pattern */
    cairo_rectangle (cr, middle - 10, 1, 20, HEIGHT - 2);
    cairo_fill (cr);
    gdk_cairo_set_source_rgba (cr, &palette->ink);
    ul_map_glyph_draw (cr, UL_GLYPH_PADLOCK, middle - 7, 2, 14);
}

static gboolean
ul_map_overview_draw (GtkWidget *widget, cairo_t *cr)
{
    UlMapOverview *self = UL_MAP_OVERVIEW (widget);

    if (self->map == NULL || self->map->n_sectors == 0)
        return GDK_EVENT_PROPAGATE;
    for (guint i = 0; i < self->map->layout.n_blocks; i++)
        draw_block (self, cr, &self->map->layout.blocks[i]);
    draw_problems (self, cr);
    draw_padlock (self, cr);
    draw_view (self, cr);
    return GDK_EVENT_PROPAGATE;
}

/* --- pointer ------------------------------------------------------------------------------- */

static void
go_to (UlMapOverview *self, double x)
{
    int left, top;

    if (self->map == NULL || self->map->n_sectors == 0)
        return;
    ul_map_layout_get_cell (&self->map->layout, sector_at (self, x), &left, &top);
    gtk_adjustment_set_value (self->adjustment,
                              top - gtk_adjustment_get_page_size (self->adjustment) / 2);
}

static gboolean
ul_map_overview_button_press (GtkWidget *widget, GdkEventButton *event)
{
    UlMapOverview *self = UL_MAP_OVERVIEW (widget);

    if (event->button != GDK_BUTTON_PRIMARY || self->map == NULL || self->map->n_sectors == 0)
        return GDK_EVENT_PROPAGATE;
    go_to (self, event->x);
    ul_sector_map_set_focus_sector (self->map, (int) sector_at (self, event->x));
    return GDK_EVENT_STOP;
}

static gboolean
ul_map_overview_motion (GtkWidget *widget, GdkEventMotion *event)
{
    if ((event->state & GDK_BUTTON1_MASK) != 0)
        go_to (UL_MAP_OVERVIEW (widget), event->x);
    return GDK_EVENT_PROPAGATE;
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_map_overview_get_preferred_height (GtkWidget *widget, int *minimum, int *natural)
{
    *minimum = *natural = HEIGHT;
}

static void
ul_map_overview_finalize (GObject *object)
{
    UlMapOverview *self = UL_MAP_OVERVIEW (object);

    g_clear_weak_pointer (&self->map);
    g_clear_object (&self->adjustment);
    G_OBJECT_CLASS (ul_map_overview_parent_class)->finalize (object);
}

static void
ul_map_overview_class_init (UlMapOverviewClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_map_overview_finalize;
    widget_class->draw = ul_map_overview_draw;
    widget_class->get_preferred_height = ul_map_overview_get_preferred_height;
    widget_class->button_press_event = ul_map_overview_button_press;
    widget_class->motion_notify_event = ul_map_overview_motion;
    gtk_widget_class_set_accessible_role (widget_class, ATK_ROLE_CANVAS);
}

static void
ul_map_overview_init (UlMapOverview *self)
{
    gtk_widget_add_events (GTK_WIDGET (self), GDK_BUTTON_PRESS_MASK | GDK_BUTTON_MOTION_MASK);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), _ ("Overview of the chip"));
}

void
ul_map_overview_set_map (UlMapOverview *self, UlSectorMap *map)
{
    GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (map), GTK_TYPE_SCROLLED_WINDOW);

    g_return_if_fail (self->map == NULL && scrolled != NULL);
    g_set_weak_pointer (&self->map, map);
    self->adjustment =
        g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)));
    g_signal_connect_object (map, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (map, "view-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw),
                             self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
}

GtkWidget *
ul_map_overview_new (void)
{
    return g_object_new (UL_TYPE_MAP_OVERVIEW, "visible", TRUE, NULL);
}
