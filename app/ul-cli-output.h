/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"

G_BEGIN_DECLS

extern const GOptionEntry ul_cli_output_entries[]; /* --force */

/** ul_cli_check_can_write: Returns: %FALSE with %UL_ERROR_FILE_IO when @file cannot be written, as
 *   far as that is known before */
gboolean ul_cli_check_can_write (GFile *file, GError **error);

/**
 * ul_cli_check_output:
 * @name: (nullable): path or URI of a file that the verb is going to write
 *
 * Before anything is done: one rule for every verb that writes a file.
 *
 * Returns: %FALSE with %UL_ERROR_NOT_CONFIRMED when such a file is there already, without --force;
 *   or as ul_cli_check_can_write()
 */
gboolean ul_cli_check_output (const char *name, GError **error);

G_END_DECLS
