/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of keys: from the text of the file and back. */
#include "ul-profile-field.h"
#include "ul-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_RANGES 64
#define MAX_QUOTED 40 /* characters of a bad value that are shown */

void
ul_profile_value_clear (UlProfileValue *value)
{
    g_clear_pointer (&value->text, g_free);
    value->number = 0;
}

gboolean
ul_profile_value_equal (const UlProfileValue *a, const UlProfileValue *b)
{
    return a->number == b->number && g_strcmp0 (a->text, b->text) == 0;
}

/* What a person wrote, short enough for a sentence. */
static char *
quote (const char *text)
{
    if (g_utf8_strlen (text, -1) <= MAX_QUOTED)
        return g_strdup_printf ("“%s”", text);
    g_autofree char *start = g_utf8_substring (text, 0, MAX_QUOTED);
    return g_strdup_printf ("“%s…”", start);
}

/* @format: has one %s, for @text in quotes */
static gboolean
fail (GError **error, const char *format, const char *text)
{
    g_autofree char *quoted = quote (text);
    g_autofree char *reason = g_strdup_printf (format, quoted);

    g_set_error_literal (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX, reason);
    return FALSE;
}

static gboolean
parse_integer (const char *text, gint64 min, gint64 max, gint64 *number)
{
    gboolean negative = text[0] == '-';
    const char *digits = negative ? text + 1 : text;
    gboolean hex = g_ascii_strncasecmp (digits, "0x", 2) == 0;
    guint64 value;

    if (!g_ascii_string_to_unsigned (hex ? digits + 2 : digits, hex ? 16 : 10, 0, G_MAXINT64,
                                     &value, NULL))
        return FALSE;
    *number = negative ? -(gint64) value : (gint64) value;
    return *number >= min && *number <= max;
}

static gboolean
parse_number (const UlProfileField *field, const char *text, gint64 *number, GError **error)
{
    if (parse_integer (text, field->min, field->max, number))
        return TRUE;
    g_autofree char *quoted = quote (text);
    g_autofree char *least = g_strdup_printf ("%" G_GINT64_FORMAT, field->min);
    g_autofree char *greatest = g_strdup_printf ("%" G_GINT64_FORMAT, field->max);
    /* Translators: a bad value, the least and the greatest good one */
    g_set_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX, _ ("%s is not a number from %s to %s"),
                 quoted, least, greatest);
    return FALSE;
}

static gboolean
parse_hex (const UlProfileField *field, const char *text, gint64 *number, GError **error)
{
    *number = UL_PROFILE_UNSET;
    if (text[0] == '\0' || parse_integer (text, 0, field->max, number))
        return TRUE;
    return fail (error, _ ("%s is not a number from 0x0 to 0xFFFFFFFF, nor empty"), text);
}

static gboolean
parse_millivolts (const UlProfileField *field, const char *text, gint64 *number, GError **error)
{
    char *end = NULL;
    double volts = g_ascii_strtod (text, &end);
    double limit = (double) field->max / 1000;

    *number = 0;
    if (text[0] == '\0')
        return TRUE;
    if (!g_ascii_isdigit (text[0]) || *end != '\0' || !(volts >= 0 && volts <= limit))
        return fail (error, _ ("%s is not a voltage such as 2.7"), text);
    *number = (gint64) (volts * 1000 + 0.5);
    return TRUE;
}

static gboolean
fail_words (GError **error, const char *text, const char *const *words)
{
    g_autofree char *quoted = quote (text);
    g_autofree char *list = ul_words_names_strv (words);

    if (words[1] == NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX,
                     /* Translators: a bad value, and the good one */
                     _ ("%s is not allowed: there is only %s"), quoted, list);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX,
                     /* Translators: a bad value, and all the good ones */
                     _ ("%s is not one of: %s"), quoted, list);
    return FALSE;
}

static gboolean
parse_word (const UlProfileField *field, const char *text, gint64 *number, GError **error)
{
    g_assert (field->words[0] != NULL); /* a choice of nothing is a mistake in the table */
    for (guint i = 0; field->words[i] != NULL; i++) {
        const char *alias = field->words[i + 1] == NULL ? field->last_alias : NULL;
        if (g_str_equal (text, field->words[i]) || g_strcmp0 (text, alias) == 0) {
            *number = i;
            return TRUE;
        }
    }
    return fail_words (error, text, field->words[0][0] == '\0' ? field->words + 1 : field->words);
}

static gboolean
parse_switch (const char *text, gint64 *number, GError **error)
{
    static const char *const words[] = { "true", "false", NULL };

    *number = g_str_equal (text, "true") || g_str_equal (text, "1");
    if (*number || g_str_equal (text, "false") || g_str_equal (text, "0"))
        return TRUE;
    return fail_words (error, text, words);
}

static gboolean
has_control_characters (const char *text, gboolean lines)
{
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
        gunichar c = g_utf8_get_char (p);
        if (g_unichar_iscntrl (c) && !(lines && (c == '\n' || c == '\t')))
            return TRUE;
    }
    return FALSE;
}

static gboolean
parse_text (const UlProfileField *field, const char *text, char **value, GError **error)
{
    glong length = g_utf8_strlen (text, -1);

    if (length > field->max) {
        g_set_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX,
                     _ ("the text is longer than %d characters"), (int) field->max);
        return FALSE;
    }
    if (length < field->min) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX, _ ("the value is missing"));
        return FALSE;
    }
    if (has_control_characters (text, field->kind == UL_FIELD_LINES)) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX,
                             _ ("the text has control characters"));
        return FALSE;
    }
    *value = g_strdup (text);
    return TRUE;
}

static gboolean
parse_sha256 (const char *text, char **value, GError **error)
{
    gsize length = strlen (text);

    if (length != 0 && (length != 64 || strspn (text, "0123456789abcdefABCDEF") != 64))
        return fail (error, _ ("%s is not a SHA-256 of 64 hexadecimal digits, nor empty"), text);
    *value = g_ascii_strdown (text, -1);
    return TRUE;
}

static gboolean
parse_range (const char *text, UlProfileRange *range)
{
    g_auto (GStrv) ends = g_strsplit (text, "-", 2);
    gint64 first, last;

    if (g_strv_length (ends) != 2 ||
        !parse_integer (g_strstrip (ends[0]), 0, G_MAXUINT32, &first) ||
        !parse_integer (g_strstrip (ends[1]), first, G_MAXUINT32, &last))
        return FALSE;
    *range = (UlProfileRange){ (guint32) first, (guint32) last };
    return TRUE;
}

GArray *
ul_profile_parse_ranges (const char *text, GError **error)
{
    g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (UlProfileRange));
    g_auto (GStrv) parts = g_strsplit (text, ";", MAX_RANGES + 2);

    for (guint i = 0; parts[i] != NULL; i++) {
        UlProfileRange range;
        if (*g_strstrip (parts[i]) == '\0')
            continue;
        if (ranges->len == MAX_RANGES || !parse_range (parts[i], &range)) {
            fail (error, _ ("%s is no range such as 0x1F000-0x1FFFF"), parts[i]);
            return NULL;
        }
        g_array_append_val (ranges, range);
    }
    return g_steal_pointer (&ranges);
}

static gboolean
parse_range_text (const UlProfileField *field, const char *text, char **value, GError **error)
{
    g_autoptr (GArray) ranges = ul_profile_parse_ranges (text, error);
    if (ranges == NULL)
        return FALSE;
    if (field->kind == UL_FIELD_RANGE && ranges->len > 1)
        return fail (error, _ ("%s has more than one range"), text);

    GString *joined = g_string_new (NULL);
    for (guint i = 0; i < ranges->len; i++) {
        UlProfileRange *range = &g_array_index (ranges, UlProfileRange, i);
        g_string_append_printf (joined, "0x%X-0x%X%s", range->first, range->last,
                                field->kind == UL_FIELD_RANGES ? ";" : "");
    }
    *value = g_string_free (joined, FALSE);
    return TRUE;
}

gboolean
ul_profile_field_parse (const UlProfileField *field, const char *text, UlProfileValue *value,
                        GError **error)
{
    *value = (UlProfileValue){ 0 };
    switch (field->kind) {
    case UL_FIELD_LINE:
    case UL_FIELD_LINES:
    case UL_FIELD_PATH:
        return parse_text (field, text, &value->text, error);
    case UL_FIELD_WORD:
        return parse_word (field, text, &value->number, error);
    case UL_FIELD_SWITCH:
        return parse_switch (text, &value->number, error);
    case UL_FIELD_COUNT:
    case UL_FIELD_SIGNED:
        return parse_number (field, text, &value->number, error);
    case UL_FIELD_HEX:
        return parse_hex (field, text, &value->number, error);
    case UL_FIELD_MILLIVOLTS:
        return parse_millivolts (field, text, &value->number, error);
    case UL_FIELD_RANGE:
    case UL_FIELD_RANGES:
        return parse_range_text (field, text, &value->text, error);
    case UL_FIELD_SHA256:
        return parse_sha256 (text, &value->text, error);
    default:
        g_return_val_if_reached (FALSE);
    }
}

static char *
format_signed (gint64 number)
{
    const char *sign = number < 0 ? "-" : "";

    return number == 0 ? g_strdup ("0")
                       : g_strdup_printf ("%s0x%" G_GINT64_MODIFIER "X", sign, ABS (number));
}

static char *
format_volts (gint64 millivolts)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g", (double) millivolts / 1000));
}

char *
ul_profile_field_format (const UlProfileField *field, const UlProfileValue *value)
{
    switch (field->kind) {
    case UL_FIELD_WORD:
        return g_strdup (field->words[value->number]);
    case UL_FIELD_SWITCH:
        return g_strdup (value->number ? "true" : "false");
    case UL_FIELD_COUNT:
        return g_strdup_printf ("%" G_GINT64_FORMAT, value->number);
    case UL_FIELD_SIGNED:
        return format_signed (value->number);
    case UL_FIELD_HEX:
        return value->number == UL_PROFILE_UNSET
                   ? g_strdup ("")
                   : g_strdup_printf ("0x%" G_GINT64_MODIFIER "X", value->number);
    case UL_FIELD_MILLIVOLTS:
        return format_volts (value->number);
    case UL_FIELD_LINE:
    case UL_FIELD_LINES:
    case UL_FIELD_PATH:
    case UL_FIELD_RANGE:
    case UL_FIELD_RANGES:
    case UL_FIELD_SHA256:
    default:
        return g_strdup (value->text);
    }
}
