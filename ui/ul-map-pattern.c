/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-pattern.h"

typedef struct {
    int x, y, w, h;
} Area;

static void
dots (cairo_t *cr, const Area *area, int step, int size, gboolean staggered)
{
    int row = 0;

    for (int y = area->y + step / 2 - size / 2; y < area->y + area->h; y += step, row++) {
        int shift = staggered && row % 2 == 1 ? step / 2 : 0;
        for (int x = area->x + step / 2 - size / 2 + shift; x < area->x + area->w; x += step)
            cairo_rectangle (cr, x, y, size, size);
    }
    cairo_fill (cr);
}

/* Lines at 45 degrees; @slope 1 falls to the right, -1 rises. */
static void
diagonals (cairo_t *cr, const Area *area, int step, int slope)
{
    int reach = area->w + area->h;

    for (int at = -reach; at <= reach; at += step) {
        double x = area->x + at, y = slope > 0 ? area->y : area->y + area->h;
        cairo_move_to (cr, x, y);
        cairo_line_to (cr, x + area->h, y + slope * area->h);
    }
    cairo_stroke (cr);
}

static void
horizontals (cairo_t *cr, const Area *area, int step, int size, int phase)
{
    for (int y = area->y + phase % step - step; y < area->y + area->h; y += step)
        cairo_rectangle (cr, area->x, y, area->w, size);
    cairo_fill (cr);
}

static void
verticals (cairo_t *cr, const Area *area, int step)
{
    for (int x = area->x + 1; x < area->x + area->w; x += step)
        cairo_rectangle (cr, x, area->y, 1, area->h);
    cairo_fill (cr);
}

void
ul_map_pattern_draw (cairo_t *cr, UlMapPattern pattern, int x, int y, int w, int h, int phase)
{
    const Area area = { x, y, w, h };
    int step = MIN (w, h) < 9 ? 4 : 6; /* small cells need closer lines to show any */

    cairo_save (cr);
    cairo_rectangle (cr, x, y, w, h);
    cairo_clip (cr);
    cairo_set_line_width (cr, 1);
    switch (pattern) {
    case UL_PATTERN_SPARSE_DOTS:
        dots (cr, &area, step, 1, TRUE);
        break;
    case UL_PATTERN_DOT_GRID:
        dots (cr, &area, 4, 2, FALSE);
        break;
    case UL_PATTERN_CHECKER:
        dots (cr, &area, 2, 1, TRUE);
        break;
    case UL_PATTERN_SLASH:
        diagonals (cr, &area, step, -1);
        break;
    case UL_PATTERN_BACKSLASH:
        diagonals (cr, &area, step, 1);
        break;
    case UL_PATTERN_STRIPES:
        cairo_set_line_width (cr, step / 2.0);
        diagonals (cr, &area, 2 * step, -1);
        break;
    case UL_PATTERN_CROSS_HATCH:
        diagonals (cr, &area, step, 1);
        diagonals (cr, &area, step, -1);
        break;
    case UL_PATTERN_WIDE_HATCH:
        diagonals (cr, &area, MAX (w, h), 1);
        diagonals (cr, &area, MAX (w, h), -1);
        break;
    case UL_PATTERN_BARS:
        diagonals (cr, &area, MAX (w, h), 1);
        diagonals (cr, &area, MAX (w, h), -1);
        cairo_rectangle (cr, x, y + h * 0.5, w, 1);
        cairo_rectangle (cr, x + w * 0.5, y, 1, h);
        cairo_fill (cr);
        break;
    case UL_PATTERN_HORIZONTAL:
        horizontals (cr, &area, 4, 2, phase);
        break;
    case UL_PATTERN_THIN_HORIZONTAL:
        horizontals (cr, &area, 3, 1, 2);
        break;
    case UL_PATTERN_VERTICAL:
        verticals (cr, &area, 3);
        break;
    case UL_PATTERN_NONE:
        break;
    }
    cairo_restore (cr);
}
