/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A profile as text: only what was changed differs from what was read. */
#include "ul-profile-path.h"
#include "ul-profile-private.h"

/* Where a new line of @field belongs: after the keys that come before it. */
static guint
find_place (const UlProfileSection *section, const UlProfileField *first,
            const UlProfileField *field)
{
    for (const UlProfileField *before = field; before-- > first;) {
        guint index;
        if (g_str_equal (before->group, field->group) &&
            ul_profile_section_has (section, before->name, &index))
            return index + 1;
    }
    guint format;
    return ul_profile_section_has (section, "Format", &format) ? format + 1 : 0;
}

/* Leaves a line that means the same as it is, however it is written. */
static gboolean
already_says (const UlProfileText *text, const UlProfileSection *section,
              const UlProfileField *field, const UlProfileValue *value)
{
    g_autofree char *old = ul_profile_section_get (text, section, field->name, NULL);
    g_auto (UlProfileValue) meant = { 0 };

    return ul_profile_field_parse (field, old != NULL ? old : field->fallback, &meant, NULL) &&
           ul_profile_value_equal (&meant, value);
}

static void
put_value (const UlProfileText *text, UlProfileSection *section, const UlProfileField *first,
           const UlProfileField *field, const UlProfileValue *value)
{
    if (already_says (text, section, field, value))
        return;
    g_autofree char *formatted = ul_profile_field_format (field, value);
    ul_profile_section_put (text, section, field->name, formatted,
                            find_place (section, first, field));
}

/* After the last group that comes before @section, whatever else stands between. */
static void
add_group (UlProfileText *text, UlProfileSection *section)
{
    int rank = ul_profile_group_rank (section->name);
    guint at = 1;

    for (guint i = 1; i < text->sections->len; i++) {
        const UlProfileSection *there = g_ptr_array_index (text->sections, i);
        int other = ul_profile_group_rank (there->name);
        if (other >= 0 && other <= rank)
            at = i + 1;
    }
    ul_profile_text_insert (text, at, section);
}

static gboolean
is_default (const UlProfileField *field, const UlProfileValue *value)
{
    g_auto (UlProfileValue) fallback = { 0 };

    return ul_profile_field_parse (field, field->fallback, &fallback, NULL) &&
           ul_profile_value_equal (&fallback, value);
}

/* As a profile in another folder says it. Returns: (transfer full) */
static UlProfileValue
move_value (UlProfile *self, const UlProfileField *field, const UlProfileValue *value,
            GFile *folder)
{
    g_autoptr (GFile) from = ul_profile_get_folder (self);
    gboolean moves = field->kind == UL_FIELD_PATH && value->text[0] != '\0' && folder != NULL;

    return (UlProfileValue){ moves ? ul_profile_path_move (value->text, from, folder)
                                   : g_strdup (value->text),
                             value->number };
}

static void
put_settings (UlProfile *self, UlProfileText *text, GFile *folder)
{
    for (guint key = 1; key < UL_PROFILE_N_KEYS; key++) {
        const UlProfileField *field = ul_profile_field_get (key);
        g_auto (UlProfileValue) value = move_value (self, field, &self->values[key], folder);
        UlProfileSection *section = ul_profile_text_find (text, field->group);
        if (section == NULL && is_default (field, &value))
            continue;
        if (section == NULL)
            add_group (text, section = ul_profile_section_new (text, field->group));
        put_value (text, section, ul_profile_field_get (1), field, &value);
    }
}

/* From the group that the file came from, or a new one. */
static UlProfileSection *
make_file_group (UlProfile *self, const UlProfileText *text, const UlProfileEntry *entry,
                 const char *name)
{
    const UlProfileSection *origin =
        entry->origin != NULL ? ul_profile_text_find (self->layout, entry->origin) : NULL;

    if (origin == NULL)
        return ul_profile_section_new (text, name);
    UlProfileSection *copy = ul_profile_section_copy (origin);
    ul_profile_section_rename (text, copy, name);
    return copy;
}

static void
put_file (UlProfile *self, UlProfileText *text, const char *group, const UlProfileEntry *entry,
          GFile *folder)
{
    UlProfileSection *section = ul_profile_text_find (text, group);
    g_autoptr (GFile) from = ul_profile_get_folder (self);

    for (guint key = 0; key < UL_PROFILE_FILE_N_KEYS; key++) {
        g_auto (UlProfileValue) value = { 0 };
        ul_profile_file_get_value (&entry->file, key, &value);
        if (key == UL_PROFILE_FILE_PATH && folder != NULL) {
            g_free (value.text);
            value.text = ul_profile_path_move (entry->file.path, from, folder);
        }
        put_value (text, section, ul_profile_field_get_of_file (0),
                   ul_profile_field_get_of_file (key), &value);
    }
}

static int
compare_slots (gconstpointer a, gconstpointer b, gpointer sections)
{
    const UlProfileSection *first = g_ptr_array_index ((GPtrArray *) sections, *(const guint *) a);
    const UlProfileSection *second = g_ptr_array_index ((GPtrArray *) sections, *(const guint *) b);

    return (int) ul_profile_group_is_file (first->name) -
           (int) ul_profile_group_is_file (second->name);
}

/* The places of the file groups, by their numbers. */
static GArray *
find_slots (const UlProfileText *text)
{
    GArray *slots = g_array_new (FALSE, FALSE, sizeof (guint));

    for (guint i = 1; i < text->sections->len; i++) {
        const UlProfileSection *section = g_ptr_array_index (text->sections, i);
        if (ul_profile_group_is_file (section->name) != 0)
            g_array_append_val (slots, i);
    }
    g_array_sort_with_data (slots, compare_slots, text->sections);
    return slots;
}

static int
compare_down (gconstpointer a, gconstpointer b)
{
    guint first = *(const guint *) a, second = *(const guint *) b;

    return first < second ? 1 : first > second ? -1 : 0;
}

static void
remove_slots (UlProfileText *text, GArray *slots, guint first)
{
    g_array_remove_range (slots, 0, MIN (first, slots->len));
    g_array_sort (slots, compare_down);
    for (guint i = 0; i < slots->len; i++)
        g_ptr_array_remove_index (text->sections, g_array_index (slots, guint, i));
}

/* Puts the file at @index into a place that had perhaps another one. Returns: its number */
static guint
fill_slot (UlProfile *self, UlProfileText *text, guint slot, const UlProfileEntry *entry,
           GFile *folder)
{
    UlProfileSection *there = g_ptr_array_index (text->sections, slot);
    g_autofree char *name = g_strdup (there->name);

    if (g_strcmp0 (entry->origin, name) != 0)
        ul_profile_text_replace (text, slot, make_file_group (self, text, entry, name));
    put_file (self, text, name, entry, folder);
    return ul_profile_group_is_file (name);
}

static void
put_files (UlProfile *self, UlProfileText *text, GFile *folder)
{
    g_autoptr (GArray) slots = find_slots (text);
    guint n_files = self->files->len, number = 0;

    for (guint i = 0; i < n_files; i++) {
        UlProfileEntry *entry = g_ptr_array_index (self->files, i);
        if (i < slots->len) {
            number = fill_slot (self, text, g_array_index (slots, guint, i), entry, folder);
        } else {
            g_autofree char *name = g_strdup_printf ("File %u", ++number);
            add_group (text, make_file_group (self, text, entry, name));
            put_file (self, text, name, entry, folder);
        }
        entry->number = number;
    }
    remove_slots (text, slots, n_files);
}

/* A new file has every key, so that a person finds them. */
static UlProfileText *
make_template (void)
{
    UlProfileText *text = ul_profile_text_new ("", NULL);
    UlProfileSection *section = ul_profile_section_new (text, "Unlatch");

    ul_profile_text_insert (text, 1, section);
    ul_profile_section_put (text, section, "Format", "1", 0);
    for (guint key = 1; key < UL_PROFILE_N_KEYS; key++) {
        const UlProfileField *field = ul_profile_field_get (key);
        section = ul_profile_text_find (text, field->group);
        if (section == NULL)
            add_group (text, section = ul_profile_section_new (text, field->group));
        if (field->comment != NULL)
            ul_profile_section_comment (text, section, field->comment, section->lines->len);
        ul_profile_section_put (text, section, field->name, field->fallback, section->lines->len);
    }
    return text;
}

char *
ul_profile_print (UlProfile *self, GFile *folder)
{
    g_autoptr (UlProfileText) text =
        self->layout != NULL ? ul_profile_text_copy (self->layout) : make_template ();

    put_settings (self, text, folder);
    put_files (self, text, folder);
    return ul_profile_text_print (text);
}

char *
ul_profile_to_text (UlProfile *self)
{
    g_autoptr (GFile) folder = ul_profile_get_folder (self);

    return ul_profile_print (self, folder);
}
