/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making entries, and removing old ones. */
#include "ul-backup-private.h"

#include "ul-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define GROUP       "Backup"
#define FOLDER_MODE 0700
/* What jobs wrote is there to save time only. */
#define MAX_WRITTEN 4
/* Another program that saves is done soon. */
#define LOCK_TRIES   200
#define LOCK_STEP_US 10000

static gboolean
make_folder (const char *path, GError **error)
{
    if (g_mkdir_with_parents (path, FOLDER_MODE) == 0)
        return TRUE;
    int code = errno;
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path,
                 g_strerror (code));
    return FALSE;
}

static gboolean
write_object (const char *folder, const UlBackup *self, const guint8 *const *data, GError **error)
{
    g_autofree char *objects = g_build_filename (folder, "objects", NULL);
    g_autofree char *path = g_build_filename (objects, self->sha256, NULL);
    GStatBuf info;

    if (!make_folder (objects, error))
        return FALSE;
    if (g_stat (path, &info) == 0 && (guint64) info.st_size == self->size)
        return TRUE; /* known already */
    g_autofree UlFilePart *parts = g_new (UlFilePart, self->n_sectors);
    for (guint i = 0; i < self->n_sectors; i++)
        parts[i] = (UlFilePart){ data[i], self->sectors[i].size };
    return ul_file_replace (path, parts, self->n_sectors, error);
}

static char *
make_keys (const UlBackup *self)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (self->time);
    g_autoptr (GDateTime) time =
        g_date_time_add (second, self->time_us - self->time * G_USEC_PER_SEC);
    g_autofree char *date = g_date_time_format_iso8601 (time);
    g_autofree char *division = ul_division_to_text (&self->division);
    g_autoptr (GString) sectors = g_string_new (NULL);

    for (guint i = 0; i < self->n_sectors; i++)
        g_string_append_printf (sectors, "0x%08X 0x%X 0x%08X;", self->sectors[i].address,
                                self->sectors[i].size, self->sectors[i].crc);
    g_key_file_set_string (file, GROUP, "Device", self->device);
    if (self->chip != NULL)
        g_key_file_set_string (file, GROUP, "ChipId", self->chip);
    /* The probe is called so for earlier versions, which knew no chips. */
    g_key_file_set_string (file, GROUP, "Chip", self->probe);
    if (self->reason != UL_BACKUP_REASON_UNKNOWN)
        g_key_file_set_string (file, GROUP, "Reason", ul_backup_reason_to_nick (self->reason));
    g_key_file_set_string (file, GROUP, "Date", date);
    g_key_file_set_string (file, GROUP, "Sha256", self->sha256);
    g_key_file_set_boolean (file, GROUP, "Written", self->written);
    if (self->finishes)
        g_key_file_set_boolean (file, GROUP, "Finishes", TRUE);
    if (division != NULL)
        g_key_file_set_string (file, GROUP, "Division", division);
    g_key_file_set_value (file, GROUP, "Sectors", sectors->str);
    return g_key_file_to_data (file, NULL, NULL);
}

static char *
hash (const UlBackup *self, const guint8 *const *data)
{
    g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

    for (guint i = 0; i < self->n_sectors; i++)
        g_checksum_update (checksum, data[i], self->sectors[i].size);
    return g_strdup (g_checksum_get_string (checksum));
}

/* Different for two chips that held the same in the same second. */
static char *
make_id (const UlBackup *self, const char *pile)
{
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (self->time);
    g_autofree char *date = g_date_time_format (time, "%Y%m%dT%H%M%SZ");
    g_autofree char *both = g_strconcat (pile, " ", self->sha256, NULL);
    g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);

    return g_strdup_printf ("%s-%.8s%s", date, hash,
                            self->written    ? "-w"
                            : self->finishes ? "-f"
                                             : "");
}

static UlBackup *
new_entry (const char *folder, const UlBackup *from, const guint8 *const *data)
{
    UlBackup *self = g_new0 (UlBackup, 1);
    g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
    g_autofree char *pile = ul_backup_name_pile (from);

    self->device = g_strdup (from->device);
    self->chip = g_strdup (from->chip);
    self->probe = g_strdup (from->probe);
    self->reason = from->reason;
    self->time = g_date_time_to_unix (now);
    self->time_us = self->time * G_USEC_PER_SEC + g_date_time_get_microsecond (now);
    self->written = from->written;
    self->finishes = from->finishes;
    self->division = from->division;
    self->sectors = g_memdup2 (from->sectors, from->n_sectors * sizeof *from->sectors);
    self->n_sectors = from->n_sectors;
    for (guint i = 0; i < self->n_sectors; i++)
        self->size += self->sectors[i].size;
    self->sha256 = hash (self, data);
    self->id = make_id (self, pile);
    g_autofree char *name = g_strconcat (self->id, UL_BACKUP_SUFFIX, NULL);
    self->path = g_build_filename (folder, pile, name, NULL);
    return self;
}

static gboolean
is_same_content (const UlBackup *a, const UlBackup *b)
{
    return a->written == b->written && a->finishes == b->finishes &&
           g_str_equal (a->sha256, b->sha256) && g_str_equal (a->device, b->device) &&
           a->n_sectors == b->n_sectors &&
           memcmp (a->sectors, b->sectors, a->n_sectors * sizeof *a->sectors) == 0;
}

/* The same again replaces what was there, and old writings go. */
static void
remove_superseded (const char *folder, const UlBackup *by)
{
    g_autofree char *pile = ul_backup_name_pile (by);
    g_autoptr (GPtrArray) entries = ul_backup_read_all (folder, pile);
    guint n_written = 0;

    for (guint i = 0; i < entries->len; i++) {
        const UlBackup *entry = entries->pdata[i];
        n_written += entry->written;
        if (g_str_equal (entry->path, by->path))
            continue;
        if (is_same_content (entry, by) || (entry->written && n_written > MAX_WRITTEN))
            g_unlink (entry->path);
    }
}

/* --- the cap --- */

/* Bytes of the objects that entries name, each once. */
static guint64
count_used (GPtrArray *entries, guint n, GHashTable *used)
{
    guint64 total = 0;

    g_hash_table_remove_all (used);
    for (guint i = 0; i < n; i++) {
        const UlBackup *entry = entries->pdata[i];
        if (g_hash_table_add (used, entry->sha256))
            total += entry->size;
    }
    return total;
}

static void
remove_unused (const char *folder, GHashTable *used)
{
    g_autofree char *path = g_build_filename (folder, "objects", NULL);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        if (!g_hash_table_contains (used, name)) {
            g_autofree char *file = g_build_filename (path, name, NULL);
            g_unlink (file);
        }
}

void
ul_backup_prune (const char *folder, guint64 max_bytes, const UlBackup *keep)
{
    g_autoptr (GPtrArray) entries = ul_backup_read_all (folder, NULL);
    g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);
    guint n = entries->len;

    while (n > 0 && count_used (entries, n, used) > max_bytes) {
        const UlBackup *oldest = entries->pdata[n - 1];
        if (g_str_equal (oldest->path, keep->path))
            break;
        g_unlink (oldest->path);
        n--;
    }
    remove_unused (folder, used);
}

/* --- saving --- */

/* Returns: a descriptor to close, or -1: between an object and its entry nobody else may prune. */
static int
lock_folder (const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename (folder, "lock", NULL);
    int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    for (guint i = 0; fd >= 0 && i < LOCK_TRIES; i++) {
        if (flock (fd, LOCK_EX | LOCK_NB) == 0)
            return fd;
        g_usleep (LOCK_STEP_US);
    }
    int code = errno;
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path,
                 g_strerror (code));
    if (fd >= 0)
        close (fd);
    return -1;
}

static gboolean
save_locked (const char *folder, const UlBackup *self, const guint8 *const *data, GError **error)
{
    g_autofree char *pile = g_path_get_dirname (self->path);
    g_autofree char *keys = make_keys (self);

    return make_folder (pile, error) && write_object (folder, self, data, error) &&
           g_file_set_contents (self->path, keys, -1, error);
}

void
ul_backup_remove (const UlBackup *self)
{
    g_unlink (self->path);
}

UlBackup *
ul_backup_save (const char *folder, guint64 max_bytes, const UlBackup *entry,
                const guint8 *const *data, GError **error)
{
    g_autofree char *usual = folder == NULL ? ul_backups_get_folder () : g_strdup (folder);
    g_autoptr (UlBackup) self = new_entry (usual, entry, data);

    if (!make_folder (usual, error))
        return NULL;
    int lock = lock_folder (usual, error);
    if (lock < 0)
        return NULL;
    gboolean ok = save_locked (usual, self, data, error);
    if (ok) {
        remove_superseded (usual, self);
        ul_backup_prune (usual, max_bytes, self);
    }
    close (lock);
    return ok ? g_steal_pointer (&self) : NULL;
}
