/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"

G_BEGIN_DECLS

/** ul_cli_check_can_ask: before anything is done. Returns: %FALSE with %UL_ERROR_NOT_CONFIRMED when
 *   there is neither --yes nor a terminal to ask on */
gboolean ul_cli_check_can_ask (const UlCli *cli, GError **error);
/** ul_cli_confirm: asks, unless there is --yes. Returns: %FALSE with %G_IO_ERROR_CANCELLED for a
 * no, or %UL_ERROR_NOT_CONFIRMED */
gboolean ul_cli_confirm (const UlCli *cli, const char *question, GError **error);
/** ul_cli_confirm_typed: asks to type @word, whatever --yes says. Errors as above */
gboolean ul_cli_confirm_typed (const char *question, const char *word, GError **error);

G_END_DECLS
