/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image.h"

G_BEGIN_DECLS

/* Where files that are to be programmed together do not agree. @files: (element-type UlImage). */

/** ul_file_clash_covers: Returns: whether any of the files has a byte in the range */
gboolean ul_file_clash_covers (const GPtrArray *files, guint32 address, gsize size);
/** ul_file_clash_has: Returns: whether two of them have different bytes in the range */
gboolean ul_file_clash_has (const GPtrArray *files, guint32 address, gsize size);
/** ul_file_clash_describe: Returns: (transfer full) (nullable): translated: which ones, how many
 *   bytes, and where the first of them is; %NULL when they agree in the range */
char *ul_file_clash_describe (const GPtrArray *files, guint32 address, gsize size);

G_END_DECLS
