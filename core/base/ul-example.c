/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-example.h"

#include "ul-config.h"
#include "ul-error.h"

#include <glib/gi18n.h>

static GFile *
look_in (const char *data_folder, const char *name)
{
    g_autofree char *path = g_build_filename (data_folder, "unlatch", "examples", name, NULL);

    return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_file_new_for_path (path) : NULL;
}

GFile *
ul_example_find (const char *name, GError **error)
{
    const char *const *folders = g_get_system_data_dirs ();
    GFile *file = look_in (g_get_user_data_dir (), name);

    for (guint i = 0; file == NULL && folders[i] != NULL; i++)
        file = look_in (folders[i], name);
    if (file == NULL)
        file = look_in (UL_DATA_DIR, name);
    if (file == NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_NOT_FOUND,
                     _ ("The example %s is not installed"), name);
    return file;
}
