/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-private.h"

/* The part of a segment from @from up to @to; both may lie outside. */
static gboolean
add_part (UlImageBuilder *builder, const UlSegment *segment, guint64 from, guint64 to,
          GError **error)
{
    const UlImagePlace place = { 0 };
    guint64 start = MAX (from, segment->address);
    guint64 end = MIN (to, (guint64) segment->address + segment->size);

    return start >= end ||
           ul_image_builder_add (builder, start, segment->data + (start - segment->address),
                                 (gsize) (end - start), &place, error);
}

/* What lies between two segments of the other image, and the second of them. */
static gboolean
add_up_to (UlImageBuilder *builder, UlImage *image, guint64 from, const UlSegment *next,
           GError **error)
{
    guint64 to = next != NULL ? next->address : G_MAXUINT64;

    for (guint i = 0; i < ul_image_get_n_segments (image); i++)
        if (!add_part (builder, ul_image_get_segment (image, i), from, to, error))
            return FALSE;
    return next == NULL || add_part (builder, next, 0, G_MAXUINT64, error);
}

static gboolean
add_all (UlImageBuilder *builder, UlImage *image, UlImage *over, GError **error)
{
    guint n = ul_image_get_n_segments (over);
    guint64 from = 0;

    for (guint i = 0; i <= n; i++) {
        const UlSegment *next = i < n ? ul_image_get_segment (over, i) : NULL;
        if (!add_up_to (builder, image, from, next, error))
            return FALSE;
        if (next != NULL)
            from = (guint64) next->address + next->size;
    }
    return ul_image_builder_finish (builder, error);
}

UlImage *
ul_image_overlay (UlImage *image, UlImage *over, GError **error)
{
    g_autoptr (UlImageBuilder) builder = ul_image_builder_new (0);
    const char *const *warnings = ul_image_get_warnings (image);
    guint32 start;

    if (!ul_image_builder_reserve (builder, ul_image_get_size (image) + ul_image_get_size (over),
                                   error) ||
        !add_all (builder, image, over, error))
        return NULL;
    for (guint i = 0; warnings[i] != NULL; i++)
        ul_image_builder_warn (builder, "%s", warnings[i]);
    if (ul_image_get_start (image, &start))
        ul_image_builder_set_start (builder, start);
    return ul_image_new_from_builder (builder, ul_image_get_format (image),
                                      ul_image_get_name (image));
}
