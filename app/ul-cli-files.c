/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Firmware files, as verbs that take some read them. */
#include "ul-cli-files.h"

#include "ul-cli-number.h"

#include <glib/gi18n.h>
#include <string.h>

static char *base_option;

const GOptionEntry ul_cli_file_entries[] = {
    { "base", 'b', 0, G_OPTION_ARG_STRING, &base_option, N_ ("Where a raw binary file begins"),
      N_ ("ADDRESS") },
    { NULL },
};

/* Local files do without the desktop's file system modules, which take longer than the file. */
GFile *
ul_cli_get_file (const char *name)
{
    return strstr (name, "://") != NULL ? g_file_new_for_uri (name)
                                        : g_vfs_get_file_for_path (g_vfs_get_local (), name);
}

/* With an address for it, anything that is no other format is raw binary. */
static gboolean
get_options (UlImageOptions *options, GError **error)
{
    *options = (UlImageOptions){ .force_bin = base_option != NULL };
    return base_option == NULL ||
           ul_cli_parse_number (base_option, "--base", G_MAXUINT32, &options->base, error);
}

UlImage *
ul_cli_load (const char *name, GError **error)
{
    UlImageOptions options;

    if (!get_options (&options, error))
        return NULL;
    g_autoptr (GFile) file = ul_cli_get_file (name);
    return ul_image_load (file, &options, NULL, error);
}

gboolean
ul_cli_uses_profile (const UlCli *cli)
{
    return cli->args[0] == NULL && cli->profile != NULL;
}

static gboolean
load_each (const UlCli *cli, GPtrArray *images, GError **error)
{
    gboolean any_bin = FALSE;

    for (guint i = 0; cli->args[i] != NULL; i++) {
        UlImage *image = ul_cli_load (cli->args[i], error);
        if (image == NULL)
            return FALSE;
        any_bin |= ul_image_get_format (image) == UL_IMAGE_FORMAT_BIN;
        g_ptr_array_add (images, image);
    }
    if (base_option == NULL || any_bin)
        return TRUE;
    g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE,
                         _ ("--base is for raw binary files; this file has addresses of its own"));
    return FALSE;
}

static gboolean
load_profile (const UlCli *cli, GPtrArray *images, GError **error)
{
    g_autoptr (GPtrArray) files = ul_profile_load_files (cli->profile, NULL, error);

    for (guint i = 0; files != NULL && i < files->len; i++)
        g_ptr_array_add (images, g_object_ref (files->pdata[i]));
    return files != NULL;
}

GPtrArray *
ul_cli_get_files (void)
{
    static GPtrArray *files;

    if (files == NULL)
        files = g_ptr_array_new_with_free_func (g_object_unref);
    return files;
}

UlImage *
ul_cli_load_all (const UlCli *cli, GError **error)
{
    GPtrArray *images = ul_cli_get_files ();

    if (ul_cli_uses_profile (cli) ? !load_profile (cli, images, error)
                                  : !load_each (cli, images, error))
        return NULL;
    return ul_image_merge ((UlImage *const *) images->pdata, images->len, error);
}

char *
ul_cli_format_size (guint64 size)
{
    if (size < 1024)
        return g_strdup_printf (ngettext ("%u byte", "%u bytes", (gulong) size), (guint) size);
    return g_format_size_full (size, G_FORMAT_SIZE_IEC_UNITS);
}
