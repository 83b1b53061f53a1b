/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the buttons of messages do that nothing else in the window does. */
#include "ul-line-dialog.h"
#include "ul-window-private.h"

static void
act_keep_old (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlMessages *messages = ul_workbench_get_messages (UL_WINDOW (user_data)->workbench);

    ul_messages_put (messages, UL_SLOT_STALE, NULL); /* until it is written once more */
}

static void
act_open_as_binary (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    static const UlImageOptions raw = { .format = UL_IMAGE_FORMAT_BIN, .force_bin = TRUE };
    UlWindow *self = UL_WINDOW (user_data);
    const UlMessage *message = ul_banner_get_message (self->banner);
    g_autoptr (GFile) failed = NULL; /* opening takes the message away */

    if (message == NULL || !g_set_object (&failed, message->failed))
        return;
    ul_file_list_open_as (ul_workbench_get_files (self->workbench), failed, &raw, TRUE);
}

static void
act_untick (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    UlFileList *files = ul_workbench_get_files (self->workbench);
    const UlMessage *message = ul_banner_get_message (self->banner);
    UlImage *second = message != NULL && message->has_where
                          ? ul_file_list_find_second (files, message->address)
                          : NULL;

    if (second != NULL)
        ul_file_list_set_ticked (files, second, FALSE);
}

static void
act_program_rest (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    g_autoptr (UlJobSpec) spec = NULL;

    if (ul_window_explained (self, UL_JOB_PROGRAM))
        return;
    spec = ul_workbench_new_rest (self->workbench);
    if (spec != NULL)
        ul_window_run (self, spec, UL_LOCK_RISK_NONE);
}

static void
act_wait_longer (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_workbench_run_longer (UL_WINDOW (user_data)->workbench);
}

static void
on_lines_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlWindow) self = UL_WINDOW (user_data);
    g_autoptr (GError) error = NULL;

    if (self->banner == NULL) /* closed meanwhile */
        return;
    GtkWidget *dialog = ul_line_dialog_load_finish (GTK_WINDOW (self), result, &error);
    if (dialog != NULL)
        gtk_widget_show (dialog);
    else
        ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT,
                         ul_message_new_from_error (error));
}

static void
act_show_line (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    const UlMessage *message = ul_banner_get_message (self->banner);

    if (message != NULL && message->failed != NULL && message->line > 0)
        ul_line_dialog_load_async (message->failed, message, on_lines_loaded, g_object_ref (self));
}

static void
act_leave_out (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_workbench_leave_out_missing (UL_WINDOW (user_data)->workbench);
}

void
ul_window_add_remedy_actions (UlWindow *self)
{
    static const GActionEntry entries[] = {
        { "keep-old", act_keep_old },       { "open-as-binary", act_open_as_binary },
        { "untick", act_untick },           { "program-rest", act_program_rest },
        { "wait-longer", act_wait_longer }, { "show-line", act_show_line },
        { "leave-out", act_leave_out },
    };

    g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
