/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sector-map.h"

G_BEGIN_DECLS

/** UlGoToFunc: an address of the chip was chosen */
typedef void (*UlGoToFunc) (guint32 address, gpointer user_data);

/** ul_go_to_show: asks for an address on the chip of @map, at @widget. @user_data: an object that
 *   lives as long as @widget */
void ul_go_to_show (GtkWidget *widget, UlSectorMap *map, UlGoToFunc go_to, gpointer user_data);

G_END_DECLS
