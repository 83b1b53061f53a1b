/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlEmblem: an open padlock on a chip, as large as is asked for, in the colour of text */
#define UL_TYPE_EMBLEM (ul_emblem_get_type ())
G_DECLARE_FINAL_TYPE (UlEmblem, ul_emblem, UL, EMBLEM, GtkDrawingArea)

G_END_DECLS
