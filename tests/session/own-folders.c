/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _XOPEN_SOURCE 700 /* nftw */

#include "own-folders.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <stdlib.h>

static char *own_folder;

static int
remove_one (const char *path, const struct stat *info, int type, struct FTW *place)
{
    return g_remove (path);
}

static void
remove_own_folder (void)
{
    nftw (own_folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    g_clear_pointer (&own_folder, g_free);
}

void
use_own_folders (void)
{
    own_folder = g_dir_make_tmp ("unlatch-test-XXXXXX", NULL);
    g_assert (own_folder != NULL);
    g_setenv ("XDG_DATA_HOME", own_folder, TRUE);
    g_setenv ("XDG_STATE_HOME", own_folder, TRUE);
    atexit (remove_own_folder);
}
