/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The window's part in profiles: opening, saving, what is asked before one is left. */
#include "ul-file-kind.h"
#include "ul-profile-dialog.h"
#include "ul-profile-question.h"
#include "ul-recent-list.h"
#include "ul-window-private.h"

#include <glib/gi18n.h>

/* What comes once the present profile is saved or given up. */
typedef enum {
    NEXT_NOTHING,
    NEXT_NEW,
    NEXT_OPEN,
    NEXT_CLOSE,
    NEXT_SCENARIO,
} NextKind;

typedef struct {
    UlWindow *window;
    NextKind kind;
    GFile *file;                /* NEXT_OPEN */
    GPtrArray *others;          /* NEXT_OPEN: (nullable): of GFile, to be opened with it */
    const UlScenario *scenario; /* NEXT_SCENARIO */
} Next;

static void
next_free (Next *next)
{
    g_object_unref (next->window);
    g_clear_object (&next->file);
    g_clear_pointer (&next->others, g_ptr_array_unref);
    g_free (next);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Next, next_free)

static Next *
next_new (UlWindow *self, NextKind kind, GFile *file)
{
    Next *next = g_new0 (Next, 1);

    next->window = g_object_ref (self);
    next->kind = kind;
    next->file = file != NULL ? g_object_ref (file) : NULL;
    return next;
}

static Next *
next_copy (const Next *next)
{
    Next *copy = next_new (next->window, next->kind, next->file);

    copy->scenario = next->scenario;
    copy->others = next->others != NULL ? g_ptr_array_ref (next->others) : NULL;
    return copy;
}

static UlProfile *
get_profile (UlWindow *self)
{
    return ul_workbench_get_profile (self->workbench);
}

static void
tell (UlWindow *self, UlMessage *message)
{
    ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT, message);
}

/* The usual buttons would repeat the last job or open firmware. */
static void
tell_error (UlWindow *self, const GError *error)
{
    UlMessage *message = ul_message_new_from_error (error);

    for (guint i = 0; i < UL_MESSAGE_MAX_REMEDIES; i++)
        message->remedies[i] = UL_REMEDY_NONE;
    tell (self, message);
}

/* --- opening -----------------------------------------------------------------------------------
 */

static void
take_loaded (const Next *next, UlProfile *profile)
{
    UlWorkbench *workbench = next->window->workbench;

    if (!ul_file_kind_is_import (next->file))
        ul_recent_list_remember (next->file);
    ul_workbench_set_profile (workbench, profile);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (Next) next = user_data;
    UlWindow *self = next->window;
    g_autoptr (GError) error = NULL;
    g_autoptr (UlProfile) profile = ul_file_kind_is_import (next->file)
                                        ? ul_profile_import_finish (result, &error)
                                        : ul_profile_load_finish (result, &error);

    if (self->side == NULL) /* closed meanwhile */
        return;
    self->profile_comes = FALSE;
    if (profile != NULL)
        take_loaded (next, profile);
    /* They need no profile. */
    if (next->others != NULL)
        ul_workbench_open_files (self->workbench, next->others);
    if (profile == NULL)
        tell_error (self, error);
    ul_window_update_page (self);
}

static void
open_profile (const Next *next)
{
    if (ul_file_kind_is_import (next->file))
        ul_profile_import_async (next->file, NULL, on_loaded, next_copy (next));
    else
        ul_profile_load_async (next->file, NULL, on_loaded, next_copy (next));
}

static void
do_next (const Next *next)
{
    g_autoptr (UlProfile) fresh = NULL;

    switch (next->kind) {
    case NEXT_NEW:
        fresh = ul_profile_new ();
        ul_workbench_set_profile (next->window->workbench, fresh);
        break;
    case NEXT_OPEN:
        open_profile (next);
        break;
    case NEXT_CLOSE:
        gtk_widget_destroy (GTK_WIDGET (next->window));
        break;
    case NEXT_SCENARIO:
        ul_window_begin_scenario (next->window, next->scenario);
        break;
    case NEXT_NOTHING:
    default:
        break;
    }
}

/* --- saving ------------------------------------------------------------------------------------
 */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (Next) next = user_data;
    UlWindow *self = next->window;
    UlProfile *profile = UL_PROFILE (source);
    g_autoptr (GError) error = NULL;

    if (!ul_profile_save_finish (profile, result, &error)) {
        tell_error (self, error);
        return;
    }
    ul_recent_list_remember (ul_profile_get_location (profile));
    do_next (next);
}

/* @next: (transfer full) */
static void
save (UlWindow *self, GFile *file, Next *next)
{
    ul_window_note_view (self);
    ul_profile_save_async (get_profile (self), file, NULL, on_saved, next);
}

static GFile *
add_suffix (GFile *file)
{
    g_autofree char *name = g_file_get_basename (file);

    if (strchr (name, '.') != NULL)
        return g_object_ref (file);
    g_autofree char *with_suffix = g_strconcat (name, ".unlatch", NULL);
    g_autoptr (GFile) parent = g_file_get_parent (file);
    return g_file_get_child (parent, with_suffix);
}

static void
save_chosen (UlWindow *self, int response, GtkFileChooserNative *chooser)
{
    g_autoptr (GtkFileChooserNative) owned = chooser;
    g_autoptr (GFile) file = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
    if (file == NULL)
        return;
    g_autoptr (GFile) target = add_suffix (file);
    save (self, target, next_new (self, NEXT_NOTHING, NULL));
}

static GtkFileFilter *
make_filter (gboolean imports)
{
    GtkFileFilter *filter = gtk_file_filter_new ();
    const char *const *patterns = ul_file_kind_get_profile_patterns ();

    gtk_file_filter_set_name (filter, imports ? _ ("Profiles, J-Flash projects, J-Link scripts")
                                              : _ ("Profiles"));
    for (guint i = 0; patterns[i] != NULL && (imports || i == 0); i++)
        gtk_file_filter_add_pattern (filter, patterns[i]);
    return filter;
}

static void
choose (UlWindow *self, GtkFileChooserNative *chooser, gboolean imports, GCallback chosen)
{
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), make_filter (imports));
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
    g_signal_connect_object (chooser, "response", chosen, self, G_CONNECT_SWAPPED);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* A profile without a place goes beside its first firmware file, and is called like it. */
static void
suggest_place (UlWindow *self, GtkFileChooser *chooser)
{
    UlProfile *profile = get_profile (self);
    const char *own_name = ul_profile_get_text (profile, UL_PROFILE_NAME);
    g_autoptr (GFile) file =
        ul_profile_get_n_files (profile) > 0 ? ul_profile_resolve (profile, 0) : NULL;
    g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
    g_autofree char *base = file != NULL ? g_file_get_basename (file) : NULL;
    g_autofree char *stem = g_filename_display_name (base != NULL ? base : _ ("Unnamed"));
    char *dot = strrchr (stem, '.');

    if (dot != NULL && dot != stem)
        *dot = '\0';
    g_autofree char *name = g_strconcat (own_name[0] != '\0' ? own_name : stem, ".unlatch", NULL);
    if (folder != NULL)
        gtk_file_chooser_set_current_folder_file (chooser, folder, NULL);
    gtk_file_chooser_set_current_name (chooser, g_strdelimit (name, G_DIR_SEPARATOR_S, '-'));
}

void
ul_window_save_profile_as (UlWindow *self)
{
    GtkFileChooserNative *chooser =
        gtk_file_chooser_native_new (_ ("Save Profile"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
    GFile *location = ul_profile_get_location (get_profile (self));

    gtk_file_chooser_set_do_overwrite_confirmation (GTK_FILE_CHOOSER (chooser), TRUE);
    if (location != NULL)
        gtk_file_chooser_set_file (GTK_FILE_CHOOSER (chooser), location, NULL);
    else
        suggest_place (self, GTK_FILE_CHOOSER (chooser));
    choose (self, chooser, FALSE, G_CALLBACK (save_chosen));
}

void
ul_window_save_profile (UlWindow *self)
{
    if (ul_profile_get_location (get_profile (self)) != NULL)
        save (self, NULL, next_new (self, NEXT_NOTHING, NULL));
    else
        ul_window_save_profile_as (self);
}

/* --- before it is left -------------------------------------------------------------------------
 */

static void
on_answer (GtkWidget *question, int response, Next *next)
{
    if (response == UL_PROFILE_RESPONSE_DISCARD)
        do_next (next);
    else if (response == UL_PROFILE_RESPONSE_SAVE)
        save (next->window, NULL, next_copy (next));
}

/* What was never saved as a profile was perhaps never meant to be one. */
static gboolean
must_ask (UlWindow *self)
{
    UlProfile *profile = get_profile (self);

    return ul_profile_get_location (profile) != NULL && ul_profile_get_dirty (profile);
}

static void
leave (Next *next)
{
    UlWindow *self = next->window;
    g_autoptr (Next) owned = next;

    if (!must_ask (self)) {
        do_next (next);
        return;
    }
    g_autofree char *name = ul_profile_get_label (get_profile (self));
    GtkWidget *question = ul_profile_question_new (GTK_WINDOW (self), name);
    g_signal_connect_data (question, "response", G_CALLBACK (on_answer), g_steal_pointer (&owned),
                           (GClosureNotify) (void *) next_free, 0);
    gtk_widget_show (question);
}

gboolean
ul_window_ask_before_close (UlWindow *self)
{
    if (!must_ask (self))
        return FALSE;
    leave (next_new (self, NEXT_CLOSE, NULL));
    return TRUE;
}

void
ul_window_open_profile (UlWindow *self, GFile *file, GPtrArray *others)
{
    Next *next = next_new (self, NEXT_OPEN, file);

    next->others = others != NULL ? g_ptr_array_ref (others) : NULL;
    leave (next);
}

void
ul_window_open (UlWindow *self, GPtrArray *files)
{
    g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
    GFile *profile = NULL;

    for (guint i = 0; i < files->len; i++) {
        GFile *file = files->pdata[i];
        if (ul_file_kind_is_profile (file))
            profile = file;
        else
            g_ptr_array_add (others, g_object_ref (file));
    }
    if (profile != NULL)
        ul_window_open_profile (self, profile, others);
    else
        ul_workbench_open_files (self->workbench, others);
}

void
ul_window_leave_for_scenario (UlWindow *self, const UlScenario *scenario)
{
    Next *next = next_new (self, NEXT_SCENARIO, NULL);

    next->scenario = scenario;
    leave (next);
}

void
ul_window_new_profile (UlWindow *self)
{
    leave (next_new (self, NEXT_NEW, NULL));
}

static void
open_chosen (UlWindow *self, int response, GtkFileChooserNative *chooser)
{
    g_autoptr (GtkFileChooserNative) owned = chooser;
    g_autoptr (GFile) file = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
    if (file != NULL)
        ul_window_open_profile (self, file, NULL);
}

void
ul_window_choose_profile (UlWindow *self)
{
    GtkFileChooserNative *chooser =
        gtk_file_chooser_native_new (_ ("Open Profile"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));

    choose (self, chooser, TRUE, G_CALLBACK (open_chosen));
}

/* --- what it says ------------------------------------------------------------------------------
 */

static void
on_settings_answer (UlWindow *self, int response, UlProfileDialog *dialog)
{
    if (response == GTK_RESPONSE_ACCEPT && !ul_profile_dialog_apply (dialog))
        return; /* it says what is wrong */
    gtk_widget_destroy (GTK_WIDGET (dialog));
    if (response == GTK_RESPONSE_ACCEPT)
        ul_workbench_take_up_settings (self->workbench);
}

void
ul_window_edit_profile (UlWindow *self)
{
    const UlChip *chip = ul_session_get_chip (ul_workbench_get_session (self->workbench));
    UlProfileDialog *dialog =
        ul_profile_dialog_new (GTK_WINDOW (self), get_profile (self), chip->ids.sdid);

    g_signal_connect_object (dialog, "response", G_CALLBACK (on_settings_answer), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_show (GTK_WIDGET (dialog));
}

void
ul_window_set_unlock_when_locked (UlWindow *self, gboolean on)
{
    ul_profile_set_number (get_profile (self), UL_PROFILE_UNLOCK,
                           on ? UL_PROFILE_UNLOCK_WHEN_LOCKED : UL_PROFILE_UNLOCK_ASK);
}

static void
show_standing (UlWindow *self)
{
    gboolean on = ul_profile_get_number (get_profile (self), UL_PROFILE_UNLOCK) ==
                  UL_PROFILE_UNLOCK_WHEN_LOCKED;
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "unlock-when-locked");

    gtk_widget_set_visible (self->unlock_badge, on);
    g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (on));
}

static void
on_profile_changed (UlWindow *self)
{
    if (self->profile != NULL)
        g_signal_handlers_disconnect_by_func (self->profile, show_standing, self);
    g_set_object (&self->profile, get_profile (self));
    g_signal_connect_object (self->profile, "changed", G_CALLBACK (show_standing), self,
                             G_CONNECT_SWAPPED);
    show_standing (self);
}

void
ul_window_follow_profile (UlWindow *self)
{
    g_signal_connect_object (self->workbench, "notify::profile", G_CALLBACK (on_profile_changed),
                             self, G_CONNECT_SWAPPED);
    on_profile_changed (self);
}

void
ul_window_copy_command (UlWindow *self)
{
    GtkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD);
    g_autoptr (GError) error = NULL;
    g_autofree char *line = ul_workbench_describe_command (self->workbench, &error);

    if (line == NULL) {
        tell_error (self, error);
        return;
    }
    gtk_clipboard_set_text (clipboard, line, -1);
    UlMessage *message = ul_message_new (UL_SEVERITY_INFO, _ ("The command has been copied"), line);
    message->transient = TRUE;
    tell (self, message);
}
