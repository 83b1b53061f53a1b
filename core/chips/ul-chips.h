/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-chip-file.h"

G_BEGIN_DECLS

/*
 * The chips that files describe, beside those that are built in: NAME.chips in the folder
 * unlatch/devices of the user's data, then of the system's. A file hides those of the same name in
 * later folders. For the main thread.
 */

/** ul_chips_load: reads the folders and makes their chips known; once, at the start. Costs next to
 *   nothing where there is no such folder */
void ul_chips_load (void);
/** ul_chips_get_problems: Returns: (array zero-terminated=1) (transfer none): why files were not
 *   taken at the start, a sentence each */
const char *const *ul_chips_get_problems (void);
/** ul_chips_get_files: Returns: (element-type UlChipFile) (transfer none): those that are in use */
const GPtrArray *ul_chips_get_files (void);
/** ul_chips_get_folder: Returns: (transfer full): the user's own */
char *ul_chips_get_folder (void);

/** ul_chips_check: whether @file may stand beside the others. Its place is that of a file of the
 *   same name. Returns: %FALSE with %UL_ERROR_CHIPS_SYNTAX */
gboolean ul_chips_check (const UlChipFile *file, GError **error);
/** ul_chips_has: whether the user's folder has a file in the place where @file would go */
gboolean ul_chips_has (const UlChipFile *file);

/**
 * ul_chips_add:
 * @file: one that was read anywhere
 *
 * Copies @file to the user's folder, in the place of a file of the same name, and makes its chips
 * known.
 *
 * Returns: (transfer none): the file in its place, or %NULL with %UL_ERROR_CHIPS_SYNTAX or
 *   %UL_ERROR_FILE_IO; then everything is as it was
 */
const UlChipFile *ul_chips_add (const UlChipFile *file, GError **error);

/** ul_chips_remove: deletes @file, one of the user's own; it is freed, its chips are not known any
 *   more. Returns: %FALSE with %UL_ERROR_FILE_IO */
gboolean ul_chips_remove (const UlChipFile *file, GError **error);

G_END_DECLS
