/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Does what the plan says, and tells of it sector by sector. */
#include "ul-job-flash.h"

#include <glib/gi18n.h>

static void
flashing_clear (UlFlashing *self)
{
    g_free (self->work);
    g_free (self->steps);
    g_free (self->work_of);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlFlashing, flashing_clear)

static void
set_work (UlFlashing *self, guint i, const UlStep *step)
{
    const UlJob *job = self->job;
    gboolean erase = step->kind == UL_STEP_ERASE || step->kind == UL_STEP_REWRITE;

    self->steps[i] = step;
    self->work_of[step->sector] = i;
    self->work[i] = (UlSectorWork){ .address = step->address,
                                    .size = step->size,
                                    .erase = erase && !job->plan->erase_all && !step->by_block,
                                    .data = step->kind == UL_STEP_ERASE ? NULL : step->data,
                                    .check = !job->spec->no_verify };
    if (!job->spec->no_verify)
        self->bytes_to_verify += step->size;
}

static void
flashing_init (UlFlashing *self, UlJob *job)
{
    g_autoptr (GArray) order = ul_plan_get_order (job->plan);

    *self = (UlFlashing){ .job = job, .n = order->len };
    self->work = g_new0 (UlSectorWork, self->n);
    self->steps = g_new0 (const UlStep *, self->n);
    self->work_of = g_new (int, job->n_facts);
    for (guint i = 0; i < job->n_facts; i++)
        self->work_of[i] = -1;
    for (guint i = 0; i < self->n; i++)
        set_work (self, i,
                  &g_array_index (job->plan->steps, UlStep, g_array_index (order, guint, i)));
    self->bytes_to_verify += ul_job_count_read_back (job);
    self->start_us = ul_job_now (job);
}

/* --- what is done --- */

static void
add_sector (UlJob *job, GError *error)
{
    guint32 address, size;
    int sector;

    if (!ul_error_get_where (error, &address, &size))
        return;
    sector = ul_device_find_sector (job->device, address);
    if (sector >= 0)
        ul_error_add_detail (error, "sector", "%d", sector);
}

static gboolean
is_blank (const guint8 *data, guint32 size)
{
    for (guint32 i = 0; i < size; i++)
        if (data[i] != 0xFF)
            return FALSE;
    return TRUE;
}

/* Bytes beyond the place that failed were not written yet: what stands there was never erased. */
static gboolean
is_left_over (UlFlashing *self, const UlSectorWork *work, guint32 end_of_failed)
{
    guint32 rest = work->address + work->size - end_of_failed;
    g_autofree guint8 *data = g_malloc (rest);

    return ul_target_read_mem (self->job->target, end_of_failed, data, rest, NULL) &&
           !is_blank (data, rest);
}

/* A sector whose erase did nothing fails when it is programmed: then that is not what is wrong. */
static void
blame_erase (UlFlashing *self, GError **error)
{
    guint32 address, size;
    int sector = -1;

    if (g_error_matches (*error, UL_ERROR, UL_ERROR_FLASH_FAILED) &&
        ul_error_get_where (*error, &address, &size))
        sector = ul_device_find_sector (self->job->device, address);
    int i = sector >= 0 ? self->work_of[sector] : -1;
    if (i < 0 || !self->work[i].erased || self->work[i].programmed ||
        !is_left_over (self, &self->work[i], address + size))
        return;

    const UlSectorWork *work = &self->work[i];
    g_clear_error (error);
    g_set_error (error, UL_ERROR, UL_ERROR_FLASH_NOT_BLANK,
                 _ ("The sector at 0x%08X is not blank, although its erase was reported done"),
                 work->address);
    ul_error_set_where (*error, work->address, work->size);
}

/* Whether the failure leaves no doubt about what was done: every sector that was begun is finished,
 * or the chip refused before it began. */
static gboolean
is_clear (const GError *error)
{
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_FLASH_PROTECTED) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_FLASH_COMMAND);
}

static void
note_doubt (UlFlashing *self, guint first, guint n)
{
    UlJob *job = self->job;

    job->result->touched = job->in_doubt = TRUE;
    for (guint i = first; i < first + n; i++)
        if (self->steps[i]->has_fcf && job->config == UL_CONFIG_UNTOUCHED)
            job->config = UL_CONFIG_AT_RISK;
}

static gboolean
run (UlFlashing *self, guint first, guint n, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (n == 0 ||
        ul_flash_run (self->job->flash, self->work + first, n, ul_flashing_on_event, self, &local))
        return TRUE;
    if (!is_clear (local))
        note_doubt (self, first, n);
    blame_erase (self, &local);
    add_sector (self->job, local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static void
note_all_erased (UlFlashing *self)
{
    UlJob *job = self->job;

    for (guint i = 0; i < job->n_facts; i++)
        ul_job_set_fact (job, i, UL_CONTENT_BLANK, FALSE, 0);
    for (guint i = 0; i < self->n; i++)
        ul_progress_set_activity (job->progress, self->steps[i]->sector, UL_ACTIVITY_ERASED, 0);
}

static gboolean
erase_all (UlFlashing *self, GError **error)
{
    UlJob *job = self->job;
    UlFlashTimes times;
    g_autoptr (GError) local = NULL;

    ul_flash_get_times (job->device, &times);
    ul_job_enter (job, UL_PHASE_ERASE, job->plan->n_erase);
    for (guint i = 0; i < self->n; i++)
        ul_progress_set_activity (job->progress, self->steps[i]->sector, UL_ACTIVITY_ERASING, 0);
    if (g_cancellable_set_error_if_cancelled (job->run->cancellable, error))
        return FALSE;
    if (!ul_flash_erase_all (job->flash, &local)) {
        gboolean refused = g_error_matches (local, UL_ERROR, UL_ERROR_FLASH_PROTECTED) ||
                           g_error_matches (local, UL_ERROR, UL_ERROR_FLASH_COMMAND);
        job->result->touched = job->in_doubt = !refused;
        job->config = refused ? UL_CONFIG_UNTOUCHED : UL_CONFIG_AT_RISK;
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    job->result->touched = TRUE;
    job->config = job->device->has_fcf ? UL_CONFIG_AT_RISK : UL_CONFIG_UNTOUCHED;
    self->n_erased = job->plan->n_erase;
    self->predicted_done_us += times.erase_all_us;
    ul_flashing_advance (self, UL_PHASE_ERASE, self->n_erased, self->n_erased);
    note_all_erased (self);
    return TRUE;
}

/* Works that are erased together, from @first on: told of, and settled. */
static void
set_block (UlFlashing *self, guint first, guint32 start, guint32 size, UlActivity activity)
{
    for (guint i = first; i < self->n; i++) {
        const UlStep *step = self->steps[i];

        if (!step->by_block || step->address - start >= size)
            continue;
        ul_progress_set_activity (self->job->progress, step->sector, activity, 0);
        if (activity != UL_ACTIVITY_ERASED)
            continue;
        self->n_erased++;
        ul_job_set_fact (self->job, step->sector, UL_CONTENT_BLANK, FALSE, 0);
    }
}

/* A chip that knows no such command, or whose block is not what we took it for, says so before it
 * begins: then its sectors are erased one by one. */
static void
give_block_up (UlFlashing *self, guint first, guint32 start, guint32 size)
{
    for (guint i = first; i < self->n; i++)
        if (self->steps[i]->by_block && self->steps[i]->address - start < size)
            self->work[i].erase = TRUE;
}

static gboolean
erase_block (UlFlashing *self, guint first, guint32 start, guint32 size, GError **error)
{
    UlJob *job = self->job;
    UlFlashTimes times;
    g_autoptr (GError) local = NULL;

    ul_flash_get_times (job->device, &times);
    ul_flashing_advance (self, UL_PHASE_ERASE, self->n_erased, job->plan->n_erase);
    set_block (self, first, start, size, UL_ACTIVITY_ERASING);
    if (ul_flash_erase_block (job->flash, start, size, &local)) {
        job->result->touched = TRUE;
        set_block (self, first, start, size, UL_ACTIVITY_ERASED);
        self->predicted_done_us += times.erase_block_us;
        ul_flashing_advance (self, UL_PHASE_ERASE, self->n_erased, job->plan->n_erase);
        return TRUE;
    }
    if (g_error_matches (local, UL_ERROR, UL_ERROR_FLASH_COMMAND)) {
        give_block_up (self, first, start, size);
        return TRUE;
    }
    if (!is_clear (local))
        note_doubt (self, first, 1);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
erase_blocks (UlFlashing *self, GError **error)
{
    guint32 start = 0, size = 0, done_start = 0, done_size = 0;

    for (guint i = 0; i < self->n; i++) {
        const UlStep *step = self->steps[i];

        if (!step->by_block || step->address - done_start < done_size ||
            !ul_flash_find_block (self->job->device, step->address, &start, &size))
            continue;
        if (!erase_block (self, i, start, size, error))
            return FALSE;
        done_start = start;
        done_size = size;
    }
    return TRUE;
}

/* From Erase All until the configuration field is written there is no safe point to stop at. */
static gboolean
run_after_erase_all (UlFlashing *self, GError **error)
{
    UlJob *job = self->job;
    guint first = self->n > 0 && self->steps[0]->has_fcf ? 1 : 0;

    ul_target_set_cancellable (job->target, NULL);
    gboolean ok = run (self, 0, first, error);
    ul_target_set_cancellable (job->target, job->run->cancellable);
    return ok && run (self, first, self->n - first, error);
}

/* --- what came of it --- */

static void
count (UlFlashing *self)
{
    UlJobResult *result = self->job->result;

    result->n_erased += self->n_erased;
    for (guint i = 0; i < self->n; i++) {
        const UlSectorWork *work = &self->work[i];
        const UlStep *step = self->steps[i];
        gboolean right = work->checked && work->crc == step->data_crc;

        if (work->programmed) {
            result->n_programmed++;
            result->n_preserved += step->preserves != 0;
            result->bytes += step->bytes;
        }
        result->n_verified += right;
        if (work->checked)
            ul_job_set_fact (self->job, step->sector,
                             right && step->bytes == 0 ? UL_CONTENT_BLANK : UL_CONTENT_DATA, TRUE,
                             work->crc);
    }
}

static gboolean
check (UlFlashing *self, GError **error)
{
    const UlStep *first = NULL;
    guint n_differ = 0;

    for (guint i = 0; i < self->n; i++)
        if (self->work[i].checked && self->work[i].crc != self->steps[i]->data_crc) {
            if (first == NULL || self->steps[i]->address < first->address)
                first = self->steps[i];
            n_differ++;
        }
    return first == NULL || ul_job_fail_verify (self->job, first, n_differ, error);
}

gboolean
ul_job_flash (UlJob *job, GError **error)
{
    g_auto (UlFlashing) self = { 0 };
    gboolean ok;

    flashing_init (&self, job);
    if (job->plan->erase_all)
        ok = erase_all (&self, error) && run_after_erase_all (&self, error);
    else
        ok = erase_blocks (&self, error) && run (&self, 0, self.n, error);
    count (&self);
    return ok && check (&self, error) && ul_job_read_back (job, self.verified, error);
}
