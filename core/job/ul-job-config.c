/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration field must not stay erased: a chip that finds it so at its next reset is
 * locked. While the job's reset is still to come, the chip is open and the field can be written. */
#include "ul-job.h"

#include <glib/gi18n.h>
#include <string.h>

#define BLANK     0xFF
#define UNSECURED 0xFE

/* Whether the field may stay: it leaves the chip open, or locks it as was agreed. */
static gboolean
is_good (UlJob *job, const guint8 *field)
{
    guint index = ul_fcf_get_fsec_index (job->device);
    UlFcf fcf;

    ul_fcf_decode (job->device, field, &fcf);
    if (!fcf.secured)
        return TRUE;
    for (guint i = 0; job->plan != NULL && i < job->plan->steps->len; i++) {
        const UlStep *step = &g_array_index (job->plan->steps, UlStep, i);
        if (step->has_fcf && step->data != NULL)
            return field[index] != BLANK &&
                   step->data[job->device->fcf_address - step->address + index] == field[index];
    }
    return FALSE;
}

/* What to write into the sector: the bytes that stand in the unit of FSEC, and 0xFE. */
static void
set_work (UlJob *job, const guint8 *field, gboolean erase, UlSectorWork *work, guint8 *data)
{
    const UlDevice *device = job->device;
    guint fsec = ul_fcf_get_fsec_index (device);
    guint32 unit = ul_device_find_region (device, device->fcf_address)->unit;
    guint32 at = device->fcf_address - work->address, first = fsec - fsec % unit;

    memset (data, BLANK, work->size);
    if (!erase)
        memcpy (data + at + first, field + first, MIN (unit, UL_FCF_SIZE - first));
    data[at + fsec] = UNSECURED;
    work->erase = erase;
    work->data = data;
}

static gboolean
write_field (UlJob *job, const guint8 *field, gboolean erase)
{
    int sector = ul_device_find_sector (job->device, job->device->fcf_address);
    UlSectorWork work = { 0 };

    ul_device_get_sector (job->device, sector, &work.address, &work.size, NULL);
    g_autofree guint8 *data = g_malloc (work.size);
    set_work (job, field, erase, &work, data);
    return ul_flash_run_direct (job->flash, &work, 1, NULL);
}

static gboolean
read_field (UlJob *job, guint8 *field)
{
    return ul_target_read_mem (job->target, job->device->fcf_address, field, UL_FCF_SIZE, NULL);
}

/* Returns: what became of the field. */
static UlConfigState
save_config (UlJob *job)
{
    guint index = ul_fcf_get_fsec_index (job->device);
    guint8 field[UL_FCF_SIZE];

    if (job->flash == NULL || !ul_flash_stop (job->flash, NULL) || !read_field (job, field))
        return UL_CONFIG_LOST;
    if (is_good (job, field))
        return UL_CONFIG_WRITTEN;
    /* Programmed in part, its unit may take no more bits: then the sector is erased for it. */
    for (guint try = 0; try < 2; try++) {
        write_field (job, field, try > 0);
        if (!read_field (job, field))
            return UL_CONFIG_LOST;
        if (field[index] == UNSECURED)
            return UL_CONFIG_SAVED;
    }
    return UL_CONFIG_LOST;
}

void
ul_job_save_config (UlJob *job)
{
    int sector;

    if (job->config != UL_CONFIG_AT_RISK)
        return;
    job->config = save_config (job);
    if (job->config == UL_CONFIG_SAVED)
        ul_job_log (job, _ ("The lock settings were made safe: FSEC 0xFE"));
    sector = ul_device_find_sector (job->device, job->device->fcf_address);
    if (job->config != UL_CONFIG_WRITTEN && sector >= 0)
        ul_job_set_fact (job, sector,
                         job->config == UL_CONFIG_SAVED ? UL_CONTENT_DATA : UL_CONTENT_UNKNOWN,
                         FALSE, 0);
}

gboolean
ul_job_would_lock (UlJob *job)
{
    const UlProtection *protection = &job->chip->protection;

    return job->open && job->device->has_fcf && protection->have_fcf &&
           protection->fcf[ul_fcf_get_fsec_index (job->device)] == BLANK;
}

gboolean
ul_job_rescue (UlJob *job, GError **error)
{
    ul_job_log (job, _ ("The lock settings are erased, and the next reset would lock the chip"));
    job->flash = ul_flash_open_full (job->target, job->device,
                                     UL_FLASH_NO_LOADER | UL_FLASH_NO_RESET, error);
    if (job->flash == NULL)
        return FALSE;
    job->used_flash = job->result->touched = TRUE;
    job->config = UL_CONFIG_AT_RISK;
    ul_job_save_config (job);
    g_clear_pointer (&job->flash, ul_flash_close);
    if (job->config != UL_CONFIG_LOST)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_FLASH_FAILED,
                 _ ("The erased lock settings at 0x%08X cannot be written"),
                 job->device->fcf_address);
    return FALSE;
}

char *
ul_job_describe_state (UlJob *job)
{
    gboolean changes = job->spec->kind == UL_JOB_PROGRAM || job->spec->kind == UL_JOB_ERASE ||
                       job->spec->kind == UL_JOB_UNLOCK || job->spec->kind == UL_JOB_UNPROTECT;

    if (!changes)
        return NULL;
    if (!job->result->touched)
        return g_strdup (_ ("Nothing was changed."));
    if (job->spec->kind == UL_JOB_UNLOCK && !job->device->has_fcf)
        return g_strdup (_ ("Erasing had begun: what was on the chip is lost, at least in part."));
    if (job->config == UL_CONFIG_SAVED)
        return g_strdup (_ ("The lock settings were made safe, so the chip stays reachable."));
    if (job->config == UL_CONFIG_LOST)
        return g_strdup (_ ("The lock settings may be erased: after its next reset the chip is "
                            "then locked, and has to be unlocked."));
    return NULL;
}
