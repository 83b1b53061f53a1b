/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person takes away: the report of a job, and a diagnosis to ask for help with. */
#include "ul-diagnosis.h"
#include "ul-window-private.h"

#include <glib/gi18n.h>

static void
tell (UlWindow *self, UlMessage *message)
{
    ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT, message);
}

/* Writes the report to "file", on a thread. */
static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    GFile *file = g_object_get_data (G_OBJECT (task), "file");
    GError *error = NULL;

    if (ul_report_save (data, file, cancellable, &error))
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

static void
saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlWindow) self = UL_WINDOW (user_data);
    g_autoptr (GError) error = NULL;

    if (!g_task_propagate_boolean (G_TASK (result), &error)) {
        UlMessage *message = ul_message_new_from_error (error);
        for (guint i = 0; i < UL_MESSAGE_MAX_REMEDIES; i++)
            message->remedies[i] = UL_REMEDY_NONE; /* to try again would be to do the job again */
        tell (self, message);
        return;
    }
    g_autofree char *name = g_file_get_parse_name (g_object_get_data (G_OBJECT (result), "file"));
    UlMessage *message = ul_message_new (UL_SEVERITY_INFO, _ ("The report has been saved"), name);
    message->transient = TRUE;
    tell (self, message);
}

static void
save_async (UlWindow *self, GFile *file, GAsyncReadyCallback callback)
{
    UlReport *report = ul_workbench_get_last_report (self->workbench);
    g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, g_object_ref (self));

    g_object_set_data_full (G_OBJECT (task), "file", g_object_ref (file), g_object_unref);
    g_task_set_task_data (task, ul_report_ref (report), (GDestroyNotify) ul_report_unref);
    g_task_run_in_thread (task, save_thread);
}

static void
on_chosen (UlWindow *self, int response, GtkFileChooserNative *chooser)
{
    g_autoptr (GtkFileChooserNative) owned = chooser; /* held since save_report */
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

    if (response != GTK_RESPONSE_ACCEPT || file == NULL ||
        ul_workbench_get_last_report (self->workbench) == NULL)
        return;
    g_autofree char *name = g_file_get_basename (file);
    if (ul_report_check_name (name, NULL))
        save_async (self, file, saved);
    else
        tell (self, ul_message_new (UL_SEVERITY_WARNING, _ ("Nothing has been saved"),
                                    _ ("The name of a report has to end in .html or .json.")));
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *pattern)
{
    GtkFileFilter *filter = gtk_file_filter_new ();

    gtk_file_filter_set_name (filter, name);
    gtk_file_filter_add_pattern (filter, pattern);
    gtk_file_chooser_add_filter (chooser, filter);
}

/* Returns: %TRUE when there is none, which has been said */
static gboolean
tell_no_report (UlWindow *self)
{
    if (ul_workbench_get_last_report (self->workbench) != NULL)
        return FALSE;
    UlMessage *message = ul_message_new (UL_SEVERITY_INFO, _ ("There is no job to report yet"),
                                         _ ("Program, erase, verify or unlock a chip first."));
    message->transient = TRUE;
    tell (self, message);
    return TRUE;
}

static void
save_report (UlWindow *self)
{
    if (tell_no_report (self))
        return;
    GtkFileChooserNative *native =
        gtk_file_chooser_native_new (_ ("Save Report"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
    GtkFileChooser *chooser = GTK_FILE_CHOOSER (native);
    gtk_file_chooser_set_do_overwrite_confirmation (chooser, TRUE);
    gtk_file_chooser_set_current_name (chooser, _ ("report.html"));
    add_filter (chooser, _ ("Pages to read and print (.html)"), "*.html");
    add_filter (chooser, _ ("Data for programs (.json)"), "*.json");
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
    g_signal_connect_object (native, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

/* --- shown at once ------------------------------------------------------------------------- */

static void
on_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlWindow) self = UL_WINDOW (user_data);
    g_autoptr (GError) error = NULL;

    if (g_app_info_launch_default_for_uri_finish (result, &error) || self->banner == NULL)
        return; /* shown, or closed meanwhile */
    UlMessage *message =
        ul_message_new (UL_SEVERITY_WARNING, _ ("No web browser is installed"),
                        _ ("Save Report… in the main menu keeps the report as a file."));
    message->details = g_strdup (error->message);
    message->transient = TRUE;
    tell (self, message);
}

static void
written_to_show (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlWindow) self = UL_WINDOW (user_data);
    g_autoptr (GError) error = NULL;

    if (self->banner == NULL) /* closed meanwhile */
        return;
    if (!g_task_propagate_boolean (G_TASK (result), &error)) {
        UlMessage *message = ul_message_new_from_error (error);
        message->remedies[0] = message->remedies[1] = UL_REMEDY_NONE;
        tell (self, message);
        return;
    }
    GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
    g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);
    g_autofree char *uri = g_file_get_uri (g_object_get_data (G_OBJECT (result), "file"));
    g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, on_shown,
                                             g_object_ref (self));
}

/* A page of its own, which the next one replaces: who wants to keep it saves it. */
static void
act_show_report (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "unlatch", NULL);
    g_autofree char *path = g_build_filename (folder, "report.html", NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);

    if (tell_no_report (self))
        return;
    g_mkdir_with_parents (folder, 0700); /* where that fails, writing tells why */
    save_async (self, file, written_to_show);
}

static void
act_save_report (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    save_report (UL_WINDOW (user_data));
}

void
ul_window_add_report_actions (UlWindow *self)
{
    static const GActionEntry entries[] = {
        { "save-report", act_save_report },
        { "show-report", act_show_report },
    };

    g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

char *
ul_window_diagnose (UlWindow *self)
{
    GListModel *list = G_LIST_MODEL (ul_workbench_get_files (self->workbench));
    const UlMessage *message = ul_messages_get_top (ul_workbench_get_messages (self->workbench));
    g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
    g_autofree char *log = ul_log_drawer_get_text (self->log_drawer);
    g_autofree char *problem = message != NULL ? ul_message_to_text (message) : NULL;
    g_autofree char *toolkit = g_strdup_printf ("GTK %u.%u.%u", gtk_get_major_version (),
                                                gtk_get_minor_version (), gtk_get_micro_version ());

    for (guint i = 0; i < g_list_model_get_n_items (list); i++)
        g_ptr_array_add (files, g_list_model_get_item (list, i));
    UlDiagnosis more = { .toolkit = toolkit,
                         .files = (UlImage *const *) files->pdata,
                         .n_files = files->len,
                         .problem = problem,
                         .last_job = ul_workbench_get_report (self->workbench),
                         .log = log };
    return ul_diagnosis_write (ul_workbench_get_session (self->workbench), &more);
}
