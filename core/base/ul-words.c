/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-words.h"

#include <glib/gi18n.h>

static char *
join (const char *const *parts, guint n, const char *separator)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < n; i++) {
        if (i > 0)
            g_string_append (text, separator);
        g_string_append (text, parts[i]);
    }
    return g_string_free (text, FALSE);
}

static char *
join_list (const char *const *parts, guint n)
{
    /* Translators: between the members of a list in a sentence: "4 written, 3 matched" */
    return join (parts, n, C_ ("in a list", ", "));
}

static const char *const *
get_parts (const GPtrArray *parts)
{
    return (const char *const *) (gpointer) parts->pdata;
}

static char *
join_names (const char *const *names, guint n)
{
    /* Translators: between names and values that stand one beside the other: "ask, never" */
    return join (names, n, C_ ("between names", ", "));
}

char *
ul_words_names (const GPtrArray *names)
{
    return join_names (get_parts (names), names->len);
}

char *
ul_words_names_strv (const char *const *names)
{
    return join_names (names, g_strv_length ((char **) names));
}

char *
ul_words_list (const GPtrArray *parts)
{
    return join_list (get_parts (parts), parts->len);
}

char *
ul_words_list_strv (const char *const *parts)
{
    return join_list (parts, g_strv_length ((char **) parts));
}

char *
ul_words_clauses (const GPtrArray *parts)
{
    /* Translators: between the parts of a plan: "Will erase 3 sectors; 2 already match" */
    return join (get_parts (parts), parts->len, C_ ("in a list", "; "));
}

char *
ul_words_either (const GPtrArray *parts)
{
    if (parts->len < 2)
        return ul_words_names (parts);
    g_autofree char *first = join_names (get_parts (parts), parts->len - 1);
    /* Translators: a list and its last member: "4 MHz, 1 MHz or 100 kHz" */
    return g_strdup_printf (C_ ("in a list", "%s or %s"), first,
                            (const char *) parts->pdata[parts->len - 1]);
}

char *
ul_words_sentences (const char *first, const char *second)
{
    if (first == NULL || second == NULL || *first == '\0' || *second == '\0')
        return g_strconcat (first != NULL ? first : "", second, NULL);
    /* Translators: two sentences, one after the other */
    return g_strdup_printf (C_ ("two sentences", "%s %s"), first, second);
}

char *
ul_words_begin (const char *clause)
{
    char first[8] = { 0 };

    if (*clause == '\0')
        return g_strdup ("");
    g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (clause)), first);
    return g_strconcat (first, g_utf8_next_char (clause), NULL);
}

void
ul_words_add_count (GPtrArray *parts, guint n, const char *format)
{
    if (n > 0)
        g_ptr_array_add (parts, g_strdup_printf (format, n));
}
