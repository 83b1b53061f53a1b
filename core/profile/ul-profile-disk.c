/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading files that anybody may have written. */
#include "ul-file.h"
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
    g_autofree char *name = ul_profile_file_name (file);
    GError *local = NULL;
    gsize size = 0;
    g_autofree char *bytes =
        ul_file_read (file, UL_PROFILE_MAX_SIZE, &size, etag, cancellable, &local);

    if (bytes == NULL) {
        set_io_error (error, local, file);
        return NULL;
    }
    if (!check_bytes (bytes, size, utf8, name, error))
        return NULL;
    return g_steal_pointer (&bytes);
}
