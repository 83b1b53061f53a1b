/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ul_example_find:
 * @name: "blinky.srec"
 *
 * Looks for one of the installed example files, in the data folders of user and system and where
 * this program is installed.
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_FILE_NOT_FOUND
 */
GFile *ul_example_find (const char *name, GError **error);

G_END_DECLS
