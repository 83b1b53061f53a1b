/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-empty-page.h"

#define LARGE 128 /* pixels of the drawing */
#define SMALL 80  /* where a message is above it */

struct _UlEmptyPage {
    GtkBox parent_instance;

    GtkWidget *drawing;
    GtkWidget *first;
    GtkWidget *waiting;
};

G_DEFINE_FINAL_TYPE (UlEmptyPage, ul_empty_page, GTK_TYPE_BOX)

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
on_draw (GtkWidget *widget, cairo_t *cr, gpointer user_data)
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

void
ul_empty_page_set_waiting (UlEmptyPage *self, gboolean waiting)
{
    gtk_widget_set_size_request (self->drawing, waiting ? SMALL : LARGE, waiting ? SMALL : LARGE);
    gtk_widget_set_visible (self->first, !waiting);
    gtk_widget_set_visible (self->waiting, waiting);
}

static void
ul_empty_page_class_init (UlEmptyPageClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-empty-page.ui");
    gtk_widget_class_bind_template_child (widget_class, UlEmptyPage, drawing);
    gtk_widget_class_bind_template_child (widget_class, UlEmptyPage, first);
    gtk_widget_class_bind_template_child (widget_class, UlEmptyPage, waiting);
    gtk_widget_class_bind_template_callback (widget_class, on_draw);
}

static void
ul_empty_page_init (UlEmptyPage *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}
