/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting in the main loop for something that threads, files, or devices bring about. */
#pragma once

#include "test.h"

/* Returns: G_SOURCE_CONTINUE; wakes the loop and sets *@late */
static inline gboolean
wait_is_over (gpointer late)
{
    *(gboolean *) late = TRUE;
    return G_SOURCE_CONTINUE;
}

/* wait_until() and poll_until() put together: the case fails, naming @condition, after DEADLINE_S
 */
#define wait_turning(may_block, condition)                                                         \
    do {                                                                                           \
        gboolean wait_late = FALSE;                                                                \
        guint wait_timer = g_timeout_add_seconds (DEADLINE_S, wait_is_over, &wait_late);           \
        while (!(condition) && !wait_late)                                                         \
            g_main_context_iteration (NULL, may_block);                                            \
        g_source_remove (wait_timer);                                                              \
        if (wait_late)                                                                             \
            fail_msg ("waited in vain for: " #condition);                                          \
    } while (0)

/** wait_until: turns the main loop of this thread until @condition holds, which something that
 *   the loop is told of makes true */
#define wait_until(condition) wait_turning (TRUE, condition)

/** poll_until: the same for what the loop is not told of. @condition is looked at all the time */
#define poll_until(condition) wait_turning (FALSE, condition)
