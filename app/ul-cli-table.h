/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"

G_BEGIN_DECLS

/** UlCliTable: lines whose columns stand one below the other, in any language */
typedef struct _UlCliTable UlCliTable;

/**
 * ul_cli_table_new:
 * @gap: cells between two columns
 * @least: how many cells of the terminal the first columns take at least, without the gap
 * @n: of @least
 */
UlCliTable *ul_cli_table_new (guint gap, const guint *least, guint n);
void ul_cli_table_free (UlCliTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlCliTable, ul_cli_table_free)

/** ul_cli_table_new_fields: titles such as "Supply:" and what they are of */
UlCliTable *ul_cli_table_new_fields (void);

/** ul_cli_table_add: @first and the further columns up to %NULL; the last is never padded */
void ul_cli_table_add (UlCliTable *self, const char *first, ...) G_GNUC_NULL_TERMINATED;

/** ul_cli_table_add_strv: the same of @cells, which %NULL ends */
void ul_cli_table_add_strv (UlCliTable *self, const char *const *cells);

/** ul_cli_table_add_field: a line of two columns; "" is the title of what goes on the line above */
void ul_cli_table_add_field (UlCliTable *self, const char *title, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/** ul_cli_table_print: all lines, for people */
void ul_cli_table_print (UlCliTable *self, const UlCli *cli);

G_END_DECLS
