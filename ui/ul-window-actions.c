/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-about.h"
#include "ul-explain-dialog.h"
#include "ul-file-kind.h"
#include "ul-help.h"
#include "ul-preferences.h"
#include "ul-shortcuts.h"
#include "ul-window-private.h"

#include <glib/gi18n.h>

static void
open_chosen (UlWindow *self, int response, GtkFileChooserNative *chooser)
{
    g_autoptr (GtkFileChooserNative) owned = chooser; /* held since act_open */
    g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
    GSList *chosen = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
    for (GSList *l = chosen; l != NULL; l = l->next)
        g_ptr_array_add (files, l->data);
    g_slist_free (chosen);
    ul_window_open (self, files);
}

static GtkFileFilter *
make_filter (void)
{
    GtkFileFilter *filter = gtk_file_filter_new ();
    const char *const *patterns = ul_file_kind_get_patterns ();

    gtk_file_filter_set_name (filter, _ ("Firmware files"));
    for (guint i = 0; patterns[i] != NULL; i++) {
        g_autofree char *upper = g_ascii_strup (patterns[i], -1);
        gtk_file_filter_add_pattern (filter, patterns[i]);
        gtk_file_filter_add_pattern (filter, upper);
    }
    return filter;
}

static void
act_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    GtkFileChooserNative *chooser =
        gtk_file_chooser_native_new (_ ("Open Firmware Files"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
    GtkFileFilter *all = gtk_file_filter_new ();

    gtk_file_filter_set_name (all, _ ("All files"));
    gtk_file_filter_add_pattern (all, "*");
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), make_filter ());
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
    gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
    g_signal_connect_object (chooser, "response", G_CALLBACK (open_chosen), self,
                             G_CONNECT_SWAPPED);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

#define JOB_ACTION(name)                                                                           \
    static void act_##name (GSimpleAction *action, GVariant *parameter, gpointer user_data)        \
    {                                                                                              \
        ul_window_##name (UL_WINDOW (user_data));                                                  \
    }

JOB_ACTION (program)
JOB_ACTION (verify)
JOB_ACTION (erase)
JOB_ACTION (unlock)
JOB_ACTION (read)
JOB_ACTION (restore)
JOB_ACTION (unlock_and_program)
JOB_ACTION (review_lock)
JOB_ACTION (tell_what_works)

static void
act_cancel (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    ul_activity_strip_show_stopping (self->strip);
    ul_action_bar_await_stop (self->action_bar);
    ul_workbench_cancel (self->workbench);
}

static void
act_stop_and_reset (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_workbench_stop_and_reset (UL_WINDOW (user_data)->workbench);
}

static void
act_reload (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    UlProbeSource *probes = ul_workbench_get_probes (self->workbench);

    if (probes != NULL)
        ul_probe_source_rescan (probes);
    ul_workbench_reload_files (self->workbench);
    ul_workbench_look (self->workbench);
}

static void
act_reload_files (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_workbench_reload_files (UL_WINDOW (user_data)->workbench);
}

/* The banner says which of them failed: the last job, or the look at the chip. */
static gboolean
is_about_job (UlWindow *self)
{
    UlMessages *messages = ul_workbench_get_messages (self->workbench);
    const UlMessage *top = ul_messages_get_top (messages);

    return top != NULL && top == ul_messages_get (messages, UL_SLOT_RESULT) && !top->transient;
}

static void
act_skip_protected (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    if (is_about_job (self))
        ul_workbench_run_skipping (self->workbench);
    else
        ul_window_program_skipping (self);
}

static void
act_try_again (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    if (is_about_job (self))
        ul_workbench_run_again (self->workbench);
    else
        ul_workbench_look (self->workbench);
}

static void
act_resume (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_workbench_run_again (UL_WINDOW (user_data)->workbench);
}

static void
act_try_simulated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_window_choose_scenario (UL_WINDOW (user_data));
}

static void
act_connect_probe (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_window_connect_probe (UL_WINDOW (user_data));
}

static void
act_explain_log (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    gtk_widget_show (GTK_WIDGET (ul_explain_dialog_new (GTK_APPLICATION_WINDOW (user_data))));
}

static void
act_catch (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_workbench_catch (UL_WINDOW (user_data)->workbench);
}

static void
act_lower_speed (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    UlSession *session = ul_workbench_get_session (self->workbench);
    guint speed = ul_session_get_chip (session)->probe.speed_khz;

    ul_session_set_speed (session, speed > 1000 ? 1000 : 100);
    ul_workbench_look (self->workbench);
}

static void
act_use_found_chip (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    const UlChip *chip = ul_session_get_chip (ul_workbench_get_session (self->workbench));

    ul_workbench_use_device (self->workbench, chip->found);
}

static void
act_choose_chip (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (UL_WINDOW (user_data)->device_chooser), TRUE);
}

static void
act_choose_probe (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (UL_WINDOW (user_data)->probe_chooser), TRUE);
}

static void
act_check_under_reset (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_workbench_look_under_reset (UL_WINDOW (user_data)->workbench);
}

static void
act_show_sectors (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    const UlMessage *message = ul_banner_get_message (self->banner);

    if (self->map_page != NULL && message != NULL && message->has_where)
        ul_map_page_show_range (self->map_page, message->address, message->size);
}

static void
act_keep_unlocked (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_workbench_set_lock_bytes (UL_WINDOW (user_data)->workbench, UL_LOCK_BYTES_KEEP_UNLOCKED);
}

static void
act_no_backup (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_workbench_run_without_backup (UL_WINDOW (user_data)->workbench);
}

static void
tell_no_map (UlWindow *self)
{
    UlMessage *message =
        ul_message_new (UL_SEVERITY_INFO, _ ("There is no map yet"),
                        _ ("Connect a board, or choose a chip in the header bar."));

    message->transient = TRUE;
    message->help = "map";
    message->remedies[0] = UL_REMEDY_CHOOSE_CHIP;
    ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT, message);
}

static void
act_go_to (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    if (self->map_page != NULL)
        ul_map_page_go_to (self->map_page);
    else
        tell_no_map (self);
}

static void
change_show_log (GSimpleAction *action, GVariant *state, gpointer user_data)
{
    g_simple_action_set_state (action, state);
    ul_log_drawer_set_open (UL_WINDOW (user_data)->log_drawer, g_variant_get_boolean (state));
}

static void
change_inspector (GSimpleAction *action, GVariant *state, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    g_simple_action_set_state (action, state);
    if (self->map_page != NULL)
        ul_map_page_set_inspector (self->map_page, g_variant_get_boolean (state));
}

static void
act_open_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_window_choose_profile (UL_WINDOW (user_data));
}

static void
act_save_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_window_save_profile (UL_WINDOW (user_data));
}

static void
act_save_profile_as (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_window_save_profile_as (UL_WINDOW (user_data));
}

static void
act_new_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_window_new_profile (UL_WINDOW (user_data));
}

static void
act_profile_settings (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_window_edit_profile (UL_WINDOW (user_data));
}

static void
act_copy_command (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_window_copy_command (UL_WINDOW (user_data));
}

static void
change_unlock_when_locked (GSimpleAction *action, GVariant *state, gpointer user_data)
{
    ul_window_set_unlock_when_locked (UL_WINDOW (user_data), g_variant_get_boolean (state));
}

static void
change_each_board (GSimpleAction *action, GVariant *state, gpointer user_data)
{
    ul_workbench_set_each_board (UL_WINDOW (user_data)->workbench, g_variant_get_boolean (state));
}

static void
act_reset_tally (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_workbench_reset_tally (UL_WINDOW (user_data)->workbench);
}

static void
act_main_menu (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (UL_WINDOW (user_data)->main_menu), TRUE);
}

static void
on_help_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlWindow) self = UL_WINDOW (user_data);
    g_autoptr (GError) error = NULL;

    if (!ul_help_show_finish (result, &error) && self->workbench != NULL)
        ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT,
                         ul_help_describe_failure (error));
}

static void
act_help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_help_show_async (GTK_WINDOW (user_data), g_variant_get_string (parameter, NULL),
                        on_help_shown, g_object_ref (user_data));
}

/* About the message that is shown, which is what somebody asks about. */
static void
act_help_here (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    const UlMessage *message = ul_banner_get_message (UL_WINDOW (user_data)->banner);
    const char *page = message != NULL && message->help != NULL ? message->help : "index";

    ul_help_show_async (GTK_WINDOW (user_data), page, on_help_shown, g_object_ref (user_data));
}

static void
act_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    if (ul_preferences_show (GTK_WINDOW (self)))
        return;
    UlMessage *message =
        ul_message_new (UL_SEVERITY_WARNING, _ ("Preferences cannot be kept"),
                        _ ("Unlatch is not installed, so there is no place for them."));
    message->transient = TRUE;
    ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT, message);
}

static void
act_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_shortcuts_show (GTK_WINDOW (user_data));
}

static void
act_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    ul_about_show (GTK_WINDOW (user_data));
}

static void
act_close (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    gtk_window_close (GTK_WINDOW (user_data));
}

static const GActionEntry always_entries[] = {
    { "open", act_open },
    { "reload-files", act_reload_files },
    { "save-profile", act_save_profile },
    { "save-profile-as", act_save_profile_as },
    { "copy-command", act_copy_command },
    { "review-lock", act_review_lock },
    { "what-works", act_tell_what_works },
    { "explain-log", act_explain_log },
    { "show-sectors", act_show_sectors },
    { "go-to", act_go_to },
    { "show-log", NULL, NULL, "false", change_show_log },
    { "inspector", NULL, NULL, "true", change_inspector },
    { "each-board", NULL, NULL, "false", change_each_board },
    { "main-menu", act_main_menu },
    { "help", act_help, "s" },
    { "help-here", act_help_here },
    { "preferences", act_preferences },
    { "shortcuts", act_shortcuts },
    { "about", act_about },
    { "close", act_close },
};

static const GActionEntry idle_entries[] = {
    { "open-profile", act_open_profile },
    { "new-profile", act_new_profile },
    { "profile-settings", act_profile_settings },
    { "unlock-when-locked", NULL, NULL, "false", change_unlock_when_locked },
    { "reset-tally", act_reset_tally },
    { "program", act_program },
    { "verify", act_verify },
    { "erase", act_erase },
    { "unlock", act_unlock },
    { "read", act_read },
    { "restore", act_restore },
    { "unlock-and-program", act_unlock_and_program },
    { "skip-protected", act_skip_protected },
    { "reload", act_reload },
    { "try-again", act_try_again },
    { "resume", act_resume },
    { "try-simulated", act_try_simulated },
    { "connect-probe", act_connect_probe },
    { "catch", act_catch },
    { "lower-speed", act_lower_speed },
    { "use-found-chip", act_use_found_chip },
    { "choose-chip", act_choose_chip },
    { "choose-probe", act_choose_probe },
    { "check-under-reset", act_check_under_reset },
    { "keep-unlocked", act_keep_unlocked },
    { "no-backup", act_no_backup },
};

static const GActionEntry busy_entries[] = {
    { "cancel", act_cancel },
    { "stop-and-reset", act_stop_and_reset },
};

static void
set_enabled (UlWindow *self, const GActionEntry *entries, guint n_entries, gboolean enabled)
{
    for (guint i = 0; i < n_entries; i++) {
        GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name);
        g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
    }
}

void
ul_window_update_actions (UlWindow *self)
{
    gboolean busy = ul_workbench_get_busy (self->workbench);

    set_enabled (self, idle_entries, G_N_ELEMENTS (idle_entries), !busy);
    set_enabled (self, busy_entries, G_N_ELEMENTS (busy_entries), busy);
    ul_window_update_sector_actions (self);
    ul_window_update_lift_actions (self);
}

void
ul_window_add_actions (UlWindow *self)
{
    GActionMap *map = G_ACTION_MAP (self);

    g_action_map_add_action_entries (map, always_entries, G_N_ELEMENTS (always_entries), self);
    ul_window_add_copy_actions (self);
    ul_window_add_report_actions (self);
    g_action_map_add_action_entries (map, idle_entries, G_N_ELEMENTS (idle_entries), self);
    g_action_map_add_action_entries (map, busy_entries, G_N_ELEMENTS (busy_entries), self);
    ul_window_add_sector_actions (self);
    ul_window_add_lift_actions (self);
    ul_window_add_undo_actions (self);
    ul_window_add_remedy_actions (self);
    ul_window_add_view_actions (self);
    ul_window_add_pane_actions (self);
    ul_window_update_actions (self);
}
