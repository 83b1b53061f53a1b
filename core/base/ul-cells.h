/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ul_cells_count:
 *
 * A terminal shows a Chinese or Japanese character in two cells and what is set above another
 * character in none.
 *
 * Returns: how many cells of a terminal @text takes
 */
guint ul_cells_count (const char *text);

/** ul_cells_append: adds @text to @line, and blanks until it takes @cells; longer text stays whole
 */
void ul_cells_append (GString *line, const char *text, guint cells);

G_END_DECLS
