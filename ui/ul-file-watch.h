/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** UlFileWatch: tells when a file is another one than it was when it was loaded, or is gone */
typedef struct _UlFileWatch UlFileWatch;

/** UlFileWatchFunc: @mtime_us: its time of modification now, in microseconds since 1970; 0: there
 * is no such file any more */
typedef void (*UlFileWatchFunc) (GFile *file, guint64 mtime_us, gpointer user_data);

/**
 * ul_file_watch_new:
 * @mtime_us: its time of modification when it was loaded
 * @func: called on the main loop whenever the file has been written, replaced, taken away or put
 *   back since, once its writer is done
 */
UlFileWatch *ul_file_watch_new (GFile *file, guint64 mtime_us, UlFileWatchFunc func,
                                gpointer user_data);
/** ul_file_watch_free: @func is not called any more */
void ul_file_watch_free (UlFileWatch *self);

G_END_DECLS
