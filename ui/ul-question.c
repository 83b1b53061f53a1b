/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-question.h"

#include <glib/gi18n.h>

#define TICK "ul-then-program"

GtkWidget *
ul_question_new (GtkWindow *parent, const char *title, const char *body)
{
    GtkWidget *question =
        gtk_message_dialog_new (parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                GTK_MESSAGE_WARNING, GTK_BUTTONS_NONE, "%s", title);

    gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (question), "%s", body);
    atk_object_set_name (gtk_widget_get_accessible (question), title);
    return question;
}

GtkWidget *
ul_question_add_safe (GtkWidget *question, const char *label, int response)
{
    GtkWidget *button = gtk_dialog_add_button (GTK_DIALOG (question), label, response);

    gtk_widget_grab_focus (button);
    return button;
}

GtkWidget *
ul_question_add_destructive (GtkWidget *question, const char *label, int response)
{
    GtkWidget *button = gtk_dialog_add_button (GTK_DIALOG (question), label, response);
    g_autofree char *body = NULL;

    gtk_style_context_add_class (gtk_widget_get_style_context (button),
                                 GTK_STYLE_CLASS_DESTRUCTIVE_ACTION);
    g_object_get (question, "secondary-text", &body, NULL);
    atk_object_set_description (gtk_widget_get_accessible (button), body);
    return button;
}

void
ul_question_add_then_program (GtkWidget *question, const char *file, gboolean active)
{
    g_autofree char *label = g_strdup_printf (_ ("_Then program %s"), file);
    GtkWidget *tick = gtk_check_button_new_with_mnemonic (label);

    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tick), active);
    gtk_widget_set_halign (tick, GTK_ALIGN_CENTER);
    gtk_widget_show (tick);
    gtk_container_add (
        GTK_CONTAINER (gtk_message_dialog_get_message_area (GTK_MESSAGE_DIALOG (question))), tick);
    g_object_set_data (G_OBJECT (question), TICK, tick);
}

gboolean
ul_question_get_then_program (GtkWidget *question)
{
    GtkToggleButton *tick = g_object_get_data (G_OBJECT (question), TICK);

    return tick != NULL && gtk_toggle_button_get_active (tick);
}
