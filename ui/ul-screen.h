/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ul_screen_get_room: pixels of the screen that windows may take, without the desktop's panels */
void ul_screen_get_room (GtkWidget *widget, int *width, int *height);

G_END_DECLS
