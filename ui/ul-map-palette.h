/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-map-state.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlMapPalette:
 *
 * The colours of the map, made from the theme's and from Okabe and Ito's, which stay apart for
 * colour-blind eyes. All are opaque. With a high-contrast theme the fills are the theme's own two
 * colours, and patterns and glyphs tell the rest.
 */
typedef struct {
    GdkRGBA base;    /* an empty cell */
    GdkRGBA ink;     /* patterns and glyphs on it */
    GdkRGBA outline; /* of a cell: at least 3:1 against base */
    GdkRGBA accent;  /* focus */
    GdkRGBA fills[UL_MAP_N_STATES];
    GdkRGBA on_fills[UL_MAP_N_STATES]; /* glyphs on these */
    GdkRGBA mark;                      /* of the lock settings */
    GdkRGBA on_mark;
    gboolean high_contrast;
} UlMapPalette;

void ul_map_palette_load (UlMapPalette *self, GtkStyleContext *style);

/** ul_map_palette_mix: Returns: @to over @from, @part of it */
GdkRGBA ul_map_palette_mix (const GdkRGBA *from, const GdkRGBA *to, double part);
/** ul_map_palette_contrast: Returns: 1 to 21, as WCAG defines it */
double ul_map_palette_contrast (const GdkRGBA *a, const GdkRGBA *b);

G_END_DECLS
