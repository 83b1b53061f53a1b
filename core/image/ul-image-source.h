/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * UlImageSource: a file opened for reading, as a descriptor that can be read at any place and
 * more than once. A pipe or a remote file is copied to a nameless temporary file first.
 */
typedef struct {
    GFile *file;
    char *name; /* base name, UTF-8 */
    int fd;
    guint64 size;
    guint64 mtime_us; /* 0: unknown */
    char *sha256;     /* (nullable): known when the file was copied */
    gboolean copied;
} UlImageSource;

/**
 * ul_image_source_open:
 * @max_size: a larger file is refused before it is read
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_FILE_NOT_FOUND, %UL_ERROR_FILE_IO,
 *   %UL_ERROR_IMAGE_TOO_BIG, %G_IO_ERROR_CANCELLED
 */
UlImageSource *ul_image_source_open (GFile *file, guint64 max_size, GCancellable *cancellable,
                                     GError **error);
void ul_image_source_free (UlImageSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlImageSource, ul_image_source_free)

/** ul_image_source_check_at_rest: Returns: %FALSE with %UL_ERROR_FILE_IO when somebody wrote to the
 * file since it was opened */
gboolean ul_image_source_check_at_rest (UlImageSource *self, GError **error);

/** ul_image_source_hash: Returns: (nullable) (transfer full): SHA-256 of a local file, unless it is
 * not any more what it was when it had this size and time. Blocks: about 0.5 s for 100 MB */
char *ul_image_source_hash (GFile *file, guint64 size, guint64 mtime_us);

G_END_DECLS
