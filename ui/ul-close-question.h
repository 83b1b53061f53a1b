/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-progress.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ul_close_question_new: asks before the window is closed on a running job; %GTK_RESPONSE_ACCEPT
 *   stops and closes. Goes away by itself once answered. */
GtkWidget *ul_close_question_new (GtkWindow *parent, const UlSnapshot *snapshot);

G_END_DECLS
