/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-letters.h"

#include <string.h>

#define ELLIPSIS "…"

static gboolean
is_typed (gunichar letter)
{
    switch (g_unichar_get_script (letter)) {
    case G_UNICODE_SCRIPT_LATIN:
    case G_UNICODE_SCRIPT_CYRILLIC:
    case G_UNICODE_SCRIPT_GREEK:
        return g_unichar_isalpha (letter);
    default:
        return FALSE;
    }
}

static gboolean
is_free (gunichar letter, GHashTable *taken)
{
    return is_typed (letter) &&
           !g_hash_table_contains (taken, GUINT_TO_POINTER (g_unichar_tolower (letter)));
}

/* Returns: (nullable): where the letter stands */
static const char *
find_free (const char *label, GHashTable *taken, gboolean starts_word)
{
    gunichar before = ' ';

    for (const char *at = label; *at != '\0'; at = g_utf8_next_char (at)) {
        gunichar letter = g_utf8_get_char (at);
        if ((!starts_word || before == ' ') && is_free (letter, taken))
            return at;
        before = letter;
    }
    return NULL;
}

static void
append_shown (GString *text, const char *from, const char *end)
{
    for (; from < end; from++) {
        g_string_append_c (text, *from);
        if (*from == '_')
            g_string_append_c (text, '_');
    }
}

/* Where nothing in the label itself can be typed */
static void
append_number (GString *text, const char *label, guint number)
{
    const char *end = label + strlen (label);
    const char *rest = g_str_has_suffix (label, ELLIPSIS) ? end - strlen (ELLIPSIS) : end;

    append_shown (text, label, rest);
    g_string_append_printf (text, "(_%u)%s", number, rest);
}

static char *
mark (const char *label, guint number, GHashTable *taken)
{
    GString *text = g_string_new (NULL);
    const char *at = find_free (label, taken, TRUE);

    if (at == NULL)
        at = find_free (label, taken, FALSE);
    if (at == NULL) {
        append_number (text, label, number);
        return g_string_free (text, FALSE);
    }
    g_hash_table_add (taken, GUINT_TO_POINTER (g_unichar_tolower (g_utf8_get_char (at))));
    append_shown (text, label, at);
    g_string_append_c (text, '_');
    append_shown (text, at, at + strlen (at));
    return g_string_free (text, FALSE);
}

GStrv
ul_letters_give (const char *const *labels)
{
    g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
    GPtrArray *marked = g_ptr_array_new ();

    for (guint i = 0; labels[i] != NULL; i++)
        g_ptr_array_add (marked, mark (labels[i], i + 1, taken));
    g_ptr_array_add (marked, NULL);
    return (GStrv) g_ptr_array_free (marked, FALSE);
}
