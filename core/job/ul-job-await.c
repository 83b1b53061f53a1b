/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for the next board. Now and then, on the wall's clock: a person is at work. */
#include "ul-job.h"

#include "ul-presence.h"

#include <glib/gi18n.h>

#define LOOK_MS  300
#define N_STEADY 2 /* looks that say the same: contacts bounce */
#define LOOK_KHZ 1000

const char *
ul_await_get_guidance (UlAwait awaits)
{
    return awaits == UL_AWAIT_NEXT ? _ ("Remove the board, then connect the next one.")
                                   : _ ("Connect the next board.");
}

/* Ends at once when it is cancelled. */
static gboolean
rest (GCancellable *cancellable, GError **error)
{
    GPollFD fd;

    if (g_cancellable_make_pollfd (cancellable, &fd)) {
        g_poll (&fd, 1, LOOK_MS);
        g_cancellable_release_fd (cancellable);
    } else
        g_usleep (LOOK_MS * 1000);
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
wait_until (UlJob *job, gboolean wanted, UlAwait awaits, GError **error)
{
    GCancellable *cancellable = job->run->cancellable;
    gboolean there = FALSE;

    ul_progress_set_awaits (job->progress, awaits);
    ul_job_log (job, "%s", ul_await_get_guidance (awaits));
    for (guint steady = 0; steady < N_STEADY;) {
        if (!ul_presence_look (job->probe, cancellable, &there, error))
            return FALSE;
        steady = there == wanted ? steady + 1 : 0;
        if (!rest (cancellable, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
ul_job_await (UlJob *job, GError **error)
{
    UlAwait await = job->spec->await;

    if (await == UL_AWAIT_NOBODY)
        return TRUE;
    if (!ul_probe_connect_swd (job->probe, MIN (job->run->speed_khz, LOOK_KHZ), error))
        return FALSE;
    gboolean came = (await != UL_AWAIT_NEXT || wait_until (job, FALSE, UL_AWAIT_NEXT, error)) &&
                    wait_until (job, TRUE, UL_AWAIT_BOARD, error);
    ul_progress_set_awaits (job->progress, UL_AWAIT_NOBODY);
    return came;
}
