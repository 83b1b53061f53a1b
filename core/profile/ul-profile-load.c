/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-profile-private.h"

#include <glib/gi18n.h>

/* Lines in the details, where they are known, become part of the sentence. */
static void
complete_error (GError **error, GError *reason, const char *name, const char *key)
{
    g_autoptr (GError) owned = reason;
    const char *const *details = ul_error_get_details (reason);
    g_autofree char *where = NULL;

    if (key != NULL)
        where = g_strdup (key);
    else if (details != NULL)
        where = g_strdup_printf (_ ("line %s"), details[1]);
    if (where != NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX,
                     /* Translators: file, place in it ("line 3", "[Job] Erase"), reason */
                     _ ("%s, %s: %s. The profile was not opened."), name, where, reason->message);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX,
                     /* Translators: file, reason */
                     _ ("%s: %s. The profile was not opened."), name, reason->message);
}

/* A newer format may have values that we cannot know: its defaults are the careful ones. */
static gboolean
refuse_value (UlProfile *self, const UlProfileSection *section, const UlProfileField *field,
              GError *reason, const char *name, GError **error)
{
    g_autofree char *key = g_strdup_printf ("[%s] %s", section->name, field->name);

    if (!self->read_only) {
        complete_error (error, reason, name, key);
        return FALSE;
    }
    ul_profile_take_warning (self, g_strdup_printf ("%s: %s.", key, reason->message));
    g_error_free (reason);
    return TRUE;
}

/* @value stays as it is when the file has none. */
static gboolean
read_value (UlProfile *self, const UlProfileSection *section, const UlProfileField *field,
            UlProfileValue *value, const char *name, GError **error)
{
    g_auto (UlProfileValue) found = { 0 };
    GError *local = NULL;
    g_autofree char *text = ul_profile_section_get (self->layout, section, field->name, &local);

    if (local == NULL && (text == NULL || !ul_profile_field_parse (field, text, &found, &local)))
        return local == NULL || refuse_value (self, section, field, local, name, error);
    if (local != NULL)
        return refuse_value (self, section, field, local, name, error);
    ul_profile_value_clear (value);
    *value = found;
    found.text = NULL;
    return TRUE;
}

static gboolean
read_settings (UlProfile *self, const char *name, GError **error)
{
    for (guint key = 1; key < UL_PROFILE_N_KEYS; key++) {
        const UlProfileField *field = ul_profile_field_get (key);
        const UlProfileSection *section = ul_profile_text_find (self->layout, field->group);
        if (section != NULL && !read_value (self, section, field, &self->values[key], name, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
fail_in (GError **error, const char *name, const char *key, const char *reason)
{
    complete_error (error, g_error_new_literal (UL_ERROR, UL_ERROR_PROFILE_SYNTAX, reason), name,
                    key);
    return FALSE;
}

static gboolean
read_file_group (UlProfile *self, const UlProfileSection *section, const char *name, GError **error)
{
    UlProfileEntry *entry = ul_profile_add_entry (self, "", section->name);

    for (guint key = 0; key < UL_PROFILE_FILE_N_KEYS; key++) {
        g_auto (UlProfileValue) value = { 0 };
        ul_profile_file_get_value (&entry->file, key, &value);
        if (!read_value (self, section, ul_profile_field_get_of_file (key), &value, name, error))
            return FALSE;
        ul_profile_file_set_value (&entry->file, key, &value);
    }
    if (entry->file.path[0] != '\0')
        return TRUE;
    g_autofree char *key = g_strdup_printf ("[%s] Path", section->name);
    return fail_in (error, name, key, _ ("the value is missing"));
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
    const UlProfileSection *first = *(UlProfileSection *const *) a;
    const UlProfileSection *second = *(UlProfileSection *const *) b;

    return (int) ul_profile_group_is_file (first->name) -
           (int) ul_profile_group_is_file (second->name);
}

static gboolean
read_files (UlProfile *self, const char *name, GError **error)
{
    g_autoptr (GPtrArray) groups = g_ptr_array_new ();

    for (guint i = 1; i < self->layout->sections->len; i++) {
        UlProfileSection *section = g_ptr_array_index (self->layout->sections, i);
        if (ul_profile_group_is_file (section->name) != 0)
            g_ptr_array_add (groups, section);
    }
    if (groups->len > UL_PROFILE_MAX_FILES)
        return fail_in (error, name, NULL, _ ("a profile has no more than 64 files"));
    g_ptr_array_sort (groups, compare_numbers);
    for (guint i = 0; i < groups->len; i++)
        if (!read_file_group (self, g_ptr_array_index (groups, i), name, error))
            return FALSE;
    return TRUE;
}

static gboolean
is_known (const char *group, const char *key)
{
    gboolean file = ul_profile_group_is_file (group) != 0;

    if (g_str_equal (group, "Unlatch") && g_str_equal (key, "Format"))
        return TRUE;
    for (guint i = 0; file && i < UL_PROFILE_FILE_N_KEYS; i++)
        if (g_str_equal (ul_profile_field_get_of_file (i)->name, key))
            return TRUE;
    for (guint i = 1; !file && i < UL_PROFILE_N_KEYS; i++) {
        const UlProfileField *field = ul_profile_field_get (i);
        if (g_str_equal (field->group, group) && g_str_equal (field->name, key))
            return TRUE;
    }
    return FALSE;
}

static void
warn_unknown (UlProfile *self, const UlProfileSection *section)
{
    if (ul_profile_group_rank (section->name) < 0) {
        ul_profile_take_warning (
            self, g_strdup_printf (_ ("[%s] is not known to this version and was left alone."),
                                   section->name));
        return;
    }
    for (guint i = 0; i < section->lines->len; i++) {
        g_autofree char *key = ul_profile_line_key (g_ptr_array_index (section->lines, i));
        if (key != NULL && !is_known (section->name, key))
            ul_profile_take_warning (
                self,
                g_strdup_printf (_ ("[%s] %s is not known to this version and was left alone."),
                                 section->name, key));
    }
}

static gboolean
read_format (UlProfile *self, const char *name, GError **error)
{
    const UlProfileField field = { .kind = UL_FIELD_COUNT, .min = 1, .max = G_MAXINT32 };
    const UlProfileSection *section = ul_profile_text_find (self->layout, "Unlatch");
    g_autofree char *text =
        section != NULL ? ul_profile_section_get (self->layout, section, "Format", NULL) : NULL;
    g_auto (UlProfileValue) value = { 0 };
    g_autoptr (GError) local = NULL;

    if (text == NULL)
        return fail_in (error, name, NULL,
                        _ ("this is no Unlatch profile: expected [Unlatch] with Format=1"));
    if (!ul_profile_field_parse (&field, text, &value, &local))
        return fail_in (error, name, "[Unlatch] Format", local->message);
    self->read_only = value.number > UL_PROFILE_FORMAT;
    if (self->read_only)
        ul_profile_take_warning (
            self, g_strdup_printf (_ ("%s was made by a newer Unlatch (format %s): it can be used "
                                      "but not saved."),
                                   name, text));
    return TRUE;
}

static gboolean
check_together (UlProfile *self, const char *name, GError **error)
{
    if (self->values[UL_PROFILE_ERASE].number != UL_SCOPE_RANGE ||
        self->values[UL_PROFILE_SELECTED].text[0] != '\0')
        return TRUE;
    return fail_in (error, name, "[Job] Erase",
                    _ ("“selected” needs a range in Selected, such as 0x1000-0x1FFF"));
}

gboolean
ul_profile_read_text (UlProfile *self, const char *text, const char *name, GError **error)
{
    GError *local = NULL;

    self->layout = ul_profile_text_new (text, &local);
    if (self->layout == NULL) {
        complete_error (error, local, name, NULL);
        return FALSE;
    }
    if (!read_format (self, name, error) || !read_settings (self, name, error) ||
        !read_files (self, name, error) || !check_together (self, name, error))
        return FALSE;
    for (guint i = 1; i < self->layout->sections->len; i++)
        warn_unknown (self, g_ptr_array_index (self->layout->sections, i));
    return TRUE;
}

UlProfile *
ul_profile_load (GFile *file, GCancellable *cancellable, GError **error)
{
    g_autoptr (UlProfile) self = g_object_new (UL_TYPE_PROFILE, NULL);
    g_autofree char *name = ul_profile_file_name (file);
    g_autofree char *text = ul_profile_read_file (file, TRUE, &self->etag, cancellable, error);

    if (text == NULL)
        return NULL;
    self->location = g_object_ref (file);
    if (!ul_profile_read_text (self, text, name, error))
        return NULL;
    ul_profile_settle (self);
    return g_steal_pointer (&self);
}

static void
load_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
    GError *error = NULL;
    UlProfile *profile = ul_profile_load (G_FILE (source), cancellable, &error);

    if (profile != NULL)
        g_task_return_pointer (task, profile, g_object_unref);
    else
        g_task_return_error (task, error);
}

void
ul_profile_load_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);

    g_task_run_in_thread (task, load_thread);
}

UlProfile *
ul_profile_load_finish (GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}
