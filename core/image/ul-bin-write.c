/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-place.h"
#include "ul-image-writers.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_SIZE   ((guint64) 256 << 20)
#define CHUNK_SIZE ((gsize) 64 << 10)

static gboolean
check_size (UlImage *image, GError **error)
{
    guint n = ul_image_get_n_segments (image);
    if (n == 0)
        return ul_image_fail (error, UL_ERROR_USAGE, NULL,
                              _ ("%s has no data; expected at least one byte for a raw binary"),
                              ul_image_get_name (image));
    const UlSegment *first = ul_image_get_segment (image, 0);
    const UlSegment *last = ul_image_get_segment (image, n - 1);
    guint64 size = (guint64) last->address + last->size - first->address;
    if (size <= MAX_SIZE)
        return TRUE;
    g_autofree char *text = g_format_size_full (size, G_FORMAT_SIZE_IEC_UNITS);
    return ul_image_fail (error, UL_ERROR_IMAGE_TOO_BIG, NULL,
                          _ ("%s reaches from 0x%08X to 0x%08X, which makes a raw binary of %s; "
                             "expected at most 256 MiB. Save it as Intel HEX or S-record"),
                          ul_image_get_name (image), first->address,
                          (guint32) (last->address + (last->size - 1)), text);
}

static gboolean
write_gap (guint64 size, const guint8 *chunk, GOutputStream *stream, GCancellable *cancellable,
           GError **error)
{
    for (guint64 left = size; left > 0;) {
        gsize part = (gsize) MIN (left, CHUNK_SIZE);
        if (!g_output_stream_write_all (stream, chunk, part, NULL, cancellable, error))
            return FALSE;
        left -= part;
    }
    return TRUE;
}

gboolean
ul_bin_write (UlImage *image, guint8 fill, GOutputStream *stream, GCancellable *cancellable,
              GError **error)
{
    if (!check_size (image, error))
        return FALSE;

    g_autofree guint8 *chunk = g_malloc (CHUNK_SIZE);
    memset (chunk, fill, CHUNK_SIZE);
    guint64 end = ul_image_get_segment (image, 0)->address;
    for (guint i = 0; i < ul_image_get_n_segments (image); i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        if (!write_gap (segment->address - end, chunk, stream, cancellable, error) ||
            !g_output_stream_write_all (stream, segment->data, segment->size, NULL, cancellable,
                                        error))
            return FALSE;
        end = (guint64) segment->address + segment->size;
    }
    return TRUE;
}
