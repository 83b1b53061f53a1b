/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-chips.h"

#include "ul-error.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define MAX_FILES 256 /* of a folder */

static GPtrArray *files;    /* of UlChipFile, those in use */
static GPtrArray *problems; /* of char *, NULL-terminated */

static char *
get_folder_in (const char *data_folder)
{
    return g_build_filename (data_folder, "unlatch", "devices", NULL);
}

char *
ul_chips_get_folder (void)
{
    return get_folder_in (g_get_user_data_dir ());
}

static void
ensure_lists (void)
{
    if (files != NULL)
        return;
    files = g_ptr_array_new_with_free_func ((GDestroyNotify) (void *) ul_chip_file_free);
    problems = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (problems, NULL);
}

const char *const *
ul_chips_get_problems (void)
{
    ensure_lists ();
    return (const char *const *) problems->pdata;
}

const GPtrArray *
ul_chips_get_files (void)
{
    ensure_lists ();
    return files;
}

static void
publish (void)
{
    g_autoptr (GPtrArray) devices = g_ptr_array_new ();

    for (guint i = 0; i < files->len; i++) {
        const UlChipFile *file = files->pdata[i];
        g_ptr_array_extend (devices, file->devices, NULL, NULL);
    }
    ul_devices_set_described ((const UlDevice *const *) devices->pdata, devices->len);
}

/* --- one beside the others --- */

static gboolean
check_device (const UlChipFile *file, const UlDevice *device, const UlChipFile *other,
              GError **error)
{
    for (guint i = 0; i < other->devices->len; i++) {
        const UlDevice *old = other->devices->pdata[i];

        if (!ul_device_is_named (old, device->name) && !ul_device_is_named (device, old->name))
            continue;
        g_set_error (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX,
                     /* Translators: file, name of a chip, name of another, its file */
                     _ ("%s: the name %s means %s as well, which %s describes. No chip was taken "
                        "from it."),
                     file->name, device->name, old->name, other->path);
        return FALSE;
    }
    return TRUE;
}

/* What it is called in the user's folder. */
static char *
make_base (const UlChipFile *file)
{
    return g_str_has_suffix (file->base, UL_CHIP_FILE_SUFFIX)
               ? g_strdup (file->base)
               : g_strconcat (file->base, UL_CHIP_FILE_SUFFIX, NULL);
}

static UlChipFile *
find_base (const char *base, guint *index)
{
    ensure_lists ();
    for (guint i = 0; i < files->len; i++) {
        UlChipFile *other = files->pdata[i];
        if (g_strcmp0 (other->base, base) == 0) {
            *index = i;
            return other;
        }
    }
    return NULL;
}

static UlChipFile *
find_place (const UlChipFile *file, guint *index)
{
    g_autofree char *base = make_base (file);

    return find_base (base, index);
}

gboolean
ul_chips_check (const UlChipFile *file, GError **error)
{
    guint index;
    const UlChipFile *place = find_place (file, &index);

    for (guint i = 0; i < files->len; i++)
        for (guint k = 0; k < file->devices->len && files->pdata[i] != place; k++)
            if (!check_device (file, file->devices->pdata[k], files->pdata[i], error))
                return FALSE;
    return TRUE;
}

/* --- the start --- */

static void
load_file (const char *path, gboolean by_user)
{
    g_autoptr (GFile) location = g_file_new_for_path (path);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlChipFile) file = ul_chip_file_read (location, by_user, NULL, &error);

    if (file == NULL || !ul_chips_check (file, &error)) {
        g_ptr_array_insert (problems, (int) problems->len - 1, g_strdup (error->message));
        return;
    }
    ul_chip_file_keep (file);
    g_ptr_array_add (files, g_steal_pointer (&file));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
    return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static void
load_folder (const char *folder, gboolean by_user)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    const char *name;

    while (dir != NULL && names->len < MAX_FILES && (name = g_dir_read_name (dir)) != NULL)
        if (g_str_has_suffix (name, UL_CHIP_FILE_SUFFIX))
            g_ptr_array_add (names, g_strdup (name));
    g_ptr_array_sort (names, compare_names);
    for (guint i = 0, index; i < names->len; i++) {
        g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
        if (find_base (names->pdata[i], &index) == NULL) /* else that one hides it */
            load_file (path, by_user);
    }
}

void
ul_chips_load (void)
{
    const char *const *system = g_get_system_data_dirs ();
    g_autofree char *own = ul_chips_get_folder ();

    ensure_lists ();
    load_folder (own, TRUE);
    for (guint i = 0; system[i] != NULL; i++) {
        g_autofree char *folder = get_folder_in (system[i]);
        load_folder (folder, FALSE);
    }
    if (files->len > 0)
        publish ();
}

/* --- changes --- */

static char *
make_path (const UlChipFile *file)
{
    g_autofree char *folder = ul_chips_get_folder ();
    g_autofree char *base = make_base (file);

    return g_build_filename (folder, base, NULL);
}

gboolean
ul_chips_has (const UlChipFile *file)
{
    g_autofree char *path = make_path (file);

    return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
write_file (const char *path, const char *text, GError **error)
{
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *shown = g_filename_display_name (path);
    g_autoptr (GError) local = NULL;

    if (g_mkdir_with_parents (folder, 0777) != 0) {
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_IO, _ ("%s cannot be made: %s"), shown,
                     g_strerror (errno));
        return FALSE;
    }
    if (g_file_set_contents (path, text, -1, &local))
        return TRUE;
    g_set_error_literal (error, UL_ERROR, UL_ERROR_FILE_IO, local->message);
    return FALSE;
}

const UlChipFile *
ul_chips_add (const UlChipFile *file, GError **error)
{
    g_autofree char *path = make_path (file);
    g_autoptr (GFile) location = g_file_new_for_path (path);
    guint index;

    if (!ul_chips_check (file, error) || !write_file (path, file->text, error))
        return NULL;
    g_autoptr (UlChipFile) own = ul_chip_file_read (location, TRUE, NULL, error);
    if (own == NULL)
        return NULL;
    ul_chip_file_keep (own);
    if (find_place (own, &index) != NULL) {
        ul_chip_file_free (files->pdata[index]);
        files->pdata[index] = own;
    } else
        g_ptr_array_add (files, own);
    publish ();
    return g_steal_pointer (&own);
}

gboolean
ul_chips_remove (const UlChipFile *file, GError **error)
{
    g_autofree char *path = make_path (file);

    g_return_val_if_fail (file->by_user, FALSE);
    if (g_unlink (path) != 0 && errno != ENOENT) {
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_IO, _ ("%s cannot be deleted: %s"), file->path,
                     g_strerror (errno));
        return FALSE;
    }
    g_ptr_array_remove (files, (gpointer) file);
    publish ();
    return TRUE;
}
