/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlChipsDialog:
 *
 * The files that describe chips: one can be added to the user's own, and those be removed again.
 * What was chosen before goes on.
 */
#define UL_TYPE_CHIPS_DIALOG (ul_chips_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UlChipsDialog, ul_chips_dialog, UL, CHIPS_DIALOG, GtkDialog)

UlChipsDialog *ul_chips_dialog_new (GtkWindow *parent);

G_END_DECLS
