/* SPDX-License-Identifier: GPL-2.0-or-later */
/* J-Flash projects: lines "Key = value" in [GROUPS], some before the first group; texts in quotes,
 * backslashes as they are. The keys are those of public .jflash files of versions 5 to 7; what a
 * number stands for is only taken where its name says it. */
#include "ul-profile-import-private.h"
#include "ul-words.h"

#include <glib/gi18n.h>

#define MAX_NAMED 8 /* keys of a group that a warning names */

typedef struct {
    UlProfile *profile;
    GFile *folder;
    GHashTable *values; /* "GROUP/Key" to value */
    GHashTable *taken;  /* set of "GROUP/Key" */
    guint n_taken;
} Jflash;

static char *
unquote (const char *text)
{
    g_autofree char *stripped = g_strstrip (g_strdup (text));
    gsize length = strlen (stripped);

    if (length >= 2 && stripped[0] == '"' && stripped[length - 1] == '"')
        return g_strndup (stripped + 1, length - 2);
    return g_steal_pointer (&stripped);
}

static void
read_lines (Jflash *self, const char *text, GPtrArray *order)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    g_autofree char *group = g_strdup ("");

    for (guint i = 0; lines[i] != NULL; i++) {
        char *line = g_strstrip (lines[i]);
        char *equals = strchr (line, '=');
        if (line[0] == '[' && strchr (line, ']') != NULL) {
            g_free (group);
            group = g_strndup (line + 1, strcspn (line + 1, "]"));
        } else if (equals != NULL) {
            g_autofree char *name = g_strchomp (g_strndup (line, (gsize) (equals - line)));
            char *key = g_strconcat (group, "/", name, NULL);
            g_ptr_array_add (order, g_strdup (key));
            g_hash_table_replace (self->values, key, unquote (equals + 1));
        }
    }
}

/* Returns: (nullable): the value, which counts as taken over */
static const char *
take (Jflash *self, const char *key)
{
    const char *value = g_hash_table_lookup (self->values, key);

    if (value != NULL)
        g_hash_table_add (self->taken, g_strdup (key));
    return value;
}

static void
leave (Jflash *self, const char *key)
{
    g_hash_table_remove (self->taken, key);
}

static gboolean
take_number (Jflash *self, const char *key, guint64 *number)
{
    const char *value = take (self, key);

    if (value != NULL && ul_profile_import_number (value, FALSE, 0, G_MAXUINT32, number))
        return TRUE;
    leave (self, key);
    return FALSE;
}

static void
take_interface (Jflash *self)
{
    guint64 interface, serial;

    if (take_number (self, "GENERAL/TargetIF", &interface) && interface != 1)
        ul_profile_take_warning (
            self->profile,
            g_strdup (_ ("The project does not use SWD; this program has nothing else.")));
    if (take_number (self, "GENERAL/USBSerialNo", &serial))
        ul_profile_import_serial (self->profile, serial);
}

static void
take_speed (Jflash *self)
{
    /* Speed0 is for before the initialisation, Speed1 for the work itself. */
    const char *speed = take (self, "JTAG/Speed1");

    if (speed != NULL && !ul_profile_import_speed (self->profile, speed))
        leave (self, "JTAG/Speed1");
}

static void
take_chip (Jflash *self)
{
    static const char *const keys[] = { "CPU/ChipName", "CPU/DeviceName", "GENERAL/DeviceName" };

    for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
        const char *name = take (self, keys[i]);
        if (name != NULL && name[0] != '\0' && ul_profile_import_device (self->profile, name))
            return;
    }
}

static void
take_file (Jflash *self)
{
    static const char *const keys[] = { "GENERAL/CurrentFile", "GENERAL/DataFile" };
    guint64 address = 0;
    gboolean has_address = take_number (self, "GENERAL/DataFileSAddr", &address);

    for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
        const char *path = take (self, keys[i]);
        const guint64 *base = has_address && address != 0 ? &address : NULL;
        if (path != NULL && path[0] != '\0' &&
            !ul_profile_import_has_file (self->profile, self->folder, path, base))
            ul_profile_import_file (self->profile, self->folder, path, base);
    }
}

static void
take_production (Jflash *self)
{
    guint64 verify, monitor, least;

    if (take_number (self, "PRODUCTION/AutoPerformsVerify", &verify) && verify == 0)
        ul_profile_set_number (self->profile, UL_PROFILE_VERIFY, UL_PROFILE_VERIFY_NO);
    if (take_number (self, "PRODUCTION/MonitorVTref", &monitor) &&
        take_number (self, "PRODUCTION/MonitorVTrefMin", &least) && monitor != 0 && least <= 100000)
        ul_profile_set_number (self->profile, UL_PROFILE_MIN_MILLIVOLTS, (gint64) least);
}

static void
warn_group (Jflash *self, const char *group, GPtrArray *keys)
{
    guint n = keys->len;

    if (n > MAX_NAMED) {
        g_ptr_array_set_size (keys, MAX_NAMED);
        g_ptr_array_add (keys, g_strdup_printf (_ ("%u more"), n - MAX_NAMED));
    }
    g_autofree char *list = ul_words_names (keys);
    /* Translators: group, list of its keys */
    ul_profile_take_warning (self->profile,
                             g_strdup_printf (_ ("[%s]: not taken over: %s."), group, list));
}

/* In the order of the file; keys before the first group are about the file itself. */
static void
warn_rest (Jflash *self, GPtrArray *order)
{
    g_autofree char *group = g_strdup ("");
    g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i <= order->len; i++) {
        const char *key = i < order->len ? g_ptr_array_index (order, i) : "/";
        const char *slash = strchr (key, '/');
        g_autofree char *its_group = g_strndup (key, (gsize) (slash - key));
        if (!g_str_equal (its_group, group)) {
            if (keys->len > 0)
                warn_group (self, group, keys);
            g_ptr_array_set_size (keys, 0);
            g_free (group);
            group = g_steal_pointer (&its_group);
        }
        if (group[0] != '\0' && !g_hash_table_contains (self->taken, key))
            g_ptr_array_add (keys, g_strdup (slash + 1));
    }
}

gboolean
ul_profile_read_jflash (UlProfile *profile, const char *text, GFile *folder)
{
    g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr (GPtrArray) order = g_ptr_array_new_with_free_func (g_free);
    Jflash self = { profile, folder, values, taken };

    read_lines (&self, text, order);
    take_interface (&self);
    take_speed (&self);
    take_chip (&self);
    take_file (&self);
    take_production (&self);
    warn_rest (&self, order);
    return g_hash_table_size (taken) > 0;
}
