/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of a job, however it came: the chip is left safe and running, and what happened is told.
 */
#include "ul-job.h"

#include "ul-tally.h"
#include "ul-words.h"

#include <glib/gi18n.h>

/* Nobody is there any more who could be asked. */
static gboolean
is_out_of_reach (const GError *error)
{
    return g_error_matches (error, UL_ERROR, UL_ERROR_PROBE_GONE) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_PROBE_SILENT);
}

/* The chip is stopped at its first instruction for this look, which shows what it took from its
 * flash in the reset, whatever its program is going to do. It runs when it is let go. */
static gboolean
reset_and_look (UlJob *job, GError **error)
{
    if (!ul_target_reset (job->target, UL_RESET_HALT, error))
        return FALSE;
    if (job->device == NULL)
        return TRUE;
    if (!ul_job_read_protection (job, error))
        return FALSE;
    /* Whatever was feared for the field: the chip has just read it. */
    if (ul_job_take_lock (job, NULL) && job->config == UL_CONFIG_LOST)
        job->config = UL_CONFIG_WRITTEN;
    return TRUE;
}

/* A job that was content to look needs no reset; but if it failed, is the chip still there? */
static void
check_chip (UlJob *job, const GError *failure)
{
    if (failure != NULL && failure->domain == UL_ERROR && job->open &&
        !ul_job_read_protection (job, NULL))
        ul_chip_fail (job->chip, failure);
}

/* A person may be tired of waiting for any of this but what keeps the chip from being lost. */
static void
set_abort (UlJob *job, GCancellable *abort)
{
    ul_target_set_abort (job->target, abort);
    ul_target_set_cancellable (job->target, NULL);
}

void
ul_job_restore (UlJob *job, const GError *failure)
{
    g_autoptr (GError) local = NULL;

    set_abort (job, NULL);
    ul_job_enter (job, UL_PHASE_RESTORE, 0);
    ul_progress_set_left (job->progress, 0);
    if (is_out_of_reach (failure)) {
        if (job->config == UL_CONFIG_AT_RISK)
            job->config = UL_CONFIG_LOST;
        return;
    }
    ul_job_save_config (job);
    set_abort (job, job->run->abort);
    if (job->in_doubt)
        ul_job_look_again (job);
    set_abort (job, NULL);
    g_clear_pointer (&job->flash, ul_flash_close);
    ul_job_leave_undivided (job);
    if (!job->used_flash) {
        check_chip (job, failure);
        return;
    }
    if (!reset_and_look (job, &local)) {
        ul_job_log (job, _ ("The chip could not be reset: %s"), local->message);
        ul_chip_fail (job->chip, failure != NULL ? failure : local);
        job->reset_failure = g_steal_pointer (&local);
    }
}

/* What was caught is not let run away by a look: the next job finds it as it is. */
static gboolean
leaves_halted (UlJob *job)
{
    if (job->spec->kind == UL_JOB_CONNECT)
        return job->run->mode == UL_CONNECT_CATCH && job->open;
    return job->spec->halt_after;
}

/* After this the probe can be used by anybody, and the next job starts afresh. */
void
ul_job_let_go (UlJob *job)
{
    g_clear_pointer (&job->flash, ul_flash_close);
    if (job->target != NULL) {
        ul_target_set_leave_halted (job->target, leaves_halted (job));
        g_clear_pointer (&job->target, ul_target_free);
    }
    job->ended_us = ul_job_now (job);
    if (job->opened)
        ul_probe_close (job->probe);
    job->opened = FALSE;
}

static void
take_times (UlJob *job)
{
    UlSnapshot snapshot = { 0 };

    ul_progress_finish (job->progress, job->ended_us);
    ul_progress_copy (job->progress, &snapshot);
    for (guint i = 0; i < UL_N_PHASES; i++)
        job->result->time_us[i] = snapshot.phases[i].time_us;
    job->result->total_us = snapshot.elapsed_us;
    ul_snapshot_clear (&snapshot);
}

static void
add_sentence (char **text, const char *sentence)
{
    if (sentence == NULL)
        return;
    char *both = ul_words_sentences (*text, sentence);
    g_free (*text);
    *text = both;
}

/* What was begun and what was not, so that nobody has to find out. */
static char *
describe_tally (UlJob *job)
{
    UlJobKind kind = job->spec->kind;
    UlSnapshot snapshot = { 0 };
    g_auto (UlTally) tally = { 0 };

    if (!job->result->touched ||
        (kind != UL_JOB_PROGRAM && kind != UL_JOB_ERASE && kind != UL_JOB_UNPROTECT))
        return NULL;
    ul_progress_copy (job->progress, &snapshot);
    ul_tally_init (&tally, &snapshot, kind == UL_JOB_ERASE);
    ul_snapshot_clear (&snapshot);
    return ul_tally_describe (&tally, kind == UL_JOB_ERASE);
}

static void
fail (UlJob *job, const GError *error)
{
    UlJobResult *result = job->result;

    result->left_as = ul_job_describe_state (job);
    result->tally = describe_tally (job);
    result->cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    result->problem = ul_problem_new (error);
    add_sentence (&result->problem->cause, result->left_as);
    ul_job_point_to_finisher (job);
    ul_job_log (job, "%s: %s", result->problem->title, result->problem->cause);
    if (result->tally != NULL)
        ul_job_log (job, "%s", result->tally);
}

/* A wire or a probe that failed half-way says what state the connection is in. */
static void
judge_chip (UlJob *job, const GError *error)
{
    if (error == NULL || error->domain != UL_ERROR)
        return;
    if (is_out_of_reach (error) || error->code == UL_ERROR_TARGET_RESETTING)
        ul_chip_fail (job->chip, error);
}

void
ul_job_settle (UlJob *job, const GError *error)
{
    UlJobResult *result = job->result;

    judge_chip (job, error);
    take_times (job);
    result->ok = error == NULL;
    if (result->ok)
        ul_job_drop_finisher (job);
    result->device = job->device;
    result->chip_id = g_strdup (job->chip_id);
    result->protection = job->chip->protection;
    result->have_protection = job->device != NULL && job->chip->state >= UL_SESSION_LOCKED;
    if (error != NULL)
        fail (job, error);
    g_autofree char *report = ul_job_result_describe (result);
    ul_job_log (job, "%s", report);
    if (job->facts != NULL && job->chip->state == UL_SESSION_READY)
        ul_chip_set_facts (job->chip, job->facts, job->n_facts);
}
