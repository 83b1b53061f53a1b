/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the window sees of a job. */
#include "ul-job.h"

void
ul_job_log (UlJob *job, const char *format, ...)
{
    va_list args;

    if (job->spec->quiet)
        return;
    va_start (args, format);
    ul_worker_log (job->worker, g_strdup_vprintf (format, args));
    va_end (args);
}

gint64
ul_job_now (UlJob *job)
{
    return job->probe != NULL ? ul_probe_get_time_us (job->probe) : g_get_monotonic_time ();
}

void
ul_job_enter (UlJob *job, UlPhase phase, guint64 total)
{
    job->entered[phase] = TRUE;
    ul_progress_enter (job->progress, phase, total, ul_job_now (job));
}

void
ul_job_advance (UlJob *job, UlPhase phase, guint64 done)
{
    ul_progress_advance (job->progress, phase, done, ul_job_now (job));
}

static void
show_step (UlJob *job, const UlStep *step, UlSectorState *state)
{
    state->step = step->kind;
    state->preserves = step->preserves != 0;
    state->left_out = step->reason == UL_REASON_PROTECTED;
    if (step->kind == UL_STEP_SKIP)
        state->activity = UL_ACTIVITY_SKIPPED;
    else if (step->kind != UL_STEP_NONE || job->spec->kind == UL_JOB_VERIFY ||
             job->spec->kind == UL_JOB_BLANK_CHECK)
        state->activity = UL_ACTIVITY_QUEUED;
}

static void
show_sector (UlJob *job, guint sector, UlSectorState *state)
{
    const UlDevice *device = job->device;
    guint32 address, size;

    ul_device_get_sector (device, sector, &address, &size, NULL);
    state->content = job->facts[sector].content;
    state->protection = ul_protection_get_range (&job->chip->protection, device, address, size);
    state->has_fcf =
        device->has_fcf && device->fcf_address >= address && device->fcf_address - address < size;
    state->in_image = job->spec->image != NULL && ul_image_covers (job->spec->image, address, size);
}

void
ul_job_show_sectors (UlJob *job)
{
    g_autofree UlSectorState *states = g_new0 (UlSectorState, job->n_facts);

    for (guint i = 0; i < job->n_facts; i++)
        show_sector (job, i, &states[i]);
    for (guint i = 0; job->plan != NULL && i < job->plan->steps->len; i++) {
        const UlStep *step = &g_array_index (job->plan->steps, UlStep, i);
        show_step (job, step, &states[step->sector]);
    }
    ul_progress_set_device (job->progress, job->device);
    ul_progress_set_sectors (job->progress, states, job->n_facts);
}

void
ul_job_show_all (UlJob *job, UlActivity activity, guint8 fraction)
{
    for (guint i = 0; i < job->n_facts; i++)
        ul_progress_set_activity (job->progress, i, activity, fraction);
}
