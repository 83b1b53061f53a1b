/* SPDX-License-Identifier: GPL-2.0-or-later */
/* After a change: whether the sectors that it was not about are as they were. A wrong block size, a
 * supply that sinks or a worn cell can change them, and nobody would look there. */
#include "ul-job.h"

#include <glib/gi18n.h>

typedef struct {
    UlJob *job;
    gboolean *touched; /* by sector: the plan changes it */
    guint n_changed;
    int first; /* sector that changed; -1: none */
    int last;  /* of its run of neighbours */
} Audit;

static void
audit_clear (Audit *self)
{
    g_free (self->touched);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Audit, audit_clear)

static void
audit_init (Audit *self, UlJob *job)
{
    *self = (Audit){ .job = job, .first = -1, .last = -1 };
    self->touched = g_new0 (gboolean, job->n_facts);
    for (guint i = 0; i < job->plan->steps->len; i++) {
        const UlStep *step = &g_array_index (job->plan->steps, UlStep, i);
        self->touched[step->sector] = step->kind >= UL_STEP_ERASE;
    }
}

static gboolean
is_watched (Audit *self, guint sector)
{
    return !self->touched[sector] && self->job->before[sector].have_crc;
}

static void
note_change (Audit *self, guint sector, guint32 crc)
{
    if (self->first < 0)
        self->first = (int) sector;
    if (self->n_changed++ == 0 || self->last + 1 == (int) sector)
        self->last = (int) sector;
    ul_job_set_fact (self->job, sector, UL_CONTENT_DATA, TRUE, crc);
    ul_progress_set_activity (self->job->progress, sector, UL_ACTIVITY_FAILED, 0);
}

/* Neighbours of one region that are checked in one go, from @first up to @end at most. Returns: the
 * sector after them, or -1 with @error */
static int
audit_run (Audit *self, guint first, guint end, GError **error)
{
    guint32 address, size;
    guint n = 0;

    while (first + n < end && is_watched (self, first + n))
        n++;
    if (n == 0)
        return (int) first + 1;
    g_autofree guint32 *crcs = g_new0 (guint32, n);
    ul_device_get_sector (self->job->device, first, &address, &size, NULL);
    if (!ul_flash_crc_sectors (self->job->flash, address, size, n, crcs, NULL, NULL, error))
        return -1;
    for (guint i = 0; i < n; i++)
        if (crcs[i] != self->job->before[first + i].crc)
            note_change (self, first + i, crcs[i]);
    return (int) (first + n);
}

static gboolean
audit_region (Audit *self, const UlRegion *region, GError **error)
{
    int sector = ul_device_find_sector (self->job->device, region->start);
    int end = sector + (int) (region->size / region->sector_size);

    while (sector >= 0 && sector < end)
        sector = audit_run (self, (guint) sector, (guint) end, error);
    return sector >= 0;
}

static gboolean
tell (Audit *self, GError **error)
{
    guint32 start, end, size;

    ul_device_get_sector (self->job->device, (guint) self->first, &start, NULL, NULL);
    ul_device_get_sector (self->job->device, (guint) self->last, &end, &size, NULL);
    g_autoptr (GError) local = g_error_new (
        UL_ERROR, UL_ERROR_FLASH_COLLATERAL,
        ngettext ("%u sector at 0x%08X was not part of this job, but differs from before",
                  "%u sectors from 0x%08X on were not part of this job, but differ from before",
                  self->n_changed),
        self->n_changed, start);
    ul_error_set_where (local, start, end + size - start);
    ul_error_add_detail (local, "sector", "%d", self->first);
    ul_error_add_detail (local, "sectors that changed", "%u", self->n_changed);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

/* Where everything was erased there is nothing else; without a routine in RAM it would take as long
 * as the job. */
static gboolean
is_worth_it (UlJob *job)
{
    return !job->plan->erase_all && !job->spec->unlock_first && !job->spec->no_verify &&
           job->before != NULL && ul_flash_uses_loader (job->flash);
}

gboolean
ul_job_audit (UlJob *job, GError **error)
{
    g_auto (Audit) self = { 0 };

    if (!is_worth_it (job))
        return TRUE;
    audit_init (&self, job);
    for (guint i = 0; i < job->device->n_regions; i++)
        if (!audit_region (&self, &job->device->regions[i], error))
            return FALSE;
    return self.first < 0 || tell (&self, error);
}
