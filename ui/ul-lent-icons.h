/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ul_lent_icons_begin:
 * @window: that has not been shown yet; what it begins with is in it
 * @titlebar: of @window: the header bar that makes the window's own buttons
 *
 * GTK reads all of the icon theme, and of the one that every program adds to, when the first icon
 * is looked up by its name. Until @window has been drawn once, its images therefore show GTK's own
 * icons of these names, where there are such; they have the size of the theme's, which then follow.
 */
void ul_lent_icons_begin (GtkWindow *window, GtkWidget *titlebar);

G_END_DECLS
