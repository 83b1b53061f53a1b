/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-record.h"

#include "ul-error.h"
#include "ul-json-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static gboolean
fail (GError **error, const char *path, const char *reason)
{
    g_set_error (error, UL_ERROR, UL_ERROR_RECORD_FAILED, "%s: %s", path, reason);
    return FALSE;
}

int
ul_record_open (const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname (path);
    struct stat info;

    if (g_mkdir_with_parents (folder, 0755) != 0) {
        fail (error, folder, g_strerror (errno));
        return -1;
    }
    /* Not blocking, as a pipe without a reader would. */
    int fd = g_open (path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0644);
    if (fd < 0) {
        fail (error, path, g_strerror (errno));
        return -1;
    }
    if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
        return fd;
    fail (error, path, _ ("this is not a regular file"));
    close (fd);
    return -1;
}

static void
add_files (UlJsonWriter *json, const UlRecordLine *line)
{
    ul_json_writer_begin (json, "files", '[');
    for (guint i = 0; i < line->n_files; i++) {
        GFile *file = ul_image_get_file (line->files[i]);
        ul_json_writer_begin (json, NULL, '{');
        ul_json_writer_add_text (json, "name", ul_image_get_name (line->files[i]));
        ul_json_writer_add_text (json, "sha256",
                                 file != NULL ? ul_image_get_sha256 (line->files[i]) : NULL);
        ul_json_writer_end (json, '}');
    }
    ul_json_writer_end (json, ']');
}

static void
add_known (UlJsonWriter *json, const char *name, const char *text)
{
    if (text != NULL)
        ul_json_writer_add_text (json, name, text);
}

/* Members that are not known are left out. */
static char *
format (const UlRecordLine *line)
{
    g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
    g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
    UlJsonWriter json;

    ul_json_writer_init (&json);
    json.in_line = TRUE;
    ul_json_writer_add_text (&json, "time", time);
    ul_json_writer_add_text (&json, "result", line->result);
    add_known (&json, "problem", line->problem);
    add_known (&json, "device", line->device);
    if (line->sdid != 0)
        ul_json_writer_add_hex (&json, "sdid", line->sdid, 8);
    add_known (&json, "chip_id", line->chip_id);
    add_known (&json, "probe", line->probe);
    add_known (&json, "probe_serial", line->probe_serial);
    add_known (&json, "serial_number", line->serial_number);
    add_files (&json, line);
    ul_json_writer_add_number (&json, "duration_ms", line->duration_us / 1000);
    return ul_json_writer_finish (&json);
}

/* A line that a crash has cut short must not take the next one with it. */
static gboolean
ends_with_line (int fd)
{
    off_t size = lseek (fd, 0, SEEK_END);
    char last = '\n';

    return size <= 0 || pread (fd, &last, 1, size - 1) != 1 || last == '\n';
}

/* In one go, so that lines of several programs do not mix. */
static gboolean
write_text (int fd, const char *text)
{
    gsize size = strlen (text);
    gssize n = write (fd, text, size);

    if (n >= 0 && (gsize) n < size)
        errno = ENOSPC;
    return n == (gssize) size && fsync (fd) == 0;
}

gboolean
ul_record_add (int fd, const char *path, const UlRecordLine *line, GError **error)
{
    g_autofree char *text = format (line);

    g_autofree char *whole = g_strconcat (ends_with_line (fd) ? "" : "\n", text, NULL);

    return write_text (fd, whole) || fail (error, path, g_strerror (errno));
}
