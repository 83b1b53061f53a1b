/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file.h"

#include <gio/gio.h>

static gboolean
write_parts (GOutputStream *stream, const UlFilePart *parts, guint n_parts, GError **error)
{
    for (guint i = 0; i < n_parts; i++)
        if (!g_output_stream_write_all (stream, parts[i].data, parts[i].size, NULL, NULL, error))
            return FALSE;
    return TRUE;
}

gboolean
ul_file_replace (const char *path, const UlFilePart *parts, guint n_parts, GError **error)
{
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GFileOutputStream) stream =
        g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error);

    if (stream == NULL)
        return FALSE;
    if (write_parts (G_OUTPUT_STREAM (stream), parts, n_parts, error))
        return g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);

    /* A close that was cancelled gives up what was written. */
    g_autoptr (GCancellable) cancelled = g_cancellable_new ();
    g_cancellable_cancel (cancelled);
    g_output_stream_close (G_OUTPUT_STREAM (stream), cancelled, NULL);
    return FALSE;
}
