/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** UlFilePart: bytes of a file that need not stand beside the others in memory */
typedef struct {
    gconstpointer data; /* not owned */
    gsize size;
} UlFilePart;

/**
 * ul_file_resolve:
 *
 * What is written through a link goes where it points to, also when there is no file yet; the link
 * stays.
 *
 * Returns: (transfer full): @file, or what is at the end of its links
 */
GFile *ul_file_resolve (GFile *file);

/**
 * ul_file_check_output:
 * @is_new: (out): whether there is no such file yet
 *
 * Changes nothing: to be asked before the work for the file is done as well. Refuses what could not
 * be written, as far as can be known: a folder, a file in one that is not there or not ours. And a
 * pipe or a device: to open a pipe could wait for ever, where no signal ends it.
 *
 * Returns: %FALSE with a GIO error that tells the reason alone
 */
gboolean ul_file_check_output (GFile *file, gboolean *is_new, GCancellable *cancellable,
                               GError **error);

/**
 * ul_file_begin:
 * @is_new: (out): whether there was no such file yet, for ul_file_give_up()
 *
 * Opens an output that is in order to write it anew: a file that is there already, or that a link
 * points to, is replaced when the stream is closed.
 *
 * Returns: (transfer full): %NULL with a GIO error
 */
GFileOutputStream *ul_file_begin (GFile *file, GFileCreateFlags flags, gboolean *is_new,
                                  GCancellable *cancellable, GError **error);

/**
 * ul_file_give_up:
 *
 * Ends a stream of ul_file_begin() so that all is as before it: the old file, or none.
 */
void ul_file_give_up (GFileOutputStream *stream, GFile *file, gboolean is_new);

/**
 * ul_file_replace:
 * @parts: (array length=n_parts): what the file shall hold, in order
 *
 * Replaces the file whole, for its owner's eyes alone, or leaves it untouched.
 *
 * Returns: %FALSE with a GIO error
 */
gboolean ul_file_replace (const char *path, const UlFilePart *parts, guint n_parts, GError **error);

/**
 * ul_file_read:
 * @max: bytes; of a longer file, one more is returned
 * @size: (out): bytes read
 * @etag: (out) (optional) (transfer full)
 *
 * Reads a file that anybody may have written; opening a pipe could wait for ever and is not tried.
 *
 * Returns: (transfer full): its bytes with a 0 behind, or %NULL with a GIO error
 */
char *ul_file_read (GFile *file, gsize max, gsize *size, char **etag, GCancellable *cancellable,
                    GError **error);

G_END_DECLS
