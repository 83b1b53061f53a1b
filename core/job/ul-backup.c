/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The entries: reading them, finding them, making images of them. */
#include "ul-backup-private.h"

#include "ul-error.h"
#include "ul-probe.h"
#include "ul-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define GROUP       "Backup"
#define MAX_SECTORS 65536u
#define MAX_SIZE    (64ull * 1024 * 1024)

void
ul_backup_free (UlBackup *self)
{
    if (self == NULL)
        return;
    g_free (self->id);
    g_free (self->path);
    g_free (self->device);
    g_free (self->chip);
    g_free (self->probe);
    g_free (self->sha256);
    g_free (self->sectors);
    g_free (self);
}

char *
ul_backups_get_folder (void)
{
    return g_build_filename (g_get_user_data_dir (), "unlatch", "backups", NULL);
}

/* --- reading an entry: a file that anyone may have written --- */

/* "0x00000000 0x400 0x1F3A90C2", neighbours divided by semicolons. */
static gboolean
parse_sector (const char *text, UlBackupSector *sector)
{
    guint32 *values[] = { &sector->address, &sector->size, &sector->crc };
    g_auto (GStrv) words = g_strsplit (text, " ", -1);

    if (g_strv_length (words) != G_N_ELEMENTS (values))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
        char *end = NULL;
        guint64 value = g_ascii_strtoull (words[i], &end, 16);
        if (end == words[i] || *end != '\0' || value > G_MAXUINT32)
            return FALSE;
        *values[i] = value;
    }
    return sector->size > 0 && (guint64) sector->address + sector->size <= 1ull << 32;
}

static gboolean
take_sectors (UlBackup *self, char **texts, gsize n)
{
    guint64 end = 0;

    if (n == 0 || n > MAX_SECTORS)
        return FALSE;
    self->sectors = g_new0 (UlBackupSector, n);
    self->n_sectors = n;
    for (gsize i = 0; i < n; i++) {
        if (!parse_sector (texts[i], &self->sectors[i]) || self->sectors[i].address < end)
            return FALSE;
        end = (guint64) self->sectors[i].address + self->sectors[i].size;
        self->size += self->sectors[i].size;
    }
    return self->size <= MAX_SIZE;
}

static gboolean
is_sha256 (const char *text)
{
    return text != NULL && strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static gboolean
take_keys (UlBackup *self, GKeyFile *file)
{
    gsize n = 0;
    g_autofree char *date = g_key_file_get_string (file, GROUP, "Date", NULL);
    g_autofree char *reason = g_key_file_get_string (file, GROUP, "Reason", NULL);
    g_autofree char *division = g_key_file_get_string (file, GROUP, "Division", NULL);
    g_auto (GStrv) sectors = g_key_file_get_string_list (file, GROUP, "Sectors", &n, NULL);
    g_autoptr (GDateTime) time = date != NULL ? g_date_time_new_from_iso8601 (date, NULL) : NULL;

    self->device = g_key_file_get_string (file, GROUP, "Device", NULL);
    self->chip = g_key_file_get_string (file, GROUP, "ChipId", NULL);
    self->probe = g_key_file_get_string (file, GROUP, "Chip", NULL); /* as it has been called */
    self->sha256 = g_key_file_get_string (file, GROUP, "Sha256", NULL);
    self->written = g_key_file_get_boolean (file, GROUP, "Written", NULL);
    self->finishes = g_key_file_get_boolean (file, GROUP, "Finishes", NULL);
    self->reason = ul_backup_reason_from_nick (reason);
    ul_division_parse (&self->division, division);
    if (time == NULL || self->device == NULL || self->probe == NULL || !is_sha256 (self->sha256))
        return FALSE;
    self->time = g_date_time_to_unix (time);
    self->time_us = self->time * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
    return sectors != NULL && take_sectors (self, sectors, n);
}

static UlBackup *
read_entry (const char *path)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autoptr (UlBackup) self = g_new0 (UlBackup, 1);
    g_autofree char *name = g_path_get_basename (path);

    if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL) || !take_keys (self, file))
        return NULL;
    self->path = g_strdup (path);
    self->id = g_strndup (name, strlen (name) - strlen (UL_BACKUP_SUFFIX));
    return g_steal_pointer (&self);
}

static void
read_folder (const char *path, GPtrArray *entries)
{
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *file = g_build_filename (path, name, NULL);
        UlBackup *entry = g_str_has_suffix (name, UL_BACKUP_SUFFIX) ? read_entry (file) : NULL;
        if (entry != NULL)
            g_ptr_array_add (entries, entry);
    }
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
    const UlBackup *first = *(const UlBackup *const *) a;
    const UlBackup *second = *(const UlBackup *const *) b;

    if (first->time_us != second->time_us)
        return first->time_us > second->time_us ? -1 : 1;
    if (first->finishes != second->finishes) /* made after the other */
        return first->finishes ? -1 : 1;
    return strcmp (second->id, first->id);
}

GPtrArray *
ul_backup_read_all (const char *folder, const char *pile)
{
    g_autofree char *usual = folder == NULL ? ul_backups_get_folder () : g_strdup (folder);
    GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) ul_backup_free);
    g_autoptr (GDir) dir = g_dir_open (usual, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *path = g_build_filename (usual, name, NULL);
        if (pile == NULL || g_str_equal (name, pile))
            read_folder (path, entries);
    }
    g_ptr_array_sort (entries, newest_first);
    return entries;
}

/* --- for people --- */

static gboolean
is_asked_for (const UlBackup *entry, const char *probe, const char *chip)
{
    if (entry->written || (probe != NULL && !ul_probe_id_is_called (entry->probe, probe)))
        return FALSE;
    return chip == NULL ||
           (entry->chip != NULL && g_ascii_strncasecmp (entry->chip, chip, strlen (chip)) == 0);
}

GPtrArray *
ul_backups_list (const char *folder, const char *probe, const char *chip)
{
    g_autoptr (GPtrArray) all = ul_backup_read_all (folder, NULL);

    for (guint i = all->len; i-- > 0;)
        if (!is_asked_for (all->pdata[i], probe, chip))
            g_ptr_array_remove_index (all, i);
    return g_steal_pointer (&all);
}

UlBackup *
ul_backups_find (const char *folder, const char *id)
{
    g_autoptr (GPtrArray) all = ul_backups_list (folder, NULL, NULL);
    guint n = 0, found = 0;

    for (guint i = 0; i < all->len; i++) {
        const UlBackup *entry = all->pdata[i];
        if (g_str_equal (entry->id, id)) {
            n = 1;
            found = i;
            break;
        }
        if (g_str_has_prefix (entry->id, id)) {
            n++;
            found = i;
        }
    }
    if (n != 1)
        return NULL;
    return g_ptr_array_steal_index (all, found);
}

char *
ul_backup_get_object_path (const UlBackup *self)
{
    g_autofree char *chip = g_path_get_dirname (self->path);
    g_autofree char *folder = g_path_get_dirname (chip);

    return g_build_filename (folder, "objects", self->sha256, NULL);
}

guint8 *
ul_backup_read_object (const UlBackup *self, GError **error)
{
    g_autofree char *path = ul_backup_get_object_path (self);
    g_autofree char *data = NULL;
    gsize size = 0;

    if (!g_file_get_contents (path, &data, &size, error))
        return NULL;
    g_autofree char *sha256 =
        g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, size);
    if (size == self->size && g_str_equal (sha256, self->sha256))
        return (guint8 *) g_steal_pointer (&data);
    g_set_error (error, UL_ERROR, UL_ERROR_IMAGE_SYNTAX,
                 _ ("The backup %s is damaged: its bytes are not those that were saved"), self->id);
    return NULL;
}

/* Index of the first sector after the run of neighbours that begins at @first. */
static guint
end_of_run (const UlBackup *self, guint first, guint32 *size)
{
    guint end = first;

    *size = 0;
    while (end < self->n_sectors &&
           self->sectors[end].address == self->sectors[first].address + *size)
        *size += self->sectors[end++].size;
    return end;
}

UlImage *
ul_backup_load (const UlBackup *self, GError **error)
{
    g_autofree guint8 *data = ul_backup_read_object (self, error);
    g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
    gsize offset = 0;
    guint32 size = 0;

    if (data == NULL)
        return NULL;
    for (guint i = 0; i < self->n_sectors; offset += size) {
        guint32 start = self->sectors[i].address;
        i = end_of_run (self, i, &size);
        g_ptr_array_add (images, ul_image_new_from_data (self->id, start, data + offset, size));
    }
    if (images->len == 1)
        return g_object_ref (images->pdata[0]);
    return ul_image_merge ((UlImage **) images->pdata, images->len, error);
}

char *
ul_backup_describe_ranges (const UlBackup *self)
{
    g_autoptr (GPtrArray) ranges = g_ptr_array_new_with_free_func (g_free);
    guint32 size = 0;

    for (guint i = 0; i < self->n_sectors;) {
        guint32 start = self->sectors[i].address;
        i = end_of_run (self, i, &size);
        g_ptr_array_add (ranges, g_strdup_printf ("0x%08X–0x%08X", start, start + (size - 1)));
    }
    return ul_words_list (ranges);
}
