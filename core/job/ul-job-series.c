/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A job on one board of a series: its serial number, the count and the record. */
#include "ul-job.h"

#include <glib/gi18n.h>

gboolean
ul_job_begin_unit (UlJob *job, GError **error)
{
    UlJobSpec *spec = job->spec;

    if (spec->kind != UL_JOB_PROGRAM || spec->series == NULL || spec->image == NULL ||
        spec->scope == UL_SCOPE_SECTORS) /* which makes no board */
        return TRUE;
    job->unit = ul_unit_begin (spec->series, job->run->cancellable, error);
    if (job->unit == NULL)
        return FALSE;
    UlImage *numbered = ul_unit_number_image (job->unit, spec->image, error);
    if (numbered == NULL) {
        g_clear_pointer (&job->unit, ul_unit_free); /* no board was tried */
        return FALSE;
    }
    g_object_unref (spec->image);
    spec->image = numbered;
    job->result->serial_number = g_strdup (ul_unit_get_text (job->unit));
    if (job->result->serial_number != NULL)
        ul_job_log (job, _ ("This board gets the serial number %s"), job->result->serial_number);
    return TRUE;
}

/* Nobody has a board whose job was stopped before it did anything. */
static gboolean
is_attempt (UlJob *job, const GError *error)
{
    return job->result->touched || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

void
ul_job_count_unit (UlJob *job, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (job->unit == NULL || !is_attempt (job, *error))
        return;
    /* A board whose program does not start is not done. */
    if (*error == NULL && job->reset_failure != NULL)
        *error = g_steal_pointer (&job->reset_failure);
    gboolean done = *error == NULL;
    if (ul_unit_count (job->unit, done, &local)) {
        job->result->count = *ul_unit_get_count (job->unit);
        job->result->counted = TRUE;
        return;
    }
    if (!done) {
        ul_job_log (job, "%s", local->message);
        return;
    }
    if (job->result->serial_number != NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_SERIAL_NUMBER,
                     _ ("the board is done and has the number %s, but that could not be kept: %s. "
                        "The next board would get the same number"),
                     job->result->serial_number, local->message);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_SERIAL_NUMBER,
                     _ ("the board is done, but it could not be counted: %s"), local->message);
}

static const char *
get_outcome (const UlJobResult *result)
{
    return result->ok ? "ok" : result->cancelled ? "cancelled" : "failed";
}

static void
fill_line (UlJob *job, UlRecordLine *line)
{
    const UlJobResult *result = job->result;
    GPtrArray *files = job->spec->files;

    line->result = get_outcome (result);
    line->problem = result->problem != NULL ? result->problem->nick : NULL;
    line->device = job->device != NULL ? job->device->name : NULL;
    line->sdid = job->chip->ids.sdid;
    line->chip_id = result->chip_id;
    line->duration_us = result->total_us;
    line->files = files != NULL ? (UlImage *const *) files->pdata : &job->run->spec->image;
    line->n_files = files != NULL ? files->len : 1;
    if (job->probe == NULL)
        return;
    line->probe = ul_probe_get_info (job->probe)->id;
    line->probe_serial = ul_probe_get_info (job->probe)->serial;
}

void
ul_job_record_unit (UlJob *job)
{
    UlJobResult *result = job->result;
    g_autoptr (GError) error = NULL;
    UlRecordLine line = { 0 };

    if (job->unit == NULL)
        return;
    fill_line (job, &line);
    if (ul_unit_record (job->unit, &line, &error))
        return;
    ul_job_log (job, "%s", error->message);
    if (!result->ok)
        return;
    result->ok = FALSE;
    result->problem = ul_problem_new (error);
    g_autofree char *cause = g_steal_pointer (&result->problem->cause);
    /* Translators: two sentences: what happened to the board, why it could not be written down */
    result->problem->cause = g_strdup_printf (_ ("The board is done, but not recorded. %s"), cause);
}
