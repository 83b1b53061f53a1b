/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cli-number.h"

#include <glib/gi18n.h>
#include <string.h>

gboolean
ul_cli_parse_number (const char *text, const char *option, guint32 max, guint32 *number,
                     GError **error)
{
    gboolean is_hex = g_ascii_strncasecmp (text, "0x", 2) == 0;
    guint64 value = 0;

    if (g_ascii_string_to_unsigned (is_hex ? text + 2 : text, is_hex ? 16 : 10, 0, max, &value,
                                    NULL)) {
        *number = (guint32) value;
        return TRUE;
    }
    g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                 _ ("%s: “%s” is not a number from 0 to 0x%X (hexadecimal with 0x in front)"),
                 option, text, max);
    return FALSE;
}

gboolean
ul_cli_parse_range (const char *text, guint32 *start, guint32 *size, GError **error)
{
    g_auto (GStrv) ends = g_strsplit (text, "-", 2);
    guint32 last;

    if (g_strv_length (ends) != 2) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("--range: “%s” is not FIRST-LAST, such as 0x400-0x7FF"), text);
        return FALSE;
    }
    if (!ul_cli_parse_number (ends[0], "--range", G_MAXUINT32, start, error) ||
        !ul_cli_parse_number (ends[1], "--range", G_MAXUINT32, &last, error))
        return FALSE;
    if (last < *start || last - *start == G_MAXUINT32) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("--range: %s ends before it begins, or is all there is"), text);
        return FALSE;
    }
    *size = last - *start + 1;
    return TRUE;
}
