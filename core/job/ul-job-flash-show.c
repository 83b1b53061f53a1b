/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is told of a sector as the flash gets on with it. */
#include "ul-job-flash.h"

#include <glib/gi18n.h>

/* The plan's prediction, corrected by how the sectors so far have kept to it. */
static void
show_left (UlFlashing *self)
{
    gint64 total = self->job->plan->predicted_us;
    gint64 spent = ul_job_now (self->job) - self->start_us;
    gint64 left = MAX (total - (gint64) self->predicted_done_us, 0);

    if (self->predicted_done_us > 0 && spent > 0)
        left = (gint64) ((double) left * (double) spent / (double) self->predicted_done_us);
    ul_progress_set_left (self->job->progress, left);
}

void
ul_flashing_advance (UlFlashing *self, UlPhase phase, guint64 done, guint64 total)
{
    if (!self->job->entered[phase])
        ul_job_enter (self->job, phase, total);
    ul_job_advance (self->job, phase, done);
    show_left (self);
}

static void
show_programming (UlFlashing *self, const UlStep *step, guint32 offset)
{
    guint64 part = step->size > 0 ? (guint64) step->bytes * offset / step->size : 0;

    ul_flashing_advance (self, UL_PHASE_PROGRAM, self->programmed + part,
                         self->job->plan->bytes_to_program);
    ul_progress_set_activity (self->job->progress, step->sector, UL_ACTIVITY_PROGRAMMING,
                              step->size > 0 ? 255ull * offset / step->size : 255);
}

static void
show_erased (UlFlashing *self, const UlStep *step)
{
    self->n_erased++;
    ul_flashing_advance (self, UL_PHASE_ERASE, self->n_erased, self->job->plan->n_erase);
    ul_progress_set_activity (self->job->progress, step->sector, UL_ACTIVITY_ERASED, 0);
    ul_job_set_fact (self->job, step->sector, UL_CONTENT_BLANK, FALSE, 0);
}

static void
show_programmed (UlFlashing *self, const UlStep *step, const UlSectorWork *work)
{
    self->programmed += step->bytes;
    ul_flashing_advance (self, UL_PHASE_PROGRAM, self->programmed,
                         self->job->plan->bytes_to_program);
    ul_progress_set_activity (self->job->progress, step->sector,
                              work->check ? UL_ACTIVITY_VERIFYING : UL_ACTIVITY_PROGRAMMED, 0);
    if (step->bytes > 0)
        ul_job_set_fact (self->job, step->sector, UL_CONTENT_DATA, FALSE, 0);
}

static void
show_checked (UlFlashing *self, const UlStep *step, const UlSectorWork *work)
{
    gboolean right = work->crc == step->data_crc;
    UlActivity done = step->kind == UL_STEP_ERASE ? UL_ACTIVITY_ERASED : UL_ACTIVITY_VERIFIED;

    self->verified += step->size;
    ul_flashing_advance (self, UL_PHASE_VERIFY, self->verified, self->bytes_to_verify);
    ul_progress_set_activity (self->job->progress, step->sector, right ? done : UL_ACTIVITY_FAILED,
                              0);
    if (!right)
        ul_job_log (self->job, _ ("Sector %u at 0x%08X does not hold what was expected"),
                    step->sector, step->address);
}

static void
begin (UlFlashing *self, const UlStep *step)
{
    self->job->result->touched = TRUE;
    if (step->has_fcf)
        self->job->config = UL_CONFIG_AT_RISK;
}

static void
end (UlFlashing *self, const UlStep *step)
{
    self->predicted_done_us += step->predicted_us;
    if (step->has_fcf)
        self->job->config = UL_CONFIG_WRITTEN;
}

void
ul_flashing_on_event (UlFlashEvent event, guint32 address, guint32 bytes, gpointer user_data)
{
    UlFlashing *self = user_data;
    int sector = ul_device_find_sector (self->job->device, address);
    int i = sector >= 0 ? self->work_of[sector] : -1;

    g_return_if_fail (i >= 0);
    const UlStep *step = self->steps[i];
    const UlSectorWork *work = &self->work[i];

    switch (event) {
    case UL_FLASH_EVENT_ERASING:
        begin (self, step);
        ul_flashing_advance (self, UL_PHASE_ERASE, self->n_erased, self->job->plan->n_erase);
        ul_progress_set_activity (self->job->progress, step->sector, UL_ACTIVITY_ERASING, 0);
        break;
    case UL_FLASH_EVENT_ERASED:
        show_erased (self, step);
        break;
    case UL_FLASH_EVENT_PROGRAMMING:
        begin (self, step);
        show_programming (self, step, bytes);
        break;
    case UL_FLASH_EVENT_PROGRAMMED:
        show_programmed (self, step, work);
        if (!work->check)
            end (self, step);
        break;
    case UL_FLASH_EVENT_CHECKED:
        show_checked (self, step, work);
        end (self, step);
        break;
    case UL_FLASH_EVENT_SENT:
        ul_progress_book (self->job->progress, UL_PHASE_PROGRAM, ul_job_now (self->job));
        break;
    case UL_FLASH_EVENT_FAILED:
        ul_progress_set_activity (self->job->progress, step->sector, UL_ACTIVITY_FAILED, 0);
        ul_job_set_fact (self->job, step->sector, UL_CONTENT_UNKNOWN, FALSE, 0);
        break;
    }
}
