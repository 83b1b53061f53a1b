/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A board that gets its power from the probe, because a person asked for it. */
#include "ul-job.h"

#include <glib/gi18n.h>

#define POWERED_MV 1000 /* on the supply pin of a board that has power */
#define WAIT_US    500000
#define STEP_US    10000
#define SETTLE_US  20000 /* for the board's regulator and the chip's start */

static gboolean
get_status (UlJob *job, GError **error)
{
    return ul_probe_get_status (job->probe, &job->chip->probe, error);
}

/* A board that stays without is told later, with what was measured. */
static gboolean
wait_for_supply (UlJob *job, GError **error)
{
    const UlProbeStatus *status = &job->chip->probe;
    gint64 end = ul_job_now (job) + WAIT_US;

    do {
        if (!ul_probe_sleep_us (job->probe, STEP_US, job->run->cancellable, error) ||
            !get_status (job, error))
            return FALSE;
    } while (status->vtref_mv >= 0 && status->vtref_mv < POWERED_MV && ul_job_now (job) < end);
    return ul_probe_sleep_us (job->probe, SETTLE_US, job->run->cancellable, error);
}

gboolean
ul_job_power (UlJob *job, GError **error)
{
    const UlProbeStatus *status = &job->chip->probe;

    if (!job->run->power)
        return TRUE;
    if (!get_status (job, error))
        return FALSE;
    if (status->gives_power)
        return TRUE;
    if (status->can_power && status->vtref_mv >= POWERED_MV) {
        ul_job_log (job, _ ("The board has a supply of its own: the probe does not power it"));
        return TRUE;
    }
    if (!ul_probe_set_power (job->probe, TRUE, error))
        return FALSE;
    ul_worker_set_powering (job->worker, job->probe);
    ul_job_log (job, _ ("The probe powers the board"));
    return wait_for_supply (job, error);
}
