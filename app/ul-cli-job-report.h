/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"
#include "ul-session.h"

G_BEGIN_DECLS

extern const GOptionEntry ul_cli_report_entries[]; /* --report */

/** ul_cli_check_report: before the job. Returns: %FALSE with an error as of ul_cli_check_output()
 */
gboolean ul_cli_check_report (GError **error);

/**
 * ul_cli_save_report: what --report asks for, of a job that has ended
 *
 * With --each-board every board gets a file of its own: its serial number, or else its number in
 * the row, stands behind the name that was given, and no file is replaced without --force. A job
 * that went well without it is told as a failure.
 */
void ul_cli_save_report (const UlCli *cli, UlSession *session, const UlJobSpec *spec,
                         UlJobResult *result);

G_END_DECLS
