/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-saver.h"

#define FILL 0xFF /* as erased flash reads */

typedef struct {
    GFile *file;
    UlImageFormat format;
} SaveData;

static void
save_data_free (gpointer pointer)
{
    SaveData *data = pointer;

    g_object_unref (data->file);
    g_free (data);
}

static void
save_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
    SaveData *data = task_data;
    GError *error = NULL;

    if (ul_image_save (UL_IMAGE (source), data->file, data->format, FILL, cancellable, &error))
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

void
ul_image_saver_save_async (UlImage *image, GFile *file, UlImageFormat format,
                           GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (image, NULL, callback, user_data);
    SaveData *data = g_new0 (SaveData, 1);

    data->file = g_object_ref (file);
    data->format = format;
    g_task_set_task_data (task, data, save_data_free);
    g_task_run_in_thread (task, save_thread);
}

gboolean
ul_image_saver_save_finish (GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
