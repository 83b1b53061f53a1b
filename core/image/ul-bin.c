/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-parsers.h"

gboolean
ul_bin_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error)
{
    if (!ul_image_builder_reserve (builder, reader->size, error))
        return FALSE;

    guint64 address = 0;
    for (;;) {
        if (!ul_image_reader_fill (reader, error))
            return FALSE;
        gsize size = (gsize) (reader->end - reader->p);
        if (size == 0)
            return TRUE;
        UlImagePlace place = { .has_offset = TRUE, .offset = address };
        if (!ul_image_builder_add (builder, address, reader->p, size, &place, error))
            return FALSE;
        reader->p += size;
        address += size;
    }
}
