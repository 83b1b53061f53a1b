/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-store.h"

#include "ul-error.h"
#include "ul-holder.h"
#include "ul-state.h"
#include "ul-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include <zlib.h>

/* The flash, then a serialised GVariant, little-endian: mark, device, CRC-32 of the flash, serial
 * number, faults; then UlSimTrailer, which says how to read the rest and comes last, so that it is
 * found whatever size the flash has. The flash goes from memory to the file and back without a
 * copy: it is the bulk. */
#define FORMAT    "(ssutas)"
#define FORMAT_IN "(&s&sut@as)"
#define MARK      "unlatch simulated board"
#define VERSION   2
/* Version 1 had no trailer, no serial number, and its version in the variant. */
#define FORMAT_1    "(susuas)"
#define FORMAT_1_IN "(&su&su@as)"
#define MAX_FILE    (16u * 1024 * 1024)

#define AWAY ".away"

/* Numbers are little-endian. */
typedef struct {
    guint8 magic[8];
    guint32 version;
    guint32 flash_size;
    guint32 crc; /* CRC-32 of all between the flash and here */
} UlSimTrailer;
G_STATIC_ASSERT (sizeof (UlSimTrailer) == 20);

static const guint8 magic[8] = { 'U', 'L', '-', 'B', 'O', 'A', 'R', 'D' };

struct _UlSimStore {
    char *name, *device;
    char *path;
    gsize size;
    int lock;
};

static char *
get_folder (void)
{
    return ul_state_get_folder ("boards");
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

/* Of a board that was never kept: no other file has it, and none is needed to know it again. */
static guint64
get_first_serial (UlSimStore *self)
{
    g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->path, -1);

    hash[16] = '\0';
    return g_ascii_strtoull (hash, NULL, 16);
}

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

    if (g_stat (self->path, &info) == 0 && info.st_size > MAX_FILE) {
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

/* Returns: (nullable) (transfer full): what stands between @start and @end */
static GVariant *
take_variant (GBytes *bytes, gsize start, gsize end, const char *type)
{
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, start, end - start);
    g_autoptr (GVariant) stored =
        g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), part, FALSE));

    return g_variant_is_normal_form (stored) ? to_host (stored) : NULL;
}

/* Where the mark begins; the end of @bytes when it is nowhere. */
static gsize
find_mark (GBytes *bytes)
{
    gsize size;
    const guint8 *data = g_bytes_get_data (bytes, &size);

    for (gsize i = 0; i + sizeof MARK <= size; i++)
        if (data[i] == MARK[0] && memcmp (data + i, MARK, sizeof MARK) == 0)
            return i;
    return size;
}

static gboolean
refuse_earlier (UlSimStore *self, GError **error)
{
    return refuse (
        self,
        _ ("from an earlier Unlatch, whose simulated board had another memory: it cannot "
           "be read any more, and has to be programmed anew"),
        error);
}

/* A file without a trailer that can be relied on, and not of version 1 either. */
static gboolean
refuse_strange (UlSimStore *self, GBytes *bytes, GError **error)
{
    gsize mark = find_mark (bytes);

    if (mark == g_bytes_get_size (bytes) || mark == self->size)
        return refuse (self, _ ("damaged"), error);
    return refuse (
        self,
        _ ("from an earlier Unlatch, whose simulated board had another memory: it cannot "
           "be read any more, and has to be programmed anew"),
        error);
}

/* Returns: whether @bytes end with a trailer that was written as it stands there */
static gboolean
take_trailer (GBytes *bytes, UlSimTrailer *trailer)
{
    gsize size, covered;
    const guint8 *data = g_bytes_get_data (bytes, &size);

    if (size < sizeof *trailer)
        return FALSE;
    memcpy (trailer, data + size - sizeof *trailer, sizeof *trailer);
    trailer->version = GUINT32_FROM_LE (trailer->version);
    trailer->flash_size = GUINT32_FROM_LE (trailer->flash_size);
    trailer->crc = GUINT32_FROM_LE (trailer->crc);
    if (memcmp (trailer->magic, magic, sizeof magic) != 0 ||
        trailer->flash_size > size - sizeof *trailer)
        return FALSE;
    covered = size - sizeof trailer->crc - trailer->flash_size;
    return crc32 (0, data + trailer->flash_size, covered) == trailer->crc;
}

/* A newer file must not be written over. */
static gboolean
check_trailer (UlSimStore *self, const UlSimTrailer *trailer, GError **error)
{
    if (trailer->version > VERSION) {
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_IO,
                     _ ("%s was written by a newer Unlatch. Update this program, or give the board "
                        "a new state: “unlatch-cli boards reset %s”"),
                     self->path, self->name);
        return FALSE;
    }
    if (trailer->version < VERSION || trailer->flash_size != self->size)
        return refuse_earlier (self, error);
    return TRUE;
}

static gboolean
check (UlSimStore *self, GBytes *bytes, const char *mark, const char *device, guint32 crc,
       GError **error)
{
    if (strcmp (mark, MARK) != 0)
        return refuse (self, _ ("not a simulated board"), error);
    if (strcmp (device, self->device) != 0)
        return refuse (self, _ ("a board with another chip"), error);
    if (crc32 (0, g_bytes_get_data (bytes, NULL), self->size) != crc)
        return refuse (self, _ ("its checksum is wrong"), error);
    return TRUE;
}

static gboolean
parse_1 (UlSimStore *self, GBytes *bytes, GStrv *words, GError **error)
{
    g_autoptr (GVariant) variant = NULL, faults = NULL;
    const char *mark = NULL, *device = NULL;
    guint32 version = 0, crc = 0;

    if (g_bytes_get_size (bytes) >= self->size)
        variant = take_variant (bytes, self->size, g_bytes_get_size (bytes), FORMAT_1);
    if (variant == NULL)
        return refuse_strange (self, bytes, error);
    g_variant_get (variant, FORMAT_1_IN, &mark, &version, &device, &crc, &faults);
    if (strcmp (mark, MARK) != 0 || version != 1)
        return refuse_strange (self, bytes, error);
    if (!check (self, bytes, mark, device, crc, error))
        return FALSE;
    *words = g_variant_dup_strv (faults, NULL);
    return TRUE;
}

static gboolean
parse_2 (UlSimStore *self, GBytes *bytes, guint64 *serial, GStrv *words, GError **error)
{
    g_autoptr (GVariant) variant = NULL, faults = NULL;
    const char *mark = NULL, *device = NULL;
    guint64 stored = 0;
    guint32 crc = 0;

    variant =
        take_variant (bytes, self->size, g_bytes_get_size (bytes) - sizeof (UlSimTrailer), FORMAT);
    if (variant == NULL)
        return refuse (self, _ ("damaged"), error);
    g_variant_get (variant, FORMAT_IN, &mark, &device, &crc, &stored, &faults);
    if (!check (self, bytes, mark, device, crc, error))
        return FALSE;
    *serial = stored;
    *words = g_variant_dup_strv (faults, NULL);
    return TRUE;
}

gboolean
ul_sim_store_load (UlSimStore *self, guint8 *flash, guint64 *serial, GStrv *words, GError **error)
{
    g_autoptr (GBytes) bytes = read_file (self, error);
    UlSimTrailer trailer;

    *serial = get_first_serial (self);
    if (bytes == NULL)
        return FALSE;
    if (!take_trailer (bytes, &trailer)) {
        if (!parse_1 (self, bytes, words, error))
            return FALSE;
    } else if (!check_trailer (self, &trailer, error) ||
               !parse_2 (self, bytes, serial, words, error))
        return FALSE;
    memcpy (flash, g_bytes_get_data (bytes, NULL), self->size);
    return TRUE;
}

/* --- writing --- */

static GVariant *
describe (UlSimStore *self, const guint8 *flash, guint64 serial, const char *const *words)
{
    g_autoptr (GVariant) host = g_variant_ref_sink (
        g_variant_new ("(ssut@as)", MARK, self->device, (guint32) crc32 (0, flash, self->size),
                       serial, g_variant_new_strv (words, -1)));

    return to_host (host);
}

static UlSimTrailer
make_trailer (UlSimStore *self, GVariant *others)
{
    UlSimTrailer trailer = { .version = GUINT32_TO_LE (VERSION),
                             .flash_size = GUINT32_TO_LE ((guint32) self->size) };
    guint32 crc = crc32 (0, g_variant_get_data (others), g_variant_get_size (others));

    memcpy (trailer.magic, magic, sizeof magic);
    crc = crc32 (crc, (const guint8 *) &trailer, G_STRUCT_OFFSET (UlSimTrailer, crc));
    trailer.crc = GUINT32_TO_LE (crc);
    return trailer;
}

gboolean
ul_sim_store_save (UlSimStore *self, const guint8 *flash, guint64 serial, const char *const *words,
                   GError **error)
{
    g_autoptr (GVariant) others = describe (self, flash, serial, words);
    UlSimTrailer trailer = make_trailer (self, others);
    const UlFilePart parts[] = { { flash, self->size },
                                 { g_variant_get_data (others), g_variant_get_size (others) },
                                 { &trailer, sizeof trailer } };
    g_autoptr (GError) local = NULL;

    if (ul_file_replace (self->path, parts, G_N_ELEMENTS (parts), &local))
        return TRUE;
    g_set_error_literal (error, UL_ERROR, UL_ERROR_FILE_IO, local->message);
    return FALSE;
}

/* --- the mark --- */

static char *
get_mark (const char *name)
{
    g_autofree char *folder = get_folder ();
    g_autofree char *file = g_strconcat (name, AWAY, NULL);

    return g_build_filename (folder, file, NULL);
}

gboolean
ul_sim_store_set_mark (const char *name, gboolean away, GError **error)
{
    g_autofree char *folder = get_folder ();
    g_autofree char *path = get_mark (name);

    g_mkdir_with_parents (folder, 0700);
    int fd = away ? g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) : -1;
    gboolean ok = away ? fd >= 0 : g_unlink (path) == 0 || errno == ENOENT;
    if (!ok)
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_IO, "%s: %s", path, g_strerror (errno));
    if (fd >= 0)
        close (fd);
    return ok;
}

gboolean
ul_sim_store_has_mark (const char *name)
{
    g_autofree char *path = get_mark (name);

    return g_access (path, F_OK) == 0;
}

/* A folder that is not there would be looked for by a timer. */
GFileMonitor *
ul_sim_store_monitor (void)
{
    g_autofree char *path = get_folder ();
    g_autoptr (GFile) folder = g_file_new_for_path (path);

    if (g_mkdir_with_parents (path, 0700) != 0)
        return NULL;
    return g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
}

gboolean
ul_sim_store_is_mark (GFile *file)
{
    const char *path = g_file_peek_path (file);

    return path != NULL && g_str_has_suffix (path, AWAY);
}
