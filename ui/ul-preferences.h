/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ul_preferences_show: a dialog with the settings of the program; they take effect at once.
 *   Returns: %FALSE when settings cannot be kept, as their schema is not installed */
gboolean ul_preferences_show (GtkWindow *parent);

G_END_DECLS
