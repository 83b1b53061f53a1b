/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"
#include "ul-image.h"

G_BEGIN_DECLS

extern const GOptionEntry ul_cli_file_entries[]; /* --base */

/** ul_cli_describe_places: Returns: (transfer full): what may stand behind the name of a file */
char *ul_cli_describe_places (void);

/**
 * ul_cli_load:
 * @word: a path or URI; behind it "@0x8000", where a raw binary file begins, or "@+0x100", which
 *   moves a file. Where a file of the whole name is there, it is that
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_USAGE or as of ul_image_load()
 */
UlImage *ul_cli_load (const char *word, GError **error);

/** ul_cli_uses_profile: whether the files are those of the profile, none being named */
gboolean ul_cli_uses_profile (const UlCli *cli);
/** ul_cli_get_files: Returns: (element-type UlImage) (transfer none): those that ul_cli_load_all()
 * has put together */
GPtrArray *ul_cli_get_files (void);
/** ul_cli_load_all: Returns: (transfer full): all files of the command line, or of the
 *   profile, as one image */
UlImage *ul_cli_load_all (const UlCli *cli, GError **error);
/** ul_cli_get_file: Returns: (transfer full): for a path or URI */
GFile *ul_cli_get_file (const char *name);
/** ul_cli_format_size: Returns: (transfer full): "1,234 bytes", "12.5 KiB" */
char *ul_cli_format_size (guint64 size);

G_END_DECLS
