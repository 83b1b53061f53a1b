/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlMapPattern: lines and dots that fill a part of a cell */
typedef enum {
    UL_PATTERN_NONE,
    UL_PATTERN_SPARSE_DOTS,
    UL_PATTERN_DOT_GRID,
    UL_PATTERN_CHECKER,
    UL_PATTERN_SLASH,
    UL_PATTERN_BACKSLASH,
    UL_PATTERN_STRIPES, /* broad, rising */
    UL_PATTERN_CROSS_HATCH,
    UL_PATTERN_WIDE_HATCH,
    UL_PATTERN_BARS, /* the same with a bar each way */
    UL_PATTERN_HORIZONTAL,
    UL_PATTERN_THIN_HORIZONTAL,
    UL_PATTERN_VERTICAL,
} UlMapPattern;

/** ul_map_pattern_draw: draws in the current colour, clipped to the rectangle; @phase: pixels by
 *   which lines have moved */
void ul_map_pattern_draw (cairo_t *cr, UlMapPattern pattern, int x, int y, int w, int h, int phase);

G_END_DECLS
