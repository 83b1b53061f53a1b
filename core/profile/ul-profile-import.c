/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-profile-import-private.h"
#include "ul-profile-path.h"

#include <glib/gi18n.h>

gboolean
ul_profile_import_number (const char *text, gboolean hex, guint64 min, guint64 max, guint64 *number)
{
    gboolean prefix = g_ascii_strncasecmp (text, "0x", 2) == 0;

    return g_ascii_string_to_unsigned (prefix ? text + 2 : text, prefix || hex ? 16 : 10, min, max,
                                       number, NULL);
}

gboolean
ul_profile_import_device (UlProfile *self, const char *name)
{
    const char *space = strrchr (name, ' ');

    if (ul_devices_find (name) == NULL && space != NULL)
        name = space + 1;
    if (ul_devices_find (name) != NULL)
        return ul_profile_set_text (self, UL_PROFILE_DEVICE, name, NULL);
    ul_profile_take_warning (
        self, g_strdup_printf (_ ("The chip “%s” is not known, or not exactly enough."), name));
    return FALSE;
}

gboolean
ul_profile_import_speed (UlProfile *self, const char *khz)
{
    guint64 speed;

    if (!ul_profile_import_number (khz, FALSE, 1, 100000, &speed))
        return FALSE;
    ul_profile_set_number (self, UL_PROFILE_SPEED_HZ, (gint64) speed * 1000);
    return TRUE;
}

void
ul_profile_import_serial (UlProfile *self, guint64 serial)
{
    g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, serial);

    ul_profile_set_number (self, UL_PROFILE_PROBE_KIND, UL_PROFILE_PROBE_JLINK);
    if (serial != 0)
        ul_profile_set_text (self, UL_PROFILE_PROBE_SERIAL, text, NULL);
}

/* Windows writes "..\out\app.hex" and "C:\work\app.hex". The latter is no place on this
 * computer, but the file is perhaps beside the project. @beside: (out): its name in that case */
static GFile *
locate (GFile *folder, const char *path, char **beside)
{
    g_autofree char *slashes = g_strdelimit (g_strdup (path), "\\", '/');

    *beside = NULL;
    if (!g_ascii_isalpha (slashes[0]) || slashes[1] != ':')
        return ul_profile_path_resolve (folder, slashes);
    *beside = g_path_get_basename (slashes + 2);
    return g_file_resolve_relative_path (folder, *beside);
}

static GFile *
resolve (UlProfile *self, GFile *folder, const char *path)
{
    g_autofree char *name = NULL;
    GFile *file = locate (folder, path, &name);

    if (name == NULL)
        return file;
    ul_profile_take_warning (self, g_strdup_printf (_ ("%s is not on this computer; %s is looked "
                                                       "for beside the imported file instead."),
                                                    path, name));
    return file;
}

gboolean
ul_profile_import_has_file (UlProfile *self, GFile *folder, const char *path, const guint64 *base)
{
    g_autofree char *beside = NULL;
    g_autoptr (GFile) file = locate (folder, path, &beside);

    for (guint i = 0; i < ul_profile_get_n_files (self); i++) {
        const UlProfileFile *other = ul_profile_get_file (self, i);
        g_autoptr (GFile) its = ul_profile_resolve (self, i);
        if (g_file_equal (its, file) && (base == NULL || !other->has_base || other->base == *base))
            return TRUE;
    }
    return FALSE;
}

gboolean
ul_profile_import_file (UlProfile *self, GFile *folder, const char *path, const guint64 *base)
{
    g_autoptr (GFile) file = resolve (self, folder, path);
    int index = ul_profile_add_file (self, file);

    if (index < 0)
        return FALSE;
    UlProfileFile copy = *ul_profile_get_file (self, (guint) index);
    copy.has_base = base != NULL;
    copy.base = base != NULL ? (guint32) *base : 0;
    ul_profile_set_file (self, (guint) index, &copy);
    return TRUE;
}

static gboolean
has_suffix (const char *name, const char *suffix)
{
    g_autofree char *lower = g_ascii_strdown (name, -1);

    return g_str_has_suffix (lower, suffix);
}

static gboolean
read_by_kind (UlProfile *self, const char *text, const char *name, GFile *folder)
{
    gboolean jflash = has_suffix (name, ".jflash");
    gboolean jlink = has_suffix (name, ".jlink");

    if (jflash || (!jlink && strstr (text, "[GENERAL]") != NULL))
        return ul_profile_read_jflash (self, text, folder);
    return ul_profile_read_jlink (self, text, folder);
}

static void
set_name (UlProfile *self, const char *file_name)
{
    g_autofree char *name = g_strdup (file_name);
    char *dot = strrchr (name, '.');

    if (dot != NULL && dot != name)
        *dot = '\0';
    ul_profile_set_text (self, UL_PROFILE_NAME, name, NULL);
}

UlProfile *
ul_profile_import (GFile *file, GCancellable *cancellable, GError **error)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autofree char *name = ul_profile_file_name (file);
    g_autofree char *bytes = ul_profile_read_file (file, FALSE, NULL, cancellable, error);

    if (bytes == NULL)
        return NULL;
    g_autofree char *text = g_utf8_make_valid (bytes, -1);
    g_autoptr (GFile) folder = g_file_get_parent (file);
    set_name (self, name);
    if (!read_by_kind (self, text, name, folder)) {
        g_set_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX,
                     _ ("%s: expected a J-Flash project or a script of J-Link Commander, but "
                        "nothing in it is known. The profile was not opened."),
                     name);
        return NULL;
    }
    return g_steal_pointer (&self);
}

static void
import_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
    GError *error = NULL;
    UlProfile *profile = ul_profile_import (G_FILE (source), cancellable, &error);

    if (profile != NULL)
        g_task_return_pointer (task, profile, g_object_unref);
    else
        g_task_return_error (task, error);
}

void
ul_profile_import_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);

    g_task_run_in_thread (task, import_thread);
}

UlProfile *
ul_profile_import_finish (GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}
