/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-profile-private.h"

#include <glib/gi18n.h>

#define MAX_WARNINGS 50

G_DEFINE_FINAL_TYPE (UlProfile, ul_profile, G_TYPE_OBJECT)

/* The settings come first: their properties have the numbers of their keys. */
enum { PROP_LOCATION = UL_PROFILE_N_KEYS, PROP_DIRTY, PROP_READ_ONLY, N_PROPS };
enum { CHANGED, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
update_dirty (UlProfile *self)
{
    g_autofree char *text = ul_profile_to_text (self);
    gboolean dirty = !self->read_only && !g_str_equal (text, self->saved);

    if (dirty == self->dirty)
        return;
    self->dirty = dirty;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DIRTY]);
}

void
ul_profile_changed (UlProfile *self)
{
    if (self->saved != NULL)
        update_dirty (self);
    g_signal_emit (self, signals[CHANGED], 0);
}

void
ul_profile_settle (UlProfile *self)
{
    g_free (self->saved);
    self->saved = ul_profile_to_text (self);
    update_dirty (self);
}

void
ul_profile_take_warning (UlProfile *self, char *warning)
{
    if (self->warnings->len > MAX_WARNINGS)
        g_free (warning);
    else
        g_ptr_array_insert (self->warnings, (int) self->warnings->len - 1, warning);
}

const char *const *
ul_profile_get_warnings (UlProfile *self)
{
    return (const char *const *) self->warnings->pdata;
}

GFile *
ul_profile_get_location (UlProfile *self)
{
    return self->location;
}

GFile *
ul_profile_get_folder (UlProfile *self)
{
    return self->location != NULL ? g_file_get_parent (self->location) : NULL;
}

char *
ul_profile_get_label (UlProfile *self)
{
    const char *name = ul_profile_get_text (self, UL_PROFILE_NAME);

    if (name[0] != '\0')
        return g_strdup (name);
    if (self->location == NULL)
        return g_strdup (_ ("Unnamed"));
    char *file_name = ul_profile_file_name (self->location);
    if (g_str_has_suffix (file_name, ".unlatch"))
        file_name[strlen (file_name) - strlen (".unlatch")] = '\0';
    return file_name;
}

gboolean
ul_profile_get_dirty (UlProfile *self)
{
    return self->dirty;
}

gboolean
ul_profile_get_read_only (UlProfile *self)
{
    return self->read_only;
}

const char *
ul_profile_get_text (UlProfile *self, UlProfileKey key)
{
    g_return_val_if_fail (ul_profile_field_is_text (ul_profile_field_get (key)), "");

    return self->values[key].text;
}

gint64
ul_profile_get_number (UlProfile *self, UlProfileKey key)
{
    g_return_val_if_fail (!ul_profile_field_is_text (ul_profile_field_get (key)), 0);

    return self->values[key].number;
}

static void
take_value (UlProfile *self, UlProfileKey key, UlProfileValue value)
{
    if (ul_profile_value_equal (&self->values[key], &value)) {
        ul_profile_value_clear (&value);
        return;
    }
    ul_profile_value_clear (&self->values[key]);
    self->values[key] = value;
    g_object_notify_by_pspec (G_OBJECT (self), props[key]);
    ul_profile_changed (self);
}

gboolean
ul_profile_set_written (UlProfile *self, UlProfileKey key, const char *text, GError **error)
{
    const UlProfileField *field = ul_profile_field_get (key);
    g_autoptr (GError) local = NULL;
    UlProfileValue value;

    if (!g_utf8_validate (text, -1, NULL)) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("%s: the text is not UTF-8"), field->name);
        return FALSE;
    }
    if (!ul_profile_field_parse (field, text, &value, &local)) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, "%s: %s", field->name, local->message);
        return FALSE;
    }
    take_value (self, key, value);
    return TRUE;
}

gboolean
ul_profile_set_text (UlProfile *self, UlProfileKey key, const char *text, GError **error)
{
    g_return_val_if_fail (ul_profile_field_is_text (ul_profile_field_get (key)), FALSE);

    return ul_profile_set_written (self, key, text, error);
}

void
ul_profile_set_number (UlProfile *self, UlProfileKey key, gint64 number)
{
    const UlProfileField *field = ul_profile_field_get (key);

    g_return_if_fail (!ul_profile_field_is_text (field));
    g_return_if_fail (number >= field->min && number <= field->max);
    take_value (self, key, (UlProfileValue){ NULL, number });
}

static void
ul_profile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    UlProfile *self = UL_PROFILE (object);

    if (id == PROP_LOCATION)
        g_value_set_object (value, self->location);
    else if (id == PROP_DIRTY)
        g_value_set_boolean (value, self->dirty);
    else if (id == PROP_READ_ONLY)
        g_value_set_boolean (value, self->read_only);
    else if (ul_profile_field_is_text (ul_profile_field_get (id)))
        g_value_set_string (value, self->values[id].text);
    else
        g_value_set_int64 (value, self->values[id].number);
}

static void
ul_profile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
    UlProfile *self = UL_PROFILE (object);
    g_autoptr (GError) error = NULL;

    if (!ul_profile_field_is_text (ul_profile_field_get (id)))
        ul_profile_set_number (self, id, g_value_get_int64 (value));
    else if (!ul_profile_set_text (self, id, g_value_get_string (value), &error))
        g_warning ("%s", error->message);
}

static void
entry_free (UlProfileEntry *entry)
{
    g_free (entry->file.path);
    g_free (entry->file.sha256);
    g_free (entry->origin);
    g_free (entry);
}

static void
ul_profile_finalize (GObject *object)
{
    UlProfile *self = UL_PROFILE (object);

    for (guint key = 1; key < UL_PROFILE_N_KEYS; key++)
        ul_profile_value_clear (&self->values[key]);
    g_ptr_array_unref (self->files);
    g_ptr_array_unref (self->warnings);
    g_clear_pointer (&self->layout, ul_profile_text_free);
    g_clear_object (&self->location);
    g_free (self->etag);
    g_free (self->saved);
    G_OBJECT_CLASS (ul_profile_parent_class)->finalize (object);
}

static void
ul_profile_class_init (UlProfileClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);
    const GParamFlags own = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
    const GParamFlags setting =
        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

    object_class->finalize = ul_profile_finalize;
    object_class->get_property = ul_profile_get_property;
    object_class->set_property = ul_profile_set_property;
    for (guint key = 1; key < UL_PROFILE_N_KEYS; key++) {
        const UlProfileField *field = ul_profile_field_get (key);
        props[key] = ul_profile_field_is_text (field)
                         ? g_param_spec_string (field->property, NULL, NULL, "", setting)
                         : g_param_spec_int64 (field->property, NULL, NULL, field->min, field->max,
                                               field->min, setting);
    }
    props[PROP_LOCATION] = g_param_spec_object ("location", NULL, NULL, G_TYPE_FILE, own);
    props[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, own);
    props[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, own);
    g_object_class_install_properties (object_class, N_PROPS, props);
    signals[CHANGED] = g_signal_new ("changed", UL_TYPE_PROFILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
ul_profile_init (UlProfile *self)
{
    self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) (void *) entry_free);
    self->warnings = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (self->warnings, NULL);
    for (guint key = 1; key < UL_PROFILE_N_KEYS; key++) {
        const UlProfileField *field = ul_profile_field_get (key);
        ul_profile_field_parse (field, field->fallback, &self->values[key], NULL);
    }
}

UlProfile *
ul_profile_new (void)
{
    UlProfile *self = g_object_new (UL_TYPE_PROFILE, NULL);

    ul_profile_settle (self);
    return self;
}
