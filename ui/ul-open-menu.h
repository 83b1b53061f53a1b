/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlOpenMenu:
 *
 * The Open button, with a #UlRecentList that is made when it is first wanted.
 *
 * Signals: "open" (#GFile): a recent file was picked.
 */
#define UL_TYPE_OPEN_MENU (ul_open_menu_get_type ())
G_DECLARE_FINAL_TYPE (UlOpenMenu, ul_open_menu, UL, OPEN_MENU, GtkMenuButton)

G_END_DECLS
