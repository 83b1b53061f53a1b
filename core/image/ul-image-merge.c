/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* What two images have in common. */
typedef struct {
    guint64 n_same, n_different;
    guint32 first, last; /* addresses that differ */
    guint8 first_values[2];
} UlOverlap;

static void
compare_bytes (UlOverlap *overlap, guint32 address, const guint8 *a, const guint8 *b, gsize size)
{
    if (memcmp (a, b, size) == 0) {
        overlap->n_same += size;
        return;
    }
    for (gsize i = 0; i < size; i++) {
        if (a[i] == b[i]) {
            overlap->n_same++;
            continue;
        }
        if (overlap->n_different++ == 0) {
            overlap->first = address + (guint32) i;
            overlap->first_values[0] = a[i];
            overlap->first_values[1] = b[i];
        }
        overlap->last = address + (guint32) i;
    }
}

static guint64
segment_end (const UlSegment *segment)
{
    return (guint64) segment->address + segment->size;
}

static UlOverlap
compare_images (UlImage *a, UlImage *b)
{
    UlOverlap overlap = { 0 };
    guint i = 0, j = 0;
    while (i < ul_image_get_n_segments (a) && j < ul_image_get_n_segments (b)) {
        const UlSegment *x = ul_image_get_segment (a, i), *y = ul_image_get_segment (b, j);
        guint32 from = MAX (x->address, y->address);
        guint64 end = MIN (segment_end (x), segment_end (y));
        if (from < end)
            compare_bytes (&overlap, from, x->data + (from - x->address),
                           y->data + (from - y->address), (gsize) (end - from));
        if (segment_end (x) <= segment_end (y))
            i++;
        else
            j++;
    }
    return overlap;
}

static gboolean
fail_overlap (UlImage *a, UlImage *b, const UlOverlap *overlap, GError **error)
{
    g_autoptr (GError) local = g_error_new (
        UL_ERROR, UL_ERROR_IMAGE_OVERLAP,
        ngettext ("%s and %s give different values to %lu byte at 0x%08X–0x%08X: %02X and %02X at "
                  "0x%08X. The files were not combined.",
                  "%s and %s give different values to %lu bytes at 0x%08X–0x%08X, the first %02X "
                  "and %02X at 0x%08X. The files were not combined.",
                  (gulong) overlap->n_different),
        ul_image_get_name (a), ul_image_get_name (b), (gulong) overlap->n_different, overlap->first,
        overlap->last, overlap->first_values[0], overlap->first_values[1], overlap->first);
    ul_error_set_where (local, overlap->first, overlap->last - overlap->first + 1);
    ul_error_add_detail (local, "first file", "%s", ul_image_get_name (a));
    ul_error_add_detail (local, "second file", "%s", ul_image_get_name (b));
    ul_error_add_detail (local, "bytes that differ", "%" G_GUINT64_FORMAT, overlap->n_different);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
check_pair (UlImage *a, UlImage *b, UlImageBuilder *builder, GError **error)
{
    UlOverlap overlap = compare_images (a, b);
    if (overlap.n_different > 0)
        return fail_overlap (a, b, &overlap, error);
    if (overlap.n_same > 0)
        ul_image_builder_warn (builder,
                               ngettext ("%s and %s both have %lu byte, with the same value.",
                                         "%s and %s both have %lu bytes, with the same values.",
                                         (gulong) overlap.n_same),
                               ul_image_get_name (a), ul_image_get_name (b),
                               (gulong) overlap.n_same);
    return TRUE;
}

static gboolean
add_image (UlImageBuilder *builder, UlImage *image, GError **error)
{
    UlImagePlace place = { 0 };
    for (guint i = 0; i < ul_image_get_n_segments (image); i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        if (!ul_image_builder_add (builder, segment->address, segment->data, segment->size, &place,
                                   error))
            return FALSE;
    }
    const char *const *warnings = ul_image_get_warnings (image);
    for (guint i = 0; warnings[i] != NULL; i++)
        ul_image_builder_warn (builder, "%s: %s", ul_image_get_name (image), warnings[i]);
    guint32 start;
    if (!builder->has_start && ul_image_get_start (image, &start))
        ul_image_builder_set_start (builder, start);
    return TRUE;
}

static gboolean
add_all (UlImageBuilder *builder, UlImage *const *images, guint n_images, GError **error)
{
    guint64 total = 0;
    for (guint i = 0; i < n_images; i++) {
        total += ul_image_get_size (images[i]);
        for (guint j = 0; j < i; j++)
            if (!check_pair (images[j], images[i], builder, error))
                return FALSE;
    }
    if (!ul_image_builder_reserve (builder, total, error))
        return FALSE;
    for (guint i = 0; i < n_images; i++)
        if (!add_image (builder, images[i], error))
            return FALSE;
    return ul_image_builder_finish (builder, error);
}

static char *
join_names (UlImage *const *images, guint n_images)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    for (guint i = 0; i < n_images; i++)
        g_ptr_array_add (names, (gpointer) ul_image_get_name (images[i]));
    g_ptr_array_add (names, NULL);
    return g_strjoinv (" + ", (char **) names->pdata);
}

UlImage *
ul_image_merge (UlImage *const *images, guint n_images, GError **error)
{
    g_return_val_if_fail (n_images > 0, NULL);
    if (n_images == 1)
        return g_object_ref (images[0]);

    g_autoptr (UlImageBuilder) builder = ul_image_builder_new (0);
    if (!add_all (builder, images, n_images, error))
        return NULL;
    g_autofree char *name = join_names (images, n_images);
    return ul_image_new_from_builder (builder, ul_image_get_format (images[0]), name);
}
