/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-writers.h"

#include "ul-file.h"
#include "ul-image-place.h"

#include <glib/gi18n.h>

static UlImageWriter
get_writer (UlImageFormat format)
{
    switch (format) {
    case UL_IMAGE_FORMAT_IHEX:
        return ul_ihex_write;
    case UL_IMAGE_FORMAT_SREC:
        return ul_srec_write;
    case UL_IMAGE_FORMAT_BIN:
        return ul_bin_write;
    case UL_IMAGE_FORMAT_AUTO:
    case UL_IMAGE_FORMAT_ELF:
    case UL_IMAGE_FORMAT_TITXT:
    case UL_IMAGE_FORMAT_UF2:
    default:
        return NULL;
    }
}

static gboolean
replace (UlImage *self, GFile *file, UlImageWriter writer, guint8 fill, GCancellable *cancellable,
         GError **error)
{
    gboolean is_new;
    g_autoptr (GFileOutputStream) stream =
        ul_file_begin (file, G_FILE_CREATE_REPLACE_DESTINATION, &is_new, cancellable, error);
    if (stream == NULL)
        return FALSE;

    if (writer (self, fill, G_OUTPUT_STREAM (stream), cancellable, error) &&
        g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error))
        return TRUE;
    ul_file_give_up (stream, file, is_new);
    return FALSE;
}

static void
complete_error (GError **error, GFile *file)
{
    if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    int code = (*error)->domain == UL_ERROR ? (*error)->code : UL_ERROR_FILE_IO;
    g_autofree char *name = g_file_get_parse_name (file);
    g_autofree char *reason = g_strdup ((*error)->message);
    g_clear_error (error);
    /* Translators: file, reason */
    g_set_error (error, UL_ERROR, code, _ ("%s: %s. The file was not saved."), name, reason);
}

gboolean
ul_image_save (UlImage *self, GFile *file, UlImageFormat format, guint8 fill,
               GCancellable *cancellable, GError **error)
{
    g_return_val_if_fail (UL_IS_IMAGE (self) && G_IS_FILE (file), FALSE);
    UlImageWriter writer = get_writer (format);
    g_return_val_if_fail (writer != NULL, FALSE);

    g_autoptr (GError) local = NULL;
    if (replace (self, file, writer, fill, cancellable, &local))
        return TRUE;
    complete_error (&local, file);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}
