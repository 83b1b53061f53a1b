/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlProfileMenu:
 *
 * The button with the name of the project and, when it is not saved, a mark; its popover opens and
 * saves profiles by the window's actions.
 *
 * Signals: "open" (#GFile): a recent profile was picked.
 */
#define UL_TYPE_PROFILE_MENU (ul_profile_menu_get_type ())
G_DECLARE_FINAL_TYPE (UlProfileMenu, ul_profile_menu, UL, PROFILE_MENU, GtkMenuButton)

void ul_profile_menu_set_workbench (UlProfileMenu *self, UlWorkbench *workbench);
/** ul_profile_menu_set_narrow: needs less room in the header bar */
void ul_profile_menu_set_narrow (UlProfileMenu *self, gboolean narrow);

G_END_DECLS
