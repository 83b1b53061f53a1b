/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that could not be loaded: each of them is told, and a project that lacks one of its files
 * is not programmed as if it were whole. */
#include "ul-workbench-private.h"

#include <glib/gi18n.h>

#define MAX_LINES 4 /* of one message; who opens more files than that sees the pattern */

typedef struct {
    GFile *file; /* (nullable): none where files disagree */
    GError *error;
} Failure;

static void
failure_free (Failure *self)
{
    g_clear_object (&self->file);
    g_error_free (self->error);
    g_free (self);
}

/* --- telling -------------------------------------------------------------------------------- */

/* The causes alone, one a line: what to do is said once. */
static char *
list_causes (UlWorkbench *self)
{
    GString *text = g_string_new (NULL);
    guint n = self->failures->len;
    guint n_told = n > MAX_LINES ? MAX_LINES - 1 : n;

    for (guint i = 0; i < n_told; i++) {
        const Failure *failure = self->failures->pdata[i];
        g_autoptr (UlProblem) problem = ul_problem_new (failure->error);
        g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", problem->cause);
    }
    if (n > n_told) {
        g_string_append_c (text, '\n');
        g_string_append_printf (text,
                                ngettext ("%u more file was not loaded.",
                                          "%u more files were not loaded.", n - n_told),
                                n - n_told);
    }
    return g_string_free (text, FALSE);
}

static UlMessage *
describe_several (UlWorkbench *self)
{
    guint n = self->failures->len;
    g_autofree char *causes = list_causes (self);
    g_autofree char *title =
        g_strdup_printf (ngettext ("%u file cannot be used", "%u files cannot be used", n), n);
    UlMessage *message = ul_message_new (UL_SEVERITY_ERROR, title, causes);

    message->help = "files";
    message->remedies[0] = UL_REMEDY_OPEN_FILE;
    return message;
}

static gboolean
is_noted (UlWorkbench *self, GFile *file)
{
    return g_ptr_array_find_with_equal_func (self->lost, file, (GEqualFunc) g_file_equal, NULL);
}

static gboolean
is_lost (UlWorkbench *self, GFile *file)
{
    return is_noted (self, file) && !ul_file_list_has (self->files, file);
}

static int
find_missing (UlWorkbench *self)
{
    for (guint i = 0; i < ul_profile_get_n_files (self->profile); i++) {
        g_autoptr (GFile) file = ul_profile_resolve (self->profile, i);
        if (ul_profile_get_file (self->profile, i)->ticked && is_lost (self, file))
            return (int) i;
    }
    return -1;
}

static void
offer_missing (UlMessage *message)
{
    message->remedies[0] = UL_REMEDY_RELOAD;
    message->remedies[1] = UL_REMEDY_LEAVE_OUT;
    message->remedies[2] = message->line > 0 ? UL_REMEDY_SHOW_LINE : UL_REMEDY_OPEN_FILE;
}

static void
tell (UlWorkbench *self)
{
    const Failure *first = self->failures->len > 0 ? self->failures->pdata[0] : NULL;
    UlMessage *message = NULL;

    if (self->failures->len == 1)
        message = ul_workbench_describe_failed (self, first->file, first->error);
    else if (self->failures->len > 1)
        message = describe_several (self);
    if (message != NULL && first->file != NULL && find_missing (self) >= 0)
        offer_missing (message);
    ul_messages_put (self->messages, UL_SLOT_FILE, message);
}

static gboolean
is_about (const Failure *self, GFile *file)
{
    return self->file == file ||
           (self->file != NULL && file != NULL && g_file_equal (self->file, file));
}

static void
forget (UlWorkbench *self, GFile *file)
{
    for (guint i = self->failures->len; i-- > 0;)
        if (is_about (self->failures->pdata[i], file))
            g_ptr_array_remove_index (self->failures, i);
}

static void
on_failed (UlWorkbench *self, GFile *file, const GError *error)
{
    Failure *failure = g_new0 (Failure, 1);

    forget (self, file);
    failure->file = file != NULL ? g_object_ref (file) : NULL;
    if (file != NULL && !is_noted (self, file))
        g_ptr_array_add (self->lost, g_object_ref (file));
    failure->error = g_error_copy (error);
    g_ptr_array_add (self->failures, failure);
    tell (self);
    ul_workbench_queue_plan (self);
}

void
ul_workbench_forget_failures (UlWorkbench *self)
{
    if (self->taking_up)
        g_ptr_array_set_size (self->lost, 0);
    g_ptr_array_set_size (self->failures, 0);
    ul_messages_put (self->messages, UL_SLOT_FILE, NULL);
}

void
ul_workbench_forget_disagreement (UlWorkbench *self)
{
    forget (self, NULL);
    tell (self);
}

void
ul_workbench_init_failures (UlWorkbench *self)
{
    self->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) failure_free);
    self->lost = g_ptr_array_new_with_free_func (g_object_unref);
    g_signal_connect_object (self->files, "failed", G_CALLBACK (on_failed), self,
                             G_CONNECT_SWAPPED);
}

/* --- files of the profile ------------------------------------------------------------------- */

void
ul_workbench_tell_incomplete (UlMessage *message)
{
    g_free (message->title);
    message->title = g_strdup (_ ("A file of the profile was not loaded"));
    offer_missing (message);
}

/* What is still being read is not missing yet, and keeps jobs waiting by itself. */
gboolean
ul_workbench_check_complete (UlWorkbench *self, GError **error)
{
    int index = ul_file_list_get_loading (self->files) ? -1 : find_missing (self);

    if (index < 0)
        return TRUE;
    g_autofree char *name =
        g_path_get_basename (ul_profile_get_file (self->profile, (guint) index)->path);
    g_set_error (error, UL_ERROR, UL_ERROR_FILE_NOT_FOUND,
                 _ ("%s belongs to the profile and could not be loaded, so that the job would not "
                    "be complete"),
                 name);
    return FALSE;
}

void
ul_workbench_reload_files (UlWorkbench *self)
{
    ul_file_list_reload (self->files);
    for (guint i = 0; i < ul_profile_get_n_files (self->profile); i++) {
        const UlProfileFile *entry = ul_profile_get_file (self->profile, i);
        g_autoptr (GFile) file = ul_profile_resolve (self->profile, i);
        UlImageOptions options = ul_profile_file_get_options (entry);
        if (!ul_file_list_has (self->files, file))
            ul_file_list_open_as (self->files, file, &options, entry->ticked);
    }
}

void
ul_workbench_leave_out_missing (UlWorkbench *self)
{
    for (int i = find_missing (self); i >= 0; i = find_missing (self)) {
        UlProfileFile entry = *ul_profile_get_file (self->profile, (guint) i);
        entry.ticked = FALSE;
        ul_profile_set_file (self->profile, (guint) i, &entry);
    }
    ul_workbench_forget_failures (self);
    ul_workbench_queue_plan (self);
}
