/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Byte by byte, for whoever does not want to believe the chip's own checksums. */
#include "ul-job.h"

#include <string.h>

/* What was left out as it is protected holds what it may. */
static gboolean
is_read_back (const UlJob *job, const UlStep *step)
{
    gboolean wanted = job->spec->read_back && !job->spec->no_verify;

    return wanted && step->data != NULL && step->reason != UL_REASON_PROTECTED;
}

guint64
ul_job_count_read_back (UlJob *job)
{
    guint64 total = 0;

    for (guint i = 0; i < job->plan->steps->len; i++) {
        const UlStep *step = &g_array_index (job->plan->steps, UlStep, i);
        total += is_read_back (job, step) ? step->size : 0;
    }
    return total;
}

static gboolean
holds (UlJob *job, const UlStep *step, gboolean *right, GError **error)
{
    g_autofree guint8 *actual = g_malloc (step->size);

    if (!ul_target_read_mem (job->target, step->address, actual, step->size, error))
        return FALSE;
    *right = memcmp (actual, step->data, step->size) == 0;
    return TRUE;
}

gboolean
ul_job_read_back (UlJob *job, guint64 done, GError **error)
{
    const UlStep *first = NULL;
    guint n_differ = 0;

    for (guint i = 0; i < job->plan->steps->len; i++) {
        const UlStep *step = &g_array_index (job->plan->steps, UlStep, i);
        gboolean right;

        if (!is_read_back (job, step))
            continue;
        if (!holds (job, step, &right, error))
            return FALSE;
        done += step->size;
        ul_job_advance (job, UL_PHASE_VERIFY, done);
        if (right)
            continue;
        ul_progress_set_activity (job->progress, step->sector, UL_ACTIVITY_FAILED, 0);
        ul_job_set_fact (job, step->sector, UL_CONTENT_DATA, FALSE, 0);
        if (n_differ++ == 0)
            first = step;
    }
    return first == NULL || ul_job_fail_verify (job, first, n_differ, error);
}
