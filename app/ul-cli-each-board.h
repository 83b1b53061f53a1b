/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"
#include "ul-session.h"

G_BEGIN_DECLS

/** UlCliConfirm: asks a person to agree to what @spec does to the chip that was looked at. Returns:
 *   %FALSE with an error when it is not to be done */
typedef gboolean (*UlCliConfirm) (UlCli *cli, UlSession *session, UlJobSpec *spec, GError **error);

/**
 * ul_cli_run_each_board: the same job for board after board, until one fails
 * @n_boards: after how many it ends as well; 0: never
 * @confirm: asked for the first board, unless there is --yes
 *
 * Returns: the exit status
 */
int ul_cli_run_each_board (UlCli *cli, UlSession *session, UlJobSpec *spec, guint n_boards,
                           UlCliConfirm confirm);

G_END_DECLS
