/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlFileCard: the opened files, one row each */
#define UL_TYPE_FILE_CARD (ul_file_card_get_type ())
G_DECLARE_FINAL_TYPE (UlFileCard, ul_file_card, UL, FILE_CARD, GtkBox)

/** ul_file_card_set_workbench: to be called once; the workbench outlives the card */
void ul_file_card_set_workbench (UlFileCard *self, UlWorkbench *workbench);

G_END_DECLS
