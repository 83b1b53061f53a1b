/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"
#include "ul-session.h"

G_BEGIN_DECLS

/**
 * ul_cli_open_session:
 *
 * A session on the probe, chip and speed that were asked for. Without --probe, on the only one that
 * is plugged in. Nothing is sent to it, unless a profile wants something of the board.
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_NO_PROBE, %UL_ERROR_USAGE when there are
 *   several, %UL_ERROR_TARGET_NO_POWER or %UL_ERROR_TARGET_WRONG_CHIP when it is not what the
 *   profile says
 */
UlSession *ul_cli_open_session (UlCli *cli, GError **error);

/**
 * ul_cli_run_job: runs it to its end, shows its progress. Ctrl+C stops it at a safe point. Saves
 *   the report that --report asks for.
 *
 * Returns: (transfer full): never %NULL; ul_cli_report_job() tells it
 */
UlJobResult *ul_cli_run_job (UlCli *cli, UlSession *session, const UlJobSpec *spec);

/** ul_cli_report_job: the end of a verb: @done is what to call a success. Returns: the exit status
 */
int ul_cli_report_job (UlCli *cli, UlSession *session, const UlJobResult *result, const char *done);

G_END_DECLS
