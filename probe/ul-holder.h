/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** UlHolder: another program of the same user that has a device open; those of other users
 *   cannot be seen */
typedef struct {
    char name[64]; /* of the program */
    int pid;
} UlHolder;

/** ul_holder_find: @nodes: (array zero-terminated=1): paths in /dev. Looks through /proc, which
 *   takes some milliseconds. Returns: %FALSE when nobody is known to have one of them open */
gboolean ul_holder_find (const char *const *nodes, UlHolder *holder);

/** ul_may_open: whether this user may open a node */
gboolean ul_may_open (const char *node);

G_END_DECLS
