/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-backup.h"
#include "ul-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlRestoreDialog: what earlier jobs took away from chips of one kind, to be picked from: first
 *   that of the chip on the board. %GTK_RESPONSE_ACCEPT: write what was picked. */
#define UL_TYPE_RESTORE_DIALOG (ul_restore_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UlRestoreDialog, ul_restore_dialog, UL, RESTORE_DIALOG, GtkDialog)

/** ul_restore_dialog_new: @ids: of the chip on the board, as far as they are known */
UlRestoreDialog *ul_restore_dialog_new (GtkWindow *parent, const UlDevice *device,
                                        const UlTargetIds *ids);

/** ul_restore_dialog_new_question: @n: so many have been answered with yes
 *
 * Returns: (nullable): what to ask before the backup that is picked goes to another chip than it
 * was taken from, or to one whose FlexNVM is divided for it: %GTK_RESPONSE_ACCEPT says yes; %NULL:
 * nothing more
 */
GtkWidget *ul_restore_dialog_new_question (UlRestoreDialog *self, guint n);

/** ul_restore_dialog_load_async: reads the bytes of what is picked. Finish: Returns: (transfer
 *   full): the job that writes them; it is for that chip alone, unless another one is on the board
 *   as far as the dialog knows, which is then to have been confirmed. %NULL with the errors of
 *   ul_backup_load() */
void ul_restore_dialog_load_async (UlRestoreDialog *self, GAsyncReadyCallback callback,
                                   gpointer user_data);
UlJobSpec *ul_restore_dialog_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
