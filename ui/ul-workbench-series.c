/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boards that are made one after the other: their numbers, their count, and the next one by itself.
 */
#include "ul-workbench-private.h"

#include <glib/gi18n.h>

static void
tell_changed (UlWorkbench *self)
{
    g_object_notify (G_OBJECT (self), "series");
}

/* --- numbers and count ---------------------------------------------------------------------- */

static void
take_count (UlWorkbench *self, const UlCount *count)
{
    self->count = *count;
    self->have_count = TRUE;
    ul_file_list_set_serial (self->files, ul_series_get_serial (self->series), count->next);
    ul_workbench_queue_plan (self);
    tell_changed (self);
}

static void
read_thread (GTask *task, gpointer source, gpointer series, GCancellable *cancellable)
{
    UlCount *count = g_new0 (UlCount, 1);
    GError *error = NULL;

    if (ul_series_read (series, count, &error)) {
        g_task_return_pointer (task, count, g_free);
        return;
    }
    g_free (count);
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
    UlWorkbench *self = UL_WORKBENCH (source);
    g_autoptr (GError) error = NULL;
    g_autofree UlCount *count = g_task_propagate_pointer (G_TASK (result), &error);

    if (g_task_get_task_data (G_TASK (result)) != self->series || self->profile == NULL)
        return; /* it is another one by now */
    if (count != NULL) {
        take_count (self, count);
        return;
    }
    g_clear_error (&self->series_error);
    self->series_error = g_steal_pointer (&error);
    ul_workbench_queue_plan (self);
}

static void
begin_task (UlWorkbench *self, GTaskThreadFunc func)
{
    g_autoptr (GTask) task = g_task_new (self, NULL, on_read, NULL);

    g_task_set_task_data (task, ul_series_ref (self->series), (GDestroyNotify) ul_series_unref);
    g_task_run_in_thread (task, func);
}

void
ul_workbench_update_series (UlWorkbench *self)
{
    g_clear_pointer (&self->series, ul_series_unref);
    g_clear_error (&self->series_error);
    self->have_count = FALSE;
    ul_workbench_forget_disagreement (self);
    ul_file_list_set_serial (self->files, NULL, 0);
    ul_profile_new_series (self->profile, self->each_board, &self->series, &self->series_error);
    if (self->series_error != NULL) /* there is no --help here */
        self->series_error->code = UL_ERROR_SERIAL_NUMBER;
    if (self->series != NULL)
        begin_task (self, read_thread);
    ul_workbench_queue_plan (self);
    tell_changed (self);
}

gboolean
ul_workbench_check_series (UlWorkbench *self, const UlJobSpec *spec, GError **error)
{
    if (spec->kind != UL_JOB_PROGRAM || spec->image == NULL || spec->scope == UL_SCOPE_SECTORS)
        return TRUE;
    if (self->series_error != NULL) {
        g_propagate_error (error, g_error_copy (self->series_error));
        return FALSE;
    }
    if (spec->series == NULL || self->have_count)
        return TRUE;
    g_set_error_literal (error, UL_ERROR, UL_ERROR_SERIAL_NUMBER,
                         _ ("the counter of the boards is still being read"));
    return FALSE;
}

static GPtrArray *
list_ticked (UlWorkbench *self)
{
    GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);
    GListModel *files = G_LIST_MODEL (self->files);

    for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
        g_autoptr (UlImage) image = g_list_model_get_item (files, i);
        if (ul_image_get_file (image) != NULL && ul_file_list_get_ticked (self->files, image))
            g_ptr_array_add (images, g_object_ref (image));
    }
    return images;
}

void
ul_workbench_join_series (UlWorkbench *self, UlJobSpec *spec)
{
    if (spec->kind != UL_JOB_PROGRAM || self->series == NULL)
        return;
    spec->series = ul_series_ref (self->series);
    spec->files = list_ticked (self);
}

void
ul_workbench_leave_series (UlWorkbench *self, UlJobSpec *spec)
{
    UlImage *image = ul_file_list_get_files_image (self->files);

    g_clear_pointer (&spec->series, ul_series_unref);
    if (image != NULL && spec->image == ul_file_list_get_image (self->files))
        g_set_object (&spec->image, image);
}

gboolean
ul_workbench_get_count (UlWorkbench *self, UlCount *count)
{
    *count = self->count;
    return self->series != NULL && self->have_count;
}

static void
reset_thread (GTask *task, gpointer source, gpointer series, GCancellable *cancellable)
{
    GError *error = NULL;

    if (ul_series_reset_tally (series, &error))
        read_thread (task, source, series, cancellable);
    else
        g_task_return_error (task, error);
}

void
ul_workbench_reset_tally (UlWorkbench *self)
{
    if (self->series != NULL && !self->busy)
        begin_task (self, reset_thread);
}

/* --- board after board ---------------------------------------------------------------------- */

gboolean
ul_workbench_get_each_board (UlWorkbench *self)
{
    return self->each_board;
}

static gboolean
is_awaiting (UlWorkbench *self)
{
    return self->going_on && self->looking && self->busy;
}

void
ul_workbench_set_each_board (UlWorkbench *self, gboolean each_board)
{
    if (self->each_board == each_board)
        return;
    self->each_board = each_board;
    if (!each_board && is_awaiting (self))
        ul_workbench_cancel (self);
    self->going_on = FALSE;
    /* Boards are counted from now on also where the profile says nothing of them. */
    if (self->series == NULL || (ul_series_get_serial (self->series) == NULL &&
                                 ul_series_get_record (self->series) == NULL))
        ul_workbench_update_series (self);
    else
        tell_changed (self);
}

void
ul_workbench_note_board (UlWorkbench *self, const UlJobSpec *spec)
{
    if (!self->each_board || self->going_on || spec->kind != UL_JOB_PROGRAM || spec->series == NULL)
        return;
    ul_each_board_clear (&self->boards);
    self->going_on = TRUE;
}

static void
await (UlWorkbench *self)
{
    g_autoptr (UlJobSpec) look = ul_each_board_new_look (&self->boards);

    ul_workbench_run (self, look);
}

gboolean
ul_workbench_await_first (UlWorkbench *self)
{
    UlSessionState state = ul_session_get_chip (self->session)->state;

    if (!self->each_board || self->busy || state != UL_SESSION_NO_TARGET ||
        ul_file_list_get_image (self->files) == NULL)
        return FALSE;
    ul_each_board_clear (&self->boards);
    self->going_on = TRUE;
    await (self);
    return TRUE;
}

static gboolean
fail (UlWorkbench *self, const GError *error)
{
    ul_messages_put (self->messages, UL_SLOT_RESULT, ul_message_new_from_error (error));
    return FALSE;
}

/* As a person does who sees the plan and presses the button; what that one would be asked about
 * ends it. */
static gboolean
program (UlWorkbench *self, const UlJobResult *look)
{
    g_autoptr (UlJobSpec) spec = ul_workbench_new_spec (self, UL_JOB_PROGRAM);
    g_autoptr (GError) error = NULL;

    if (spec->image == NULL ||
        !ul_each_board_check (&self->boards, self->session, look, spec, &error))
        return error != NULL ? fail (self, error) : FALSE;
    g_autoptr (UlJobSpec) preview = ul_job_spec_copy (spec);
    preview->unlock_first = ul_session_get_chip (self->session)->state == UL_SESSION_LOCKED;
    g_autoptr (UlPlan) plan = ul_session_preview (self->session, preview, &error);
    if (plan == NULL)
        return fail (self, error);
    ul_workbench_run (self, spec);
    return self->busy;
}

static gboolean
go_on (UlWorkbench *self, const UlJobResult *result)
{
    if (self->busy)
        return FALSE; /* with something else */
    if (result->kind == UL_JOB_CONNECT && !ul_each_board_is_same (&self->boards, result))
        return program (self, result);
    if (result->kind == UL_JOB_PROGRAM &&
        !ul_each_board_take (&self->boards, self->session, result))
        return FALSE;
    await (self);
    return TRUE;
}

void
ul_workbench_follow_series (UlWorkbench *self, const UlJobResult *result)
{
    if (result->counted && self->series != NULL)
        take_count (self, &result->count);
    if (self->going_on && !go_on (self, result))
        ul_workbench_set_each_board (self, FALSE);
}

static void
stop (UlWorkbench *self)
{
    ul_workbench_set_each_board (self, FALSE);
}

static void
on_location_changed (UlWorkbench *self)
{
    stop (self);
    ul_workbench_update_series (self);
}

void
ul_workbench_follow_location (UlWorkbench *self)
{
    g_signal_connect_object (self->profile, "notify::location", G_CALLBACK (on_location_changed),
                             self, G_CONNECT_SWAPPED);
}

void
ul_workbench_init_series (UlWorkbench *self)
{
    g_signal_connect_object (self->files, "changing", G_CALLBACK (stop), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->session, "notify::probe", G_CALLBACK (stop), self,
                             G_CONNECT_SWAPPED);
}
