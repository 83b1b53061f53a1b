/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlLogDrawer: the session's log, closed until asked for; never the only copy of anything */
#define UL_TYPE_LOG_DRAWER (ul_log_drawer_get_type ())
G_DECLARE_FINAL_TYPE (UlLogDrawer, ul_log_drawer, UL, LOG_DRAWER, GtkBox)

void ul_log_drawer_set_session (UlLogDrawer *self, UlSession *session);
void ul_log_drawer_set_open (UlLogDrawer *self, gboolean open);
/** ul_log_drawer_get_text: Returns: (transfer full) */
char *ul_log_drawer_get_text (UlLogDrawer *self);

G_END_DECLS
