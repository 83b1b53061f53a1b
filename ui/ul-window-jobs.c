/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a click to a job: first why it cannot work, then the question, then the job. */
#include "ul-erase-dialog.h"
#include "ul-image-saver.h"
#include "ul-lock-question.h"
#include "ul-plan-popover.h"
#include "ul-question.h"
#include "ul-read-dialog.h"
#include "ul-restore-dialog.h"
#include "ul-unlock-question.h"
#include "ul-window-private.h"

#include <glib/gi18n.h>

#define AGREED "ul-agreed" /* the unusual plan that was agreed to last */
#define N_ANSWERED                                                                                 \
    "ul-n-answered" /* of a question before a backup is restored: those before it                  \
                     */

/* An address that has been typed beside a file counts although Enter was not pressed. Returns:
 * FALSE when it is none, which stays marked */
static gboolean
take_typed (UlWindow *self)
{
    GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

    if (self->file_card == NULL || !GTK_IS_ENTRY (focus) ||
        !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->file_card)))
        return TRUE;
    gtk_widget_activate (focus);
    return !gtk_style_context_has_class (gtk_widget_get_style_context (focus),
                                         GTK_STYLE_CLASS_ERROR);
}

gboolean
ul_window_explained (UlWindow *self, UlJobKind kind)
{
    if ((kind == UL_JOB_PROGRAM || kind == UL_JOB_VERIFY) && !take_typed (self))
        return TRUE;
    g_autoptr (UlMessage) message = ul_workbench_explain (self->workbench, kind);

    if (message == NULL)
        return FALSE;
    ul_action_bar_explain (self->action_bar, kind, message);
    return TRUE;
}

static const UlDevice *
get_device (UlWindow *self)
{
    return ul_session_get_device (ul_workbench_get_session (self->workbench));
}

static void
run_program (UlWindow *self, gboolean forever_confirmed)
{
    g_autoptr (UlJobSpec) spec = ul_workbench_new_spec (self->workbench, UL_JOB_PROGRAM);

    spec->lock_forever_confirmed = forever_confirmed;
    ul_window_run (self, spec, UL_LOCK_RISK_WRITE); /* by the lock question, or the profile */
}

static void
take_lock_bytes (UlWindow *self, UlLockBytes answer, gboolean remember)
{
    ul_workbench_set_lock_bytes (self->workbench, answer);
    if (remember)
        ul_profile_set_number (ul_workbench_get_profile (self->workbench), UL_PROFILE_LOCK_BYTES,
                               answer);
}

static void
on_lock_answer (UlWindow *self, int response, GtkWidget *question)
{
    gboolean forever = ul_lock_question_is_forever (question);
    gboolean remember = ul_lock_question_get_remember (question);

    gtk_widget_destroy (question);
    if (response == UL_LOCK_RESPONSE_KEEP_UNLOCKED)
        take_lock_bytes (self, UL_LOCK_BYTES_KEEP_UNLOCKED, remember);
    else if (response == UL_LOCK_RESPONSE_AS_FILE)
        take_lock_bytes (self, UL_LOCK_BYTES_AS_FILE, remember);
    else
        return;
    run_program (self, forever && response == UL_LOCK_RESPONSE_AS_FILE);
}

static void
ask_about_lock (UlWindow *self, gboolean forever)
{
    g_autoptr (UlMessage) obstacle = ul_workbench_describe_obstacle (self->workbench);
    g_autofree char *chip = ul_device_get_label (get_device (self));
    guint n_altered = 1;
    g_autoptr (GPtrArray) rows = ul_window_compare_kept (self, &n_altered);
    GtkWidget *question =
        ul_lock_question_new (GTK_WINDOW (self), obstacle, rows, n_altered, chip, forever);

    g_signal_connect_object (question, "response", G_CALLBACK (on_lock_answer), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_show (question);
}

/* Once for each such job: it is not asked again unchanged, but where it has become another one
 * while the plan was shown. */
static void
on_plan_agreed (UlWindow *self, GtkWidget *agree)
{
    const char *shown = g_object_get_data (G_OBJECT (agree), AGREED);

    g_object_set_data_full (G_OBJECT (self), AGREED, g_strdup (shown), g_free);
    ul_window_program (self);
}

static void
run_or_show_plan (UlWindow *self)
{
    g_autofree char *unusual = ul_plan_popover_describe (self->workbench);

    if (unusual == NULL || g_strcmp0 (unusual, g_object_get_data (G_OBJECT (self), AGREED)) == 0) {
        run_program (self, FALSE);
        return;
    }
    GtkWidget *agree = ul_plan_popover_show (
        ul_action_bar_get_button (self->action_bar, UL_JOB_PROGRAM), self->workbench);
    g_object_set_data_full (G_OBJECT (agree), AGREED, g_steal_pointer (&unusual), g_free);
    g_signal_connect_object (agree, "clicked", G_CALLBACK (on_plan_agreed), self,
                             G_CONNECT_SWAPPED);
}

void
ul_window_program (UlWindow *self)
{
    const GError *error = ul_workbench_get_plan_error (self->workbench);

    if (ul_workbench_await_first (self->workbench) || ul_window_explained (self, UL_JOB_PROGRAM))
        return;
    if (error == NULL) {
        run_or_show_plan (self);
    } else if (g_error_matches (error, UL_ERROR, UL_ERROR_WOULD_LOCK) ||
               g_error_matches (error, UL_ERROR, UL_ERROR_WOULD_LOCK_FOREVER) ||
               g_error_matches (error, UL_ERROR, UL_ERROR_MIGHT_LOCK_FOREVER)) {
        ask_about_lock (self, error->code == UL_ERROR_WOULD_LOCK_FOREVER);
    } else {
        g_autoptr (UlMessage) message = ul_workbench_describe_obstacle (self->workbench);
        ul_action_bar_explain (self->action_bar, UL_JOB_PROGRAM, message);
    }
}

void
ul_window_program_skipping (UlWindow *self)
{
    if (ul_window_explained (self, UL_JOB_PROGRAM))
        return;

    g_autoptr (UlJobSpec) spec = ul_workbench_new_spec (self->workbench, UL_JOB_PROGRAM);
    spec->skip_protected = TRUE;
    ul_window_run (self, spec, UL_LOCK_RISK_WRITE);
}

static void
on_unlock_answer (UlWindow *self, int response, GtkWidget *question)
{
    gboolean then_program = ul_question_get_then_program (question);

    gtk_widget_destroy (question);
    if (response != GTK_RESPONSE_ACCEPT)
        return;
    g_autoptr (UlJobSpec) spec =
        ul_workbench_new_spec (self->workbench, then_program ? UL_JOB_PROGRAM : UL_JOB_UNLOCK);
    spec->unlock_first = then_program;
    ul_window_run (self, spec, UL_LOCK_RISK_WRITE);
}

/* The files' plan without the obstacle that unlocking removes. */
static gboolean
can_program_after_unlock (UlWindow *self)
{
    g_autoptr (UlJobSpec) spec = ul_workbench_new_spec (self->workbench, UL_JOB_PROGRAM);

    if (spec->image == NULL)
        return FALSE;
    spec->unlock_first = TRUE;
    g_autoptr (UlPlan) plan =
        ul_session_preview (ul_workbench_get_session (self->workbench), spec, NULL);
    return plan != NULL;
}

static void
ask_to_unlock (UlWindow *self, gboolean then_program)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    g_autofree char *file = can_program_after_unlock (self)
                                ? ul_file_list_get_title (ul_workbench_get_files (self->workbench))
                                : NULL;
    gboolean locked = ul_session_get_chip (session)->state != UL_SESSION_READY;
    g_autofree char *key = ul_window_describe_key (self);
    GtkWidget *question = ul_unlock_question_new (GTK_WINDOW (self), get_device (self), locked, key,
                                                  file, then_program);

    g_signal_connect_object (question, "response", G_CALLBACK (on_unlock_answer), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_show (question);
}

void
ul_window_unlock (UlWindow *self)
{
    if (!ul_window_explained (self, UL_JOB_UNLOCK))
        ask_to_unlock (self, FALSE);
}

void
ul_window_unlock_and_program (UlWindow *self)
{
    if (!ul_window_explained (self, UL_JOB_UNLOCK))
        ask_to_unlock (self, TRUE);
}

static void
on_erase_answer (UlWindow *self, int response, UlEraseDialog *dialog)
{
    g_autoptr (UlJobSpec) spec = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        spec = ul_erase_dialog_get_spec (dialog);
    gtk_widget_destroy (GTK_WIDGET (dialog));
    if (spec != NULL)
        ul_window_run (self, spec, UL_LOCK_RISK_NONE);
}

void
ul_window_erase (UlWindow *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);

    if (ul_window_explained (self, UL_JOB_ERASE))
        return;
    if (ul_session_get_chip (session)->state == UL_SESSION_LOCKED) {
        ask_to_unlock (self, FALSE); /* nothing less can erase a locked chip */
        return;
    }
    UlEraseDialog *dialog = ul_erase_dialog_new (GTK_WINDOW (self), self->workbench);
    g_signal_connect_object (dialog, "response", G_CALLBACK (on_erase_answer), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_show (GTK_WIDGET (dialog));
}

void
ul_window_verify (UlWindow *self)
{
    if (ul_window_explained (self, UL_JOB_VERIFY))
        return;

    g_autoptr (UlJobSpec) spec = ul_workbench_new_spec (self->workbench, UL_JOB_VERIFY);
    ul_workbench_run (self->workbench, spec);
}

static void
on_read_answer (UlWindow *self, int response, UlReadDialog *dialog)
{
    g_autoptr (UlJobSpec) spec = NULL;

    if (response == GTK_RESPONSE_APPLY) /* the file is chosen next */
        return;
    if (response == GTK_RESPONSE_ACCEPT) {
        spec = ul_read_dialog_get_spec (dialog);
        g_set_object (&self->read_to, ul_read_dialog_get_file (dialog));
        self->read_format = ul_read_dialog_get_format (dialog);
    }
    gtk_widget_destroy (GTK_WIDGET (dialog));
    if (spec != NULL)
        ul_workbench_run (self->workbench, spec);
}

void
ul_window_read (UlWindow *self)
{
    if (!ul_window_explained (self, UL_JOB_READ))
        ul_window_ask_to_read (self, NULL);
}

void
ul_window_ask_to_read (UlWindow *self, const UlJobSpec *spec)
{
    UlReadDialog *dialog = ul_read_dialog_new (GTK_WINDOW (self), get_device (self));

    if (spec != NULL)
        ul_read_dialog_set_spec (dialog, spec);
    g_signal_connect_object (dialog, "response", G_CALLBACK (on_read_answer), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_show (GTK_WIDGET (dialog));
}

/* --- what was there before ----------------------------------------------------------------- */

static void
on_backup_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlWindow) self = UL_WINDOW (user_data);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) spec = ul_restore_dialog_load_finish (result, &error);

    if (spec == NULL) {
        ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT,
                         ul_message_new_from_error (error));
        return;
    }
    ul_window_run (self, spec, UL_LOCK_RISK_NONE);
}

static void
restore_picked (UlWindow *self, UlRestoreDialog *dialog)
{
    ul_restore_dialog_load_async (dialog, on_backup_loaded, g_object_ref (self));
    gtk_widget_destroy (GTK_WIDGET (dialog));
}

static void ask_and_restore (UlWindow *self, UlRestoreDialog *dialog, guint n);

/* Whoever says no may pick another one. */
static void
on_restore_question_answer (UlWindow *self, int response, GtkWidget *question)
{
    UlRestoreDialog *dialog =
        UL_RESTORE_DIALOG (gtk_window_get_transient_for (GTK_WINDOW (question)));
    guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (question), N_ANSWERED));

    gtk_widget_destroy (question);
    if (response == GTK_RESPONSE_ACCEPT)
        ask_and_restore (self, dialog, n + 1);
}

static void
ask_and_restore (UlWindow *self, UlRestoreDialog *dialog, guint n)
{
    GtkWidget *question = ul_restore_dialog_new_question (dialog, n);

    if (question == NULL) {
        restore_picked (self, dialog);
        return;
    }
    g_object_set_data (G_OBJECT (question), N_ANSWERED, GUINT_TO_POINTER (n));
    g_signal_connect_object (question, "response", G_CALLBACK (on_restore_question_answer), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_show (question);
}

static void
on_restore_answer (UlWindow *self, int response, UlRestoreDialog *dialog)
{
    if (response == GTK_RESPONSE_ACCEPT)
        ask_and_restore (self, dialog, 0);
    else
        gtk_widget_destroy (GTK_WIDGET (dialog));
}

void
ul_window_restore (UlWindow *self)
{
    g_autoptr (UlMessage) message = ul_workbench_explain (self->workbench, UL_JOB_ERASE);

    if (message != NULL || get_device (self) == NULL) {
        ul_window_explained (self, UL_JOB_ERASE);
        return;
    }
    const UlChip *chip = ul_session_get_chip (ul_workbench_get_session (self->workbench));
    UlRestoreDialog *dialog =
        ul_restore_dialog_new (GTK_WINDOW (self), get_device (self), &chip->ids);
    g_signal_connect_object (dialog, "response", G_CALLBACK (on_restore_answer), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_show (GTK_WIDGET (dialog));
}

/* --- what was read ------------------------------------------------------------------------- */

void
ul_window_tell_saved (UlWindow *self, GAsyncResult *result, const char *title, const char *body)
{
    g_autoptr (GError) error = NULL;
    UlMessages *messages = ul_workbench_get_messages (self->workbench);

    if (!ul_image_saver_save_finish (result, &error)) {
        ul_messages_put (messages, UL_SLOT_RESULT, ul_message_new_from_error (error));
        return;
    }
    UlMessage *message = ul_message_new (UL_SEVERITY_INFO, title, body);
    message->transient = TRUE;
    ul_messages_put (messages, UL_SLOT_RESULT, message);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlWindow) self = UL_WINDOW (user_data);
    g_autofree char *name = g_file_get_parse_name (self->read_to);

    ul_window_tell_saved (self, result, _ ("What the chip holds has been saved"), name);
}

void
ul_window_save_read (UlWindow *self, UlImage *image)
{
    if (self->read_to != NULL)
        ul_image_saver_save_async (image, self->read_to, self->read_format, on_saved,
                                   g_object_ref (self));
}
