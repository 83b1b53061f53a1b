/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BLANK_CHECK: whether the flash that was asked for is erased. */
#include "ul-job.h"

#include <glib/gi18n.h>

static gboolean
fail_not_blank (const UlStep *first, guint n_filled, guint n_steps, GError **error)
{
    g_autoptr (GError) local =
        g_error_new (UL_ERROR, UL_ERROR_NOT_BLANK,
                     ngettext ("%u of %u sectors holds data, the first of them at 0x%08X",
                               "%u of %u sectors hold data, the first of them at 0x%08X", n_filled),
                     n_filled, n_steps, first->address);

    ul_error_set_where (local, first->address, first->size);
    if (n_filled == 1)
        ul_error_add_detail (local, "sector", "%u", first->sector);
    ul_error_add_detail (local, "sectors with data", "%u", n_filled);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

/* A mass erase leaves FSEC unsecured: a chip that is wholly erased would be locked. */
static gboolean
is_blank (UlJob *job, guint sector)
{
    if (job->facts[sector].content == UL_CONTENT_BLANK)
        return TRUE;
    if (!ul_job_is_fresh_config (job->device, job->facts, sector))
        return FALSE;
    ul_job_log (job,
                _ ("Sector %u is erased but for FSEC 0xFE, as a mass erase leaves it: that counts "
                   "as blank"),
                sector);
    return TRUE;
}

gboolean
ul_job_do_blank_check (UlJob *job, GError **error)
{
    const UlStep *first = NULL;
    guint n_filled = 0;

    if (!ul_job_look (job, error) || !ul_job_make_plan (job, error))
        return FALSE;
    for (guint i = 0; i < job->plan->steps->len; i++) {
        const UlStep *step = &g_array_index (job->plan->steps, UlStep, i);
        gboolean blank = is_blank (job, step->sector);

        ul_progress_set_activity (job->progress, step->sector,
                                  blank ? UL_ACTIVITY_VERIFIED : UL_ACTIVITY_FAILED, 0);
        job->result->bytes += step->size;
        if (blank)
            job->result->n_verified++;
        else if (n_filled++ == 0)
            first = step;
    }
    return first == NULL || fail_not_blank (first, n_filled, job->plan->steps->len, error);
}
