/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ul-hex-view.c and ul-hex-view-draw.c share. */
#pragma once

#include "ul-hex-view.h"
#include "ul-map-palette.h"

G_BEGIN_DECLS

struct _UlHexView {
    GtkDrawingArea parent_instance;

    UlHexBytes *bytes; /* (nullable): until it was set */
    UlHexSource source;
    GtkAdjustment *rows;

    guint row, column;               /* of the cursor */
    guint anchor_row, anchor_column; /* from there to the cursor it is selected */
    gboolean dragging;

    double character; /* pixels */
    int line;         /* pixels; 0: not measured */
    UlMapPalette palette;
};

/** ul_hex_view_is_selected: whether the byte lies between anchor and cursor */
gboolean ul_hex_view_is_selected (UlHexView *self, guint row, guint column);
/** ul_hex_view_get_row_height: pixels: two lines where two sides are compared */
int ul_hex_view_get_row_height (UlHexView *self);

/** ul_hex_view_add_byte: " 3F", or " --" for one that is not known */
void ul_hex_view_add_byte (GString *text, gboolean known, guint8 value);
/** ul_hex_view_find_byte: @x, @y: pixels of the widget. Returns: %FALSE where there is none */
gboolean ul_hex_view_find_byte (UlHexView *self, int x, int y, guint *row, guint *column);

/* ul-hex-view-draw.c */
/** ul_hex_view_get_place: of a byte, pixels of the widget; outside it for one that is not seen */
void ul_hex_view_get_place (UlHexView *self, guint row, guint column, GdkRectangle *place);
gboolean ul_hex_view_draw (GtkWidget *widget, cairo_t *cr);
void ul_hex_view_measure (UlHexView *self);
/** ul_hex_view_find_column: Returns: the byte at that place of a row, or -1 */
int ul_hex_view_find_column (UlHexView *self, int x);

G_END_DECLS
