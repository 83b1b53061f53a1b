/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-plan.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlReadDialog: which range to read, and the file and format it goes to. Asks for the file before
 *   it answers with %GTK_RESPONSE_ACCEPT. */
#define UL_TYPE_READ_DIALOG (ul_read_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UlReadDialog, ul_read_dialog, UL, READ_DIALOG, GtkDialog)

UlReadDialog *ul_read_dialog_new (GtkWindow *parent, const UlDevice *device);
/** ul_read_dialog_get_spec: Returns: (transfer full) */
/** ul_read_dialog_set_spec: reads the range or the sectors of @spec, which is copied */
void ul_read_dialog_set_spec (UlReadDialog *self, const UlJobSpec *spec);
UlJobSpec *ul_read_dialog_get_spec (UlReadDialog *self);
GFile *ul_read_dialog_get_file (UlReadDialog *self); /* (transfer none) */
UlImageFormat ul_read_dialog_get_format (UlReadDialog *self);

G_END_DECLS
