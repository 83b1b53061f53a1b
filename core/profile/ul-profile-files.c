/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The firmware files of a profile. */
#include "ul-profile-path.h"
#include "ul-profile-private.h"

#include <glib/gi18n.h>

static UlProfileEntry *
get_entry (UlProfile *self, guint index)
{
    return g_ptr_array_index (self->files, index);
}

guint
ul_profile_get_n_files (UlProfile *self)
{
    return self->files->len;
}

const UlProfileFile *
ul_profile_get_file (UlProfile *self, guint index)
{
    g_return_val_if_fail (index < self->files->len, NULL);

    return &get_entry (self, index)->file;
}

GFile *
ul_profile_resolve (UlProfile *self, guint index)
{
    g_autoptr (GFile) folder = ul_profile_get_folder (self);

    g_return_val_if_fail (index < self->files->len, NULL);
    return ul_profile_path_resolve (folder, get_entry (self, index)->file.path);
}

UlProfileEntry *
ul_profile_add_entry (UlProfile *self, const char *path, const char *origin)
{
    UlProfileEntry *entry = g_new0 (UlProfileEntry, 1);

    entry->file.path = g_strdup (path);
    entry->file.sha256 = g_strdup ("");
    entry->file.ticked = TRUE;
    entry->origin = g_strdup (origin);
    entry->id = ++self->last_id;
    g_ptr_array_add (self->files, entry);
    return entry;
}

int
ul_profile_add_file (UlProfile *self, GFile *file)
{
    g_autoptr (GFile) folder = ul_profile_get_folder (self);

    if (self->files->len == UL_PROFILE_MAX_FILES)
        return -1;
    g_autofree char *path = ul_profile_path_make (folder, file);
    if (g_utf8_strlen (path, -1) > UL_PROFILE_MAX_PATH)
        return -1;
    ul_profile_add_entry (self, path, NULL);
    ul_profile_changed (self);
    return (int) self->files->len - 1;
}

void
ul_profile_set_file (UlProfile *self, guint index, const UlProfileFile *file)
{
    g_return_if_fail (index < self->files->len);
    UlProfileFile *own = &get_entry (self, index)->file;

    for (guint key = UL_PROFILE_FILE_SHA256; key < UL_PROFILE_FILE_N_KEYS; key++) {
        g_auto (UlProfileValue) value = { 0 };
        ul_profile_file_get_value (file, key, &value);
        ul_profile_file_set_value (own, key, &value);
    }
    ul_profile_changed (self);
}

void
ul_profile_remove_file (UlProfile *self, guint index)
{
    g_return_if_fail (index < self->files->len);

    g_ptr_array_remove_index (self->files, index);
    ul_profile_changed (self);
}

void
ul_profile_move_file (UlProfile *self, guint from, guint to)
{
    g_return_if_fail (from < self->files->len && to < self->files->len);

    g_ptr_array_insert (self->files, (int) to, g_ptr_array_steal_index (self->files, from));
    ul_profile_changed (self);
}

void
ul_profile_file_get_value (const UlProfileFile *file, UlProfileFileKey key, UlProfileValue *value)
{
    *value = (UlProfileValue){ 0 };
    switch (key) {
    case UL_PROFILE_FILE_PATH:
        value->text = g_strdup (file->path);
        break;
    case UL_PROFILE_FILE_SHA256:
        value->text = g_strdup (file->sha256 != NULL ? file->sha256 : "");
        break;
    case UL_PROFILE_FILE_OFFSET:
        value->number = file->offset;
        break;
    case UL_PROFILE_FILE_BASE:
        value->number = file->has_base ? (gint64) file->base : UL_PROFILE_UNSET;
        break;
    case UL_PROFILE_FILE_TICKED:
        value->number = file->ticked;
        break;
    case UL_PROFILE_FILE_N_KEYS:
    default:
        break;
    }
}

static void
set_text (char **text, const char *value)
{
    char *copy = g_strdup (value);

    g_free (*text);
    *text = copy;
}

void
ul_profile_file_set_value (UlProfileFile *file, UlProfileFileKey key, const UlProfileValue *value)
{
    switch (key) {
    case UL_PROFILE_FILE_PATH:
        set_text (&file->path, value->text);
        break;
    case UL_PROFILE_FILE_SHA256:
        set_text (&file->sha256, value->text);
        break;
    case UL_PROFILE_FILE_OFFSET:
        file->offset = value->number;
        break;
    case UL_PROFILE_FILE_BASE:
        file->has_base = value->number != UL_PROFILE_UNSET;
        file->base = file->has_base ? (guint32) value->number : 0;
        break;
    case UL_PROFILE_FILE_TICKED:
        file->ticked = value->number != 0;
        break;
    case UL_PROFILE_FILE_N_KEYS:
    default:
        break;
    }
}

static gboolean
check_pin (const UlProfileFile *file, UlImage *image, GError **error)
{
    if (file->sha256[0] == '\0')
        return TRUE;
    const char *sha256 = ul_image_get_sha256 (image);
    if (g_strcmp0 (sha256, file->sha256) == 0)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_FILE_CHANGED,
                 /* Translators: file; then the first digits of two hashes */
                 _ ("%s is not the file that the profile pins: expected SHA-256 %.12s…, found "
                    "%.12s…"),
                 ul_image_get_name (image), file->sha256, sha256 != NULL ? sha256 : "?");
    return FALSE;
}

UlImageOptions
ul_profile_file_get_options (const UlProfileFile *self)
{
    return (
        UlImageOptions){ .force_bin = self->has_base, .base = self->base, .offset = self->offset };
}

static UlImage *
load_file (UlProfile *self, guint index, GCancellable *cancellable, GError **error)
{
    const UlProfileFile *file = ul_profile_get_file (self, index);
    g_autoptr (GFile) location = ul_profile_resolve (self, index);
    UlImageOptions options = ul_profile_file_get_options (file);
    g_autoptr (UlImage) image = ul_image_load (location, &options, cancellable, error);

    if (image == NULL || !check_pin (file, image, error))
        return NULL;
    return g_steal_pointer (&image);
}

GPtrArray *
ul_profile_load_files (UlProfile *self, GCancellable *cancellable, GError **error)
{
    g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; i < self->files->len; i++) {
        if (!get_entry (self, i)->file.ticked)
            continue;
        UlImage *image = load_file (self, i, cancellable, error);
        if (image == NULL)
            return NULL;
        g_ptr_array_add (images, image);
    }
    if (images->len == 0) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE,
                             _ ("No file of the profile is ticked"));
        return NULL;
    }
    return g_steal_pointer (&images);
}

UlImage *
ul_profile_load_image (UlProfile *self, GCancellable *cancellable, GError **error)
{
    g_autoptr (GPtrArray) images = ul_profile_load_files (self, cancellable, error);

    return images != NULL ? ul_image_merge ((UlImage *const *) images->pdata, images->len, error)
                          : NULL;
}
