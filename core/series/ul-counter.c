/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-counter.h"

#include "ul-error.h"
#include "ul-state.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define GROUP    "Series"
#define MAX_SIZE 4096
/* As long as a board may take, and a bit. */
#define LOCK_TRIES   1200
#define LOCK_STEP_US 50000

static gboolean
fail (GError **error, const char *path, const char *reason)
{
    g_set_error (error, UL_ERROR, UL_ERROR_SERIAL_NUMBER, "%s: %s", path, reason);
    return FALSE;
}

/* @number stays 0 where the file has none. */
static gboolean
take (GKeyFile *file, const char *key, guint64 *number)
{
    g_autofree char *text = g_key_file_get_string (file, GROUP, key, NULL);

    return text == NULL || g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, number, NULL);
}

gboolean
ul_counter_read (const char *path, UlCount *count, GError **error)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autoptr (GError) local = NULL;
    g_autofree char *text = NULL;
    gsize size = 0;
    GStatBuf info;

    *count = (UlCount){ 0 };
    if (g_stat (path, &info) == 0 && info.st_size > MAX_SIZE)
        return fail (error, path, _ ("this is no counter of serial numbers"));
    if (!g_file_get_contents (path, &text, &size, &local)) {
        if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
            return TRUE;
        g_set_error_literal (error, UL_ERROR, UL_ERROR_SERIAL_NUMBER, local->message);
        return FALSE;
    }
    if (!g_key_file_load_from_data (file, text, size, G_KEY_FILE_NONE, NULL) ||
        !g_key_file_has_group (file, GROUP) || !take (file, "Next", &count->next) ||
        !take (file, "Done", &count->done) || !take (file, "Failed", &count->failed))
        return fail (error, path, _ ("this is no counter of serial numbers"));
    return TRUE;
}

static gboolean
make_folder (const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname (path);

    return g_mkdir_with_parents (folder, 0700) == 0 || fail (error, folder, g_strerror (errno));
}

gboolean
ul_counter_write (const char *path, const UlCount *count, GError **error)
{
    g_autoptr (GError) local = NULL;
    g_autofree char *text =
        g_strdup_printf ("[" GROUP "]\nNext=%" G_GUINT64_FORMAT "\nDone=%" G_GUINT64_FORMAT
                         "\nFailed=%" G_GUINT64_FORMAT "\n",
                         count->next, count->done, count->failed);

    if (!make_folder (path, error))
        return FALSE;
    if (g_file_set_contents_full (path, text, -1,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0644, &local))
        return TRUE;
    g_set_error_literal (error, UL_ERROR, UL_ERROR_SERIAL_NUMBER, local->message);
    return FALSE;
}

static gboolean
wait_for_lock (int fd, const char *path, GCancellable *cancellable, GError **error)
{
    for (guint i = 0; i < LOCK_TRIES; i++) {
        if (flock (fd, LOCK_EX | LOCK_NB) == 0)
            return TRUE;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return fail (error, path, g_strerror (errno));
        if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
        g_usleep (LOCK_STEP_US);
    }
    return fail (error, path,
                 _ ("another program has been giving this serial number to a board for a minute"));
}

int
ul_counter_lock (const char *path, GCancellable *cancellable, GError **error)
{
    g_autofree char *name = g_strconcat (path, ".lock", NULL);

    if (!make_folder (path, error))
        return -1;
    int fd = g_open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) {
        fail (error, name, g_strerror (errno));
        return -1;
    }
    if (wait_for_lock (fd, path, cancellable, error))
        return fd;
    close (fd);
    return -1;
}

/* Letters that every file system takes, and no more than a person wants to read. */
static char *
make_label (GFile *profile)
{
    g_autofree char *name = g_file_get_basename (profile);
    char *label = g_str_to_ascii (name, "C");

    if (g_str_has_suffix (label, ".unlatch"))
        label[strlen (label) - strlen (".unlatch")] = '\0';
    for (char *at = label; *at != '\0'; at++)
        if (!g_ascii_isalnum (*at) && *at != '.' && *at != '-')
            *at = '_';
    if (strlen (label) > 40)
        label[40] = '\0';
    return label;
}

char *
ul_counter_find (GFile *profile)
{
    g_autofree char *uri = g_file_get_uri (profile);
    g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);
    g_autofree char *label = make_label (profile);
    g_autofree char *name = g_strdup_printf ("%s-%.12s.counter", label, hash);

    g_autofree char *folder = ul_state_get_folder ("series");

    return g_build_filename (folder, name, NULL);
}
