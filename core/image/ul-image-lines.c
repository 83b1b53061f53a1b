/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-lines.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define PIECE       ((gsize) 64 << 10)
#define MOST_BYTES  ((guint64) 2 << 30) /* no bigger file is loaded */
#define LONGEST     600                 /* bytes of a line; no record has more */
#define REPLACEMENT "\xEF\xBF\xBD"

typedef struct {
    guint first, last; /* lines that are wanted */
    guint line;        /* the one being read */
    gboolean after_cr; /* an LF belongs to the line before */
    GString *text;     /* of it, where it is wanted */
    GPtrArray *lines;
} Lines;

static gboolean
is_wanted (const Lines *self)
{
    return self->first <= self->line && self->line <= self->last;
}

static char *
make_printable (const char *bytes, gsize size)
{
    g_autofree char *valid = g_utf8_make_valid (bytes, (gssize) size);
    GString *text = g_string_new (NULL);

    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
        gunichar character = g_utf8_get_char (p);
        if (character == '\t')
            g_string_append_c (text, ' ');
        else if (g_unichar_iscntrl (character))
            g_string_append (text, REPLACEMENT);
        else
            g_string_append_unichar (text, character);
    }
    return g_string_free (text, FALSE);
}

static void
end_line (Lines *self)
{
    if (is_wanted (self)) {
        char *text = make_printable (self->text->str, MIN (self->text->len, LONGEST));
        g_ptr_array_add (self->lines, self->text->len > LONGEST ? g_strconcat (text, "…", NULL)
                                                                : g_strdup (text));
        g_free (text);
    }
    g_string_truncate (self->text, 0);
    self->line++;
}

static void
take (Lines *self, guint8 byte)
{
    gboolean is_rest = byte == '\n' && self->after_cr;

    self->after_cr = byte == '\r';
    if (is_rest)
        return;
    if (byte == '\r' || byte == '\n')
        end_line (self);
    else if (is_wanted (self) && self->text->len <= LONGEST)
        g_string_append_c (self->text, (char) byte);
}

static gboolean
read_all (Lines *self, GInputStream *stream, GCancellable *cancellable, GError **error)
{
    g_autofree guint8 *piece = g_malloc (PIECE);

    for (guint64 n = 0; n < MOST_BYTES && self->line <= self->last;) {
        gssize got = g_input_stream_read (stream, piece, PIECE, cancellable, error);
        if (got < 0)
            return FALSE;
        if (got == 0)
            break;
        for (gssize i = 0; i < got && self->line <= self->last; i++)
            take (self, piece[i]);
        n += (guint64) got;
    }
    if (self->text->len > 0) /* the last one may have no end */
        end_line (self);
    return TRUE;
}

GPtrArray *
ul_image_lines_read (GFile *file, guint line, guint around, guint *first, GCancellable *cancellable,
                     GError **error)
{
    g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
    g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GString) text = g_string_new (NULL);

    *first = line > around ? line - around : 1;
    Lines self = { .first = *first,
                   .last = line < G_MAXUINT - around ? line + around : line,
                   .line = 1,
                   .text = text,
                   .lines = lines };
    if (stream == NULL || !read_all (&self, G_INPUT_STREAM (stream), cancellable, error))
        return NULL;
    /* After the last one: there the end record of a file that was cut off is missed. */
    if (self.line == line && lines->len == line - *first)
        g_ptr_array_add (lines, g_strdup (""));
    if (lines->len <= line - *first) {
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_CHANGED, _ ("The file has no line %u any more"),
                     line);
        return NULL;
    }
    return g_steal_pointer (&lines);
}
