/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state-folder.h"

#include <glib/gstdio.h>

char *
state_folder_new (void)
{
    g_autoptr (GError) error = NULL;
    char *folder = g_dir_make_tmp ("unlatch-test-XXXXXX", &error);

    g_assert_no_error (error);
    g_setenv ("XDG_STATE_HOME", folder, TRUE);
    return folder;
}

static void
remove_all (const char *path)
{
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *inside = g_build_filename (path, name, NULL);

        remove_all (inside);
    }
    g_remove (path);
}

void
state_folder_free (char *folder)
{
    remove_all (folder);
    g_free (folder);
}
