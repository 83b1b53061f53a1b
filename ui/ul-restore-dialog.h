/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-backup.h"
#include "ul-device.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlRestoreDialog: what earlier jobs took away from chips of one kind, to be picked from.
 *   %GTK_RESPONSE_ACCEPT: write what was picked. */
#define UL_TYPE_RESTORE_DIALOG (ul_restore_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UlRestoreDialog, ul_restore_dialog, UL, RESTORE_DIALOG, GtkDialog)

UlRestoreDialog *ul_restore_dialog_new (GtkWindow *parent, const UlDevice *device);

/** ul_restore_dialog_load_async: reads the bytes of what is picked. Finish: Returns: (transfer
 *   full): or %NULL with the errors of ul_backup_load() */
void ul_restore_dialog_load_async (UlRestoreDialog *self, GAsyncReadyCallback callback,
                                   gpointer user_data);
UlImage *ul_restore_dialog_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
