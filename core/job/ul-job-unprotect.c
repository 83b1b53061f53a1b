/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UNPROTECT: the configuration field is rewritten with less protection, and the next reset has the
 * chip take it. All that the chip holds is on the disk before anything is erased: without power at
 * the wrong moment the chip may be locked, and what it holds can then be had from there alone. */
#include "ul-job.h"

#include <glib/gi18n.h>

static void
log_lift (UlJob *job)
{
    g_auto (GStrv) lines = ul_lift_describe (&job->plan->lift);

    for (guint i = 0; lines[i] != NULL; i++)
        ul_job_log (job, "%s", lines[i]);
}

/* Reading all of it is most of the work of the plan. */
static void
enter_compare (UlJob *job)
{
    guint64 total = job->compared;

    for (guint i = 0; i < job->n_facts; i++) {
        guint32 size = 0;

        ul_device_get_sector (job->device, i, NULL, &size, NULL);
        total += job->facts[i].content == UL_CONTENT_BLANK ? 0 : size;
    }
    ul_job_enter (job, UL_PHASE_COMPARE, total);
}

static void
show_left (UlJob *job, const UlPlan *plan)
{
    const UlSectorFacts *now = job->undivided.device != NULL ? job->undivided.facts : job->facts;
    guint32 reading =
        ul_plan_predict_reading (plan, now, !job->spec->no_backup, job->run->speed_khz);

    ul_progress_set_left (job->progress, (gint64) plan->predicted_us + reading);
}

/* What cannot be done is said before minutes are spent on reading. */
static gboolean
check (UlJob *job, gboolean *anything, GError **error)
{
    g_autoptr (UlPlan) plan =
        ul_plan_new (job->device, job->spec, &job->chip->protection, job->facts, NULL, NULL, error);

    *anything = plan != NULL && plan->lift.n_freed > 0;
    if (plan != NULL)
        show_left (job, plan);
    return plan != NULL && (!plan->lift.by_mass_erase || ul_unlock_check (job->device, error));
}

gboolean
ul_job_do_unprotect (UlJob *job, GError **error)
{
    gboolean anything;

    if (!ul_job_look (job, error) || !check (job, &anything, error))
        return FALSE;
    if (!anything) {
        ul_job_log (job, _ ("None of the chosen sectors is protected"));
        return TRUE;
    }
    enter_compare (job);
    if (!ul_job_make_plan (job, error))
        return FALSE;
    show_left (job, job->plan);
    log_lift (job);
    return ul_job_back_up (job, error) && ul_job_carry_out (job, error);
}

/* --- what came of it --- */

/* A place that went with the division of the FlexNVM is not protected, as it is not there. */
static gboolean
is_still_protected (UlJob *job, guint sector, guint32 *address, guint32 *size)
{
    ul_device_get_sector (job->plan->lift.device, sector, address, size, NULL);
    return ul_protection_get_range (&job->chip->protection, job->device, *address, *size) !=
           UL_PROTECTED_NONE;
}

gboolean
ul_job_prove_unprotected (UlJob *job, GError **error)
{
    const UlLift *lift = job->plan != NULL ? &job->plan->lift : NULL;
    guint32 address = 0, size = 0;

    if (job->spec->kind != UL_JOB_UNPROTECT || lift == NULL || lift->n_freed == 0)
        return TRUE;
    for (guint i = 0; i < ul_device_get_n_sectors (lift->device); i++) {
        if (!lift->freed[i] || !is_still_protected (job, i, &address, &size))
            continue;
        g_set_error (error, UL_ERROR, UL_ERROR_FLASH_PROTECTED,
                     _ ("After the reset 0x%08X–0x%08X is protected as before"), address,
                     address + (size - 1));
        if (error != NULL)
            ul_error_set_where (*error, address, size);
        return FALSE;
    }
    job->result->n_freed = lift->n_freed;
    ul_job_log (job, _ ("Seen after a reset: the sectors are no longer protected"));
    return TRUE;
}

/* What finishes a lift is of no use any more once the chip it is of holds it. */
static void
drop_restored (UlJob *job)
{
    g_autoptr (UlBackup) backup =
        job->spec->backup != NULL ? ul_backups_find (NULL, job->spec->backup) : NULL;

    if (backup != NULL && backup->finishes &&
        ul_backup_get_origin (backup, job->chip_id) != UL_BACKUP_OTHER_CHIP)
        ul_backup_remove (backup);
}

void
ul_job_drop_finisher (UlJob *job)
{
    if (job->finisher != NULL)
        ul_backup_remove (job->finisher);
    drop_restored (job);
}

void
ul_job_point_to_finisher (UlJob *job)
{
    UlProblem *problem = job->result->problem;

    if (job->finisher == NULL)
        return;
    if (!job->result->touched) {
        ul_backup_remove (job->finisher);
        return;
    }
    g_free (job->result->backup);
    job->result->backup = g_strdup (job->finisher->id);
    g_free (problem->advice);
    problem->advice = g_strdup (_ ("Restore puts back all that the chip held, without the "
                                   "protection; unlock the chip first if it is locked."));
    problem->remedy = UL_REMEDY_RESTORE;
    problem->second = UL_REMEDY_NONE;
}
