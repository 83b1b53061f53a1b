/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-profile-path.h"

#include <string.h>

static gboolean
is_uri (const char *path)
{
    g_autofree char *scheme = g_uri_parse_scheme (path);

    return scheme != NULL && strstr (path, "://") != NULL;
}

/* Names may have any bytes; a profile is text in lines. */
static gboolean
is_text (const char *path)
{
    if (!g_utf8_validate (path, -1, NULL))
        return FALSE;
    for (const char *p = path; *p != '\0'; p = g_utf8_next_char (p))
        if (g_unichar_iscntrl (g_utf8_get_char (p)))
            return FALSE;
    return TRUE;
}

static char *
make_absolute (GFile *target)
{
    const char *path = g_file_peek_path (target);

    return path != NULL && is_text (path) ? g_strdup (path) : g_file_get_uri (target);
}

/* Up to the folder that both are in, and down from there. The root alone is no such folder. */
static char *
make_relative (GFile *folder, GFile *target)
{
    GString *ups = g_string_new (NULL);
    g_autoptr (GFile) common = g_object_ref (folder);
    char *down = NULL;

    while (common != NULL && down == NULL) {
        g_autoptr (GFile) parent = g_file_get_parent (common);
        if (parent == NULL && ups->len > 0)
            break;
        down = g_file_get_relative_path (common, target);
        if (down == NULL)
            g_string_append (ups, "../");
        g_set_object (&common, parent);
    }
    if (down != NULL)
        g_string_append (ups, down);
    gboolean usable = down != NULL && is_text (down) && !is_uri (ups->str);
    g_free (down);
    return g_string_free (ups, !usable);
}

char *
ul_profile_path_make (GFile *folder, GFile *target)
{
    char *relative = folder != NULL ? make_relative (folder, target) : NULL;

    return relative != NULL ? relative : make_absolute (target);
}

GFile *
ul_profile_path_resolve (GFile *folder, const char *path)
{
    if (is_uri (path))
        return g_file_new_for_uri (path);
    if (folder == NULL || g_path_is_absolute (path))
        return g_file_new_for_path (path);
    return g_file_resolve_relative_path (folder, path);
}

char *
ul_profile_path_move (const char *path, GFile *from, GFile *to)
{
    gboolean absolute = g_path_is_absolute (path) || is_uri (path);

    if (from != NULL && (absolute || g_file_equal (from, to)))
        return g_strdup (path);
    g_autoptr (GFile) target = ul_profile_path_resolve (from, path);
    return ul_profile_path_make (to, target);
}
