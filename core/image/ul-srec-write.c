/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-writer.h"
#include "ul-image-writers.h"

#include <string.h>

#define RECORD_SIZE 16
#define MAX_NAME    60

static void
append_record (GString *text, guint type, guint address_size, guint32 address, const guint8 *data,
               gsize size)
{
    guint8 head[5] = { (guint8) (address_size + size + 1) };
    for (guint i = 0; i < address_size; i++)
        head[1 + i] = (guint8) (address >> 8 * (address_size - 1 - i));
    g_string_append_c (text, 'S');
    g_string_append_c (text, (char) ('0' + type));
    guint sum = ul_hex_writer_append (text, head, 1 + address_size);
    sum += ul_hex_writer_append (text, data, size);
    const guint8 checksum = (guint8) ~sum;
    ul_hex_writer_append (text, &checksum, 1);
    g_string_append_c (text, '\n');
}

/* Bytes of an address that reaches the end of the image and its start. */
static guint
get_address_size (UlImage *image)
{
    guint32 highest = 0;
    guint n = ul_image_get_n_segments (image);
    ul_image_get_start (image, &highest);
    if (n > 0) {
        const UlSegment *last = ul_image_get_segment (image, n - 1);
        highest = MAX (highest, last->address + (guint32) (last->size - 1));
    }
    return highest > 0xFFFFFF ? 4 : highest > 0xFFFF ? 3 : 2;
}

static gboolean
write_segment (const UlSegment *segment, guint address_size, GString *text, guint32 *n_records,
               GOutputStream *stream, GCancellable *cancellable, GError **error)
{
    for (gsize done = 0; done < segment->size;) {
        guint32 address = segment->address + (guint32) done;
        gsize part = MIN (segment->size - done, RECORD_SIZE - address % RECORD_SIZE);
        append_record (text, address_size - 1, address_size, address, segment->data + done, part);
        done += part;
        ++*n_records;
        if (!ul_hex_writer_flush (text, FALSE, stream, cancellable, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
ul_srec_write (UlImage *image, guint8 fill, GOutputStream *stream, GCancellable *cancellable,
               GError **error)
{
    g_autoptr (GString) text = g_string_new (NULL);
    const char *name = ul_image_get_name (image);
    guint address_size = get_address_size (image);
    guint32 n_records = 0, start = 0;

    append_record (text, 0, 2, 0, (const guint8 *) name, MIN (strlen (name), MAX_NAME));
    for (guint i = 0; i < ul_image_get_n_segments (image); i++)
        if (!write_segment (ul_image_get_segment (image, i), address_size, text, &n_records, stream,
                            cancellable, error))
            return FALSE;

    ul_image_get_start (image, &start);
    if (n_records <= 0xFFFF)
        append_record (text, 5, 2, n_records, NULL, 0);
    else if (n_records <= 0xFFFFFF)
        append_record (text, 6, 3, n_records, NULL, 0);
    append_record (text, 11 - address_size, address_size, start, NULL, 0);
    return ul_hex_writer_flush (text, TRUE, stream, cancellable, error);
}
