/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PROGRAM and ERASE: look, plan, keep what is there, and only then touch anything. */
#include "ul-job.h"

#include <glib/gi18n.h>

/* The bytes that the plan preserves. */
static gboolean
read_for_plan (guint32 address, guint8 *data, gsize size, gpointer user_data, GError **error)
{
    UlJob *job = user_data;

    if (job->spec->kind == UL_JOB_UNPROTECT) /* that may be all of the chip */
        return ul_job_read_flash (job, address, data, size, error);
    return ul_target_read_mem (job->target, address, data, size, error);
}

gboolean
ul_job_make_plan (UlJob *job, GError **error)
{
    const UlProtection *protection = job->open ? &job->chip->protection : NULL;

    g_clear_pointer (&job->plan, ul_plan_free);
    job->plan = ul_plan_new (job->device, job->spec, protection, job->facts,
                             job->open ? read_for_plan : NULL, job, error);
    if (job->plan == NULL)
        return FALSE;
    job->spec->unlock_first |= job->plan->lift.by_mass_erase;
    if (job->plan->loses_division)
        ul_job_become (job, job->plan->device);
    if (job->divides)
        ul_plan_divide_first (job->plan, &job->spec->division);
    g_free (job->before);
    job->before = g_memdup2 (job->facts, job->n_facts * sizeof *job->facts);
    g_autofree char *summary = ul_plan_summarize (job->plan);
    ul_job_log (job, "%s", summary);
    g_autofree char *risk =
        ul_plan_describe_risk (job->plan, UL_LOCK_RISK_ERASE | UL_LOCK_RISK_WRITE);
    if (risk != NULL)
        ul_job_log (job, "%s", risk);
    ul_progress_set_left (job->progress, job->plan->predicted_us);
    ul_job_show_sectors (job);
    return TRUE;
}

static gboolean
changes_anything (UlJob *job)
{
    return job->plan->n_erase + job->plan->n_program > 0;
}

/* Erasing everything, then the same plan on what that leaves. */
static gboolean
unlock_first (UlJob *job, GError **error)
{
    if (!ul_job_unlock (job, error) || !ul_job_read_chip_id (job, error) ||
        !ul_job_check_chip (job, error))
        return FALSE;
    if (!changes_anything (job))
        return TRUE;
    ul_job_show_sectors (job);
    return ul_job_open_flash (job, error);
}

/* Nothing to do, as the checksums say. */
static gboolean
read_back_alone (UlJob *job, GError **error)
{
    guint64 total = ul_job_count_read_back (job);

    if (total > 0)
        ul_job_enter (job, UL_PHASE_VERIFY, total);
    return ul_job_read_back (job, 0, error);
}

gboolean
ul_job_carry_out (UlJob *job, GError **error)
{
    if (job->spec->unlock_first && !unlock_first (job, error))
        return FALSE;
    if (!ul_job_divide (job, error))
        return FALSE;
    if (!changes_anything (job))
        return read_back_alone (job, error);
    if (!ul_job_flash (job, error) || !ul_job_audit (job, error))
        return FALSE;
    ul_job_remember (job);
    return TRUE;
}

/* Where the flash controller is not known, but a way to erase all of it is. */
static gboolean
erases_by_unlocking (UlJob *job)
{
    return job->spec->kind == UL_JOB_ERASE && job->spec->scope == UL_SCOPE_ALL &&
           job->device->controller == UL_CONTROLLER_NONE;
}

gboolean
ul_job_do_change (UlJob *job, GError **error)
{
    if (erases_by_unlocking (job))
        return ul_job_do_unlock (job, error);
    if (!ul_job_check_chip (job, error) || (job->open && !ul_job_look (job, error)))
        return FALSE;
    if (!ul_job_choose_division (job, error) || !ul_job_make_plan (job, error))
        return FALSE;
    job->result->n_skipped = job->plan->n_skip;
    job->result->n_left_out = job->plan->n_protected;
    return ul_job_back_up (job, error) && ul_job_carry_out (job, error);
}
