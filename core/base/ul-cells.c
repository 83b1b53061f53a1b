/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cells.h"

guint
ul_cells_count (const char *text)
{
    guint n = 0;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
        gunichar c = g_utf8_get_char (p);
        if (!g_unichar_iszerowidth (c))
            n += g_unichar_iswide (c) ? 2 : 1;
    }
    return n;
}

void
ul_cells_append (GString *line, const char *text, guint cells)
{
    g_string_append (line, text);
    for (guint n = ul_cells_count (text); n < cells; n++)
        g_string_append_c (line, ' ');
}
