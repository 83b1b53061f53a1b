/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-message.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ul_why_popover_show: says at @widget why its action cannot work, with the button that helps */
void ul_why_popover_show (GtkWidget *widget, const UlMessage *message);

G_END_DECLS
