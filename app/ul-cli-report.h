/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli-text.h"
#include "ul-problem.h"

G_BEGIN_DECLS

/** ul_cli_print_problem: title, cause, remedy and place on standard error, and which options of
 *   this program are the remedy; the raw details with --verbose */
void ul_cli_print_problem (const UlCli *cli, const UlProblem *problem);

/** ul_cli_done: ends a verb that was no job. Returns: the exit status */
int ul_cli_done (const UlCli *cli);
/** ul_cli_fail: ends a verb with @error, which is not freed. Returns: the exit status */
int ul_cli_fail (const UlCli *cli, const GError *error);
/** ul_cli_fail_with: the same with a problem */
int ul_cli_fail_with (const UlCli *cli, const UlProblem *problem);

G_END_DECLS
