/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-reader.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* Small enough to stay in the processor's cache while it is parsed. */
#define WINDOW_SIZE ((gsize) 64 << 10)

#define CTRL_Z 0x1A

void
ul_image_reader_init (UlImageReader *self, int fd, guint64 size, GCancellable *cancellable)
{
    *self = (UlImageReader){ .fd = fd, .size = size, .cancellable = cancellable };
    self->window = g_malloc (WINDOW_SIZE + UL_IMAGE_READER_LOOK_AHEAD);
    ul_image_reader_seek (self, 0);
}

void
ul_image_reader_clear (UlImageReader *self)
{
    g_clear_pointer (&self->window, g_free);
}

void
ul_image_reader_seek (UlImageReader *self, guint64 offset)
{
    self->p = self->end = self->window;
    self->end_offset = MIN (offset, self->size);
    self->at_end = FALSE;
    self->line = 1;
    self->line_start = offset;
}

static gboolean
read_some (UlImageReader *self, guint8 *buffer, gsize size, gsize *n_read, GError **error)
{
    ssize_t n;
    do
        n = pread (self->fd, buffer, size, (off_t) self->end_offset);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                              _ ("it cannot be read (%s); expected a file that you may read"),
                              g_strerror (errno));
    *n_read = (gsize) n;
    return TRUE;
}

static gboolean
slide (UlImageReader *self, GError **error)
{
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;

    gsize kept = (gsize) (self->end - self->p);
    memmove (self->window, self->p, kept);
    self->p = self->window;
    gsize wanted = (gsize) MIN (WINDOW_SIZE - kept, self->size - self->end_offset);
    gsize n_read = 0;
    if (wanted > 0 && !read_some (self, self->window + kept, wanted, &n_read, error))
        return FALSE;

    self->end = self->window + kept + n_read;
    self->end_offset += n_read;
    self->at_end = n_read == 0 || self->end_offset == self->size;
    if (self->at_end)
        memset (self->window + kept + n_read, 0, UL_IMAGE_READER_LOOK_AHEAD);
    return TRUE;
}

gboolean
ul_image_reader_fill (UlImageReader *self, GError **error)
{
    while (!self->at_end && (gsize) (self->end - self->p) < UL_IMAGE_READER_LOOK_AHEAD)
        if (!slide (self, error))
            return FALSE;
    return TRUE;
}

UlImagePlace
ul_image_reader_locate (const UlImageReader *self, const guint8 *at)
{
    guint64 offset = self->end_offset - (guint64) (self->end - at);
    return (UlImagePlace){ .line = self->line, .column = offset - self->line_start + 1 };
}

gboolean
ul_image_reader_ends_text (const UlImageReader *self, const guint8 *at)
{
    return at >= self->end || *at == CTRL_Z;
}

gboolean
ul_image_reader_ends_line (const UlImageReader *self, const guint8 *at)
{
    return ul_image_reader_ends_text (self, at) || *at == '\n' || *at == '\r';
}

static void
skip_blanks (UlImageReader *self)
{
    while (self->p < self->end && (*self->p == ' ' || *self->p == '\t'))
        self->p++;
}

/* p stands at a line's end, a lone CR, LF or both. */
static void
begin_line (UlImageReader *self)
{
    if (self->p >= self->end || *self->p == CTRL_Z)
        return;
    self->p += self->p[0] == '\r' && self->p[1] == '\n' ? 2 : 1;
    self->line++;
    self->line_start = self->end_offset - (guint64) (self->end - self->p);
}

static gboolean
skip_line (UlImageReader *self, GError **error)
{
    for (;;) {
        if (!ul_image_reader_fill (self, error))
            return FALSE;
        while (!ul_image_reader_ends_line (self, self->p))
            self->p++;
        if (self->p < self->end || self->at_end)
            break;
    }
    if (!ul_image_reader_fill (self, error)) /* a CR may have its LF in the next window */
        return FALSE;
    begin_line (self);
    return TRUE;
}

/* Old systems fill up the last block of a text with Ctrl-Z or NUL. */
static gboolean
check_after_ctrl_z (UlImageReader *self, GError **error)
{
    for (;;) {
        if (!ul_image_reader_fill (self, error))
            return FALSE;
        if (self->p >= self->end)
            return TRUE;
        if (!strchr ("\x1A \t\r\n", *self->p)) {
            UlImagePlace place = ul_image_reader_locate (self, self->p);
            return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                                  _ ("the text goes on after a Ctrl-Z; expected its end"));
        }
        if (*self->p == '\r' || *self->p == '\n')
            begin_line (self);
        else
            self->p++;
    }
}

static gboolean
is_comment (guint8 character)
{
    return character != 0 && strchr (";#*/!", character) != NULL;
}

static void
skip_byte_order_mark (UlImageReader *self)
{
    if (self->line_start != 0 || self->end - self->p < 3 ||
        memcmp (self->p, "\xEF\xBB\xBF", 3) != 0)
        return;
    self->p += 3;
    self->line_start = 3;
}

gboolean
ul_image_reader_next_line (UlImageReader *self, gboolean *found, GError **error)
{
    *found = FALSE;
    for (;;) {
        if (!ul_image_reader_fill (self, error))
            return FALSE;
        skip_byte_order_mark (self);
        skip_blanks (self);
        if (self->p >= self->end) {
            if (self->at_end)
                return TRUE;
            continue;
        }
        if (*self->p == CTRL_Z)
            return check_after_ctrl_z (self, error);
        if (*self->p == '\r' || *self->p == '\n' || is_comment (*self->p)) {
            if (!skip_line (self, error))
                return FALSE;
            continue;
        }
        *found = TRUE;
        return ul_image_reader_fill (self, error);
    }
}

gboolean
ul_image_reader_end_record (UlImageReader *self, GError **error)
{
    do {
        skip_blanks (self);
        if (!ul_image_reader_fill (self, error))
            return FALSE;
    } while (*self->p == ' ' || *self->p == '\t');
    if (ul_image_reader_ends_line (self, self->p) || is_comment (*self->p))
        return skip_line (self, error);

    UlImagePlace place = ul_image_reader_locate (self, self->p);
    g_autofree char *quoted = ul_image_reader_quote (*self->p);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("%s stands after the record; expected the end of the line"), quoted);
}

char *
ul_image_reader_quote (guint8 character)
{
    if (g_ascii_isprint (character))
        return g_strdup_printf ("“%c”", character);
    /* Translators: a byte that is no printable character */
    return g_strdup_printf (_ ("the byte 0x%02X"), character);
}
