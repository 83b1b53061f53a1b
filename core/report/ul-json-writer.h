/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * UlJsonWriter:
 *
 * Writes JSON (RFC 8259), indented, or all of it in one line. Writing alone is so little that the
 * domain does without a library for it. @name is %NULL within an array. Starts within the outermost
 * object.
 */
typedef struct {
    GString *text;
    guint depth;
    gboolean started; /* something stands before the next member */
    gboolean in_line; /* set after ul_json_writer_init() */
} UlJsonWriter;

void ul_json_writer_init (UlJsonWriter *self);
/** ul_json_writer_finish: Returns: (transfer full): the text; closes the outermost object */
char *ul_json_writer_finish (UlJsonWriter *self);

void ul_json_writer_begin (UlJsonWriter *self, const char *name, char bracket); /* '{' or '[' */
void ul_json_writer_end (UlJsonWriter *self, char bracket);                     /* '}' or ']' */
/** ul_json_writer_add_text: @text: (nullable): any bytes; %NULL is null */
void ul_json_writer_add_text (UlJsonWriter *self, const char *name, const char *text);
void ul_json_writer_add_number (UlJsonWriter *self, const char *name, gint64 value);
void ul_json_writer_add_boolean (UlJsonWriter *self, const char *name, gboolean value);
/** ul_json_writer_add_hex: "0x0000040C": @digits of them */
void ul_json_writer_add_hex (UlJsonWriter *self, const char *name, guint32 value, guint digits);
void ul_json_writer_add_null (UlJsonWriter *self, const char *name);

G_END_DECLS
