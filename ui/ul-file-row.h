/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlFileRow: one opened file: name, format, size, ranges, warnings, what it does to the lock */
#define UL_TYPE_FILE_ROW (ul_file_row_get_type ())
G_DECLARE_FINAL_TYPE (UlFileRow, ul_file_row, UL, FILE_ROW, GtkBox)

GtkWidget *ul_file_row_new (UlWorkbench *workbench, UlImage *image);

G_END_DECLS
