/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ul_shortcuts_show:
 *
 * Shows all keys of the window in one column that can be scrolled and searched: GTK's own window of
 * shortcuts is larger than a small screen, and shows a part of them at a time.
 */
void ul_shortcuts_show (GtkWindow *parent);

G_END_DECLS
