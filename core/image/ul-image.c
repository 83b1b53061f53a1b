/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-private.h"

#include "ul-image-source.h"

#include <string.h>
#include <zlib.h>

struct _UlImage {
    GObject parent_instance;

    char *name;
    UlImageFormat format;
    GFile *file; /* nullable */
    guint64 file_size;
    guint64 mtime_us;
    GBytes *bytes;       /* of all segments, one after the other */
    UlSegment *segments; /* by rising address; their data is in bytes */
    guint n_segments;
    gboolean has_start;
    guint32 start;
    GStrv warnings;

    GMutex lock; /* of what is worked out only when asked for */
    gboolean have_crc32;
    guint32 crc32;
    gboolean have_sha256;
    char *sha256;
};

G_DEFINE_FINAL_TYPE (UlImage, ul_image, G_TYPE_OBJECT)

static void
ul_image_finalize (GObject *object)
{
    UlImage *self = UL_IMAGE (object);

    g_free (self->name);
    g_clear_object (&self->file);
    g_clear_pointer (&self->bytes, g_bytes_unref);
    g_free (self->segments);
    g_strfreev (self->warnings);
    g_free (self->sha256);
    g_mutex_clear (&self->lock);
    G_OBJECT_CLASS (ul_image_parent_class)->finalize (object);
}

static void
ul_image_class_init (UlImageClass *class)
{
    G_OBJECT_CLASS (class)->finalize = ul_image_finalize;
}

static void
ul_image_init (UlImage *self)
{
    g_mutex_init (&self->lock);
}

static void
take_segments (UlImage *self, UlImageBuilder *builder)
{
    self->bytes = ul_image_arena_steal_bytes (&builder->sorted, builder->sorted_used);
    const guint8 *data = g_bytes_get_data (self->bytes, NULL);
    self->n_segments = builder->n_extents;
    self->segments = g_new (UlSegment, self->n_segments);
    for (guint i = 0; i < self->n_segments; i++) {
        UlExtent extent = builder->extents[i];
        self->segments[i] = (UlSegment){ extent.address, extent.size, data };
        data += extent.size;
    }
    g_clear_pointer (&builder->extents, g_free);
}

UlImage *
ul_image_new_from_builder (UlImageBuilder *builder, UlImageFormat format, const char *name)
{
    UlImage *self = g_object_new (UL_TYPE_IMAGE, NULL);
    self->name = g_strdup (name);
    self->format = format;
    take_segments (self, builder);
    self->has_start = builder->has_start;
    self->start = builder->start;
    g_ptr_array_add (builder->warnings, NULL);
    self->warnings = (GStrv) g_ptr_array_steal (builder->warnings, NULL);
    return self;
}

UlImage *
ul_image_new_from_data (const char *name, guint32 address, const guint8 *data, gsize size)
{
    g_return_val_if_fail (size <= (G_GUINT64_CONSTANT (1) << 32) - address, NULL);

    UlImage *self = g_object_new (UL_TYPE_IMAGE, NULL);
    self->name = g_strdup (name);
    self->format = UL_IMAGE_FORMAT_BIN;
    self->bytes = g_bytes_new (data, size);
    self->n_segments = size > 0 ? 1 : 0;
    self->segments = g_new (UlSegment, 1);
    self->segments[0] = (UlSegment){ address, size, g_bytes_get_data (self->bytes, NULL) };
    self->warnings = g_new0 (char *, 1);
    return self;
}

void
ul_image_set_source (UlImage *self, GFile *file, guint64 size, guint64 mtime_us, const char *sha256)
{
    self->file = g_object_ref (file);
    self->file_size = size;
    self->mtime_us = mtime_us;
    self->sha256 = g_strdup (sha256);
    self->have_sha256 = sha256 != NULL;
}

const char *
ul_image_get_name (UlImage *self)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), NULL);
    return self->name;
}

GFile *
ul_image_get_file (UlImage *self)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), NULL);
    return self->file;
}

UlImageFormat
ul_image_get_format (UlImage *self)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), UL_IMAGE_FORMAT_AUTO);
    return self->format;
}

guint64
ul_image_get_mtime_us (UlImage *self)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), 0);
    return self->mtime_us;
}

const char *
ul_image_get_sha256 (UlImage *self)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), NULL);
    if (self->file == NULL)
        return NULL;

    g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
    if (!self->have_sha256)
        self->sha256 = ul_image_source_hash (self->file, self->file_size, self->mtime_us);
    self->have_sha256 = TRUE;
    return self->sha256;
}

guint
ul_image_get_n_segments (UlImage *self)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), 0);
    return self->n_segments;
}

const UlSegment *
ul_image_get_segment (UlImage *self, guint index)
{
    g_return_val_if_fail (UL_IS_IMAGE (self) && index < self->n_segments, NULL);
    return &self->segments[index];
}

guint64
ul_image_get_size (UlImage *self)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), 0);
    return g_bytes_get_size (self->bytes);
}

guint32
ul_image_get_crc32 (UlImage *self)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), 0);

    g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
    if (!self->have_crc32) {
        gsize size;
        const guint8 *data = g_bytes_get_data (self->bytes, &size);
        self->crc32 = (guint32) crc32_z (0, size > 0 ? data : (const guint8 *) "", size);
        self->have_crc32 = TRUE;
    }
    return self->crc32;
}

gboolean
ul_image_get_start (UlImage *self, guint32 *start)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), FALSE);
    if (self->has_start && start != NULL)
        *start = self->start;
    return self->has_start;
}

const char *const *
ul_image_get_warnings (UlImage *self)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), NULL);
    return (const char *const *) self->warnings;
}

/* The first segment that ends above @address; n_segments when none does. */
static guint
find_segment (UlImage *self, guint32 address)
{
    guint low = 0, high = self->n_segments;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        const UlSegment *segment = &self->segments[middle];
        if ((guint64) segment->address + segment->size <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

gsize
ul_image_read (UlImage *self, guint32 address, gsize size, guint8 *data, guint8 *known)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), 0);

    guint64 end = (guint64) address + size;
    gsize n_known = 0;
    if (known != NULL)
        memset (known, 0, size);
    for (guint i = find_segment (self, address); i < self->n_segments; i++) {
        const UlSegment *segment = &self->segments[i];
        guint64 from = MAX (segment->address, address);
        guint64 to = MIN ((guint64) segment->address + segment->size, end);
        if (from >= to)
            break;
        memcpy (data + (from - address), segment->data + (from - segment->address), to - from);
        if (known != NULL)
            memset (known + (from - address), 1, to - from);
        n_known += to - from;
    }
    return n_known;
}

/* @n_before: found so far */
static gsize
count_different (const UlSegment *x, const UlSegment *y, guint64 from, guint64 to, gsize n_before,
                 guint32 *first)
{
    gsize n = 0;

    if (from >= to ||
        memcmp (x->data + (from - x->address), y->data + (from - y->address), to - from) == 0)
        return 0;
    for (guint64 at = from; at < to; at++) {
        if (x->data[at - x->address] == y->data[at - y->address])
            continue;
        if (n_before + n++ == 0 && first != NULL)
            *first = (guint32) at;
    }
    return n;
}

gsize
ul_image_count_different (UlImage *a, UlImage *b, guint32 address, gsize size, guint32 *first)
{
    g_return_val_if_fail (UL_IS_IMAGE (a) && UL_IS_IMAGE (b), 0);

    guint64 end = (guint64) address + size;
    guint i = find_segment (a, address), j = find_segment (b, address);
    gsize n = 0;

    while (i < a->n_segments && j < b->n_segments) {
        const UlSegment *x = &a->segments[i], *y = &b->segments[j];
        guint64 x_end = (guint64) x->address + x->size, y_end = (guint64) y->address + y->size;
        guint64 from = MAX (MAX (x->address, y->address), address);

        if (MIN (x->address, y->address) >= end)
            break;
        n += count_different (x, y, from, MIN (MIN (x_end, y_end), end), n, first);
        if (x_end <= y_end)
            i++;
        else
            j++;
    }
    return n;
}

gboolean
ul_image_covers (UlImage *self, guint32 address, gsize size)
{
    g_return_val_if_fail (UL_IS_IMAGE (self), FALSE);

    guint i = find_segment (self, address);
    return i < self->n_segments && self->segments[i].address < (guint64) address + size;
}
