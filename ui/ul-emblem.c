/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emblem.h"

struct _UlEmblem {
    GtkDrawingArea parent_instance;
};

G_DEFINE_FINAL_TYPE (UlEmblem, ul_emblem, GTK_TYPE_DRAWING_AREA)

/* The drawing is 64 units wide. It is no SVG: the library that draws those would cost more memory
 * and time than the rest of the window. */
static void
draw_pins (cairo_t *cr)
{
    static const double at[] = { 21, 28.5, 35.5, 43 };

    for (guint i = 0; i < G_N_ELEMENTS (at); i++) {
        cairo_rectangle (cr, at[i] - 1.25, 6, 2.5, 6);
        cairo_rectangle (cr, at[i] - 1.25, 52, 2.5, 6);
        cairo_rectangle (cr, 6, at[i] - 1.25, 6, 2.5);
        cairo_rectangle (cr, 52, at[i] - 1.25, 6, 2.5);
    }
    cairo_fill (cr);
}

static void
draw_chip (cairo_t *cr)
{
    cairo_set_line_width (cr, 2.5);
    cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
    cairo_rectangle (cr, 15.5, 15.5, 33, 33);
    cairo_stroke (cr);
}

static void
draw_open_padlock (cairo_t *cr)
{
    cairo_rectangle (cr, 22.5, 32, 19, 12);
    cairo_fill (cr);
    cairo_move_to (cr, 26.25, 32);
    cairo_arc (cr, 32, 26, 5.75, G_PI, 2 * G_PI);
    cairo_line_to (cr, 37.75, 28);
    cairo_stroke (cr);
}

static gboolean
draw (GtkWidget *widget, cairo_t *cr)
{
    GtkStyleContext *style = gtk_widget_get_style_context (widget);
    GdkRGBA colour;

    gtk_style_context_get_color (style, gtk_style_context_get_state (style), &colour);
    gdk_cairo_set_source_rgba (cr, &colour);
    cairo_scale (cr, gtk_widget_get_allocated_width (widget) / 64.0,
                 gtk_widget_get_allocated_height (widget) / 64.0);
    draw_pins (cr);
    draw_chip (cr);
    draw_open_padlock (cr);
    return GDK_EVENT_PROPAGATE;
}

static void
ul_emblem_class_init (UlEmblemClass *klass)
{
    GTK_WIDGET_CLASS (klass)->draw = draw;
}

static void
ul_emblem_init (UlEmblem *self)
{
}
