/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlOpenMenu:
 *
 * The Open button: Open File… and the firmware files opened lately.
 *
 * Signals: "open" (#GFile): a recent file was picked.
 */
#define UL_TYPE_OPEN_MENU (ul_open_menu_get_type ())
G_DECLARE_FINAL_TYPE (UlOpenMenu, ul_open_menu, UL, OPEN_MENU, GtkMenuButton)

/** ul_open_menu_remember: notes @file among the recent ones */
void ul_open_menu_remember (GFile *file);

G_END_DECLS
