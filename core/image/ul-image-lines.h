/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ul_image_lines_read:
 * @line: number of a line, from 1, as in the detail "line" of an error
 * @around: how many lines before and after it are wanted as well
 * @first: (out): number of the first line returned
 *
 * Reads a stretch of a text file to be shown to a person: valid UTF-8, with a replacement character
 * in place of control characters, and cut where a line is longer than any record. A line ends with
 * CR, LF or both. Blocks.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): the lines that are there, at least
 *   @line itself; %NULL with %UL_ERROR_FILE_CHANGED when the file has no such line any more, or
 *   what reading failed with
 */
GPtrArray *ul_image_lines_read (GFile *file, guint line, guint around, guint *first,
                                GCancellable *cancellable, GError **error);

G_END_DECLS
