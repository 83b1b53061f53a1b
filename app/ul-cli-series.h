/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"
#include "ul-plan.h"

G_BEGIN_DECLS

extern const GOptionEntry ul_cli_series_entries[]; /* serial numbers and the record */
extern const GOptionEntry ul_cli_boards_entries[]; /* --each-board, --boards */

/** ul_cli_wants_each_board: @n_boards: (out): after how many it ends; 0: never. Returns: %FALSE
 *   with %UL_ERROR_USAGE */
gboolean ul_cli_wants_each_board (gboolean *each_board, guint *n_boards, GError **error);

/** ul_cli_join_series: takes the options into @profile, and makes the board of @spec, which has its
 *   image, one of the series that it says. Returns: %FALSE with the errors of
 *   ul_profile_new_series(), ul_series_read() and ul_serial_join() */
gboolean ul_cli_join_series (UlProfile *profile, UlJobSpec *spec, GError **error);

/** ul_cli_describe_serial: Returns: (transfer full) (nullable): translated: what number the next
 *   board is going to get, and where */
char *ul_cli_describe_serial (const UlJobSpec *spec);

G_END_DECLS
