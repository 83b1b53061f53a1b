/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-error.h"
#include "ul-profile-text.h"

#include <glib/gi18n.h>
#include <string.h>

UlProfileSection *
ul_profile_section_read (const char *name, const char *header)
{
    UlProfileSection *section = g_new0 (UlProfileSection, 1);

    section->origin = g_strdup (name);
    section->name = g_strdup (name);
    section->header = g_strdup (header);
    section->lead = g_ptr_array_new_with_free_func (g_free);
    section->lines = g_ptr_array_new_with_free_func (g_free);
    return section;
}

void
ul_profile_section_free (UlProfileSection *section)
{
    g_free (section->origin);
    g_free (section->name);
    g_free (section->header);
    g_ptr_array_unref (section->lead);
    g_ptr_array_unref (section->lines);
    g_free (section);
}

static gpointer
copy_line (gconstpointer line, gpointer user_data)
{
    return g_strdup (line);
}

UlProfileSection *
ul_profile_section_copy (const UlProfileSection *section)
{
    UlProfileSection *copy = g_new0 (UlProfileSection, 1);

    copy->origin = g_strdup (section->origin);
    copy->name = g_strdup (section->name);
    copy->header = g_strdup (section->header);
    copy->lead = g_ptr_array_copy (section->lead, copy_line, NULL);
    copy->lines = g_ptr_array_copy (section->lines, copy_line, NULL);
    g_ptr_array_set_free_func (copy->lead, g_free);
    g_ptr_array_set_free_func (copy->lines, g_free);
    return copy;
}

UlProfileSection *
ul_profile_section_new (const UlProfileText *self, const char *name)
{
    g_autofree char *header = g_strdup_printf ("[%s]%s", name, self->newline);
    UlProfileSection *section = ul_profile_section_read (name, header);

    g_clear_pointer (&section->origin, g_free);
    return section;
}

char *
ul_profile_line_key (const char *line)
{
    const char *start = line + strspn (line, " \t\r\n\v\f");
    const char *equals = strchr (start, '=');

    if (*start == '#' || *start == '[' || equals == NULL || equals == start)
        return NULL;
    return g_strchomp (g_strndup (start, (gsize) (equals - start)));
}

static void
end_line (const UlProfileText *self, char **line)
{
    if (*line == NULL || g_str_has_suffix (*line, "\n"))
        return;
    char *ended = g_strconcat (*line, self->newline, NULL);
    g_free (*line);
    *line = ended;
}

/* The last line of a file may have no end. */
void
ul_profile_section_end_line (const UlProfileText *self, UlProfileSection *section)
{
    GPtrArray *lines = section->lines;

    end_line (self, &section->header);
    if (lines->len > 0)
        end_line (self, (char **) &lines->pdata[lines->len - 1]);
}

char *
ul_profile_section_get (const UlProfileText *self, const UlProfileSection *section, const char *key,
                        GError **error)
{
    g_autoptr (GError) local = NULL;

    if (section->origin == NULL || !g_key_file_has_key (self->values, section->origin, key, NULL))
        return NULL;
    g_autofree char *value = g_key_file_get_string (self->values, section->origin, key, &local);
    if (local != NULL) { /* @value is there all the same, with the bad escape left out */
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX,
                             _ ("a “\\” in it stands before a letter that means nothing"));
        return NULL;
    }
    return g_steal_pointer (&value);
}

gboolean
ul_profile_section_has (const UlProfileSection *section, const char *key, guint *index)
{
    for (guint i = 0; i < section->lines->len; i++) {
        g_autofree char *found = ul_profile_line_key (g_ptr_array_index (section->lines, i));
        if (g_strcmp0 (found, key) == 0) {
            if (index != NULL)
                *index = i;
            return TRUE;
        }
    }
    return FALSE;
}

/* GKeyFile knows how to escape. */
static char *
escape (const char *value)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();

    g_key_file_set_string (file, "g", "k", value);
    return g_key_file_get_value (file, "g", "k", NULL);
}

void
ul_profile_section_put (const UlProfileText *self, UlProfileSection *section, const char *key,
                        const char *value, guint at)
{
    g_autofree char *escaped = escape (value);
    char *line = g_strdup_printf ("%s=%s%s", key, escaped, self->newline);
    guint index;

    if (ul_profile_section_has (section, key, &index)) {
        g_free (section->lines->pdata[index]);
        section->lines->pdata[index] = line;
        return;
    }
    ul_profile_section_end_line (self, section);
    g_ptr_array_insert (section->lines, (int) at, line);
}

void
ul_profile_section_comment (const UlProfileText *self, UlProfileSection *section,
                            const char *comment, guint at)
{
    g_ptr_array_insert (section->lines, (int) at,
                        g_strdup_printf ("#%s%s", comment, self->newline));
}

void
ul_profile_section_rename (const UlProfileText *self, UlProfileSection *section, const char *name)
{
    if (g_strcmp0 (section->name, name) == 0)
        return;
    g_free (section->name);
    g_free (section->header);
    section->name = g_strdup (name);
    section->header = g_strdup_printf ("[%s]%s", name, self->newline);
}
