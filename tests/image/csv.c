/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "csv.h"

/* Reads one field, leaves *p behind the comma or at the end of the line. */
static char *
read_field (const char **p)
{
    GString *field = g_string_new (NULL);
    gboolean quoted = **p == '"';
    if (quoted)
        ++*p;
    for (;; ++*p) {
        if (**p == '\0' || (!quoted && (**p == ',' || **p == '\n' || **p == '\r')))
            break;
        if (quoted && **p == '"') {
            if ((*p)[1] != '"') {
                quoted = FALSE;
                continue;
            }
            ++*p;
        }
        g_string_append_c (field, **p);
    }
    return g_string_free (field, FALSE);
}

static GStrv
read_row (const char **p)
{
    g_autoptr (GPtrArray) row = g_ptr_array_new ();
    for (;;) {
        g_ptr_array_add (row, read_field (p));
        if (**p != ',')
            break;
        ++*p;
    }
    while (**p == '\r' || **p == '\n')
        ++*p;
    g_ptr_array_add (row, NULL);
    return (GStrv) g_ptr_array_steal (row, NULL);
}

static void
free_row (gpointer row)
{
    g_strfreev (row);
}

Csv *
csv_load (const char *path)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents (path, &text, NULL, NULL))
        return NULL;

    Csv *csv = g_new0 (Csv, 1);
    const char *p = text;
    csv->titles = read_row (&p);
    csv->rows = g_ptr_array_new_with_free_func (free_row);
    while (*p != '\0') {
        GStrv row = read_row (&p);
        g_assert_cmpuint (g_strv_length (row), ==, g_strv_length (csv->titles));
        g_ptr_array_add (csv->rows, row);
    }
    return csv;
}

void
csv_free (Csv *csv)
{
    g_strfreev (csv->titles);
    g_ptr_array_unref (csv->rows);
    g_free (csv);
}

const char *
csv_get (const Csv *csv, guint row, const char *title)
{
    for (guint i = 0; csv->titles[i] != NULL; i++)
        if (g_str_equal (csv->titles[i], title))
            return ((GStrv) g_ptr_array_index (csv->rows, row))[i];
    g_error ("no column %s", title);
}
