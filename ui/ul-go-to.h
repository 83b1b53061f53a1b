/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sector-map.h"

G_BEGIN_DECLS

/** ul_go_to_show: asks for an address, at @widget, and shows its sector on @map */
void ul_go_to_show (GtkWidget *widget, UlSectorMap *map);

G_END_DECLS
