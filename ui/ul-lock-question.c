/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-lock-question.h"

#include "ul-lock-settings.h"
#include "ul-question.h"

#include <glib/gi18n.h>

#define CHIP     "ul-chip"
#define REMEMBER "ul-remember"

/* The button comes alive when the chip's name stands in the entry, in any case. */
static void
on_typed (GtkEntry *entry, GtkDialog *question)
{
    g_autofree char *text = g_strstrip (g_strdup (gtk_entry_get_text (entry)));
    const char *chip = g_object_get_data (G_OBJECT (question), CHIP);

    gtk_dialog_set_response_sensitive (question, UL_LOCK_RESPONSE_AS_FILE,
                                       g_ascii_strcasecmp (text, chip) == 0);
}

static void
add_entry (GtkWidget *question, const char *chip)
{
    GtkWidget *area = gtk_message_dialog_get_message_area (GTK_MESSAGE_DIALOG (question));
    g_autofree char *text = g_strdup_printf (_ ("_Type %s to continue:"), chip);
    GtkWidget *label = gtk_label_new_with_mnemonic (text);
    GtkWidget *entry = gtk_entry_new ();
    g_autofree char *spoken = g_strdup_printf (_ ("Type %s to continue"), chip);

    atk_object_set_name (gtk_widget_get_accessible (entry), spoken);
    gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
    gtk_container_add (GTK_CONTAINER (area), label);
    gtk_container_add (GTK_CONTAINER (area), entry);
    gtk_widget_show (label);
    gtk_widget_show (entry);
    g_object_set_data_full (G_OBJECT (question), CHIP, g_strdup (chip), g_free);
    g_signal_connect_object (entry, "changed", G_CALLBACK (on_typed), question, 0);
}

static void
add_settings (GtkWidget *question, GPtrArray *rows)
{
    GtkWidget *area = gtk_message_dialog_get_message_area (GTK_MESSAGE_DIALOG (question));

    gtk_box_pack_start (GTK_BOX (area), ul_lock_settings_view_new (rows, _ ("Kept unlocked")), TRUE,
                        TRUE, 6);
}

static void
add_tick (GtkWidget *question)
{
    GtkWidget *area = gtk_message_dialog_get_message_area (GTK_MESSAGE_DIALOG (question));
    GtkWidget *tick =
        gtk_check_button_new_with_mnemonic (_ ("_Remember the answer in the profile"));

    gtk_widget_set_tooltip_text (tick, _ ("The next time it is not asked"));
    gtk_widget_set_halign (tick, GTK_ALIGN_CENTER);
    gtk_widget_show (tick);
    gtk_container_add (GTK_CONTAINER (area), tick);
    g_object_set_data (G_OBJECT (question), REMEMBER, tick);
}

/* Three as wide as this one would not fit on a small screen. */
static void
add_keep (GtkWidget *question, const char *label)
{
    GtkWidget *button =
        gtk_dialog_add_button (GTK_DIALOG (question), label, UL_LOCK_RESPONSE_KEEP_UNLOCKED);

    gtk_box_set_homogeneous (GTK_BOX (gtk_widget_get_parent (button)), FALSE);
}

GtkWidget *
ul_lock_question_new (GtkWindow *parent, const UlMessage *obstacle, GPtrArray *rows,
                      guint n_altered, const char *chip, gboolean forever)
{
    GtkWidget *question = ul_question_new (parent, obstacle->title, obstacle->body);
    g_autofree char *keep =
        g_strdup_printf (ngettext ("_Keep the Chip Unlocked (Change %u Byte)",
                                   "_Keep the Chip Unlocked (Change %u Bytes)", n_altered),
                         n_altered);

    if (rows != NULL)
        add_settings (question, rows);
    add_tick (question);
    if (forever)
        add_entry (question, chip);
    ul_question_add_safe (question, _ ("_Cancel"), GTK_RESPONSE_CANCEL);
    ul_question_add_destructive (question,
                                 forever ? _ ("_Lock For Ever") : _ ("_Write as in the File"),
                                 UL_LOCK_RESPONSE_AS_FILE);
    add_keep (question, keep);
    if (forever)
        gtk_dialog_set_response_sensitive (GTK_DIALOG (question), UL_LOCK_RESPONSE_AS_FILE, FALSE);
    return question;
}

gboolean
ul_lock_question_is_forever (GtkWidget *question)
{
    return g_object_get_data (G_OBJECT (question), CHIP) != NULL;
}

gboolean
ul_lock_question_get_remember (GtkWidget *question)
{
    GtkToggleButton *tick = g_object_get_data (G_OBJECT (question), REMEMBER);

    return gtk_toggle_button_get_active (tick);
}
