/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-message.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ul_line_dialog_load_async:
 * @message: about line @message->line of @file, a text; copied
 *
 * Reads the line and those around it on a worker thread.
 */
void ul_line_dialog_load_async (GFile *file, const UlMessage *message, GAsyncReadyCallback callback,
                                gpointer user_data);
/** ul_line_dialog_load_finish: Returns: (nullable): the dialog, to be shown, with the lines
 * numbered and the bad one marked; or %NULL with what ul_image_lines_read() failed with */
GtkWidget *ul_line_dialog_load_finish (GtkWindow *parent, GAsyncResult *result, GError **error);

G_END_DECLS
