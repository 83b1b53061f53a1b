/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-message.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UL_HELP_INDEX: the first page of the manual */
#define UL_HELP_INDEX "index"

/**
 * ul_help_show_async:
 * @parent: the window that asks
 * @page: a page of the manual: a file in docs/help without its suffix
 *
 * Opens the installed manual in the desktop's help viewer.
 */
void ul_help_show_async (GtkWindow *parent, const char *page, GAsyncReadyCallback callback,
                         gpointer user_data);
/** ul_help_show_finish: Returns: %FALSE with the error of GIO: there is no help viewer */
gboolean ul_help_show_finish (GAsyncResult *result, GError **error);

/** ul_help_describe_failure: Returns: (transfer full): where the manual can be read instead */
UlMessage *ul_help_describe_failure (const GError *error);

/** ul_help_add_link: puts a button “Learn More” that opens the page of @message into @container,
 *   unless it has none. Returns: (nullable) (transfer none): the button */
GtkWidget *ul_help_add_link (GtkContainer *container, const UlMessage *message);

G_END_DECLS
