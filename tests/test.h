/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmocka and, in the right order, what it needs before it. */
#pragma once

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include <glib.h>
#include <time.h>

/** DEADLINE_S: after which a test waits no longer, so that it is told before meson ends its
 * program. Only a broken program lets it come to that. */
#define DEADLINE_S 100

/** TRIES: how often a bar of wall time may be missed on a busy machine before it counts */
#define TRIES 10

/** spent_us: the processor's time this thread has used, to which a busy machine adds little */
static inline gint64
spent_us (void)
{
    struct timespec now;

    clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
    return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/** assert_no_error: fails with the message of @error */
#define assert_no_error(error)                                                                     \
    do {                                                                                           \
        if ((error) != NULL)                                                                       \
            fail_msg ("unexpected error: %s", (error)->message);                                   \
    } while (0)

/** assert_error: fails unless @error is the code of that domain */
#define assert_error(error, dom, num)                                                              \
    do {                                                                                           \
        if (!g_error_matches (error, dom, num))                                                    \
            fail_msg ("expected " #num ", got: %s", (error) != NULL ? (error)->message : "none");  \
    } while (0)
