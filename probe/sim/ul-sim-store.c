/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-store.h"

#include "ul-error.h"
#include "ul-holder.h"
#include "ul-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include <zlib.h>

/* The flash, then a serialised GVariant, little-endian: mark, version, device, CRC-32 of the flash,
 * faults. The flash goes from memory to the file and back without a copy: it is the bulk. */
#define FORMAT    "(susuas)"
#define FORMAT_IN "(&su&su@as)"
#define MARK      "unlatch simulated board"
#define VERSION   1
#define OTHERS    65536u /* bytes: more than all but the flash can need */

struct _UlSimStore {
    char *name, *device;
    char *path;
    gsize size;
    int lock;
};

static char *
get_folder (void)
{
    const char *state = g_getenv ("XDG_STATE_HOME");

    /* As g_get_user_state_dir(), which GLib has from 2.72 on. */
    if (state != NULL && g_path_is_absolute (state))
        return g_build_filename (state, "unlatch", "boards", NULL);
    return g_build_filename (g_get_home_dir (), ".local", "state", "unlatch", "boards", NULL);
}

static void
set_in_use (UlSimStore *self, const char *lock, GError **error)
{
    const char *const files[] = { lock, NULL };
    UlHolder holder;

    if (ul_holder_find (files, &holder))
        g_set_error (error, UL_ERROR, UL_ERROR_PROBE_BUSY,
                     _ ("The simulated board %s is in use by %s (process %d)"), self->name,
                     holder.name, holder.pid);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_PROBE_BUSY,
                     _ ("The simulated board %s is in use by another program"), self->name);
}

static gboolean
take_lock (UlSimStore *self, const char *folder, GError **error)
{
    g_autofree char *file = g_strconcat (self->name, ".lock", NULL);
    g_autofree char *path = g_build_filename (folder, file, NULL);

    self->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) == 0)
        return TRUE;
    if (self->lock >= 0 && errno == EWOULDBLOCK)
        set_in_use (self, path, error);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_IO, "%s: %s", path, g_strerror (errno));
    return FALSE;
}

UlSimStore *
ul_sim_store_open (const char *name, const char *device, gsize size, GError **error)
{
    g_autoptr (UlSimStore) self = g_new0 (UlSimStore, 1);
    g_autofree char *folder = get_folder ();
    g_autofree char *file = g_strconcat (name, ".board", NULL);

    self->name = g_strdup (name);
    self->device = g_strdup (device);
    self->path = g_build_filename (folder, file, NULL);
    self->size = size;
    self->lock = -1;
    if (g_mkdir_with_parents (folder, 0700) != 0) {
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_IO, "%s: %s", folder, g_strerror (errno));
        return NULL;
    }
    return take_lock (self, folder, error) ? g_steal_pointer (&self) : NULL;
}

void
ul_sim_store_close (UlSimStore *self)
{
    if (self->lock >= 0)
        close (self->lock);
    g_free (self->path);
    g_free (self->device);
    g_free (self->name);
    g_free (self);
}

/* --- reading --- */

static gboolean
refuse (UlSimStore *self, const char *reason, GError **error)
{
    g_set_error (error, UL_ERROR, UL_ERROR_IMAGE_FORMAT, "%s: %s", self->path, reason);
    return FALSE;
}

static GBytes *
read_file (UlSimStore *self, GError **error)
{
    g_autoptr (GError) local = NULL;
    GStatBuf info;
    char *contents = NULL;
    gsize length = 0;

    if (g_stat (self->path, &info) == 0 && (guint64) info.st_size > self->size + OTHERS) {
        refuse (self, _ ("too large for this board"), error);
        return NULL;
    }
    if (g_file_get_contents (self->path, &contents, &length, &local))
        return g_bytes_new_take (contents, length);
    g_set_error_literal (error, UL_ERROR,
                         g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT)
                             ? UL_ERROR_FILE_NOT_FOUND
                             : UL_ERROR_FILE_IO,
                         local->message);
    return NULL;
}

static GVariant *
to_host (GVariant *variant)
{
    return G_BYTE_ORDER == G_LITTLE_ENDIAN ? g_variant_ref_sink (variant)
                                           : g_variant_byteswap (variant);
}

gboolean
ul_sim_store_load (UlSimStore *self, guint8 *flash, GStrv *words, GError **error)
{
    g_autoptr (GBytes) bytes = read_file (self, error), others = NULL;
    g_autoptr (GVariant) stored = NULL, variant = NULL, faults = NULL;
    const char *mark = NULL, *device = NULL;
    guint32 version = 0, crc = 0;

    if (bytes == NULL)
        return FALSE;
    if (g_bytes_get_size (bytes) < self->size)
        return refuse (self, _ ("damaged"), error);
    others = g_bytes_new_from_bytes (bytes, self->size, g_bytes_get_size (bytes) - self->size);
    stored = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), others, FALSE));
    if (!g_variant_is_normal_form (stored))
        return refuse (self, _ ("damaged"), error);
    variant = to_host (stored);
    g_variant_get (variant, FORMAT_IN, &mark, &version, &device, &crc, &faults);
    if (strcmp (mark, MARK) != 0)
        return refuse (self, _ ("not a simulated board"), error);
    if (version != VERSION)
        return refuse (self, _ ("written by another version of this program"), error);
    if (strcmp (device, self->device) != 0)
        return refuse (self, _ ("a board with another chip"), error);
    if (crc32 (0, g_bytes_get_data (bytes, NULL), self->size) != crc)
        return refuse (self, _ ("its checksum is wrong"), error);
    memcpy (flash, g_bytes_get_data (bytes, NULL), self->size);
    *words = g_variant_dup_strv (faults, NULL);
    return TRUE;
}

/* --- writing --- */

static GVariant *
describe (UlSimStore *self, const guint8 *flash, const char *const *words)
{
    g_autoptr (GVariant) host = g_variant_ref_sink (
        g_variant_new ("(susu@as)", MARK, VERSION, self->device,
                       (guint32) crc32 (0, flash, self->size), g_variant_new_strv (words, -1)));

    return to_host (host);
}

gboolean
ul_sim_store_save (UlSimStore *self, const guint8 *flash, const char *const *words, GError **error)
{
    g_autoptr (GVariant) others = describe (self, flash, words);
    const UlFilePart parts[] = { { flash, self->size },
                                 { g_variant_get_data (others), g_variant_get_size (others) } };
    g_autoptr (GError) local = NULL;

    if (ul_file_replace (self->path, parts, G_N_ELEMENTS (parts), &local))
        return TRUE;
    g_set_error_literal (error, UL_ERROR, UL_ERROR_FILE_IO, local->message);
    return FALSE;
}
