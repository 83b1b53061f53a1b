/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each glyph stands in a square of 16 by 16 with lines about 2 wide. */
#include "ul-map-glyph.h"

#include <math.h>

#define UNIT 16.0

static void
polyline (cairo_t *cr, const double *points, guint n_points)
{
    for (guint i = 0; i < n_points; i++)
        cairo_line_to (cr, points[2 * i], points[2 * i + 1]);
}

#define POLYLINE(cr, ...)                                                                          \
    do {                                                                                           \
        static const double points[] = { __VA_ARGS__ };                                            \
        polyline (cr, points, G_N_ELEMENTS (points) / 2);                                          \
    } while (0)

static void
disc (cairo_t *cr, double x, double y, double radius)
{
    cairo_new_sub_path (cr);
    cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
    cairo_fill (cr);
}

static void
draw_question (cairo_t *cr)
{
    cairo_new_sub_path (cr);
    cairo_arc (cr, 8, 5.6, 3.4, G_PI, 0.35 * G_PI);
    cairo_line_to (cr, 8, 9.6);
    cairo_line_to (cr, 8, 11);
    cairo_stroke (cr);
    disc (cr, 8, 14, 1.3);
}

static void
draw_equal (cairo_t *cr)
{
    for (int i = 0; i < 3; i++) {
        cairo_move_to (cr, 3, 4 + 4 * i);
        cairo_line_to (cr, 13, 4 + 4 * i);
    }
    cairo_stroke (cr);
}

static void
draw_unequal (cairo_t *cr)
{
    for (int i = 0; i < 2; i++) {
        cairo_move_to (cr, 3, 6 + 4 * i);
        cairo_line_to (cr, 13, 6 + 4 * i);
    }
    cairo_move_to (cr, 5, 13.5);
    cairo_line_to (cr, 11, 2.5);
    cairo_stroke (cr);
}

/* A tag pointing left with a cross in it: what a Backspace key shows. */
static void
draw_erase (cairo_t *cr)
{
    POLYLINE (cr, 1, 8, 5.5, 3, 15, 3, 15, 13, 5.5, 13);
    cairo_close_path (cr);
    cairo_move_to (cr, 7.5, 5.7);
    cairo_line_to (cr, 12, 10.3);
    cairo_move_to (cr, 12, 5.7);
    cairo_line_to (cr, 7.5, 10.3);
    cairo_stroke (cr);
}

static void
draw_empty (cairo_t *cr)
{
    cairo_new_sub_path (cr);
    cairo_arc (cr, 8, 8, 5.2, 0, 2 * G_PI);
    cairo_move_to (cr, 2.5, 13.5);
    cairo_line_to (cr, 13.5, 2.5);
    cairo_stroke (cr);
}

static void
draw_play (cairo_t *cr)
{
    POLYLINE (cr, 4, 2.5, 14, 8, 4, 13.5);
    cairo_close_path (cr);
    cairo_fill (cr);
}

static void
draw_pie (cairo_t *cr)
{
    cairo_new_sub_path (cr);
    cairo_arc (cr, 8, 8, 6, 0, 2 * G_PI);
    cairo_stroke (cr);
    cairo_move_to (cr, 8, 8);
    cairo_arc (cr, 8, 8, 6, -G_PI / 2, 0);
    cairo_close_path (cr);
    cairo_fill (cr);
}

static void
draw_check (cairo_t *cr)
{
    POLYLINE (cr, 2.5, 8.5, 6.3, 12.6, 13.5, 3.5);
    cairo_stroke (cr);
}

static void
draw_cross (cairo_t *cr)
{
    cairo_move_to (cr, 3, 3);
    cairo_line_to (cr, 13, 13);
    cairo_move_to (cr, 13, 3);
    cairo_line_to (cr, 3, 13);
    cairo_stroke (cr);
}

static void
draw_dots (cairo_t *cr)
{
    for (int i = 0; i < 3; i++)
        disc (cr, 3 + 5 * i, 8, 1.6);
}

static void
draw_shackle (cairo_t *cr)
{
    cairo_move_to (cr, 5, 8);
    cairo_line_to (cr, 5, 5);
    cairo_arc (cr, 8, 5, 3, G_PI, 0);
    cairo_line_to (cr, 11, 8);
    cairo_stroke (cr);
}

static void
draw_padlock (cairo_t *cr)
{
    draw_shackle (cr);
    cairo_rectangle (cr, 2.5, 7.5, 11, 7.5);
    cairo_fill (cr);
}

static void
draw_half_padlock (cairo_t *cr)
{
    draw_shackle (cr);
    cairo_rectangle (cr, 2.5, 7.5, 5.5, 7.5);
    cairo_fill (cr);
    cairo_set_line_width (cr, 1.4);
    cairo_rectangle (cr, 3.2, 8.2, 9.6, 6.1);
    cairo_stroke (cr);
}

static void
draw_key (cairo_t *cr)
{
    cairo_new_sub_path (cr);
    cairo_arc (cr, 4.6, 8, 3.1, 0, 2 * G_PI);
    cairo_move_to (cr, 7.7, 8);
    cairo_line_to (cr, 15, 8);
    cairo_move_to (cr, 14, 8);
    cairo_line_to (cr, 14, 11.8);
    cairo_move_to (cr, 10.8, 8);
    cairo_line_to (cr, 10.8, 11);
    cairo_stroke (cr);
}

static void
draw_pin (cairo_t *cr)
{
    POLYLINE (cr, 4, 2, 12, 2, 10.8, 6.6, 13, 9.5, 3, 9.5, 5.2, 6.6);
    cairo_close_path (cr);
    cairo_fill (cr);
    cairo_move_to (cr, 8, 9.5);
    cairo_line_to (cr, 8, 15);
    cairo_stroke (cr);
}

static void
draw_bang (cairo_t *cr)
{
    cairo_move_to (cr, 8, 2);
    cairo_line_to (cr, 8, 9.8);
    cairo_stroke (cr);
    disc (cr, 8, 13.4, 1.4);
}

static void
draw_dot (cairo_t *cr)
{
    disc (cr, 8, 8, 2.6);
}

static void
draw_dash (cairo_t *cr)
{
    cairo_move_to (cr, 3, 8);
    cairo_line_to (cr, 13, 8);
    cairo_stroke (cr);
}

void
ul_map_glyph_draw (cairo_t *cr, UlMapGlyph glyph, double x, double y, double size)
{
    static void (*const draws[UL_N_GLYPHS]) (cairo_t *) = {
        [UL_GLYPH_QUESTION] = draw_question,
        [UL_GLYPH_EQUAL] = draw_equal,
        [UL_GLYPH_UNEQUAL] = draw_unequal,
        [UL_GLYPH_ERASE] = draw_erase,
        [UL_GLYPH_EMPTY] = draw_empty,
        [UL_GLYPH_PLAY] = draw_play,
        [UL_GLYPH_DOT] = draw_dot,
        [UL_GLYPH_PIE] = draw_pie,
        [UL_GLYPH_CHECK] = draw_check,
        [UL_GLYPH_CROSS] = draw_cross,
        [UL_GLYPH_DOTS] = draw_dots,
        [UL_GLYPH_DASH] = draw_dash,
        [UL_GLYPH_PADLOCK] = draw_padlock,
        [UL_GLYPH_KEY] = draw_key,
        [UL_GLYPH_HALF_PADLOCK] = draw_half_padlock,
        [UL_GLYPH_PIN] = draw_pin,
        [UL_GLYPH_BANG] = draw_bang,
    };

    if (glyph == UL_GLYPH_NONE || glyph >= UL_N_GLYPHS)
        return;
    cairo_save (cr);
    cairo_translate (cr, x, y);
    cairo_scale (cr, size / UNIT, size / UNIT);
    /* never thinner than a bit more than a pixel */
    cairo_set_line_width (cr, MAX (2.0, 1.25 * UNIT / size));
    cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
    cairo_new_path (cr);
    draws[glyph](cr);
    cairo_restore (cr);
}
