/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlEmptyPage: what the window shows before there is a chip: what it is for and how to begin */
#define UL_TYPE_EMPTY_PAGE (ul_empty_page_get_type ())
G_DECLARE_FINAL_TYPE (UlEmptyPage, ul_empty_page, UL, EMPTY_PAGE, GtkBox)

/** ul_empty_page_set_waiting: a probe is chosen, but no chip has answered */
void ul_empty_page_set_waiting (UlEmptyPage *self, gboolean waiting);

G_END_DECLS
