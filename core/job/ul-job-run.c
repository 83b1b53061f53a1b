/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A job from its start to its end, whatever happens in between. */
#include "ul-job.h"

#include <glib/gi18n.h>

static UlJob *
job_new (UlRun *run, UlWorker *worker)
{
    UlJob *job = g_new0 (UlJob, 1);

    job->run = run;
    job->worker = worker;
    job->spec = ul_job_spec_copy (run->spec);
    job->probe = run->probe;
    job->progress = run->progress;
    job->chip = ul_chip_new (UL_SESSION_NO_TARGET);
    job->result = g_new0 (UlJobResult, 1);
    job->result->kind = run->spec->kind;
    return job;
}

static void
job_free (UlJob *job)
{
    ul_plan_free (job->plan);
    ul_chip_free (job->chip);
    g_clear_pointer (&job->unit, ul_unit_free);
    g_clear_error (&job->reset_failure);
    ul_job_result_free (job->result);
    ul_job_spec_free (job->spec);
    g_free (job->facts);
    g_free (job->before);
    g_free (job->undivided.facts);
    ul_backup_free (job->finisher);
    g_free (job->chip_id);
    g_free (job);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlJob, job_free)

static const char *
kind_to_text (UlJobKind kind)
{
    static const char *const texts[] = {
        [UL_JOB_CONNECT] = N_ ("Connect"),
        [UL_JOB_UNLOCK] = N_ ("Unlock"),
        [UL_JOB_ERASE] = N_ ("Erase"),
        [UL_JOB_PROGRAM] = N_ ("Program"),
        [UL_JOB_VERIFY] = N_ ("Verify"),
        [UL_JOB_BLANK_CHECK] = N_ ("Blank check"),
        [UL_JOB_UNPROTECT] = N_ ("Lift protection"),
    };

    if (kind == UL_JOB_READ)
        return C_ ("kind of job", "Read");
    g_return_val_if_fail (kind < G_N_ELEMENTS (texts), "");
    return _ (texts[kind]);
}

/* The last job's outcome is not this one's. */
static void
forget_activities (UlJob *job)
{
    UlSnapshot last = { 0 };

    ul_progress_copy (job->progress, &last);
    for (guint i = 0; i < last.n_sectors; i++) {
        last.sectors[i].activity = UL_ACTIVITY_NONE;
        last.sectors[i].fraction = 0;
    }
    ul_progress_set_sectors (job->progress, last.sectors, last.n_sectors);
    ul_snapshot_clear (&last);
}

static void
start (UlJob *job)
{
    forget_activities (job);
    ul_progress_start (job->progress, job->spec->kind, ul_job_now (job));
    ul_job_log (job, "%s", kind_to_text (job->spec->kind));
}

/* What resets the chip from outside does so while a routine in its RAM looks at the flash. */
static gboolean
is_short_lived (const GError *error)
{
    return ul_target_is_lost (error) || g_error_matches (error, UL_ERROR, UL_ERROR_LOADER_FAILED);
}

/* A chip of which we know no more than its name still is a chip that is there. */
static gboolean
do_connect (UlJob *job, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (ul_job_look (job, &local))
        return TRUE;
    if (g_error_matches (local, UL_ERROR, UL_ERROR_NOT_SUPPORTED) ||
        g_error_matches (local, UL_ERROR, UL_ERROR_FLASH_POWER_MODE) ||
        (job->run->mode == UL_CONNECT_CATCH && is_short_lived (local))) {
        ul_job_log (job, _ ("Its contents were not looked at: %s"), local->message);
        return TRUE;
    }
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

/* What this program cannot do with a chip is said before anything is sent to it. */
static gboolean
check_supported (UlJob *job, const UlDevice *device, GError **error)
{
    const UlJobSpec *spec = job->spec;

    if (device == NULL)
        return TRUE;
    if (spec->kind == UL_JOB_UNLOCK)
        return ul_unlock_check (device, error);
    if (spec->kind == UL_JOB_ERASE && spec->scope == UL_SCOPE_ALL &&
        device->support[UL_ACTION_ERASE] != UL_SUPPORT_NONE)
        return TRUE;
    if (spec->kind == UL_JOB_ERASE || spec->kind == UL_JOB_PROGRAM ||
        spec->kind == UL_JOB_UNPROTECT)
        return ul_flash_check (device, error);
    return TRUE;
}

static gboolean
do_job (UlJob *job, GError **error)
{
    if (!check_supported (job, job->run->chosen, error) || !ul_job_connect (job, error) ||
        !check_supported (job, job->device, error))
        return FALSE;
    switch (job->spec->kind) {
    case UL_JOB_UNLOCK:
        return ul_job_do_unlock (job, error);
    case UL_JOB_ERASE:
    case UL_JOB_PROGRAM:
        return ul_job_do_change (job, error);
    case UL_JOB_VERIFY:
        return ul_job_do_verify (job, error);
    case UL_JOB_READ:
        return ul_job_do_read (job, error);
    case UL_JOB_BLANK_CHECK:
        return ul_job_do_blank_check (job, error);
    case UL_JOB_UNPROTECT:
        return ul_job_do_unprotect (job, error);
    case UL_JOB_CONNECT:
        break;
    }
    return do_connect (job, error);
}

/* --- the whole --- */

/* A stop before the chip was met, or a job that was refused, leaves what was known of it. */
static gboolean
has_news (UlJob *job)
{
    return !job->spec->quiet && job->entered[UL_PHASE_CONNECT] &&
           !(job->result->cancelled && job->device == NULL);
}

/* What the chip said of itself helps to find out why, whatever failed. */
static void
add_ids (UlJob *job, GError *error)
{
    const UlTargetIds *ids = &job->chip->ids;
    const UlLockSamples *samples = &job->chip->protection.samples;

    if (ids->dpidr == 0)
        return;
    ul_error_add_detail (error, "DPIDR", "0x%08X", ids->dpidr);
    if (job->chip_id != NULL)
        ul_error_add_detail (error, "Chip id", "%s", job->chip_id);
    if (samples->n == 0 && job->target != NULL)
        samples = ul_target_get_samples (job->target);
    if (ids->mdm_idr == 0 || samples->n == 0)
        return;
    ul_error_add_detail (error, "MDM-AP status", "0x%08X", samples->last);
    if (g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_RESETTING))
        ul_error_add_detail (error, "samples", "%u: ready %u, secured %u, in reset %u", samples->n,
                             samples->ready, samples->secured, samples->in_reset);
}

/* Whatever it was that the resets broke off. Not before the chip is safe again; and one that the
 * job left locked is not to be met at all, whether it resets or not. */
static void
explain (UlJob *job, GError **error)
{
    UlLockState lock = job->chip->protection.lock;

    if (*error == NULL || job->target == NULL || job->device == NULL || lock == UL_LOCK_SECURED ||
        lock == UL_LOCK_SECURED_FOREVER)
        return;
    ul_target_set_cancellable (job->target, job->run->cancellable);
    if (ul_job_explain_end (job, error))
        add_ids (job, *error);
    ul_target_set_cancellable (job->target, NULL);
}

UlJobResult *
ul_job_run (UlRun *run, UlWorker *worker)
{
    g_autoptr (UlJob) job = job_new (run, worker);
    g_autoptr (GError) error = NULL;

    start (job);
    if (!ul_job_begin_unit (job, &error) || !do_job (job, &error))
        add_ids (job, error);
    if (job->target != NULL)
        ul_job_restore (job, error);
    if (error == NULL && !ul_job_prove_unprotected (job, &error))
        add_ids (job, error);
    explain (job, &error);
    ul_job_let_go (job);
    ul_job_count_unit (job, &error);
    ul_job_settle (job, error);
    ul_job_record_unit (job);
    if (has_news (job))
        ul_worker_publish (worker, g_steal_pointer (&job->chip));
    return g_steal_pointer (&job->result);
}
