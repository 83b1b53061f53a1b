/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sample-strip.h"

#include "ul-map-palette.h"

#include <glib/gi18n.h>

#define TICK   7 /* pixels from one to the next, as far as there is room */
#define HEIGHT 18
#define GAP    2

struct _UlSampleStrip {
    GtkDrawingArea parent_instance;

    UlLockSamples samples;
    gboolean has_mass_erase_bit;
};

G_DEFINE_FINAL_TYPE (UlSampleStrip, ul_sample_strip, GTK_TYPE_DRAWING_AREA)

/* Okabe and Ito's, as on the map. */
static const char *const colors[UL_N_SAMPLE_KINDS] = {
    [UL_SAMPLE_KIND_RESETTING] = "#56b4e9",
    [UL_SAMPLE_KIND_OPEN] = "#009e73",
    [UL_SAMPLE_KIND_LOCKED] = "#d55e00",
    [UL_SAMPLE_KIND_LOCKED_FOREVER] = "#cc79a7",
};

/* --- words --- */

static char *
count_kind (UlSampleKind kind, guint n)
{
    switch (kind) {
    case UL_SAMPLE_KIND_OPEN:
        return g_strdup_printf (_ ("%u unsecured (low bar)"), n);
    case UL_SAMPLE_KIND_LOCKED:
        return g_strdup_printf (_ ("%u secured (full bar)"), n);
    case UL_SAMPLE_KIND_LOCKED_FOREVER:
        return g_strdup_printf (_ ("%u secured with mass erase switched off (broken bar)"), n);
    case UL_SAMPLE_KIND_RESETTING:
    case UL_N_SAMPLE_KINDS:
    default:
        return g_strdup_printf (_ ("%u in a reset, flash not ready (dot)"), n);
    }
}

static char *
describe (UlSampleStrip *self)
{
    guint counts[UL_N_SAMPLE_KINDS] = { 0 };
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < self->samples.n; i++)
        counts[ul_lock_samples_get_kind (&self->samples, i, self->has_mass_erase_bit)]++;
    g_string_append_printf (text, _ ("%u status checks, one after the other:"), self->samples.n);
    for (guint i = 0; i < UL_N_SAMPLE_KINDS; i++) {
        if (counts[i] == 0)
            continue;
        g_autofree char *part = count_kind (i, counts[i]);
        g_string_append_printf (text, "\n%s", part);
    }
    return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- drawing --- */

static void
add_bar (cairo_t *cr, double x, double width, double top, double height)
{
    cairo_rectangle (cr, x + 0.5, top + 0.5, width - 1, height - 1);
}

static void
add_shape (cairo_t *cr, UlSampleKind kind, double x, double width, double height)
{
    switch (kind) {
    case UL_SAMPLE_KIND_OPEN:
        add_bar (cr, x, width, height * 0.6, height * 0.4);
        break;
    case UL_SAMPLE_KIND_LOCKED:
        add_bar (cr, x, width, 0, height);
        break;
    case UL_SAMPLE_KIND_LOCKED_FOREVER:
        add_bar (cr, x, width, 0, height * 0.42);
        add_bar (cr, x, width, height * 0.58, height * 0.42);
        break;
    case UL_SAMPLE_KIND_RESETTING:
    case UL_N_SAMPLE_KINDS:
    default:
        cairo_arc (cr, x + width / 2, height / 2, MIN (width, height) / 2 - 0.5, 0, 2 * G_PI);
    }
}

static GdkRGBA
get_fill (const UlMapPalette *palette, UlSampleKind kind)
{
    GdkRGBA color;

    if (palette->high_contrast)
        return palette->ink;
    gdk_rgba_parse (&color, colors[kind]);
    return color;
}

static gboolean
ul_sample_strip_draw (GtkWidget *widget, cairo_t *cr)
{
    UlSampleStrip *self = UL_SAMPLE_STRIP (widget);
    GtkStyleContext *style = gtk_widget_get_style_context (widget);
    double width = gtk_widget_get_allocated_width (widget), height = HEIGHT;
    double step = MIN (TICK, (int) (width / UL_LOCK_N_SAMPLES));
    UlMapPalette palette;

    ul_map_palette_load (&palette, style);
    cairo_set_line_width (cr, 1);
    for (guint i = 0; i < self->samples.n; i++) {
        guint at =
            gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? UL_LOCK_N_SAMPLES - 1 - i : i;
        UlSampleKind kind = ul_lock_samples_get_kind (&self->samples, i, self->has_mass_erase_bit);
        GdkRGBA fill = get_fill (&palette, kind);

        cairo_new_path (cr);
        add_shape (cr, kind, at * step, step - GAP, height);
        gdk_cairo_set_source_rgba (cr, &fill);
        cairo_fill_preserve (cr);
        gdk_cairo_set_source_rgba (cr, &palette.outline);
        cairo_stroke (cr);
    }
    if (gtk_widget_has_visible_focus (widget))
        gtk_render_focus (style, cr, 0, 0, width, gtk_widget_get_allocated_height (widget));
    return GDK_EVENT_PROPAGATE;
}

static void
ul_sample_strip_get_preferred_width (GtkWidget *widget, int *minimum, int *natural)
{
    *minimum = UL_LOCK_N_SAMPLES * (GAP + 2);
    *natural = UL_LOCK_N_SAMPLES * TICK;
}

static void
ul_sample_strip_get_preferred_height (GtkWidget *widget, int *minimum, int *natural)
{
    *minimum = *natural = HEIGHT;
}

void
ul_sample_strip_set (UlSampleStrip *self, const UlLockSamples *samples, const UlDevice *device)
{
    self->samples = *samples;
    self->has_mass_erase_bit = ul_device_has_mass_erase_bit (device);
    g_autofree char *text = describe (self);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
    atk_object_set_description (gtk_widget_get_accessible (GTK_WIDGET (self)), text);
    gtk_widget_set_visible (GTK_WIDGET (self), samples->n > 0);
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
ul_sample_strip_class_init (UlSampleStripClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    widget_class->draw = ul_sample_strip_draw;
    widget_class->get_preferred_width = ul_sample_strip_get_preferred_width;
    widget_class->get_preferred_height = ul_sample_strip_get_preferred_height;
    gtk_widget_class_set_accessible_role (widget_class, ATK_ROLE_IMAGE);
}

static void
ul_sample_strip_init (UlSampleStrip *self)
{
    gtk_widget_set_can_focus (GTK_WIDGET (self), TRUE);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), _ ("Status checks"));
}
