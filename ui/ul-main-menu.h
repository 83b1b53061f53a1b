/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlMainMenu: the button for everything the window can do. What it opens is made when it is first
 * opened: forty items would keep the first frame waiting.
 */
#define UL_TYPE_MAIN_MENU (ul_main_menu_get_type ())
G_DECLARE_FINAL_TYPE (UlMainMenu, ul_main_menu, UL, MAIN_MENU, GtkMenuButton)

/** ul_main_menu_set_low: the window is lower than the menu, which then goes beyond its edge */
void ul_main_menu_set_low (UlMainMenu *self, gboolean low);

G_END_DECLS
