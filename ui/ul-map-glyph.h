/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <cairo.h>

#include <glib.h>

G_BEGIN_DECLS

/** UlMapGlyph: a small sign in a cell; drawn with paths, so that no font is needed */
typedef enum {
    UL_GLYPH_NONE,
    UL_GLYPH_QUESTION,
    UL_GLYPH_EQUAL,
    UL_GLYPH_UNEQUAL,
    UL_GLYPH_ERASE,
    UL_GLYPH_EMPTY,
    UL_GLYPH_PLAY,
    UL_GLYPH_DOT,
    UL_GLYPH_PIE,
    UL_GLYPH_CHECK,
    UL_GLYPH_CROSS,
    UL_GLYPH_DOTS,
    UL_GLYPH_DASH,
    UL_GLYPH_PADLOCK,
    UL_GLYPH_HALF_PADLOCK,
    UL_GLYPH_KEY,
    UL_GLYPH_PIN,
    UL_GLYPH_BANG,
    UL_N_GLYPHS
} UlMapGlyph;

/** ul_map_glyph_draw: draws @glyph in the current colour in a square of @size at x, y */
void ul_map_glyph_draw (cairo_t *cr, UlMapGlyph glyph, double x, double y, double size);

G_END_DECLS
