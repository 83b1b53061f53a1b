/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-spool.h"

#include "ul-image-place.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define SILENCE_LIMIT_MS 5000

typedef struct {
    int fd;
    guint64 size;
    guint64 max_size;
    GChecksum *checksum;
} UlSpool;

static void
ul_spool_clear (UlSpool *self)
{
    if (self->fd >= 0)
        close (self->fd);
    g_clear_pointer (&self->checksum, g_checksum_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlSpool, ul_spool_clear)

static gboolean
fail_io (int problem, GError **error)
{
    return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                          _ ("it cannot be read (%s); expected a file that you may read"),
                          g_strerror (problem));
}

static gboolean
spool_open (UlSpool *self, guint64 max_size, GError **error)
{
    g_autofree char *path = NULL;
    g_autoptr (GError) local = NULL;
    self->max_size = max_size;
    self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
    self->fd = g_file_open_tmp ("unlatch-XXXXXX", &path, &local);
    if (self->fd < 0)
        return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                              _ ("there is no room for a temporary copy (%s)"), local->message);
    g_unlink (path);
    return TRUE;
}

static gboolean
spool_write (UlSpool *self, const guint8 *data, gsize size, GError **error)
{
    if (size > self->max_size - self->size) {
        g_autofree char *limit = g_format_size_full (self->max_size, G_FORMAT_SIZE_IEC_UNITS);
        return ul_image_fail (error, UL_ERROR_IMAGE_TOO_BIG, NULL,
                              _ ("it does not end after %s; expected at most as much"), limit);
    }
    g_checksum_update (self->checksum, data, (gssize) size);
    self->size += size;
    while (size > 0) {
        ssize_t n = write (self->fd, data, size);
        if (n < 0 && errno != EINTR)
            return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                                  _ ("there is no room for a temporary copy (%s)"),
                                  g_strerror (errno));
        data += MAX (n, 0);
        size -= (gsize) MAX (n, 0);
    }
    return TRUE;
}

static int
spool_close (UlSpool *self, guint64 *size, char **sha256)
{
    *size = self->size;
    *sha256 = g_strdup (g_checksum_get_string (self->checksum));
    int fd = self->fd;
    self->fd = -1;
    return fd;
}

/* Returns: FALSE with an error when nothing comes in time. */
static gboolean
wait_for_pipe (int fd, GCancellable *cancellable, GError **error)
{
    GPollFD polls[2] = { { .fd = fd, .events = G_IO_IN } };
    guint n_polls = g_cancellable_make_pollfd (cancellable, &polls[1]) ? 2 : 1;
    int n;
    do
        n = g_poll (polls, n_polls, SILENCE_LIMIT_MS);
    while (n < 0 && errno == EINTR);
    if (n_polls == 2)
        g_cancellable_release_fd (cancellable);

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    if (n > 0)
        return TRUE;
    return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                          _ ("it is a pipe from which nothing comes; expected a firmware file"));
}

static gboolean
copy_pipe (UlSpool *self, int fd, GCancellable *cancellable, GError **error)
{
    g_autofree guint8 *buffer = g_malloc (UL_IMAGE_SPOOL_CHUNK);
    for (;;) {
        ssize_t n = read (fd, buffer, UL_IMAGE_SPOOL_CHUNK);
        if (n == 0)
            return TRUE;
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return fail_io (errno, error);
        if (n < 0 && !wait_for_pipe (fd, cancellable, error))
            return FALSE;
        if (n > 0 && !spool_write (self, buffer, (gsize) n, error))
            return FALSE;
        if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
    }
}

int
ul_image_spool_pipe (int fd, guint64 max_size, guint64 *size, char **sha256,
                     GCancellable *cancellable, GError **error)
{
    g_auto (UlSpool) spool = { .fd = -1 };
    if (!spool_open (&spool, max_size, error) || !copy_pipe (&spool, fd, cancellable, error))
        return -1;
    if (spool.size == 0) {
        ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                       _ ("it is a pipe that nobody writes to; expected a firmware file"));
        return -1;
    }
    return spool_close (&spool, size, sha256);
}

/* GIO's error in our domain; a stop by the user stays what it is. */
static void
translate_error (GError *local, GError **error)
{
    if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        g_propagate_error (error, local);
        return;
    }
    if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        ul_image_fail (error, UL_ERROR_FILE_NOT_FOUND, NULL,
                       _ ("there is no such file; expected the path of a firmware file"));
    else
        ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                       _ ("it cannot be read (%s); expected a file that you may read"),
                       local->message);
    g_error_free (local);
}

int
ul_image_spool_file (GFile *file, guint64 max_size, guint64 *size, char **sha256,
                     GCancellable *cancellable, GError **error)
{
    GError *local = NULL;
    g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, &local);
    if (stream == NULL) {
        translate_error (local, error);
        return -1;
    }

    g_auto (UlSpool) spool = { .fd = -1 };
    if (!spool_open (&spool, max_size, error))
        return -1;
    g_autofree guint8 *buffer = g_malloc (UL_IMAGE_SPOOL_CHUNK);
    for (;;) {
        gssize n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, UL_IMAGE_SPOOL_CHUNK,
                                        cancellable, &local);
        if (n == 0)
            return spool_close (&spool, size, sha256);
        if (n < 0) {
            translate_error (local, error);
            return -1;
        }
        if (!spool_write (&spool, buffer, (gsize) n, error))
            return -1;
    }
}
