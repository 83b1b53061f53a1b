/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MAX_LINKS 40 /* as Linux follows */

static gboolean
write_parts (GOutputStream *stream, const UlFilePart *parts, guint n_parts, GError **error)
{
    for (guint i = 0; i < n_parts; i++)
        if (!g_output_stream_write_all (stream, parts[i].data, parts[i].size, NULL, NULL, error))
            return FALSE;
    return TRUE;
}

/* --- where it goes --- */

/* Returns: (transfer full): @path in its real folder, where ".." means what it says; %NULL when
 * there is no such folder */
static char *
settle_folder (const char *path)
{
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *name = g_path_get_basename (path);
    char *real = realpath (folder, NULL);
    char *settled = real != NULL ? g_build_filename (real, name, NULL) : NULL;

    free (real);
    return settled;
}

/* Returns: (transfer full) (nullable): %NULL when @path is no link */
static char *
follow_link (const char *path)
{
    g_autofree char *target = g_file_read_link (path, NULL);

    if (target == NULL || g_path_is_absolute (target))
        return g_steal_pointer (&target);
    g_autofree char *folder = g_path_get_dirname (path);
    return g_build_filename (folder, target, NULL);
}

GFile *
ul_file_resolve (GFile *file)
{
    const char *path = g_file_peek_path (file);
    g_autofree char *at = path != NULL ? settle_folder (path) : NULL;
    char *next;

    for (guint i = 0; at != NULL && i < MAX_LINKS && (next = follow_link (at)) != NULL; i++) {
        g_free (at);
        at = settle_folder (next);
        g_free (next);
    }
    return at != NULL ? g_file_new_for_path (at) : g_object_ref (file);
}

/* --- whether it can --- */

static gboolean
set_reason (GError **error, int number)
{
    g_set_error_literal (error, G_IO_ERROR, (gint) g_io_error_from_errno (number),
                         g_strerror (number));
    return FALSE;
}

/* Remote files are their own server's business. */
static gboolean
check_access (GFile *file, gboolean is_new, GError **error)
{
    g_autoptr (GFile) folder = g_file_get_parent (file);
    const char *path = g_file_peek_path (is_new && folder != NULL ? folder : file);
    GStatBuf info;

    if (path == NULL)
        return TRUE;
    if (g_stat (path, &info) != 0)
        return set_reason (error, errno);
    if (is_new && !S_ISDIR (info.st_mode))
        return set_reason (error, ENOTDIR);
    return faccessat (AT_FDCWD, path, is_new ? W_OK | X_OK : W_OK, AT_EACCESS) == 0 ||
           set_reason (error, errno);
}

gboolean
ul_file_check_output (GFile *file, gboolean *is_new, GCancellable *cancellable, GError **error)
{
    g_autoptr (GFile) resolved = ul_file_resolve (file);
    const char *path = g_file_peek_path (resolved);
    GStatBuf info;
    GFileType type =
        g_file_query_file_type (resolved, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable);

    *is_new = type == G_FILE_TYPE_UNKNOWN;
    if (type == G_FILE_TYPE_DIRECTORY)
        return set_reason (error, EISDIR);
    if (type == G_FILE_TYPE_SYMBOLIC_LINK && path != NULL && g_stat (path, &info) != 0)
        return set_reason (error, errno); /* it leads nowhere, or round and round */
    if (type != G_FILE_TYPE_SPECIAL)
        return check_access (resolved, *is_new, error);
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                         _ ("this is no regular file"));
    return FALSE;
}

/* --- writing it --- */

GFileOutputStream *
ul_file_begin (GFile *file, GFileCreateFlags flags, gboolean *is_new, GCancellable *cancellable,
               GError **error)
{
    g_autoptr (GFile) resolved = ul_file_resolve (file);

    if (!ul_file_check_output (resolved, is_new, cancellable, error))
        return NULL;
    return g_file_replace (resolved, NULL, FALSE, flags, cancellable, error);
}

void
ul_file_give_up (GFileOutputStream *stream, GFile *file, gboolean is_new)
{
    g_autoptr (GCancellable) cancelled = g_cancellable_new ();
    g_autoptr (GFile) resolved = ul_file_resolve (file);

    /* A close that was cancelled keeps the old file. A new one was written in its own place. */
    g_cancellable_cancel (cancelled);
    g_output_stream_close (G_OUTPUT_STREAM (stream), cancelled, NULL);
    if (is_new)
        g_file_delete (resolved, NULL, NULL);
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
