/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file.h"
#include "ul-profile-path.h"
#include "ul-profile-private.h"

#include <glib/gi18n.h>

/* One save: what is written where. */
typedef struct {
    GFile *file;
    char *text;
    char *etag;         /* (nullable): of the file as we know it */
    gboolean is_new;    /* there was no such file */
    GHashTable *groups; /* of the text: id of each entry to the number of its group */
} Save;

static void
save_free (Save *save)
{
    g_object_unref (save->file);
    g_free (save->text);
    g_free (save->etag);
    g_hash_table_unref (save->groups);
    g_free (save);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Save, save_free)

static Save *
save_new (UlProfile *self, GFile *file, GError **error)
{
    GFile *target = file != NULL ? file : self->location;

    if (target == NULL) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE, _ ("The profile has no file yet"));
        return NULL;
    }
    if (self->read_only) {
        g_autofree char *name = ul_profile_get_label (self);
        g_set_error (error, UL_ERROR, UL_ERROR_PROFILE_NEWER,
                     _ ("%s was made by a newer Unlatch; what that one added could get lost. It "
                        "was not saved."),
                     name);
        return NULL;
    }
    g_autoptr (GFile) folder = g_file_get_parent (target);
    Save *save = g_new0 (Save, 1);
    save->file = g_object_ref (target);
    save->text = ul_profile_print (self, folder);
    if (self->location != NULL && g_file_equal (self->location, target))
        save->etag = g_strdup (self->etag);
    save->groups = g_hash_table_new (NULL, NULL);
    for (guint i = 0; i < self->files->len; i++) {
        const UlProfileEntry *entry = g_ptr_array_index (self->files, i);
        g_hash_table_insert (save->groups, GUINT_TO_POINTER (entry->id),
                             GUINT_TO_POINTER (entry->number));
    }
    return save;
}

/* Where there was no file, its beginning would stay behind. */
static void
give_up (const Save *save)
{
    g_autoptr (GFile) resolved = ul_file_resolve (save->file);

    if (save->is_new)
        g_file_delete (resolved, NULL, NULL);
}

static void
complete_error (GError **error, GError *reason, GFile *file)
{
    g_autoptr (GError) owned = reason;
    g_autofree char *name = g_file_get_parse_name (file);

    if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&owned));
    else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_CHANGED,
                     _ ("%s was changed by another program since it was opened. It was not saved."),
                     name);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_IO, _ ("%s: %s. It was not saved."), name,
                     reason->message);
}

static void
settle_file (UlProfileEntry *entry, const Save *save, GFile *from, GFile *folder)
{
    guint number =
        GPOINTER_TO_UINT (g_hash_table_lookup (save->groups, GUINT_TO_POINTER (entry->id)));
    char *moved = ul_profile_path_move (entry->file.path, from, folder);

    g_free (entry->file.path);
    entry->file.path = moved;
    g_free (entry->origin);
    entry->origin = number != 0 ? g_strdup_printf ("File %u", number) : NULL;
}

static void
settle_paths (UlProfile *self, GFile *from, GFile *folder)
{
    for (guint key = 1; key < UL_PROFILE_N_KEYS; key++) {
        char **text = &self->values[key].text;
        if (ul_profile_field_get (key)->kind != UL_FIELD_PATH || (*text)[0] == '\0')
            continue;
        char *moved = ul_profile_path_move (*text, from, folder);
        g_free (*text);
        *text = moved;
    }
}

/* From now on the profile is what it was when it was written, at its new place; what was changed
 * meanwhile is still to be saved. */
static void
settle (UlProfile *self, const Save *save, char *etag)
{
    g_autoptr (GFile) from = ul_profile_get_folder (self);
    g_autoptr (GFile) folder = g_file_get_parent (save->file);

    for (guint i = 0; i < self->files->len; i++)
        settle_file (g_ptr_array_index (self->files, i), save, from, folder);
    settle_paths (self, from, folder);
    g_free (self->etag);
    self->etag = etag;
    g_clear_pointer (&self->layout, ul_profile_text_free);
    self->layout = ul_profile_text_new (save->text, NULL);
    g_free (self->saved);
    self->saved = g_strdup (save->text);
    if (g_set_object (&self->location, save->file))
        g_object_notify (G_OBJECT (self), "location");
    ul_profile_changed (self);
}

gboolean
ul_profile_save (UlProfile *self, GFile *file, GCancellable *cancellable, GError **error)
{
    g_autoptr (Save) save = save_new (self, file, error);
    GError *local = NULL;
    char *etag = NULL;

    if (save == NULL)
        return FALSE;
    g_autoptr (GFile) resolved = ul_file_resolve (save->file);
    if (!ul_file_check_output (resolved, &save->is_new, cancellable, &local)) {
        complete_error (error, local, save->file);
        return FALSE;
    }
    if (!g_file_replace_contents (resolved, save->text, strlen (save->text), save->etag, FALSE,
                                  G_FILE_CREATE_NONE, &etag, cancellable, &local)) {
        give_up (save);
        complete_error (error, local, save->file);
        return FALSE;
    }
    settle (self, save, etag);
    return TRUE;
}

static void
on_replaced (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = G_TASK (user_data);
    const Save *save = g_task_get_task_data (task);
    GError *local = NULL, *error = NULL;
    char *etag = NULL;

    if (!g_file_replace_contents_finish (G_FILE (source), result, &etag, &local)) {
        give_up (save);
        complete_error (&error, local, save->file);
        g_task_return_error (task, error);
        return;
    }
    settle (g_task_get_source_object (task), save, etag);
    g_task_return_boolean (task, TRUE);
}

void
ul_profile_save_async (UlProfile *self, GFile *file, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
    GError *error = NULL, *local = NULL;
    Save *save = save_new (self, file, &error);

    g_task_set_check_cancellable (task, FALSE); /* what is written is written */
    if (save == NULL) {
        g_task_return_error (task, error);
        return;
    }
    g_task_set_task_data (task, save, (GDestroyNotify) (void *) save_free);
    g_autoptr (GFile) resolved = ul_file_resolve (save->file);
    if (!ul_file_check_output (resolved, &save->is_new, cancellable, &local)) {
        complete_error (&error, local, save->file);
        g_task_return_error (task, error);
        return;
    }
    g_autoptr (GBytes) bytes = g_bytes_new (save->text, strlen (save->text));
    g_file_replace_contents_bytes_async (resolved, bytes, save->etag, FALSE, G_FILE_CREATE_NONE,
                                         cancellable, on_replaced, g_steal_pointer (&task));
}

gboolean
ul_profile_save_finish (UlProfile *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
