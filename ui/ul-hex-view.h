/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-hex-bytes.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlHexView:
 *
 * Bytes in rows of sixteen, as numbers and as characters. Draws what is visible and asks for no
 * more. Where files and chip are compared, the row of the chip stands below that of the files.
 *
 * Signals: "cursor-moved" (uint address).
 */
#define UL_TYPE_HEX_VIEW (ul_hex_view_get_type ())
G_DECLARE_FINAL_TYPE (UlHexView, ul_hex_view, UL, HEX_VIEW, GtkDrawingArea)

/** ul_hex_view_set_bytes: to be called once */
void ul_hex_view_set_bytes (UlHexView *self, UlHexBytes *bytes);
void ul_hex_view_set_source (UlHexView *self, UlHexSource source);
UlHexSource ul_hex_view_get_source (UlHexView *self);
/** ul_hex_view_get_adjustment: Returns: (transfer none): counts rows */
GtkAdjustment *ul_hex_view_get_adjustment (UlHexView *self);

guint32 ul_hex_view_get_cursor (UlHexView *self);
/** ul_hex_view_set_cursor: scrolls there; an address that is not there is ignored */
void ul_hex_view_set_cursor (UlHexView *self, guint32 address);
/** ul_hex_view_select: @size bytes from @address on; the cursor is at the first */
void ul_hex_view_select (UlHexView *self, guint32 address, guint32 size);
/** ul_hex_view_describe_selection: Returns: (transfer full): the selected bytes: "3C 00 12" */
char *ul_hex_view_describe_selection (UlHexView *self);

G_END_DECLS
