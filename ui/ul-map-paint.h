/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-map-glyph.h"
#include "ul-map-palette.h"

G_BEGIN_DECLS

/*
 * What a cell looks like. Three channels, so that none of them is needed alone: the fill tells
 * content and activity, pattern and outline tell protection and waiting, the glyph tells result
 * or role. From 20 pixels on the upper half is the chip, the lower half the file.
 */

#define UL_MAP_GLYPHS_FROM 11 /* pixels of a cell */
#define UL_MAP_HALVES_FROM 18

/**
 * ul_map_paint_cell:
 * @size: edge of the cell, outline included
 * @shared: right and lower outline belong to the neighbours
 *
 * Draws the cell at 0, 0.
 */
void ul_map_paint_cell (cairo_t *cr, const UlMapPalette *palette, const UlMapLook *look, int size,
                        gboolean shared);

/** ul_map_paint_fill: nothing but fill and pattern of a cell without halves, in a rectangle of any
 *   width: what neighbours of one look have in common */
void ul_map_paint_fill (cairo_t *cr, const UlMapPalette *palette, const UlMapLook *look, int x,
                        int y, int w, int h);

/** ul_map_paint_sample: the look that shows nothing but @state, for the legend */
UlMapLook ul_map_paint_sample (UlMapState state);

/** ul_map_paint_ring: a frame of @width pixels, just within the rectangle */
void ul_map_paint_ring (cairo_t *cr, const GdkRGBA *color, int x, int y, int w, int h, int width);

G_END_DECLS
