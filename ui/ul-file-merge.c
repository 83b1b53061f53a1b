/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file-merge.h"

typedef struct {
    GPtrArray *images;
    UlSerial *serial; /* (nullable) */
    guint64 number;
    UlImage *plain, *merged;
} Merge;

static void
merge_free (Merge *self)
{
    g_ptr_array_unref (self->images);
    g_clear_pointer (&self->serial, ul_serial_free);
    g_clear_object (&self->plain);
    g_clear_object (&self->merged);
    g_free (self);
}

static void
merge_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
    Merge *self = task_data;
    GError *error = NULL;

    self->plain =
        ul_image_merge ((UlImage *const *) self->images->pdata, self->images->len, &error);
    if (self->plain != NULL)
        self->merged = self->serial != NULL
                           ? ul_serial_join (self->serial, self->plain, self->number, &error)
                           : g_object_ref (self->plain);
    if (error != NULL)
        g_task_return_error (task, error);
    else
        g_task_return_boolean (task, TRUE);
}

void
ul_file_merge_async (GObject *source, GPtrArray *images, const UlSerial *serial, guint64 number,
                     GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (source, NULL, callback, user_data);
    Merge *self = g_new0 (Merge, 1);

    self->images = g_ptr_array_ref (images);
    self->serial = serial != NULL ? ul_serial_copy (serial) : NULL;
    self->number = number;
    g_task_set_task_data (task, self, (GDestroyNotify) (void *) merge_free);
    g_task_run_in_thread (task, merge_thread);
}

gboolean
ul_file_merge_finish (GAsyncResult *result, UlImage **plain, UlImage **merged, GError **error)
{
    Merge *self = g_task_get_task_data (G_TASK (result));

    *plain = g_steal_pointer (&self->plain);
    *merged = g_steal_pointer (&self->merged);
    return g_task_propagate_boolean (G_TASK (result), error);
}
