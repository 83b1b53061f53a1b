/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"

G_BEGIN_DECLS

/* All that people read leaves the program here: control characters of names that come from outside
 * are spelt out, and what a terminal's encoding lacks is written as near as it can be. */

/** ul_cli_print: a line on standard output, unless there is --json */
void ul_cli_print (const UlCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);
/** ul_cli_print_text: several lines on standard output, the last one ended as well */
void ul_cli_print_text (const char *text);
/** ul_cli_note: a line on standard error */
void ul_cli_note (const char *format, ...) G_GNUC_PRINTF (1, 2);
/** ul_cli_ask_note: the beginning of one, behind which the answer is typed */
void ul_cli_ask_note (const char *question);
/** ul_cli_redraw_note: one on a terminal that takes the place of the last; "" wipes it */
void ul_cli_redraw_note (const char *text);

/** ul_cli_write_line: for programs: on standard output as it is, at once */
void ul_cli_write_line (const char *line);

/** ul_cli_end: Returns: @status, unless it is that of success and some of the output is lost, such
 *   as on a full disk. That nobody read on is no failure */
int ul_cli_end (int status);

G_END_DECLS
