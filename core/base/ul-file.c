/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file.h"

#include <glib/gi18n.h>

static gboolean
write_parts (GOutputStream *stream, const UlFilePart *parts, guint n_parts, GError **error)
{
    for (guint i = 0; i < n_parts; i++)
        if (!g_output_stream_write_all (stream, parts[i].data, parts[i].size, NULL, NULL, error))
            return FALSE;
    return TRUE;
}

gboolean
ul_file_check_output (GFile *file, gboolean *is_new, GCancellable *cancellable, GError **error)
{
    GFileType type = g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable);

    *is_new = type == G_FILE_TYPE_UNKNOWN;
    if (type != G_FILE_TYPE_SPECIAL)
        return TRUE;
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                         _ ("this is no regular file"));
    return FALSE;
}

GFileOutputStream *
ul_file_begin (GFile *file, GFileCreateFlags flags, gboolean *is_new, GCancellable *cancellable,
               GError **error)
{
    if (!ul_file_check_output (file, is_new, cancellable, error))
        return NULL;
    return g_file_replace (file, NULL, FALSE, flags, cancellable, error);
}

void
ul_file_give_up (GFileOutputStream *stream, GFile *file, gboolean is_new)
{
    g_autoptr (GCancellable) cancelled = g_cancellable_new ();

    /* A close that was cancelled keeps the old file. A new one was written in its own place. */
    g_cancellable_cancel (cancelled);
    g_output_stream_close (G_OUTPUT_STREAM (stream), cancelled, NULL);
    if (is_new)
        g_file_delete (file, NULL, NULL);
}

gboolean
ul_file_replace (const char *path, const UlFilePart *parts, guint n_parts, GError **error)
{
    g_autoptr (GFile) file = g_file_new_for_path (path);
    gboolean is_new;
    g_autoptr (GFileOutputStream) stream =
        ul_file_begin (file, G_FILE_CREATE_PRIVATE, &is_new, NULL, error);

    if (stream == NULL)
        return FALSE;
    if (write_parts (G_OUTPUT_STREAM (stream), parts, n_parts, error) &&
        g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error))
        return TRUE;
    ul_file_give_up (stream, file, is_new);
    return FALSE;
}

static GFileInputStream *
open_regular (GFile *file, char **etag, GCancellable *cancellable, GError **error)
{
    g_autoptr (GFileInfo) info =
        g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_ETAG_VALUE,
                           G_FILE_QUERY_INFO_NONE, cancellable, error);

    if (info == NULL)
        return NULL;
    if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                             _ ("this is no regular file"));
        return NULL;
    }
    if (etag != NULL)
        *etag = g_strdup (g_file_info_get_etag (info));
    return g_file_read (file, cancellable, error);
}

char *
ul_file_read (GFile *file, gsize max, gsize *size, char **etag, GCancellable *cancellable,
              GError **error)
{
    g_autoptr (GFileInputStream) stream = open_regular (file, etag, cancellable, error);
    g_autofree char *bytes = stream != NULL ? g_malloc (max + 2) : NULL;

    if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, max + 1, size,
                                                    cancellable, error))
        return NULL;
    bytes[*size] = '\0';
    return g_steal_pointer (&bytes);
}
