/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

enum {
    UL_PROFILE_RESPONSE_SAVE = 1,
    UL_PROFILE_RESPONSE_DISCARD,
};

/** ul_profile_question_new: whether changes of the profile @name are saved before it is left.
 *   Destroys itself when it is answered; anything but the two responses keeps all as it is */
GtkWidget *ul_profile_question_new (GtkWindow *parent, const char *name);

G_END_DECLS
