/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file-watch.h"

#define CALM_MS 200 /* a linker writes a file in many pieces */

struct _UlFileWatch {
    GFile *file;
    guint64 mtime_us;
    UlFileWatchFunc func;
    gpointer user_data;

    GFileMonitor *monitor; /* (nullable): where files cannot be watched */
    GCancellable *cancellable;
    guint calm;
};

static guint64
get_mtime_us (GFileInfo *info)
{
    return g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED) *
               G_USEC_PER_SEC +
           g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC);
}

static void
queried (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return; /* the watch is gone */
    UlFileWatch *self = user_data;
    if (info == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return; /* nothing is known */
    guint64 mtime_us = info != NULL ? get_mtime_us (info) : 0;
    if (mtime_us == self->mtime_us)
        return;
    self->mtime_us = mtime_us; /* told once for each change */
    self->func (self->file, self->mtime_us, self->user_data);
}

static gboolean
on_calm (gpointer user_data)
{
    UlFileWatch *self = user_data;

    self->calm = 0;
    g_file_query_info_async (self->file, "time::modified,time::modified-usec",
                             G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, self->cancellable, queried,
                             self);
    return G_SOURCE_REMOVE;
}

static void
on_changed (UlFileWatch *self)
{
    g_clear_handle_id (&self->calm, g_source_remove);
    self->calm = g_timeout_add (CALM_MS, on_calm, self);
}

UlFileWatch *
ul_file_watch_new (GFile *file, guint64 mtime_us, UlFileWatchFunc func, gpointer user_data)
{
    UlFileWatch *self = g_new0 (UlFileWatch, 1);

    self->file = g_object_ref (file);
    self->mtime_us = mtime_us;
    self->func = func;
    self->user_data = user_data;
    self->cancellable = g_cancellable_new ();
    self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
    if (self->monitor != NULL)
        g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (on_changed), self);
    on_changed (self); /* it may have changed while it was loaded */
    return self;
}

void
ul_file_watch_free (UlFileWatch *self)
{
    g_cancellable_cancel (self->cancellable);
    g_clear_handle_id (&self->calm, g_source_remove);
    if (self->monitor != NULL) {
        g_signal_handlers_disconnect_by_data (self->monitor, self);
        g_file_monitor_cancel (self->monitor);
    }
    g_clear_object (&self->monitor);
    g_object_unref (self->cancellable);
    g_object_unref (self->file);
    g_free (self);
}
