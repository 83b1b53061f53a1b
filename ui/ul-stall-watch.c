/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-stall-watch.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* One main loop, one watch. Wall time is what a person feels; without the time in which the machine
 * ran something else it is what we are to blame for, be it work or a wait; CPU time is the work. */
static struct {
    const char *path;
    GPollFunc poll;
    int schedule_fd;                            /* -1: the system does not tell */
    gint64 back_us, back_cpu_us, back_queue_us; /* when the last poll returned; 0: not yet */
    gint64 longest_us, longest_cpu_us, longest_own_us;
    guint64 n_turns;
} watch = { .schedule_fd = -1 };

static gint64
get_cpu_us (void)
{
    struct timespec now;

    clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
    return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Returns: how long this thread has waited for a processor. Source: Linux, sched-stats.rst */
static gint64
get_queue_us (void)
{
    char text[80];
    gssize length = pread (watch.schedule_fd, text, sizeof text - 1, 0);
    guint64 ran_ns, waited_ns;

    text[MAX (length, 0)] = '\0';
    if (sscanf (text, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &ran_ns, &waited_ns) != 2)
        return 0;
    return (gint64) (waited_ns / 1000);
}

static void
note_turn (void)
{
    if (watch.back_us == 0)
        return;
    gint64 taken_us = g_get_monotonic_time () - watch.back_us;
    gint64 own_us = taken_us - (get_queue_us () - watch.back_queue_us);
    watch.longest_us = MAX (watch.longest_us, taken_us);
    watch.longest_own_us = MAX (watch.longest_own_us, own_us);
    watch.longest_cpu_us = MAX (watch.longest_cpu_us, get_cpu_us () - watch.back_cpu_us);
    watch.n_turns++;
}

static int
watched_poll (GPollFD *fds, guint n_fds, int timeout_ms)
{
    note_turn ();
    int result = watch.poll (fds, n_fds, timeout_ms);
    watch.back_queue_us = get_queue_us ();
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
    watch.schedule_fd = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    watch.poll = g_main_context_get_poll_func (NULL);
    g_main_context_set_poll_func (NULL, watched_poll);
}

void
ul_stall_watch_reset (void)
{
    watch.back_us = 0;
    watch.longest_us = watch.longest_cpu_us = watch.longest_own_us = 0;
    watch.n_turns = 0;
}

void
ul_stall_watch_finish (void)
{
    if (watch.path == NULL)
        return;

    g_autofree char *text =
        g_strdup_printf ("longest_ms=%.3f\nlongest_own_ms=%.3f\nlongest_cpu_ms=%.3f\n"
                         "turns=%" G_GUINT64_FORMAT "\n",
                         (double) watch.longest_us / 1000, (double) watch.longest_own_us / 1000,
                         (double) watch.longest_cpu_us / 1000, watch.n_turns);
    g_autoptr (GError) error = NULL;
    if (!g_file_set_contents (watch.path, text, -1, &error))
        g_warning ("%s", error->message);
}
