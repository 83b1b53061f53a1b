/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define UL_IMAGE_SPOOL_CHUNK ((gsize) 64 << 10)

/**
 * ul_image_spool_pipe:
 * @fd: a pipe that does not block
 * @max_size: of what may come through it
 * @size: (out): bytes copied
 * @sha256: (out) (transfer full): of them
 *
 * Copies what cannot be read twice to a temporary file without a name. Gives up when nothing
 * comes for some seconds.
 *
 * Returns: a descriptor to close, or -1 with %UL_ERROR_FILE_IO, %UL_ERROR_IMAGE_TOO_BIG,
 *   %G_IO_ERROR_CANCELLED
 */
int ul_image_spool_pipe (int fd, guint64 max_size, guint64 *size, char **sha256,
                         GCancellable *cancellable, GError **error);

/** ul_image_spool_file: the same for a file that has no local path; also %UL_ERROR_FILE_NOT_FOUND
 */
int ul_image_spool_file (GFile *file, guint64 max_size, guint64 *size, char **sha256,
                         GCancellable *cancellable, GError **error);

G_END_DECLS
