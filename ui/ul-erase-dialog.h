/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlEraseDialog: what shall be erased: what the files need, a range, or everything; with what
 *   that means. %GTK_RESPONSE_ACCEPT is the consent. */
#define UL_TYPE_ERASE_DIALOG (ul_erase_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UlEraseDialog, ul_erase_dialog, UL, ERASE_DIALOG, GtkDialog)

UlEraseDialog *ul_erase_dialog_new (GtkWindow *parent, UlWorkbench *workbench);
/** ul_erase_dialog_get_spec: Returns: (transfer full): the job that was chosen */
UlJobSpec *ul_erase_dialog_get_spec (UlEraseDialog *self);

G_END_DECLS
