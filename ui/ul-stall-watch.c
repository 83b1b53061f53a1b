/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-stall-watch.h"

#include <time.h>

/* One main loop, one watch. Wall time is what a person feels; CPU time tells a stall of ours from
 * one of a machine that runs something else. */
static struct {
    const char *path;
    GPollFunc poll;
    gint64 back_us, back_cpu_us; /* when the last poll returned; 0: not yet */
    gint64 longest_us, longest_cpu_us;
    guint64 n_turns;
} watch;

static gint64
get_cpu_us (void)
{
    struct timespec now;

    clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
    return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
note_turn (void)
{
    if (watch.back_us == 0)
        return;
    watch.longest_us = MAX (watch.longest_us, g_get_monotonic_time () - watch.back_us);
    watch.longest_cpu_us = MAX (watch.longest_cpu_us, get_cpu_us () - watch.back_cpu_us);
    watch.n_turns++;
}

static int
watched_poll (GPollFD *fds, guint n_fds, int timeout_ms)
{
    note_turn ();
    int result = watch.poll (fds, n_fds, timeout_ms);
    watch.back_us = g_get_monotonic_time ();
    watch.back_cpu_us = get_cpu_us ();
    return result;
}

void
ul_stall_watch_start (void)
{
    watch.path = g_getenv ("UNLATCH_STALL_LOG");
    if (watch.path == NULL || watch.poll != NULL)
        return;
    watch.poll = g_main_context_get_poll_func (NULL);
    g_main_context_set_poll_func (NULL, watched_poll);
}

void
ul_stall_watch_reset (void)
{
    watch.back_us = 0;
    watch.longest_us = watch.longest_cpu_us = 0;
    watch.n_turns = 0;
}

void
ul_stall_watch_finish (void)
{
    if (watch.path == NULL)
        return;

    g_autofree char *text =
        g_strdup_printf ("longest_ms=%.3f\nlongest_cpu_ms=%.3f\nturns=%" G_GUINT64_FORMAT "\n",
                         (double) watch.longest_us / 1000, (double) watch.longest_cpu_us / 1000,
                         watch.n_turns);
    g_autoptr (GError) error = NULL;
    if (!g_file_set_contents (watch.path, text, -1, &error))
        g_warning ("%s", error->message);
}
