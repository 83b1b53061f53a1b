/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-source.h"

#include "ul-image-place.h"
#include "ul-image-spool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/stat.h>
#include <unistd.h>

void
ul_image_source_free (UlImageSource *self)
{
    if (self->fd >= 0)
        close (self->fd);
    g_clear_object (&self->file);
    g_free (self->name);
    g_free (self->sha256);
    g_free (self);
}

static guint64
get_mtime_us (const struct stat *info)
{
    return (guint64) info->st_mtim.tv_sec * G_USEC_PER_SEC + (guint64) info->st_mtim.tv_nsec / 1000;
}

static gboolean
fail_open (int problem, GError **error)
{
    if (problem == ENOENT || problem == ENOTDIR)
        return ul_image_fail (error, UL_ERROR_FILE_NOT_FOUND, NULL,
                              _ ("there is no such file; expected the path of a firmware file"));
    /* Translators: the reason is the system's, in brackets */
    return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                          _ ("it cannot be opened (%s); expected a file that you may read"),
                          g_strerror (problem));
}

static gboolean
check_size (guint64 size, guint64 max_size, GError **error)
{
    if (size <= max_size)
        return TRUE;
    g_autofree char *has = g_format_size_full (size, G_FORMAT_SIZE_IEC_UNITS);
    g_autofree char *limit = g_format_size_full (max_size, G_FORMAT_SIZE_IEC_UNITS);
    return ul_image_fail (error, UL_ERROR_IMAGE_TOO_BIG, NULL,
                          _ ("it has %s, which no supported chip can hold; expected at most %s"),
                          has, limit);
}

static gboolean
spool_pipe (UlImageSource *self, guint64 max_size, GCancellable *cancellable, GError **error)
{
    int pipe_fd = self->fd;
    self->fd =
        ul_image_spool_pipe (pipe_fd, max_size, &self->size, &self->sha256, cancellable, error);
    close (pipe_fd);
    self->copied = TRUE;
    return self->fd >= 0;
}

static gboolean
open_local (UlImageSource *self, const char *path, guint64 max_size, GCancellable *cancellable,
            GError **error)
{
    /* Without O_NONBLOCK the opening of a pipe would wait for somebody to write into it. */
    self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat info;
    if (self->fd < 0 || fstat (self->fd, &info) != 0)
        return fail_open (errno, error);

    if (S_ISFIFO (info.st_mode))
        return spool_pipe (self, max_size, cancellable, error);
    if (S_ISDIR (info.st_mode))
        return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                              _ ("it is a folder; expected a firmware file"));
    if (!S_ISREG (info.st_mode))
        return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                              _ ("it is a device, not a file; expected a firmware file"));
    self->size = (guint64) info.st_size;
    self->mtime_us = get_mtime_us (&info);
    return check_size (self->size, max_size, error);
}

static gboolean
open_remote (UlImageSource *self, guint64 max_size, GCancellable *cancellable, GError **error)
{
    self->fd =
        ul_image_spool_file (self->file, max_size, &self->size, &self->sha256, cancellable, error);
    self->copied = TRUE;
    return self->fd >= 0;
}

static char *
get_display_name (GFile *file)
{
    g_autofree char *base = g_file_get_basename (file);
    return base != NULL ? g_filename_display_name (base) : g_file_get_parse_name (file);
}

UlImageSource *
ul_image_source_open (GFile *file, guint64 max_size, GCancellable *cancellable, GError **error)
{
    g_autoptr (UlImageSource) self = g_new0 (UlImageSource, 1);
    self->fd = -1;
    self->file = g_object_ref (file);
    self->name = get_display_name (file);

    const char *path = g_file_peek_path (file);
    gboolean opened = path != NULL ? open_local (self, path, max_size, cancellable, error)
                                   : open_remote (self, max_size, cancellable, error);
    return opened ? g_steal_pointer (&self) : NULL;
}

static gboolean
is_as_it_was (int fd, guint64 size, guint64 mtime_us)
{
    struct stat info;
    return fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && (guint64) info.st_size == size &&
           get_mtime_us (&info) == mtime_us;
}

gboolean
ul_image_source_check_at_rest (UlImageSource *self, GError **error)
{
    if (self->copied || is_as_it_was (self->fd, self->size, self->mtime_us))
        return TRUE;
    return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                          _ ("it changed while it was read; expected a file at rest"));
}

char *
ul_image_source_hash (GFile *file, guint64 size, guint64 mtime_us)
{
    const char *path = g_file_peek_path (file);
    int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    if (fd < 0)
        return NULL;

    char *hash = NULL;
    if (is_as_it_was (fd, size, mtime_us)) {
        g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
        g_autofree guint8 *buffer = g_malloc (UL_IMAGE_SPOOL_CHUNK);
        ssize_t n;
        while ((n = read (fd, buffer, UL_IMAGE_SPOOL_CHUNK)) > 0)
            g_checksum_update (checksum, buffer, n);
        if (n == 0 && is_as_it_was (fd, size, mtime_us))
            hash = g_strdup (g_checksum_get_string (checksum));
    }
    close (fd);
    return hash;
}
