/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ul_announce: @text becomes the description of the window that @widget is in, so that a screen
 *   reader says it as it comes */
void ul_announce (GtkWidget *widget, const char *text);
/** ul_announce_over: @text is not shown any more, and no longer the window's description either;
 *   nothing is done where another one has taken its place */
void ul_announce_over (GtkWidget *widget, const char *text);

G_END_DECLS
