/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"

G_BEGIN_DECLS

extern const GOptionEntry ul_cli_key_entries[]; /* --key */

/** ul_cli_has_key: whether --key was given */
gboolean ul_cli_has_key (void);
/** ul_cli_tell_about_key: looks at the chip and says what the key can do for it. Nothing is tried:
 *   no debug probe reaches the command that takes the key. Returns: the exit status */
int ul_cli_tell_about_key (UlCli *cli);

G_END_DECLS
