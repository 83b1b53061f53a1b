/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-visible.h"

#include <string.h>

/* Embeddings, overrides and isolates: with them a name can pretend to be another one. */
static gboolean
turns_direction (gunichar c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_harmless (gunichar c)
{
    return !g_unichar_iscntrl (c) && c != 0x2028 && c != 0x2029 && !turns_direction (c);
}

static void
spell_out (GString *shown, gunichar c)
{
    if (c == '\n')
        g_string_append (shown, "\\n");
    else if (c == '\t')
        g_string_append (shown, "\\t");
    else if (c == '\r')
        g_string_append (shown, "\\r");
    else
        g_string_append_printf (shown, c < 0x100 ? "\\x%02X" : "\\u%04X", c);
}

static char *
show (const char *text, gboolean lines)
{
    g_autofree char *valid = g_utf8_make_valid (text, -1);
    GString *shown = g_string_sized_new (strlen (valid));

    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
        gunichar c = g_utf8_get_char (p);
        if (is_harmless (c) || (lines && (c == '\n' || c == '\t')))
            g_string_append_unichar (shown, c);
        else
            spell_out (shown, c);
    }
    return g_string_free (shown, FALSE);
}

char *
ul_visible_line (const char *text)
{
    return show (text, FALSE);
}

char *
ul_visible_text (const char *text)
{
    return show (text, TRUE);
}
