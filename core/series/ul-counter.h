/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** UlCount: how far a series has come */
typedef struct {
    guint64 next; /* number for the next board; 0: none was given out yet */
    guint64 done, failed;
} UlCount;

/**
 * ul_counter_read:
 * @path: a small text file; one that is not there counts from the beginning
 *
 * Returns: %FALSE with %UL_ERROR_SERIAL_NUMBER: a damaged one is not guessed at
 */
gboolean ul_counter_read (const char *path, UlCount *count, GError **error);

/** ul_counter_write: replaces the file whole, and has it on the disk when it returns. Returns:
 *   %FALSE with %UL_ERROR_SERIAL_NUMBER */
gboolean ul_counter_write (const char *path, const UlCount *count, GError **error);

/**
 * ul_counter_lock:
 *
 * Keeps other programs, and other windows of this one, from the counter until it is closed: between
 * reading a number and advancing it a whole board is made. Waits for whoever has it.
 *
 * Returns: a descriptor for close(), or -1 with %UL_ERROR_SERIAL_NUMBER after a minute or
 *   %G_IO_ERROR_CANCELLED
 */
int ul_counter_lock (const char *path, GCancellable *cancellable, GError **error);

/** ul_counter_find: Returns: (transfer full): where the counter of a project is kept: in the user's
 *   state folder, by the place of its file @profile and so that people know it */
char *ul_counter_find (GFile *profile);

G_END_DECLS
