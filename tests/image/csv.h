/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Csv: a table with a line of titles; fields may be quoted as RFC 4180 says */
typedef struct {
    GStrv titles;
    GPtrArray *rows; /* of GStrv, each as long as titles */
} Csv;

Csv *csv_load (const char *path);
void csv_free (Csv *csv);
/** csv_get: Returns: (transfer none): the field; fails the program for a title that is not there */
const char *csv_get (const Csv *csv, guint row, const char *title);

G_END_DECLS
