/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cli-table.h"

#include "ul-cells.h"
#include "ul-cli-report.h"

#define MAX_COLUMNS 8

struct _UlCliTable {
    guint gap;
    guint widths[MAX_COLUMNS]; /* cells, as far as it is known by now */
    GPtrArray *rows;           /* of GStrv */
};

UlCliTable *
ul_cli_table_new (guint gap, const guint *least, guint n)
{
    UlCliTable *self = g_new0 (UlCliTable, 1);

    g_assert (n <= MAX_COLUMNS);
    self->gap = gap;
    for (guint i = 0; i < n; i++)
        self->widths[i] = least[i];
    self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
    return self;
}

UlCliTable *
ul_cli_table_new_fields (void)
{
    static const guint title[] = { 11 };

    return ul_cli_table_new (1, title, G_N_ELEMENTS (title));
}

void
ul_cli_table_free (UlCliTable *self)
{
    g_ptr_array_unref (self->rows);
    g_free (self);
}

/* @row: (transfer full) */
static void
take_row (UlCliTable *self, GStrv row)
{
    guint n = g_strv_length (row);

    g_assert (n <= MAX_COLUMNS);
    for (guint i = 0; i + 1 < n; i++)
        self->widths[i] = MAX (self->widths[i], ul_cells_count (row[i]));
    g_ptr_array_add (self->rows, row);
}

void
ul_cli_table_add (UlCliTable *self, const char *first, ...)
{
    GStrvBuilder *cells = g_strv_builder_new ();
    va_list more;

    va_start (more, first);
    for (const char *cell = first; cell != NULL; cell = va_arg (more, const char *))
        g_strv_builder_add (cells, cell);
    va_end (more);
    take_row (self, g_strv_builder_end (cells));
    g_strv_builder_unref (cells);
}

void
ul_cli_table_add_strv (UlCliTable *self, const char *const *cells)
{
    take_row (self, g_strdupv ((char **) cells));
}

void
ul_cli_table_add_field (UlCliTable *self, const char *title, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    ul_cli_table_add (self, title, text, NULL);
}

void
ul_cli_table_print (UlCliTable *self, const UlCli *cli)
{
    for (guint i = 0; i < self->rows->len; i++) {
        g_autoptr (GString) line = g_string_new (NULL);
        const char *const *row = self->rows->pdata[i];
        for (guint j = 0; row[j] != NULL; j++)
            ul_cells_append (line, row[j], row[j + 1] != NULL ? self->widths[j] + self->gap : 0);
        ul_cli_print (cli, "%s", g_strchomp (line->str));
    }
}
