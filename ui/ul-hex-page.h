/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-hex-view.h"

G_BEGIN_DECLS

/**
 * UlHexPage:
 *
 * The bytes of the files, of the chip, or of both, with what one does with them: find, copy, go
 * from difference to difference.
 *
 * Signals: "cursor-moved" (uint address).
 */
#define UL_TYPE_HEX_PAGE (ul_hex_page_get_type ())
G_DECLARE_FINAL_TYPE (UlHexPage, ul_hex_page, UL, HEX_PAGE, GtkBox)

/** ul_hex_page_set_workbench: to be called once; the workbench outlives the page */
void ul_hex_page_set_workbench (UlHexPage *self, UlWorkbench *workbench);
void ul_hex_page_set_source (UlHexPage *self, UlHexSource source);
void ul_hex_page_show_address (UlHexPage *self, guint32 address);
guint32 ul_hex_page_get_address (UlHexPage *self);
/** ul_hex_page_find_difference: from the beginning, reading what has to be compared */
void ul_hex_page_find_difference (UlHexPage *self);
void ul_hex_page_grab_focus (UlHexPage *self);

G_END_DECLS
