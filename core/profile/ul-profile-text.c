/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-profile-text.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define BOM       "\xEF\xBB\xBF"
#define MAX_LINES 5000

/* What is there while the lines are read, to find what stands there twice. */
typedef struct {
    UlProfileText *text;
    UlProfileSection *section; /* the last one */
    GHashTable *seen;          /* "group]" and "group]key" */
} Reader;

static const char *
skip_spaces (const char *line)
{
    while (g_ascii_isspace (*line))
        line++;
    return line;
}

static gboolean
is_blank (const char *line)
{
    return *skip_spaces (line) == '\0';
}

static gboolean
is_comment (const char *line)
{
    return *skip_spaces (line) == '#';
}

static char *
line_group (const char *line)
{
    const char *start = skip_spaces (line);
    const char *end = strchr (start, ']');

    if (*start != '[' || end == NULL || !is_blank (end + 1))
        return NULL;
    return g_strndup (start + 1, (gsize) (end - start - 1));
}

static gboolean
fail_at (GError **error, guint line, char *reason)
{
    g_autofree char *owned = reason;
    GError *local = g_error_new_literal (UL_ERROR, UL_ERROR_PROFILE_SYNTAX, owned);

    ul_error_add_detail (local, "line", "%u", line);
    g_propagate_error (error, local);
    return FALSE;
}

/* The comment right above a group is about that group. */
static void
take_lead (UlProfileSection *previous, UlProfileSection *section)
{
    guint first = previous->lines->len;

    while (first > 0 && is_comment (g_ptr_array_index (previous->lines, first - 1)))
        first--;
    /* What stands at the very top is about the file as a whole. */
    if (previous->name == NULL && first == 0)
        return;
    while (first < previous->lines->len)
        g_ptr_array_add (section->lead, g_ptr_array_steal_index (previous->lines, first));
}

static gboolean
is_new (Reader *reader, const char *group, const char *key)
{
    return g_hash_table_add (reader->seen, g_strconcat (group, "]", key, NULL));
}

static gboolean
add_group (Reader *reader, const char *line, guint number, GError **error)
{
    g_autofree char *name = line_group (line);

    if (name == NULL)
        return fail_at (error, number, g_strdup (_ ("the name of a group ends with a “]”")));
    if (!is_new (reader, name, NULL))
        return fail_at (error, number, g_strdup_printf (_ ("the group [%s] is there twice"), name));
    UlProfileSection *section = ul_profile_section_read (name, line);
    take_lead (reader->section, section);
    g_ptr_array_add (reader->text->sections, section);
    reader->section = section;
    return TRUE;
}

static gboolean
check_key (Reader *reader, const char *line, guint number, GError **error)
{
    g_autofree char *key = ul_profile_line_key (line);
    const char *group = reader->section->name;

    if (key == NULL || group == NULL)
        return fail_at (error, number,
                        g_strdup (_ ("expected a comment, a [group] or, in a group, key=value")));
    if (!is_new (reader, group, key))
        return fail_at (error, number, g_strdup_printf (_ ("[%s] has %s twice"), group, key));
    return TRUE;
}

static gboolean
add_line (Reader *reader, char *line, guint number, GError **error)
{
    g_autofree char *owned = line;

    if (number > MAX_LINES)
        return fail_at (error, number, g_strdup (_ ("a profile has no more than 5000 lines")));
    if (*skip_spaces (line) == '[')
        return add_group (reader, line, number, error);
    if (!is_blank (line) && !is_comment (line) && !check_key (reader, line, number, error))
        return FALSE;
    g_ptr_array_add (reader->section->lines, g_steal_pointer (&owned));
    return TRUE;
}

static gboolean
add_lines (UlProfileText *self, const char *text, GError **error)
{
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    Reader reader = { self, g_ptr_array_index (self->sections, 0), seen };
    guint number = 1;

    for (const char *start = text; *start != '\0'; number++) {
        const char *end = strchr (start, '\n');
        const char *next = end != NULL ? end + 1 : start + strlen (start);
        if (!add_line (&reader, g_strndup (start, (gsize) (next - start)), number, error))
            return FALSE;
        start = next;
    }
    return TRUE;
}

static UlProfileText *
text_new (void)
{
    UlProfileText *self = g_new0 (UlProfileText, 1);

    self->values = g_key_file_new ();
    self->sections =
        g_ptr_array_new_with_free_func ((GDestroyNotify) (void *) ul_profile_section_free);
    self->newline = "\n";
    return self;
}

UlProfileText *
ul_profile_text_new (const char *text, GError **error)
{
    g_autoptr (UlProfileText) self = text_new ();
    g_autoptr (GError) local = NULL;
    const char *first_end = strchr (text, '\n');

    self->has_bom = g_str_has_prefix (text, BOM);
    if (self->has_bom)
        text += strlen (BOM);
    if (first_end != NULL && first_end > text && first_end[-1] == '\r')
        self->newline = "\r\n";
    g_ptr_array_add (self->sections, ul_profile_section_read (NULL, NULL));
    if (!add_lines (self, text, error))
        return NULL;
    if (text[0] != '\0' &&
        !g_key_file_load_from_data (self->values, text, strlen (text), G_KEY_FILE_NONE, &local)) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX, local->message);
        return NULL;
    }
    return g_steal_pointer (&self);
}

UlProfileText *
ul_profile_text_copy (const UlProfileText *self)
{
    UlProfileText *copy = g_new0 (UlProfileText, 1);

    copy->values = g_key_file_ref (self->values);
    copy->newline = self->newline;
    copy->has_bom = self->has_bom;
    copy->sections =
        g_ptr_array_new_with_free_func ((GDestroyNotify) (void *) ul_profile_section_free);
    for (guint i = 0; i < self->sections->len; i++)
        g_ptr_array_add (copy->sections,
                         ul_profile_section_copy (g_ptr_array_index (self->sections, i)));
    return copy;
}

void
ul_profile_text_free (UlProfileText *self)
{
    if (self == NULL)
        return;
    g_key_file_unref (self->values);
    g_ptr_array_unref (self->sections);
    g_free (self);
}

static void
print_lines (GString *text, GPtrArray *lines)
{
    for (guint i = 0; i < lines->len; i++)
        g_string_append (text, g_ptr_array_index (lines, i));
}

char *
ul_profile_text_print (const UlProfileText *self)
{
    GString *text = g_string_new (self->has_bom ? BOM : "");

    for (guint i = 0; i < self->sections->len; i++) {
        const UlProfileSection *section = g_ptr_array_index (self->sections, i);
        print_lines (text, section->lead);
        if (section->header != NULL)
            g_string_append (text, section->header);
        print_lines (text, section->lines);
    }
    return g_string_free (text, FALSE);
}

UlProfileSection *
ul_profile_text_find (const UlProfileText *self, const char *name)
{
    for (guint i = 0; i < self->sections->len; i++) {
        UlProfileSection *section = g_ptr_array_index (self->sections, i);
        if (g_strcmp0 (section->name, name) == 0)
            return section;
    }
    return NULL;
}

static void
separate (const UlProfileText *self, UlProfileSection *section)
{
    GPtrArray *lines = section->lines;

    ul_profile_section_end_line (self, section);
    if (section->header == NULL && lines->len == 0)
        return; /* the file begins here */
    if (lines->len == 0 || !is_blank (g_ptr_array_index (lines, lines->len - 1)))
        g_ptr_array_add (lines, g_strdup (self->newline));
}

static void
separate_around (const UlProfileText *self, guint at)
{
    separate (self, g_ptr_array_index (self->sections, at - 1));
    if (at + 1 < self->sections->len)
        separate (self, g_ptr_array_index (self->sections, at));
}

void
ul_profile_text_insert (UlProfileText *self, guint at, UlProfileSection *section)
{
    g_ptr_array_insert (self->sections, (int) at, section);
    separate_around (self, at);
}

void
ul_profile_text_replace (UlProfileText *self, guint at, UlProfileSection *section)
{
    ul_profile_section_free (g_ptr_array_index (self->sections, at));
    g_ptr_array_index (self->sections, at) = section;
    separate_around (self, at);
}
