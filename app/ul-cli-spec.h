/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"
#include "ul-plan.h"

G_BEGIN_DECLS

extern const GOptionEntry ul_cli_plan_entries[];    /* what is to be written, and where */
extern const GOptionEntry ul_cli_write_entries[];   /* how it is done */
extern const GOptionEntry ul_cli_range_entries[];   /* --range alone */
extern const GOptionEntry ul_cli_skip_entries[];    /* --skip-protected */
extern const GOptionEntry ul_cli_compare_entries[]; /* --read-back */
extern const GOptionEntry ul_cli_keep_entries[];    /* --no-backup */

/** ul_cli_get_range: --range. Returns: %FALSE with %UL_ERROR_USAGE; @spec is left alone without the
 *   option */
gboolean ul_cli_get_range (UlJobSpec *spec, gboolean *given, GError **error);

/**
 * ul_cli_make_spec: what the options ask for, with the files of the command line as its image
 *
 * May set the chip of @cli: a confirmation of a lock for ever is good for one kind of chip only.
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_USAGE, %UL_ERROR_PROFILE_FORBIDS for what the
 *   profile keeps, or what the files failed with
 */
UlJobSpec *ul_cli_make_spec (UlCli *cli, UlJobKind kind, GError **error);

/** ul_cli_make_erase_spec: the same for an erase, of @whole_chip or of --range. Returns: %NULL with
 *   %UL_ERROR_USAGE, or %UL_ERROR_PROFILE_FORBIDS for what the profile keeps */
UlJobSpec *ul_cli_make_erase_spec (UlCli *cli, gboolean whole_chip, GError **error);

/** ul_cli_make_unlock_spec: the same for an unlock */
UlJobSpec *ul_cli_make_unlock_spec (UlCli *cli, GError **error);

/** ul_cli_take_keep_options: for a job put together otherwise. Returns: %FALSE with
 *   %UL_ERROR_PROFILE_FORBIDS for what the profile keeps */
gboolean ul_cli_take_keep_options (UlCli *cli, UlJobSpec *spec, GError **error);

G_END_DECLS
