/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file-kind.h"

#include <string.h>

#define SNIFF_SIZE 512

static const char *const patterns[] = { "*.hex", "*.ihex", "*.ihx", "*.srec", "*.s19", "*.s28",
                                        "*.s37", "*.sx",   "*.mot", "*.mhx",  "*.elf", "*.axf",
                                        "*.out", "*.bin",  "*.uf2", NULL };

static const char *const profile_patterns[] = { "*.unlatch", "*.jflash", "*.jlink", NULL };

static const char *const others[] = { ".png",  ".jpg", ".jpeg", ".gif", ".svg",  ".pdf",
                                      ".zip",  ".gz",  ".xz",   ".deb", ".odt",  ".doc",
                                      ".docx", ".xls", ".mp3",  ".mp4", ".ogg",  ".c",
                                      ".h",    ".cpp", ".py",   ".md",  ".html", NULL };

const char *const *
ul_file_kind_get_patterns (void)
{
    return patterns;
}

const char *const *
ul_file_kind_get_profile_patterns (void)
{
    return profile_patterns;
}

static gboolean
ends_with_any (const char *name, const char *const *endings, gsize skip)
{
    for (guint i = 0; endings[i] != NULL; i++)
        if (g_str_has_suffix (name, endings[i] + skip))
            return TRUE;
    return FALSE;
}

UlFileKind
ul_file_kind_by_name (const char *name)
{
    g_autofree char *lower = g_ascii_strdown (name, -1);

    if (ends_with_any (lower, patterns, strlen ("*")))
        return UL_FILE_KIND_FIRMWARE;
    if (ends_with_any (lower, profile_patterns, strlen ("*")))
        return UL_FILE_KIND_PROFILE;
    return ends_with_any (lower, others, 0) ? UL_FILE_KIND_OTHER : UL_FILE_KIND_UNKNOWN;
}

/* The marks by which firmware formats begin; the parser decides for good once it is dropped. */
static UlFileKind
judge (const guint8 *bytes, gsize size)
{
    gsize i = 0;

    while (i < size && (g_ascii_isspace (bytes[i]) || bytes[i] >= 0xBB))
        i++;
    if (i + 2 > size)
        return UL_FILE_KIND_OTHER;
    if (bytes[i] == '#' || bytes[i] == ';' ||
        bytes[i] == '/') /* a comment: more would have to be read */
        return UL_FILE_KIND_UNKNOWN;
    if (bytes[i] == ':' && g_ascii_isxdigit (bytes[i + 1]))
        return UL_FILE_KIND_FIRMWARE;
    if (bytes[i] == 'S' && g_ascii_isdigit (bytes[i + 1]))
        return UL_FILE_KIND_FIRMWARE;
    if (bytes[i] == '@' && g_ascii_isxdigit (bytes[i + 1]))
        return UL_FILE_KIND_FIRMWARE;
    if (size >= 4 && (memcmp (bytes, "\177ELF", 4) == 0 || memcmp (bytes, "UF2\n", 4) == 0))
        return UL_FILE_KIND_FIRMWARE;
    return UL_FILE_KIND_OTHER;
}

static UlFileKind
sniff (GFile *file, GCancellable *cancellable)
{
    guint8 bytes[SNIFF_SIZE];
    gsize n_read = 0;
    g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, NULL);

    if (stream == NULL)
        return g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) ==
                       G_FILE_TYPE_DIRECTORY
                   ? UL_FILE_KIND_OTHER
                   : UL_FILE_KIND_UNKNOWN;
    if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, sizeof bytes, &n_read,
                                  cancellable, NULL))
        return n_read == 0 ? UL_FILE_KIND_OTHER : UL_FILE_KIND_UNKNOWN;
    return judge (bytes, n_read);
}

static void
guess_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
    GFile *file = G_FILE (source);
    g_autofree char *name = g_file_get_basename (file);
    UlFileKind kind = name != NULL ? ul_file_kind_by_name (name) : UL_FILE_KIND_UNKNOWN;

    if (kind == UL_FILE_KIND_UNKNOWN)
        kind = sniff (file, cancellable);
    g_task_return_int (task, kind);
}

void
ul_file_kind_guess_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);

    g_task_run_in_thread (task, guess_thread);
}

UlFileKind
ul_file_kind_guess_finish (GAsyncResult *result)
{
    g_autoptr (GError) error = NULL;
    gssize kind = g_task_propagate_int (G_TASK (result), &error);

    return error != NULL ? UL_FILE_KIND_UNKNOWN : (UlFileKind) kind;
}

gboolean
ul_file_kind_is_profile (GFile *file)
{
    g_autofree char *name = g_file_get_basename (file);

    return name != NULL && ul_file_kind_by_name (name) == UL_FILE_KIND_PROFILE;
}

gboolean
ul_file_kind_is_import (GFile *file)
{
    g_autofree char *name = g_file_get_basename (file);
    g_autofree char *lower = g_ascii_strdown (name != NULL ? name : "", -1);

    return ul_file_kind_is_profile (file) && !g_str_has_suffix (lower, ".unlatch");
}

const char *
ul_file_kind_get_mime (GFile *file)
{
    g_autofree char *name = g_file_get_basename (file);
    g_autofree char *lower = g_ascii_strdown (name != NULL ? name : "", -1);

    if (ends_with_any (lower, patterns, strlen ("*")) && strstr (lower, "hex") != NULL)
        return "text/x-ihex";
    if (g_str_has_suffix (lower, ".srec") || g_str_has_suffix (lower, ".mot") ||
        g_str_has_suffix (lower, ".s19"))
        return "text/x-srecord";
    if (g_str_has_suffix (lower, ".unlatch"))
        return "application/x-unlatch-profile";
    return "application/octet-stream";
}
