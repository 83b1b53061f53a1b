/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-profile.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlProfileDialog: the settings of a profile that have no place of their own in the window */
#define UL_TYPE_PROFILE_DIALOG (ul_profile_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UlProfileDialog, ul_profile_dialog, UL, PROFILE_DIALOG, GtkDialog)

/** ul_profile_dialog_new: @sdid: of the chip that is there, to be taken as the expected one; 0: not
 *   known */
UlProfileDialog *ul_profile_dialog_new (GtkWindow *parent, UlProfile *profile, guint32 sdid);

/** ul_profile_dialog_apply: Returns: %FALSE when something is no good value: it has been said in
 *   the dialog, and nothing was changed */
gboolean ul_profile_dialog_apply (UlProfileDialog *self);

G_END_DECLS
