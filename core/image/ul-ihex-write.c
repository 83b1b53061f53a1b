/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-writer.h"
#include "ul-image-writers.h"

#define RECORD_SIZE  16
#define SEGMENT_SIZE 0x10000u

static void
append_record (GString *text, guint type, guint offset, const guint8 *data, gsize size)
{
    const guint8 head[] = { (guint8) size, (guint8) (offset >> 8), (guint8) offset, (guint8) type };
    g_string_append_c (text, ':');
    guint sum = ul_hex_writer_append (text, head, sizeof head);
    sum += ul_hex_writer_append (text, data, size);
    const guint8 checksum = (guint8) (0u - sum);
    ul_hex_writer_append (text, &checksum, 1);
    g_string_append_c (text, '\n');
}

/* Up to RECORD_SIZE bytes, in front of them a new base where it is due. Returns: bytes written */
static gsize
append_data (GString *text, guint32 *base, guint32 address, const guint8 *data, gsize size)
{
    if (address / SEGMENT_SIZE != *base) {
        *base = address / SEGMENT_SIZE;
        const guint8 high[] = { (guint8) (*base >> 8), (guint8) *base };
        append_record (text, 4, 0, high, sizeof high);
    }
    /* Records begin at multiples of their size, so that none crosses a 64 KiB line. */
    gsize part = MIN (size, RECORD_SIZE - address % RECORD_SIZE);
    append_record (text, 0, address % SEGMENT_SIZE, data, part);
    return part;
}

gboolean
ul_ihex_write (UlImage *image, guint8 fill, GOutputStream *stream, GCancellable *cancellable,
               GError **error)
{
    g_autoptr (GString) text = g_string_new (NULL);
    guint32 base = 0;
    for (guint i = 0; i < ul_image_get_n_segments (image); i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        for (gsize done = 0; done < segment->size;) {
            done += append_data (text, &base, segment->address + (guint32) done,
                                 segment->data + done, segment->size - done);
            if (!ul_hex_writer_flush (text, FALSE, stream, cancellable, error))
                return FALSE;
        }
    }
    guint32 start;
    if (ul_image_get_start (image, &start)) {
        start = GUINT32_TO_BE (start);
        append_record (text, 5, 0, (const guint8 *) &start, sizeof start);
    }
    append_record (text, 1, 0, NULL, 0);
    return ul_hex_writer_flush (text, TRUE, stream, cancellable, error);
}
