/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-state.h"

/* As g_get_user_state_dir(), which GLib has from 2.72 on. */
char *
ul_state_get_folder (const char *name)
{
    const char *state = g_getenv ("XDG_STATE_HOME");

    if (state != NULL && g_path_is_absolute (state))
        return g_build_filename (state, "unlatch", name, NULL);
    return g_build_filename (g_get_home_dir (), ".local", "state", "unlatch", name, NULL);
}
