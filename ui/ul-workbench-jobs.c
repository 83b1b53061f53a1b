/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Jobs: started, done again another way, and what their end leaves behind. */
#include "ul-workbench-private.h"

/* The job was about something else than the open files, which these buttons would program. */
static void
keep_to_job (UlMessage *message)
{
    for (guint i = 0; i < UL_MESSAGE_MAX_REMEDIES; i++) {
        if (message->remedies[i] == UL_REMEDY_UNLOCK_AND_ERASE)
            message->remedies[i] = UL_REMEDY_UNLOCK;
        else if (message->remedies[i] == UL_REMEDY_PROGRAM_AGAIN)
            message->remedies[i] = UL_REMEDY_TRY_AGAIN;
    }
}

static gboolean
is_about_files (UlWorkbench *self, const UlJobResult *result)
{
    return result->kind == UL_JOB_PROGRAM &&
           (self->last == NULL || (self->last->scope != UL_SCOPE_SECTORS &&
                                   self->last->image == ul_file_list_get_image (self->files)));
}

static void
take_result (UlWorkbench *self, const UlJobResult *result)
{
    if (result->kind == UL_JOB_CONNECT && result->ok && self->catches)
        ul_messages_put (self->messages, UL_SLOT_RESULT, ul_workbench_describe_catch (self));
    if (result->kind == UL_JOB_CONNECT && (result->ok || result->cancelled))
        return;
    if (result->kind == UL_JOB_CONNECT)
        ul_workbench_forget_transient (self);
    if (result->kind == UL_JOB_CONNECT && ul_messages_get (self->messages, UL_SLOT_CHIP) != NULL)
        return;

    UlMessage *message = ul_workbench_describe_outcome (self, result);
    self->programmed = result->ok && is_about_files (self, result);
    if (!is_about_files (self, result))
        keep_to_job (message);
    ul_messages_put (self->messages, UL_SLOT_RESULT, message);
}

static void
set_busy (UlWorkbench *self, gboolean busy)
{
    if (self->busy == busy)
        return;
    self->busy = busy;
    g_object_notify (G_OBJECT (self), "busy");
}

static void
run_done (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
    g_autoptr (UlWorkbench) self = UL_WORKBENCH (user_data);
    g_autoptr (UlJobResult) result = ul_session_run_finish (UL_SESSION (source), async_result);

    g_clear_object (&self->cancellable);
    ul_workbench_settle_catch (self, result);
    g_free (self->report);
    self->report = ul_job_result_describe (result);
    ul_workbench_keep_report (self, result);
    set_busy (self, FALSE);
    take_result (self, result);
    ul_workbench_queue_plan (self);
    g_signal_emit_by_name (self, "finished", result);
    ul_workbench_follow_probes (self); /* while a job runs, the probe stays what it is */
    ul_workbench_take_up_pending (self);
    ul_workbench_follow_series (self, result);
}

/* Also for jobs that were not planned from the files: a selection that is erased, a backup. */
static gboolean
refused (UlWorkbench *self, const UlJobSpec *spec)
{
    g_autoptr (GError) error = NULL;

    if (ul_workbench_check_allowed (self, spec, &error))
        return FALSE;
    UlMessage *message = ul_message_new_from_error (error);
    for (guint i = 0; i < UL_MESSAGE_MAX_REMEDIES; i++)
        message->remedies[i] = UL_REMEDY_NONE; /* to try again would be to do the job before */
    ul_messages_put (self->messages, UL_SLOT_RESULT, message);
    return TRUE;
}

void
ul_workbench_run (UlWorkbench *self, const UlJobSpec *spec)
{
    if (self->cancellable != NULL || refused (self, spec))
        return;

    if (spec->kind != UL_JOB_CONNECT) {
        UlJobSpec *copy = ul_job_spec_copy (spec);
        g_clear_pointer (&self->last, ul_job_spec_free);
        self->last = copy;
        ul_workbench_forget_transient (self);
    }
    ul_workbench_note_board (self, spec);
    self->programmed = FALSE;
    self->cancellable = g_cancellable_new ();
    self->looking = spec->kind == UL_JOB_CONNECT;
    set_busy (self, TRUE);
    ul_session_run_async (self->session, spec, self->cancellable, run_done, g_object_ref (self));
}

/* A chip that has been unlocked by the first try is not erased once more by the second. */
static gboolean
needs_unlock (UlWorkbench *self)
{
    const UlChip *chip = ul_session_get_chip (self->session);

    return chip->state != UL_SESSION_READY || chip->found == NULL ||
           ul_protection_count_sectors (&chip->protection, chip->found) > 0;
}

void
ul_workbench_run_again (UlWorkbench *self)
{
    if (self->last == NULL)
        return;

    g_autoptr (UlJobSpec) spec = ul_job_spec_copy (self->last);
    if (spec->unlock_first)
        spec->unlock_first = needs_unlock (self);
    ul_workbench_run (self, spec);
}

void
ul_workbench_run_skipping (UlWorkbench *self)
{
    if (self->last == NULL)
        return;

    g_autoptr (UlJobSpec) spec = ul_job_spec_copy (self->last);
    spec->skip_protected = TRUE;
    ul_workbench_run (self, spec);
}

void
ul_workbench_run_without_backup (UlWorkbench *self)
{
    if (self->last == NULL)
        return;

    g_autoptr (UlJobSpec) spec = ul_job_spec_copy (self->last);
    spec->no_backup = TRUE;
    ul_workbench_run (self, spec);
}

void
ul_workbench_run_longer (UlWorkbench *self)
{
    if (self->last == NULL)
        return;

    g_autoptr (UlJobSpec) spec = ul_job_spec_copy (self->last);
    spec->patient = TRUE;
    ul_workbench_run (self, spec);
}

void
ul_workbench_cancel (UlWorkbench *self)
{
    if (self->cancellable != NULL)
        g_cancellable_cancel (self->cancellable);
}

void
ul_workbench_stop_and_reset (UlWorkbench *self)
{
    ul_session_stop_and_reset (self->session);
}

gboolean
ul_workbench_get_busy (UlWorkbench *self)
{
    return self->busy;
}

gboolean
ul_workbench_get_programmed (UlWorkbench *self)
{
    return self->programmed;
}

const char *
ul_workbench_get_report (UlWorkbench *self)
{
    return self->report;
}
