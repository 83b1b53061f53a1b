/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-explain-private.h"

#include "ul-explain.h"

#include <string.h>

/* --- text ---------------------------------------------------------------------------------- */

static void
begin_line (UlSqueezed *self, gsize raw)
{
    guint32 at = (guint32) self->size, raw_at = (guint32) raw;

    g_array_append_val (self->line_at, at);
    g_array_append_val (self->line_raw, raw_at);
}

static void
take_byte (UlSqueezed *self, gsize raw)
{
    char byte = self->raw[raw];

    if (byte == '\n' && raw + 1 < self->raw_size && self->line_at->len < UL_EXPLAIN_MAX_LINES)
        begin_line (self, raw + 1);
    if (!g_ascii_isalnum (byte))
        return;
    self->raw_at[self->size] = (guint32) raw;
    self->text[self->size++] = g_ascii_tolower (byte);
}

void
ul_squeezed_init (UlSqueezed *self, const char *raw, gsize size)
{
    *self = (UlSqueezed){ .raw = raw, .raw_size = size };
    self->text = g_malloc (size + 1);
    self->raw_at = g_new (guint32, size + 1);
    self->line_at = g_array_new (FALSE, FALSE, sizeof (guint32));
    self->line_raw = g_array_new (FALSE, FALSE, sizeof (guint32));
    begin_line (self, 0);
    for (gsize i = 0; i < size; i++)
        take_byte (self, i);
    self->raw_at[self->size] = (guint32) size;
    self->text[self->size] = '\0';
    begin_line (self, size);
}

void
ul_squeezed_clear (UlSqueezed *self)
{
    g_free (self->text);
    g_free (self->raw_at);
    g_clear_pointer (&self->line_at, g_array_unref);
    g_clear_pointer (&self->line_raw, g_array_unref);
}

guint
ul_squeezed_get_n_lines (const UlSqueezed *self)
{
    return self->line_at->len - 1;
}

static gsize
line_begin (const UlSqueezed *self, guint line)
{
    return g_array_index (self->line_at, guint32, MIN (line, self->line_at->len - 1));
}

/* Empty lines begin where the next one does: the last of them has the character. */
guint
ul_squeezed_get_line (const UlSqueezed *self, gsize at)
{
    guint low = 0, high = ul_squeezed_get_n_lines (self);

    while (high - low > 1) {
        guint middle = low + (high - low) / 2;
        if (line_begin (self, middle) <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* --- messages ------------------------------------------------------------------------------ */

static char *
squeeze (const char *text)
{
    GString *squeezed = g_string_new (NULL);

    for (; *text != '\0'; text++)
        if (g_ascii_isalnum (*text))
            g_string_append_c (squeezed, g_ascii_tolower (*text));
    return g_string_free (squeezed, FALSE);
}

GStrv
ul_explain_compile (const char *message)
{
    GStrv parts = g_strsplit (message, "*", -1);

    for (guint i = 0; parts[i] != NULL; i++) {
        char *squeezed = squeeze (parts[i]);
        g_free (parts[i]);
        parts[i] = squeezed;
    }
    return parts;
}

/* "error: 104" is not in "error: 1043", unless a star follows. Returns: -1 when it is nowhere */
static gssize
find_part (const UlSqueezed *self, GStrv parts, gsize from, gsize to)
{
    const char *part = parts[0];
    gsize size = strlen (part);
    gboolean is_number = parts[1] == NULL && g_ascii_isdigit (part[size - 1]);

    while (from < to) {
        const char *at = memmem (self->text + from, to - from, part, size);
        if (at == NULL)
            return -1;
        if (!is_number || !g_ascii_isdigit (at[size]))
            return at - self->text;
        from = at - self->text + 1;
    }
    return -1;
}

static gssize
find_rest (const UlSqueezed *self, GStrv parts, gsize from, gsize to)
{
    for (; *parts != NULL; parts++) {
        gssize at = **parts != '\0' ? find_part (self, parts, from, to) : (gssize) from;
        if (at < 0)
            return -1;
        from = at + strlen (*parts);
    }
    return from;
}

gboolean
ul_explain_find (const UlSqueezed *self, GStrv parts, gsize from, gsize to, gsize *begin,
                 gsize *end)
{
    gsize size = strlen (parts[0]);
    gsize limit = MIN (to + size, self->size);

    for (;;) {
        gssize at = find_part (self, parts, from, limit);
        if (at < 0 || (gsize) at >= to)
            return FALSE;
        gsize last = line_begin (self, ul_squeezed_get_line (self, at) + 2);
        gssize rest = at + size <= last ? find_rest (self, parts + 1, at + size, last) : -1;
        if (rest >= 0) {
            *begin = at;
            *end = rest;
            return TRUE;
        }
        from = at + 1;
    }
}
