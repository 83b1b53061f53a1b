/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"
#include "ul-session.h"

G_BEGIN_DECLS

/**
 * UlCliProgress:
 *
 * Tells how a job comes along: with --json, the lines "progress" and "sector"; else a line that is
 * redrawn on a terminal, or a line for each phase where there is none.
 */
typedef struct _UlCliProgress UlCliProgress;

UlCliProgress *ul_cli_progress_new (UlCli *cli, UlSession *session);
void ul_cli_progress_free (UlCliProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlCliProgress, ul_cli_progress_free)

/** ul_cli_progress_update: tells what has changed; called now and then */
void ul_cli_progress_update (UlCliProgress *self);
/** ul_cli_progress_finish: tells what is left to tell; the line on the terminal goes */
void ul_cli_progress_finish (UlCliProgress *self);
/** ul_cli_progress_note: a line on standard error that does not tear the progress line */
void ul_cli_progress_note (UlCliProgress *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/** ul_cli_progress_log: a line of the session's log, where the log is wanted */
void ul_cli_progress_log (UlCliProgress *self, const char *line);
/** ul_cli_progress_describe: Returns: (transfer full): "Program: 12 of 128 KiB" */
char *ul_cli_progress_describe (UlCliProgress *self);

G_END_DECLS
