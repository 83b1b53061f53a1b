/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is handed on: to the clipboard, or to a file. */
#include "ul-window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define UDEV_RULES "/org/unlatch/Unlatch/60-unlatch.rules"

static void
copy_text (UlWindow *self, const char *text)
{
    GtkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD);

    gtk_clipboard_set_text (clipboard, text, -1);
}

static void
tell_copied (UlWindow *self)
{
    UlMessage *message = ul_message_new (
        UL_SEVERITY_INFO, _ ("The rule has been copied"),
        _ ("Save it as /etc/udev/rules.d/60-unlatch.rules, then plug the probe in again."));

    message->transient = TRUE;
    message->help = "probe-permission";
    message->remedies[0] = UL_REMEDY_TRY_AGAIN;
    ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT, message);
}

static void
act_copy_fix (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    g_autoptr (GBytes) rules =
        g_resources_lookup_data (UDEV_RULES, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    gsize size;
    const char *text = g_bytes_get_data (rules, &size);
    g_autofree char *copy = g_strndup (text, size);

    copy_text (UL_WINDOW (user_data), copy);
    tell_copied (UL_WINDOW (user_data));
}

static void
act_copy_details (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    const UlMessage *message = ul_banner_get_message (self->banner);
    g_autofree char *text = message != NULL ? ul_message_to_text (message) : g_strdup ("");

    copy_text (self, text);
}

static void
act_copy_log (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    g_autofree char *text = ul_log_drawer_get_text (self->log_drawer);

    copy_text (self, text);
}

static void
on_log_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlWindow) self = UL_WINDOW (user_data);
    g_autoptr (GError) error = NULL;

    if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
        ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT,
                         ul_message_new_from_error (error));
}

static void
save_log_chosen (UlWindow *self, int response, GtkFileChooserNative *chooser)
{
    g_autoptr (GtkFileChooserNative) owned = chooser; /* held since act_save_log */
    g_autofree char *text = ul_log_drawer_get_text (self->log_drawer);
    g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
    g_autoptr (GFile) file = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
    if (file != NULL)
        g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                             on_log_saved, g_object_ref (self));
}

static void
act_save_log (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    GtkFileChooserNative *chooser =
        gtk_file_chooser_native_new (_ ("Save Log"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

    gtk_file_chooser_set_do_overwrite_confirmation (GTK_FILE_CHOOSER (chooser), TRUE);
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "unlatch.log");
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
    g_signal_connect_object (chooser, "response", G_CALLBACK (save_log_chosen), self,
                             G_CONNECT_SWAPPED);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
act_copy_diagnosis (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    g_autofree char *text = ul_window_diagnose (self);

    copy_text (self, text);
}

static const GActionEntry entries[] = {
    { "copy-fix", act_copy_fix },
    { "copy-details", act_copy_details },
    { "copy-log", act_copy_log },
    { "save-log", act_save_log },
    { "copy-diagnosis", act_copy_diagnosis },
};

void
ul_window_add_copy_actions (UlWindow *self)
{
    g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
