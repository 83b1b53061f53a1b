/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A backup of a chip with FlexNVM fits only one that has divided it in the same way. One that has
 * not been divided since its mass erase can be; that erases the FlexNVM, and takes effect with a
 * reset. Without power meanwhile the chip is as before or divided, and the same job goes on; or
 * half of it is written, which takes a mass erase. */
#include "ul-job.h"

#include <glib/gi18n.h>

void
ul_job_become (UlJob *job, const UlDevice *device)
{
    UlSectorFacts *facts = ul_plan_carry_facts (job->device, job->facts, device);

    job->undivided = (UlUndivided){ job->device, job->facts, job->n_facts };
    job->device = device;
    job->facts = facts;
    job->n_facts = ul_device_get_n_sectors (device);
}

gboolean
ul_job_choose_division (UlJob *job, GError **error)
{
    const UlDevice *device = job->device;
    gboolean give = FALSE;

    if (!job->spec->division.known)
        return TRUE;
    if (!ul_division_choose (&job->spec->division, &job->chip->ids.division,
                             job->spec->unlock_first, &device, &give, error))
        return FALSE;
    job->divides = give;
    if (give || device != job->device)
        ul_job_become (job, device);
    return TRUE;
}

/* What the chip says of itself: it has been reset since it was changed. */
static gboolean
ask_again (UlJob *job, const UlDevice **device, GError **error)
{
    *device = NULL;
    if (!ul_target_identify (job->target, ul_device_get_row (job->device), device, error))
        return FALSE;
    job->chip->ids.division = ul_target_get_ids (job->target)->division;
    job->chip->ids.fcfg1 = ul_target_get_ids (job->target)->fcfg1;
    job->chip->ids.fcfg2 = ul_target_get_ids (job->target)->fcfg2;
    return TRUE;
}

static gboolean
meet_again (UlJob *job, const UlDevice **device, GError **error)
{
    return ul_target_reset (job->target, UL_RESET_HALT, error) && ask_again (job, device, error);
}

static gboolean
prove (UlJob *job, GError **error)
{
    const UlDevice *device = NULL;

    if (!meet_again (job, &device, error))
        return FALSE;
    if (device == job->device) {
        job->chip->found = device;
        return TRUE;
    }
    g_autofree char *found = ul_division_describe (&job->chip->ids.division, device);
    g_set_error (error, UL_ERROR, UL_ERROR_FLASH_FAILED,
                 _ ("After the reset the FlexNVM is not divided as it should be: %s"), found);
    return FALSE;
}

gboolean
ul_job_divide (UlJob *job, GError **error)
{
    if (!job->divides)
        return TRUE;
    g_autofree char *parts = ul_division_describe (&job->spec->division, job->device);
    ul_job_log (job, _ ("The FlexNVM is divided: %s"), parts);
    if (job->flash == NULL && !ul_job_open_flash (job, error))
        return FALSE;
    job->result->touched = TRUE;
    if (!ul_flash_divide (job->flash, &job->spec->division, error))
        return FALSE;
    g_clear_pointer (&job->flash, ul_flash_close);
    if (!prove (job, error))
        return FALSE;
    job->divides = FALSE;
    job->undivided.device = NULL;
    return ul_job_open_flash (job, error);
}

void
ul_job_lose_division (UlJob *job)
{
    const UlDevice *erased = ul_device_get_row (job->device), *found = NULL;
    UlDivision none;

    ul_division_reset (&none, erased);
    if (none.known)
        ask_again (job, &found, NULL); /* what its registers say: that it is erased, is proven */
    job->chip->ids.division = none;
    if (job->undivided.device == NULL)
        return;
    job->undivided.device = job->divides ? erased : NULL;
    if (!job->divides)
        job->chip->found = erased;
}

/* How far it has come nobody but the chip knows; of the FlexNVM nothing is known then. */
static void
forget (UlJob *job, const UlDevice *device)
{
    UlSectorFacts *facts = ul_plan_carry_facts (job->device, job->facts, device);

    g_free (job->facts);
    job->facts = facts;
    job->device = device;
    job->n_facts = ul_device_get_n_sectors (device);
    for (guint i = 0; i < job->n_facts; i++) {
        const UlRegion *region = NULL;
        ul_device_get_sector (device, i, NULL, NULL, &region);
        if (region->kind != UL_REGION_PROGRAM_FLASH)
            job->facts[i] = (UlSectorFacts){ UL_CONTENT_UNKNOWN, FALSE, 0 };
    }
    g_clear_pointer (&job->plan, ul_plan_free);
    job->chip->found = device;
    ul_job_show_sectors (job);
}

/* As nothing was done, all is as it was found. */
static void
take_back (UlJob *job)
{
    UlUndivided *undivided = &job->undivided;

    g_free (job->facts);
    job->facts = g_steal_pointer (&undivided->facts);
    job->n_facts = undivided->n_facts;
    job->device = job->chip->found = undivided->device;
    g_clear_pointer (&job->plan, ul_plan_free);
    ul_job_show_sectors (job);
}

void
ul_job_leave_undivided (UlJob *job)
{
    const UlDevice *found = NULL;

    if (job->undivided.device == NULL)
        return;
    job->divides = FALSE;
    if (!job->result->touched)
        take_back (job);
    else
        forget (job, meet_again (job, &found, NULL) ? found : job->undivided.device);
    job->undivided.device = NULL;
}
