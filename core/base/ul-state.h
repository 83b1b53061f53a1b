/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ul_state_get_folder: Returns: (transfer full): @name in this program's folder of the user's
 * state directory: $XDG_STATE_HOME/unlatch, usually ~/.local/state/unlatch */
char *ul_state_get_folder (const char *name);

G_END_DECLS
