/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading files that anybody may have written. */
#include "ul-profile-private.h"

#include <glib/gi18n.h>
#include <string.h>

char *
ul_profile_file_name (GFile *file)
{
    g_autofree char *name = g_file_get_basename (file);

    return name != NULL ? g_filename_display_name (name) : g_file_get_parse_name (file);
}

static void
set_io_error (GError **error, GError *reason, GFile *file)
{
    g_autoptr (GError) owned = reason;
    g_autofree char *name = g_file_get_parse_name (file);

    if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&owned));
    else
        g_set_error (error, UL_ERROR,
                     g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
                         ? UL_ERROR_FILE_NOT_FOUND
                         : UL_ERROR_FILE_IO,
                     _ ("%s: %s. The profile was not opened."), name, reason->message);
}

/* Opening a pipe could wait for ever. */
static GFileInputStream *
open_file (GFile *file, char **etag, GCancellable *cancellable, GError **error)
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

static gboolean
fail (GError **error, const char *name, const char *reason)
{
    g_set_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX,
                 /* Translators: file, reason */
                 _ ("%s: %s. The profile was not opened."), name, reason);
    return FALSE;
}

static gboolean
check_bytes (const char *bytes, gsize size, gboolean utf8, const char *name, GError **error)
{
    if (size > UL_PROFILE_MAX_SIZE)
        return fail (error, name, _ ("a profile has no more than 256 KiB"));
    if (memchr (bytes, 0, size) != NULL || (utf8 && !g_utf8_validate (bytes, (gssize) size, NULL)))
        return fail (error, name, _ ("this is no text in UTF-8"));
    return TRUE;
}

char *
ul_profile_read_file (GFile *file, gboolean utf8, char **etag, GCancellable *cancellable,
                      GError **error)
{
    g_autofree char *bytes = g_malloc (UL_PROFILE_MAX_SIZE + 2);
    g_autofree char *name = ul_profile_file_name (file);
    GError *local = NULL;
    gsize size = 0;
    g_autoptr (GFileInputStream) stream = open_file (file, etag, cancellable, &local);

    if (stream == NULL ||
        !g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, UL_PROFILE_MAX_SIZE + 1, &size,
                                  cancellable, &local)) {
        set_io_error (error, local, file);
        return NULL;
    }
    if (!check_bytes (bytes, size, utf8, name, error))
        return NULL;
    bytes[size] = '\0';
    return g_steal_pointer (&bytes);
}
