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

char *
ul_cli_describe_places (void)
{
    return g_strdup (_ ("FILE@ADDRESS is a raw binary file that begins at that address, such as\n"
                        "boot.bin@0x8000; FILE@+OFFSET and FILE@-OFFSET move any file."));
}

/* Local files do without the desktop's file system modules, which take longer than the file. */
GFile *
ul_cli_get_file (const char *name)
{
    return strstr (name, "://") != NULL ? g_file_new_for_uri (name)
                                        : g_vfs_get_file_for_path (g_vfs_get_local (), name);
}

/* A name may have an @ of its own, as a URI has that names a user: that of a file that is there is
 * all name, and what stands behind it in any other begins like a number and has no folder in it.
 * Returns: (nullable): what does */
static const char *
find_place (const char *word)
{
    const char *at = strrchr (word, '@');

    if (at == NULL || at == word || strchr (at, '/') != NULL ||
        g_file_test (word, G_FILE_TEST_EXISTS))
        return NULL;
    return g_ascii_isdigit (at[at[1] == '+' || at[1] == '-' ? 2 : 1]) ? at + 1 : NULL;
}

/* With an address for it, anything that is no other format is raw binary. */
static gboolean
take_base (const char *text, const char *option, UlImageOptions *options, GError **error)
{
    options->force_bin = text != NULL;
    return text == NULL || ul_cli_parse_number (text, option, G_MAXUINT32, &options->base, error);
}

static gboolean
take_offset (const char *text, UlImageOptions *options, GError **error)
{
    guint32 distance;

    if (!ul_cli_parse_number (text + 1, "@", G_MAXUINT32, &distance, error))
        return FALSE;
    options->offset = *text == '-' ? -(gint64) distance : (gint64) distance;
    return TRUE;
}

static gboolean
get_options (const char *place, UlImageOptions *options, GError **error)
{
    *options = (UlImageOptions){ 0 };
    if (place != NULL && !g_ascii_isdigit (*place))
        return take_offset (place, options, error) &&
               take_base (base_option, "--base", options, error);
    return place != NULL ? take_base (place, "@", options, error)
                         : take_base (base_option, "--base", options, error);
}

static gboolean
check_place (const char *place, UlImage *image, GError **error)
{
    if (place == NULL || !g_ascii_isdigit (*place) ||
        ul_image_get_format (image) == UL_IMAGE_FORMAT_BIN)
        return TRUE;
    g_set_error (
        error, UL_ERROR, UL_ERROR_USAGE,
        /* Translators: name of a file; what was typed behind it, twice */
        _ ("%s has addresses of its own: @%s is for raw binary files, @+%s moves this one"),
        ul_image_get_name (image), place, place);
    return FALSE;
}

UlImage *
ul_cli_load (const char *word, GError **error)
{
    const char *place = find_place (word);
    g_autofree char *name =
        g_strndup (word, place != NULL ? (gsize) (place - 1 - word) : strlen (word));
    UlImageOptions options;

    if (!get_options (place, &options, error))
        return NULL;
    g_autoptr (GFile) file = ul_cli_get_file (name);
    g_autoptr (UlImage) image = ul_image_load (file, &options, NULL, error);
    if (image == NULL || !check_place (place, image, error))
        return NULL;
    return g_steal_pointer (&image);
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
