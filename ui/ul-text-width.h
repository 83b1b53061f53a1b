/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ul_text_width_measure: Returns: pixels that a cell of a table takes for @text in the font of
 *   @widget, with what is left free beside it */
int ul_text_width_measure (GtkWidget *widget, const char *text, PangoWeight weight);

G_END_DECLS
