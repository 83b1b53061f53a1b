/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cli-output.h"

#include "ul-cli-files.h"
#include "ul-file.h"

#include <glib/gi18n.h>

static gboolean force;

const GOptionEntry ul_cli_output_entries[] = {
    { "force", 'f', 0, G_OPTION_ARG_NONE, &force, N_ ("Replace a file that is there already"),
      NULL },
    { NULL },
};

gboolean
ul_cli_check_can_write (GFile *file, GError **error)
{
    g_autoptr (GError) local = NULL;
    gboolean is_new;

    if (ul_file_check_output (file, &is_new, NULL, &local))
        return TRUE;
    g_autofree char *name = g_file_get_parse_name (file);
    g_set_error (error, UL_ERROR, UL_ERROR_FILE_IO,
                 /* Translators: file, reason */
                 _ ("%s: %s. The file was not saved."), name, local->message);
    return FALSE;
}

gboolean
ul_cli_check_output (const char *name, GError **error)
{
    g_autoptr (GFile) file = name != NULL ? ul_cli_get_file (name) : NULL;

    if (file == NULL || !ul_cli_check_can_write (file, error))
        return file == NULL;
    if (force || g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_REGULAR)
        return TRUE;
    g_autofree char *shown = g_filename_display_name (name);
    g_autoptr (GError) local =
        g_error_new (UL_ERROR, UL_ERROR_NOT_CONFIRMED, _ ("%s is there already"), shown);
    ul_error_add_detail (local, "file", "%s", shown);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}
