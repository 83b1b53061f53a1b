/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-writer.h"

#define WORTH_A_WRITE ((gsize) 64 << 10)

guint
ul_hex_writer_append (GString *text, const guint8 *data, gsize size)
{
    static const char digits[] = "0123456789ABCDEF";
    guint sum = 0;
    for (gsize i = 0; i < size; i++) {
        g_string_append_c (text, digits[data[i] >> 4]);
        g_string_append_c (text, digits[data[i] & 15]);
        sum += data[i];
    }
    return sum;
}

gboolean
ul_hex_writer_flush (GString *text, gboolean all, GOutputStream *stream, GCancellable *cancellable,
                     GError **error)
{
    if (!all && text->len < WORTH_A_WRITE)
        return TRUE;
    gboolean done =
        g_output_stream_write_all (stream, text->str, text->len, NULL, cancellable, error);
    g_string_truncate (text, 0);
    return done;
}
