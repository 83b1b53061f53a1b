/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-format.h"
#include "ul-image-parsers.h"
#include "ul-image-private.h"
#include "ul-image-source.h"

#include <glib/gi18n.h>

#define DEFAULT_MAX_SIZE ((guint64) 256 << 20)
/* More does not fit the sizes that are counted in 32 bits. */
#define HIGHEST_MAX_SIZE ((guint64) 2 << 30)

typedef struct {
    UlImageOptions options;
    UlImageSource *source;
    UlImageReader reader;
    UlImageFormat format;
} UlImageLoad;

static UlImageParser
get_parser (UlImageFormat format)
{
    switch (format) {
    case UL_IMAGE_FORMAT_IHEX:
        return ul_ihex_parse;
    case UL_IMAGE_FORMAT_SREC:
        return ul_srec_parse;
    case UL_IMAGE_FORMAT_ELF:
        return ul_elf_parse;
    case UL_IMAGE_FORMAT_TITXT:
        return ul_titxt_parse;
    case UL_IMAGE_FORMAT_UF2:
        return ul_uf2_parse;
    case UL_IMAGE_FORMAT_BIN:
    case UL_IMAGE_FORMAT_AUTO:
    default:
        return ul_bin_parse;
    }
}

static gboolean
decide_format (UlImageLoad *self, GError **error)
{
    if (self->source->size == 0)
        return ul_image_fail (error, UL_ERROR_IMAGE_FORMAT, NULL,
                              _ ("it is empty; expected a firmware file"));
    if (!ul_image_reader_fill (&self->reader, error))
        return FALSE;
    self->format = self->options.format;
    if (self->format == UL_IMAGE_FORMAT_AUTO)
        self->format =
            ul_image_format_recognize (self->reader.p, (gsize) (self->reader.end - self->reader.p),
                                       self->source->name, self->options.force_bin, error);
    return self->format != UL_IMAGE_FORMAT_AUTO;
}

static gint64
get_offset (const UlImageLoad *self)
{
    gint64 base = self->format == UL_IMAGE_FORMAT_BIN ? self->options.base : 0;
    return base + self->options.offset;
}

static gboolean
parse (UlImageLoad *self, UlImageBuilder *builder, GError **error)
{
    ul_image_reader_seek (&self->reader, 0);
    return get_parser (self->format) (&self->reader, builder, error);
}

/* The builder knows that an address has two values, not where: reads the file again to see it. */
static void
name_conflict (UlImageLoad *self, guint32 address, GError **error)
{
    g_autoptr (UlImageBuilder) builder = ul_image_builder_new (get_offset (self));
    ul_image_builder_watch (builder, address);
    parse (self, builder, NULL);
    const UlImageValue *first = &builder->values[0], *second = &builder->values[1];
    if (!second->seen)
        return;

    g_clear_error (error);
    g_autofree char *place = ul_image_place_to_text (&first->place);
    ul_image_fail (
        error, UL_ERROR_IMAGE_OVERLAP, &second->place,
        /* Translators: 0x3014 is given 41, but 42 at line 1, column 18; expected one */
        _ ("0x%08X is given the value %02X, but %s gives it %02X; expected one value for "
           "each address"),
        address, second->value, place, first->value);
    ul_error_set_where (*error, address, 1);
    ul_error_add_detail (*error, "address", "0x%08X", address);
    ul_error_add_detail (*error, "first value", "%02X (%s)", first->value, place);
}

static UlImage *
build (UlImageLoad *self, GError **error)
{
    g_autoptr (GError) local = NULL;
    g_autoptr (UlImageBuilder) builder = ul_image_builder_new (get_offset (self));
    if (!parse (self, builder, &local) || !ul_image_builder_finish (builder, &local)) {
        if (builder->conflict)
            name_conflict (self, builder->conflict_address, &local);
        g_propagate_error (error, g_steal_pointer (&local));
        return NULL;
    }
    if (!ul_image_source_check_at_rest (self->source, error))
        return NULL;
    ul_image_reader_clear (&self->reader);
    if (builder->n_extents == 0)
        ul_image_builder_warn (builder, _ ("The file contains no data."));

    UlImage *image = ul_image_new_from_builder (builder, self->format, self->source->name);
    ul_image_set_source (image, self->source->file, self->source->size, self->source->mtime_us,
                         self->source->sha256);
    return image;
}

static UlImage *
load (UlImageLoad *self, GFile *file, GCancellable *cancellable, GError **error)
{
    guint64 max_size = self->options.max_size > 0 ? self->options.max_size : DEFAULT_MAX_SIZE;
    if (self->options.offset > G_MAXUINT32 || self->options.offset < -(gint64) G_MAXUINT32)
        return ul_image_fail (error, UL_ERROR_USAGE, NULL,
                              _ ("the offset goes beyond the address space; expected at most "
                                 "0xFFFFFFFF")),
               NULL;
    self->source =
        ul_image_source_open (file, MIN (max_size, HIGHEST_MAX_SIZE), cancellable, error);
    if (self->source == NULL)
        return NULL;

    ul_image_reader_init (&self->reader, self->source->fd, self->source->size, cancellable);
    g_autoptr (GError) local = NULL;
    UlImage *image = decide_format (self, &local) ? build (self, &local) : NULL;
    ul_image_reader_clear (&self->reader);
    if (g_error_matches (local, UL_ERROR, UL_ERROR_IMAGE_FORMAT) &&
        self->format != UL_IMAGE_FORMAT_AUTO)
        ul_error_add_detail (local, "expected format", "%s",
                             ul_image_format_to_nick (self->format));
    if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
    return image;
}

static char *
get_name (GFile *file)
{
    g_autofree char *base = g_file_get_basename (file);
    return base != NULL ? g_filename_display_name (base) : g_file_get_parse_name (file);
}

UlImage *
ul_image_load (GFile *file, const UlImageOptions *options, GCancellable *cancellable,
               GError **error)
{
    g_return_val_if_fail (G_IS_FILE (file), NULL);

    UlImageLoad self = { 0 };
    if (options != NULL)
        self.options = *options;
    g_autoptr (GError) local = NULL;
    UlImage *image = load (&self, file, cancellable, &local);
    g_clear_pointer (&self.source, ul_image_source_free);
    if (image != NULL)
        return image;

    g_autofree char *name = get_name (file);
    ul_image_complete_error (local, name);
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
}

static void
load_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
    GError *error = NULL;
    UlImage *image = ul_image_load (source_object, task_data, cancellable, &error);
    if (image != NULL)
        g_task_return_pointer (task, image, g_object_unref);
    else
        g_task_return_error (task, error);
}

void
ul_image_load_async (GFile *file, const UlImageOptions *options, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);
    g_task_set_source_tag (task, ul_image_load_async);
    if (options != NULL)
        g_task_set_task_data (task, g_memdup2 (options, sizeof *options), g_free);
    g_task_run_in_thread (task, load_in_thread);
}

UlImage *
ul_image_load_finish (GAsyncResult *result, GError **error)
{
    g_return_val_if_fail (G_IS_TASK (result), NULL);
    return g_task_propagate_pointer (G_TASK (result), error);
}
