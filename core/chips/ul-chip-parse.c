/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a file that describes chips. */
#include "ul-chip-parse.h"

#include "ul-chip-describe.h"
#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define HEAD      "Unlatch"
#define FORMAT    1
#define GROUP     "Chip"
#define MAX_TEXT  64
#define MAX_NAME  32
#define MIN_NAME  4
#define MAX_QUOTE 40

static const char *const number_keys[UL_CHIP_N_NUMBERS] = {
    [UL_CHIP_FLASH_SIZE] = "FlashSize",
    [UL_CHIP_SECTOR_SIZE] = "SectorSize",
    [UL_CHIP_DATA_FLASH_SIZE] = "DataFlashSize",
    [UL_CHIP_DATA_FLASH_SECTOR_SIZE] = "DataFlashSectorSize",
    [UL_CHIP_RAM_START] = "RamStart",
    [UL_CHIP_RAM_SIZE] = "RamSize",
    [UL_CHIP_SDID_MASK] = "SdidMask",
    [UL_CHIP_SDID_VALUE] = "SdidValue",
};

/* Where the reader stands, for the sentence. */
typedef struct {
    const char *name; /* of the file */
    GKeyFile *keys;
    const char *group, *key; /* (nullable) */
} Reader;

static gboolean
fail (const Reader *self, GError **error, const char *reason)
{
    g_autofree char *where = self->group == NULL ? NULL
                             : self->key == NULL
                                 ? g_strdup_printf ("[%s]", self->group)
                                 : g_strdup_printf ("[%s] %s", self->group, self->key);

    if (where != NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX,
                     /* Translators: file, place in it ("[Chip 1] RamSize"), reason */
                     _ ("%s, %s: %s. No chip was taken from it."), self->name, where, reason);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX,
                     /* Translators: file, reason */
                     _ ("%s: %s. No chip was taken from it."), self->name, reason);
    return FALSE;
}

/* @format: has one %s, for @value, of which the beginning is shown */
static gboolean
fail_value (const Reader *self, GError **error, const char *value, const char *format)
{
    gboolean is_long = g_utf8_strlen (value, -1) > MAX_QUOTE;
    g_autofree char *shown = is_long ? g_utf8_substring (value, 0, MAX_QUOTE) : g_strdup (value);
    g_autofree char *reason = g_strdup_printf (format, shown);

    return fail (self, error, reason);
}

/* --- values --- */

/* @text: (out) (nullable): %NULL when the group has no such key. */
static gboolean
get_text (Reader *self, const char *key, char **text, GError **error)
{
    g_autoptr (GError) local = NULL;

    *text = NULL;
    self->key = key;
    if (!g_key_file_has_key (self->keys, self->group, key, NULL))
        return TRUE;
    *text = g_key_file_get_string (self->keys, self->group, key, &local);
    if (local != NULL)
        return fail (self, error, _ ("a “\\” in it stands before a letter that means nothing"));
    if (**text == '\0')
        return fail (self, error, _ ("the value is missing"));
    if (g_utf8_strlen (*text, -1) > MAX_TEXT)
        return fail (self, error, _ ("the value is too long"));
    for (const char *p = *text; *p != '\0'; p = g_utf8_next_char (p))
        if (g_unichar_iscntrl (g_utf8_get_char (p)))
            return fail (self, error, _ ("the text has control characters"));
    return TRUE;
}

/* 131072, 0x20000 or 128K. */
static gboolean
parse_number (const char *text, gint64 *number)
{
    g_autofree char *digits = g_strdup (text);
    gsize length = strlen (digits);
    gboolean hex = g_ascii_strncasecmp (digits, "0x", 2) == 0;
    gboolean kib = !hex && length > 1 && digits[length - 1] == 'K';
    guint64 value;

    if (kib)
        digits[length - 1] = '\0';
    if (!g_ascii_string_to_unsigned (hex ? digits + 2 : digits, hex ? 16 : 10, 0,
                                     kib ? G_MAXUINT32 / 1024 : G_MAXUINT32, &value, NULL))
        return FALSE;
    *number = (gint64) (kib ? value * 1024 : value);
    return TRUE;
}

static gboolean
get_number (Reader *self, const char *key, gint64 *number, GError **error)
{
    g_autofree char *text = NULL;

    *number = UL_CHIP_UNSET;
    if (!get_text (self, key, &text, error))
        return FALSE;
    if (text == NULL || parse_number (text, number))
        return TRUE;
    return fail_value (self, error, text,
                       _ ("“%s” is not a number such as 131072, 0x20000 or 128K"));
}

static gboolean
get_name (Reader *self, char **name, GError **error)
{
    if (!get_text (self, "Name", name, error))
        return FALSE;
    if (*name == NULL)
        return fail (self, error, _ ("the value is missing"));

    gsize length = strlen (*name);
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalnum ((*name)[i]) && (i == 0 || strchr ("_-+", (*name)[i]) == NULL))
            length = 0;
    if (length >= MIN_NAME && length <= MAX_NAME)
        return TRUE;
    return fail_value (self, error, *name,
                       _ ("“%s” is not a name of 4 to 32 letters, digits, “_”, “-” and “+”"));
}

static gboolean
is_known (const char *key)
{
    static const char *const texts[] = { "Name", "Like", "Vendor", "Family", NULL };

    if (g_strv_contains (texts, key))
        return TRUE;
    for (guint i = 0; i < UL_CHIP_N_NUMBERS; i++)
        if (g_str_equal (number_keys[i], key))
            return TRUE;
    return FALSE;
}

/* A key that is spelt wrong would leave its value to the other chip, unseen. */
static gboolean
check_keys (Reader *self, GError **error)
{
    g_auto (GStrv) keys = g_key_file_get_keys (self->keys, self->group, NULL, NULL);

    for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
        self->key = keys[i];
        if (!is_known (keys[i]))
            return fail (self, error, _ ("there is no such key"));
    }
    self->key = NULL;
    return TRUE;
}

static gboolean
get_description (Reader *self, UlChipDescription *says, GError **error)
{
    if (!check_keys (self, error) || !get_name (self, &says->name, error) ||
        !get_text (self, "Vendor", &says->vendor, error) ||
        !get_text (self, "Family", &says->family, error))
        return FALSE;
    for (guint i = 0; i < UL_CHIP_N_NUMBERS; i++)
        if (!get_number (self, number_keys[i], &says->numbers[i], error))
            return FALSE;
    if (!get_text (self, "Like", &says->like, error))
        return FALSE;
    if (says->like == NULL)
        return fail (self, error, _ ("the value is missing"));
    self->key = NULL;
    return TRUE;
}

/* --- the file --- */

static gboolean
check_twins (const Reader *self, const UlChipFile *file, const UlDevice *device, GError **error)
{
    for (guint i = 0; i < file->devices->len; i++) {
        const UlDevice *other = file->devices->pdata[i];

        if (!ul_device_is_named (other, device->name) && !ul_device_is_named (device, other->name))
            continue;
        g_autofree char *reason =
            g_strdup_printf (_ ("the name %s means %s as well"), device->name, other->name);
        return fail (self, error, reason);
    }
    return TRUE;
}

static gboolean
add_chip (Reader *self, UlChipFile *file, GError **error)
{
    g_auto (UlChipDescription) says = { 0 };
    g_autoptr (GError) local = NULL;

    if (!get_description (self, &says, error))
        return FALSE;
    if (file->devices->len == UL_CHIP_FILE_MAX_CHIPS)
        return fail (self, error, _ ("a file describes no more than 64 chips"));
    UlDevice *device = ul_chip_description_make (&says, file->path, file->by_user, &local);
    if (device == NULL)
        return fail (self, error, local->message);
    gboolean alone = check_twins (self, file, device, error);
    g_ptr_array_add (file->devices, device);
    return alone;
}

/* "Chip", "Chip 1", "Chip of the pilot series" */
static gboolean
is_chip (const char *group)
{
    return g_str_has_prefix (group, GROUP) &&
           (group[strlen (GROUP)] == '\0' || group[strlen (GROUP)] == ' ');
}

static gboolean
check_head (Reader *self, GError **error)
{
    gint64 format = UL_CHIP_UNSET;

    if (!g_key_file_has_key (self->keys, HEAD, "Format", NULL))
        return fail (self, error,
                     _ ("this is no description of chips: expected [Unlatch] with Format=1"));
    self->group = HEAD;
    if (!get_number (self, "Format", &format, error))
        return FALSE;
    if (format != FORMAT)
        return fail (self, error, _ ("it is made for another version of this program"));
    g_auto (GStrv) keys = g_key_file_get_keys (self->keys, HEAD, NULL, NULL);
    for (guint i = 0; keys[i] != NULL; i++) {
        self->key = keys[i];
        if (!g_str_equal (keys[i], "Format"))
            return fail (self, error, _ ("there is no such key"));
    }
    return TRUE;
}

static gboolean
read_groups (Reader *self, UlChipFile *file, GError **error)
{
    g_auto (GStrv) groups = g_key_file_get_groups (self->keys, NULL);

    if (!check_head (self, error))
        return FALSE;
    for (guint i = 0; groups[i] != NULL; i++) {
        self->group = groups[i];
        self->key = NULL;
        if (g_str_equal (groups[i], HEAD))
            continue;
        if (!is_chip (groups[i]))
            return fail (self, error, _ ("a chip's group is called “Chip”, a blank and anything"));
        if (!add_chip (self, file, error))
            return FALSE;
    }
    self->group = self->key = NULL;
    return file->devices->len > 0 || fail (self, error, _ ("it describes no chip"));
}

/* GKeyFile joins groups of the same name and takes the last of equal keys. */
static gboolean
check_doubles (Reader *self, const char *text, GError **error)
{
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    g_autofree char *group = g_strdup ("");

    for (guint i = 0; lines[i] != NULL; i++) {
        char *line = g_strstrip (lines[i]), *end = strchr (line, *line == '[' ? ']' : '=');

        if (*line == '#' || end == NULL)
            continue;
        *end = '\0';
        if (*line == '[') {
            g_free (group);
            group = g_strdup (line + 1);
        }
        const char *key = *line == '[' ? "" : g_strchomp (line);
        if (g_hash_table_add (seen, g_strconcat (group, "]", key, NULL)))
            continue;
        g_autofree char *reason =
            g_strdup_printf (*key == '\0' ? _ ("line %u has a group a second time")
                                          : _ ("line %u has a key of its group a second time"),
                             i + 1);
        return fail (self, error, reason);
    }
    return TRUE;
}

gboolean
ul_chip_parse (UlChipFile *file, gsize size, GError **error)
{
    g_autoptr (GKeyFile) keys = g_key_file_new ();
    g_autoptr (GError) local = NULL;
    Reader reader = { .name = file->name, .keys = keys };

    if (size > UL_CHIP_FILE_MAX_SIZE)
        return fail (&reader, error, _ ("a description of chips has no more than 64 KiB"));
    if (memchr (file->text, 0, size) != NULL || !g_utf8_validate (file->text, (gssize) size, NULL))
        return fail (&reader, error, _ ("this is no text in UTF-8"));
    if (!check_doubles (&reader, file->text, error))
        return FALSE;
    if (!g_key_file_load_from_data (keys, file->text, size, G_KEY_FILE_NONE, &local) &&
        !g_error_matches (local, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND))
        return fail (&reader, error, local->message);
    return read_groups (&reader, file, error);
}
