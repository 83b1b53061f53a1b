/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlFileOffset:
 *
 * The button beside a file that has addresses of its own, with the number that is added to each of
 * them. (A raw binary has a base address instead.)
 */
#define UL_TYPE_FILE_OFFSET (ul_file_offset_get_type ())
G_DECLARE_FINAL_TYPE (UlFileOffset, ul_file_offset, UL, FILE_OFFSET, GtkMenuButton)

GtkWidget *ul_file_offset_new (UlWorkbench *workbench, UlImage *image);
/** ul_file_offset_describe: Returns: (nullable) (transfer full): "Moved up by 0x8000"; %NULL for a
 *   file that stands where it was built for */
char *ul_file_offset_describe (gint64 offset);

G_END_DECLS
