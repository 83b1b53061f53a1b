/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ul_stall_watch_start:
 *
 * Measures how long the main loop is away from its poll. Does nothing unless the environment
 * variable UNLATCH_STALL_LOG names a file. To be called once, on the main thread.
 */
void ul_stall_watch_start (void);
/** ul_stall_watch_reset: forgets what was measured: the window is there, now it counts */
void ul_stall_watch_reset (void);
/**
 * ul_stall_watch_finish:
 *
 * Writes to the file, each for itself the longest of all turns: "longest_ms=" what a person waited,
 * "longest_own_ms=" the same without waiting for a processor, "longest_cpu_ms=" work; and "turns=".
 */
void ul_stall_watch_finish (void);

G_END_DECLS
