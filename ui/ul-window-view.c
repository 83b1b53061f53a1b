/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the chip is looked at, and what is saved of the files. */
#include "ul-image-saver.h"
#include "ul-window-private.h"

#include <glib/gi18n.h>

static void
change_view (GSimpleAction *action, GVariant *state, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    const char *view = g_variant_get_string (state, NULL);

    if (!g_str_equal (view, "map") && !g_str_equal (view, "list") && !g_str_equal (view, "bytes"))
        return;
    g_simple_action_set_state (action, state);
    if (self->map_page != NULL)
        ul_map_page_set_view (self->map_page, view);
}

static void
set_view (UlWindow *self, const char *view)
{
    g_action_group_change_action_state (G_ACTION_GROUP (self), "view", g_variant_new_string (view));
}

static void
act_show_bytes (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    set_view (self, "bytes");
    if (self->map_page != NULL)
        ul_map_page_show_bytes (self->map_page);
}

/* The message knows where a comparison has found it; without one it is looked for. */
static void
act_compare (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    const UlMessage *message = ul_banner_get_message (self->banner);
    gboolean known =
        message != NULL && message->has_where && message->code == UL_ERROR_VERIFY_MISMATCH;

    if (self->map_page == NULL || ul_window_explained (self, UL_JOB_VERIFY))
        return;
    set_view (self, "bytes");
    ul_map_page_show_difference (self->map_page, known ? &message->address : NULL);
}

/* --- files under another name or in another format ----------------------------------------- */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlWindow) self = UL_WINDOW (user_data);

    ul_window_tell_saved (self, result, _ ("The files have been saved as one"), "");
}

static void
save_as (UlWindow *self, UlImage *image, GFile *file)
{
    g_autofree char *name = g_file_get_basename (file);
    UlImageFormat format = ul_image_format_by_name (name);

    if (format != UL_IMAGE_FORMAT_AUTO)
        ul_image_saver_save_async (image, file, format, on_saved, g_object_ref (self));
    else
        ul_messages_put (
            ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT,
            ul_message_new (UL_SEVERITY_WARNING, _ ("Nothing has been saved"),
                            _ ("The name of the file has to end in .hex, .srec or .bin.")));
}

static void
on_chosen (UlWindow *self, int response, GtkFileChooserNative *chooser)
{
    g_autoptr (GtkFileChooserNative) owned = chooser;
    UlImage *image = ul_file_list_get_image (ul_workbench_get_files (self->workbench));
    g_autoptr (GFile) file = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
    if (file != NULL && image != NULL)
        save_as (self, image, file);
}

static void
act_save_files (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    UlImage *image = ul_file_list_get_image (ul_workbench_get_files (self->workbench));

    if (image == NULL) {
        ul_window_explained (self, UL_JOB_PROGRAM);
        return;
    }
    GtkFileChooserNative *chooser =
        gtk_file_chooser_native_new (_ ("Save Files As (.hex, .srec or .bin)"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "firmware.hex");
    gtk_file_chooser_set_do_overwrite_confirmation (GTK_FILE_CHOOSER (chooser), TRUE);
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
    g_signal_connect_object (chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* --- as actions ---------------------------------------------------------------------------- */

void
ul_window_note_view (UlWindow *self)
{
    if (self->map_page != NULL)
        ul_map_page_note_view (self->map_page, ul_workbench_get_profile (self->workbench));
}

void
ul_window_add_view_actions (UlWindow *self)
{
    static const GActionEntry entries[] = {
        { "view", NULL, "s", "'map'", change_view },
        { "show-bytes", act_show_bytes },
        { "compare", act_compare },
        { "save-files", act_save_files },
    };

    g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
