/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-job.h"

#include <glib/gi18n.h>

#define PATIENCE_US (60 * (gint64) G_USEC_PER_SEC)

static void
ask_for_power (UlJob *job)
{
    if (job->asked_for_power)
        return;
    job->asked_for_power = TRUE;
    ul_job_log (job, "%s", ul_power_get_guidance ());
    ul_progress_set_left (job->progress, -1); /* as long as the person takes */
    ul_progress_set_wants_power (job->progress, TRUE);
}

static void
on_erasing (UlUnlockStage stage, guint elapsed_ms, guint expected_ms, gpointer user_data)
{
    UlJob *job = user_data;
    guint fraction = expected_ms > 0 ? 255ull * MIN (elapsed_ms, expected_ms) / expected_ms : 0;

    if (!job->result->touched) {
        job->result->touched = TRUE;
        job->config = job->device->has_fcf ? UL_CONFIG_AT_RISK : UL_CONFIG_UNTOUCHED;
        ul_job_enter (job, UL_PHASE_UNLOCK, expected_ms);
    }
    if (stage == UL_UNLOCK_SWITCH_POWER) {
        ask_for_power (job);
        return;
    }
    /* It never is done before the chip says so. */
    ul_job_advance (job, UL_PHASE_UNLOCK, MIN (elapsed_ms, expected_ms > 0 ? expected_ms - 1 : 0));
    ul_job_show_all (job, UL_ACTIVITY_ERASING, fraction);
    if (elapsed_ms < expected_ms)
        ul_progress_set_left (job->progress, (gint64) (expected_ms - elapsed_ms) * 1000);
}

/* One that was stopped has not failed, but what it came to is not known either. */
static void
fail (UlJob *job, const GError *error)
{
    gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

    ul_job_show_all (job,
                     !job->result->touched ? UL_ACTIVITY_NONE
                     : stopped             ? UL_ACTIVITY_IN_DOUBT
                                           : UL_ACTIVITY_FAILED,
                     0);
    for (guint i = 0; job->result->touched && i < job->n_facts; i++)
        ul_job_set_fact (job, i, UL_CONTENT_UNKNOWN, FALSE, 0);
}

gboolean
ul_job_unlock (UlJob *job, GError **error)
{
    guint expected = ul_unlock_get_typical_ms (job->device);
    const UlDevice *before = job->undivided.device != NULL ? job->undivided.device : job->device;
    const UlDevice *erased = ul_device_get_row (job->device); /* all of its FlexNVM is data flash */
    g_autoptr (GError) local = NULL;

    g_clear_pointer (&job->flash, ul_flash_close);
    ul_job_enter (job, UL_PHASE_UNLOCK, expected);
    ul_job_log (job, _ ("Mass erase: everything on the chip is erased; typically %u ms"), expected);
    if (before->eeprom_backup != 0)
        ul_job_log (job, _ ("The emulated EEPROM goes with it, and the division of the FlexNVM"));
    job->used_flash = TRUE;
    ul_target_set_patience (job->target, job->spec->patient ? PATIENCE_US : 0);
    if (!ul_unlock_run (job->target, erased, on_erasing, job, &job->chip->protection, &local)) {
        fail (job, local);
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    ul_job_advance (job, UL_PHASE_UNLOCK, expected);
    job->open = TRUE;
    job->mute = FALSE;
    ul_job_lose_division (job);
    job->result->n_erased = job->n_facts;
    if (job->device->has_fcf)
        job->config = UL_CONFIG_WRITTEN; /* shown to be there */
    ul_job_set_unlocked_facts (job);
    ul_job_show_all (job, UL_ACTIVITY_VERIFIED, 0);
    ul_job_log (job, _ ("Unlocked: unsecured, unprotected and blank after a reset"));
    return ul_job_take_lock (job, error);
}

gboolean
ul_job_do_unlock (UlJob *job, GError **error)
{
    if (job->open && !ul_job_look (job, error))
        return FALSE;
    if (!ul_job_make_plan (job, error) || !ul_job_back_up (job, error) ||
        !ul_job_unlock (job, error))
        return FALSE;
    job->result->n_verified = job->n_facts;
    return TRUE;
}
