/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk-a11y.h>

G_BEGIN_DECLS

/**
 * UlHexAccessible:
 *
 * The bytes for assistive technology: a text of one line a row, all of equal length, made as
 * somebody asks for them: "0x00000400: 00 30 00 20 …", and where two sides are compared the bytes
 * of the chip behind those of the file. The caret stands before the byte of the cursor.
 */
#define UL_TYPE_HEX_ACCESSIBLE (ul_hex_accessible_get_type ())
typedef struct _UlHexAccessible UlHexAccessible;
typedef struct {
    GtkWidgetAccessibleClass parent_class;
} UlHexAccessibleClass;
GType ul_hex_accessible_get_type (void);

/** ul_hex_accessible_moved: the cursor has. @accessible: of a #UlHexView */
void ul_hex_accessible_moved (AtkObject *accessible);
/** ul_hex_accessible_changed: bytes or rows are others now */
void ul_hex_accessible_changed (AtkObject *accessible);

G_END_DECLS
