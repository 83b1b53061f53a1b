/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-profile-question.h"

#include "ul-question.h"

#include <glib/gi18n.h>

GtkWidget *
ul_profile_question_new (GtkWindow *parent, const char *name)
{
    g_autofree char *title = g_strdup_printf (_ ("Save the changes to %s?"), name);
    GtkWidget *question =
        ul_question_new (parent, title, _ ("Otherwise what was changed in the profile is lost."));

    ul_question_add_safe (question, _ ("_Cancel"), GTK_RESPONSE_CANCEL);
    ul_question_add_destructive (question, _ ("_Discard Changes"), UL_PROFILE_RESPONSE_DISCARD);
    gtk_dialog_add_button (GTK_DIALOG (question), _ ("_Save"), UL_PROFILE_RESPONSE_SAVE);
    g_signal_connect_after (question, "response", G_CALLBACK (gtk_widget_destroy), NULL);
    return question;
}
