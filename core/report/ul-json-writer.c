/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-json-writer.h"

static void
add_quoted (UlJsonWriter *self, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid (text, -1);

    g_string_append_c (self->text, '"');
    for (const char *at = valid; *at != '\0'; at++)
        if (*at == '"' || *at == '\\')
            g_string_append_printf (self->text, "\\%c", *at);
        else if ((guchar) *at < ' ' || *at == 0x7F)
            g_string_append_printf (self->text, "\\u%04x", (guint) (guchar) *at);
        else
            g_string_append_c (self->text, *at);
    g_string_append_c (self->text, '"');
}

static void
begin_line (UlJsonWriter *self)
{
    if (!self->in_line)
        g_string_append_printf (self->text, "\n%*s", (int) self->depth * 2, "");
}

static void
begin_member (UlJsonWriter *self, const char *name)
{
    if (self->started)
        g_string_append (self->text, self->in_line ? ", " : ",");
    begin_line (self);
    self->started = TRUE;
    if (name == NULL)
        return;
    add_quoted (self, name);
    g_string_append (self->text, ": ");
}

void
ul_json_writer_init (UlJsonWriter *self)
{
    *self = (UlJsonWriter){ .text = g_string_new ("{"), .depth = 1 };
}

char *
ul_json_writer_finish (UlJsonWriter *self)
{
    ul_json_writer_end (self, '}');
    g_string_append_c (self->text, '\n');
    return g_string_free (g_steal_pointer (&self->text), FALSE);
}

void
ul_json_writer_begin (UlJsonWriter *self, const char *name, char bracket)
{
    begin_member (self, name);
    g_string_append_c (self->text, bracket);
    self->depth++;
    self->started = FALSE;
}

void
ul_json_writer_end (UlJsonWriter *self, char bracket)
{
    self->depth--;
    if (self->started)
        begin_line (self);
    g_string_append_c (self->text, bracket);
    self->started = TRUE;
}

void
ul_json_writer_add_text (UlJsonWriter *self, const char *name, const char *text)
{
    if (text == NULL) {
        ul_json_writer_add_null (self, name);
        return;
    }
    begin_member (self, name);
    add_quoted (self, text);
}

void
ul_json_writer_add_number (UlJsonWriter *self, const char *name, gint64 value)
{
    begin_member (self, name);
    g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
ul_json_writer_add_boolean (UlJsonWriter *self, const char *name, gboolean value)
{
    begin_member (self, name);
    g_string_append (self->text, value ? "true" : "false");
}

void
ul_json_writer_add_hex (UlJsonWriter *self, const char *name, guint32 value, guint digits)
{
    begin_member (self, name);
    g_string_append_printf (self->text, "\"0x%0*X\"", (int) digits, value);
}

void
ul_json_writer_add_null (UlJsonWriter *self, const char *name)
{
    begin_member (self, name);
    g_string_append (self->text, "null");
}
