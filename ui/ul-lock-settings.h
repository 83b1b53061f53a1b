/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-config-table.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ul_lock_settings_view_new:
 * @rows: (element-type UlConfigRow): copied from
 * @planned: (nullable): title of the middle column, where it is not what will be written
 *
 * Returns: (transfer floating): the lock settings as a table: in the file, to be written, on the
 *   chip; what differs stands out and says how
 */
GtkWidget *ul_lock_settings_view_new (GPtrArray *rows, const char *planned);

/** ul_lock_settings_dialog_new: the same in a window of its own */
GtkWidget *ul_lock_settings_dialog_new (GtkWindow *parent, const char *chip, GPtrArray *rows);

G_END_DECLS
