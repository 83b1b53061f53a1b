/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-flash-pipeline.h"

#include "ul-error.h"
#include "ul-flash-status.h"
#include "ul-loader-code.h"

#include <glib/gi18n.h>

#define SLACK_US          100000
#define LOOK_AGAIN_US     20000 /* of silence, beyond what is typical */
#define SHORTEST_SLEEP_US 100u
#define LONGEST_SLEEP_US  5000u

/* What a step counts for at most. A longer one is the probe's or this machine's: the routine knows
 * of its command only at the end of an exchange, and may have waited for it. */
#define LONGEST_STEP_US 10000

static void
tell (UlPipeline *self, UlFlashEvent event, guint work, guint32 bytes)
{
    if (self->func != NULL)
        self->func (event, self->work[work].address, bytes, self->user_data);
}

static guint32
typical_us (UlPipeline *self, const UlOp *op)
{
    const UlFlashTimes *times = &self->flash->model.times;

    switch (op->stage) {
    case UL_STAGE_ERASE:
        return times->erase_sector_us;
    case UL_STAGE_PROGRAM:
        return (guint64) times->program_kib_us * op->length / 1024;
    case UL_STAGE_CHECK:
        break;
    }
    return (guint64) times->crc_kib_us * self->work[op->work].size / 1024;
}

static guint32
deadline_us (UlPipeline *self, const UlOp *op)
{
    const UlFlashTimes *times = &self->flash->model.times;

    switch (op->stage) {
    case UL_STAGE_ERASE:
        return 2 * times->max_erase_sector_us + SLACK_US;
    case UL_STAGE_PROGRAM:
        return op->length / self->flash->model.unit * times->max_program_unit_us * 2 + SLACK_US;
    case UL_STAGE_CHECK:
        break;
    }
    return 10 * typical_us (self, op) + SLACK_US;
}

static void
note_start (UlPipeline *self, guint32 index)
{
    UlOp *op = ul_pipeline_op (self, index);

    if (self->started > index || index >= ul_loader_get_head (self->loader))
        return;
    self->started = index + 1;
    if (op->stage == UL_STAGE_ERASE)
        tell (self, UL_FLASH_EVENT_ERASING, op->work, 0);
    else if (op->stage == UL_STAGE_PROGRAM)
        tell (self, UL_FLASH_EVENT_PROGRAMMING, op->work, op->offset);
}

/* Sectors without a single byte to program are done all the same. */
static void
note_blank_data (UlPipeline *self, UlSectorWork *work, guint index)
{
    guint32 offset = 0, length;

    if (work->data == NULL || work->programmed ||
        ul_pipeline_next_run (self, work, &offset, &length))
        return;
    work->programmed = TRUE;
    tell (self, UL_FLASH_EVENT_PROGRAMMED, index, work->size);
}

static gboolean
note_done (UlPipeline *self, UlOp *op, GError **error)
{
    UlSectorWork *work = &self->work[op->work];

    switch (op->stage) {
    case UL_STAGE_ERASE:
        work->erased = TRUE;
        tell (self, UL_FLASH_EVENT_ERASED, op->work, work->size);
        note_blank_data (self, work, op->work);
        return TRUE;
    case UL_STAGE_PROGRAM:
        self->buffers_freed = op->before.buffer + 1;
        work->programmed = op->last;
        tell (self, op->last ? UL_FLASH_EVENT_PROGRAMMED : UL_FLASH_EVENT_PROGRAMMING, op->work,
              op->last ? work->size : op->offset + op->length);
        return TRUE;
    case UL_STAGE_CHECK:
        break;
    }
    note_blank_data (self, work, op->work);
    work->crc = op->crc;
    work->checked = TRUE;
    if (!ul_flash_check_result (work, error)) {
        tell (self, UL_FLASH_EVENT_FAILED, op->work, 0);
        return FALSE;
    }
    tell (self, UL_FLASH_EVENT_CHECKED, op->work, work->size);
    return TRUE;
}

static void
ask_results (UlPipeline *self)
{
    for (guint32 i = self->tail; i < ul_loader_get_head (self->loader); i++) {
        UlOp *op = ul_pipeline_op (self, i);

        op->result_asked =
            op->stage == UL_STAGE_CHECK && ul_loader_ask_result (self->loader, i, &op->crc);
    }
}

static gboolean
fail (UlPipeline *self, const UlLoaderStatus *status, GError **error)
{
    UlOp *op = ul_pipeline_op (self, status->tail);
    UlSectorWork *work = &self->work[op->work];
    UlFlashCommand command = { op->stage == UL_STAGE_ERASE ? UL_FLASH_OP_ERASE_SECTOR
                                                           : UL_FLASH_OP_PROGRAM,
                               work->address, work->size, NULL };

    ul_loader_stop (self->loader);
    tell (self, UL_FLASH_EVENT_FAILED, op->work, 0);
    if ((status->status & UL_LOADER_STATUS_FAILED) == 0) {
        g_set_error (error, UL_ERROR, UL_ERROR_LOADER_FAILED,
                     _ ("The flash routine crashed at 0x%08X"), status->address);
        return FALSE;
    }
    if (op->stage == UL_STAGE_PROGRAM) {
        guint32 failed = ul_flash_model_bus_address (self->flash->device, status->address);

        /* Trust the address no further than the sector that it must be in. */
        if (failed >= work->address && failed - work->address < work->size) {
            command.address = failed;
            command.size =
                self->flash->model.section_unit != 0 ? op->length : self->flash->model.unit;
        }
    }
    ul_flash_set_error (self->flash, status->status & 0xFF, &command, error);
    return FALSE;
}

/* Takes what is done; @n_done counts it. */
static gboolean
consume (UlPipeline *self, const UlLoaderStatus *status, guint *n_done, GError **error)
{
    guint32 head = MAX (ul_loader_get_head (self->loader), self->tail);

    *n_done = 0;
    for (; self->tail < MIN (status->tail, head); self->tail++) {
        UlOp *op = ul_pipeline_op (self, self->tail);

        if (op->stage == UL_STAGE_CHECK && !op->result_asked)
            return TRUE; /* it comes with the next exchange */
        note_start (self, self->tail);
        if (!note_done (self, op, error))
            return FALSE;
        ++*n_done;
    }
    if ((status->status & (UL_LOADER_STATUS_FAILED | UL_LOADER_STATUS_CRASHED)) != 0)
        return fail (self, status, error);
    if ((status->status & UL_LOADER_STATUS_BUSY) != 0 && status->tail == self->tail)
        note_start (self, self->tail);
    return TRUE;
}

/* --- stopping --- */

/* Sectors that the routine has begun to work on, even if their commands were taken back since. */
static guint
count_begun (UlPipeline *self, const UlLoaderStatus *status)
{
    guint32 end = status->tail + ((status->status & UL_LOADER_STATUS_BUSY) != 0 ? 1 : 0);
    guint begun = self->begun;

    for (guint32 i = self->tail; i < end; i++)
        begun = MAX (begun, ul_pipeline_op (self, i)->work + 1);
    return begun;
}

/* Lets the producer make only what belongs to sectors that were begun, and takes back the rest. */
static void
take_back (UlPipeline *self)
{
    self->limit = self->begun;
    for (guint32 i = self->tail; i < ul_loader_get_head (self->loader); i++)
        if (ul_pipeline_op (self, i)->work >= self->limit) {
            self->cursor = ul_pipeline_op (self, i)->before;
            ul_loader_set_head (self->loader, i);
            break;
        }
}

/* --- the loop --- */

static gboolean
check_progress (UlPipeline *self, const UlLoaderStatus *status, guint n_done, GError **error)
{
    gint64 now = ul_debug_port_get_time_us (self->flash->target->port);
    const UlOp *op = ul_pipeline_op (self, self->tail);
    gint64 step_us = MIN (now - self->seen, LONGEST_STEP_US);

    self->seen = now;
    self->waited_us += step_us;
    self->unlooked_us += step_us;
    if (n_done > 0 || status->progress != self->seen_progress ||
        self->tail >= ul_loader_get_head (self->loader)) {
        self->waited_us = self->unlooked_us = 0;
        self->seen_progress = status->progress;
        return TRUE;
    }
    if (self->waited_us > deadline_us (self, op)) {
        tell (self, UL_FLASH_EVENT_FAILED, op->work, 0);
        ul_loader_diagnose (self->loader, error);
        return FALSE;
    }
    if (self->unlooked_us <= typical_us (self, op) + LOOK_AGAIN_US)
        return TRUE;
    self->unlooked_us = 0;
    if (ul_loader_looks_alive (self->loader))
        return TRUE;
    tell (self, UL_FLASH_EVENT_FAILED, op->work, 0);
    ul_loader_diagnose (self->loader, error);
    return FALSE;
}

static gboolean
is_finished (UlPipeline *self, const UlLoaderStatus *status)
{
    return self->cursor.work >= self->limit && self->tail == ul_loader_get_head (self->loader) &&
           status->tail == self->tail && (status->status & UL_LOADER_STATUS_BUSY) == 0;
}

static gboolean
pause_a_little (UlPipeline *self, GError **error)
{
    guint32 us = typical_us (self, ul_pipeline_op (self, self->tail)) / 4;

    return ul_debug_port_sleep (self->flash->target->port,
                                CLAMP (us, SHORTEST_SLEEP_US, LONGEST_SLEEP_US), error);
}

static gboolean
step (UlPipeline *self, gboolean *finished, GError **error)
{
    UlLoaderStatus status;
    guint n_done = 0;
    guint n_made = ul_pipeline_produce (self);

    ask_results (self);
    if (!ul_loader_exchange (self->loader, &status, error))
        return FALSE;
    if (status.tail - self->tail > ul_loader_get_n_slots (self->loader)) {
        ul_loader_diagnose (self->loader, error); /* not a count that the routine can write */
        return FALSE;
    }
    /* On a slow wire that takes longer than all that the chip does meanwhile. */
    if (self->sent > 0)
        tell (self, UL_FLASH_EVENT_SENT, self->sent_work, self->sent);
    self->begun = count_begun (self, &status);
    if (!consume (self, &status, &n_done, error))
        return FALSE;
    if (g_cancellable_is_cancelled (self->cancellable))
        take_back (self);
    *finished = is_finished (self, &status);
    if (*finished)
        return TRUE;
    if (!check_progress (self, &status, n_done, error))
        return FALSE;
    return n_made > 0 || n_done > 0 || pause_a_little (self, error);
}

static gboolean
loop (UlPipeline *self, GError **error)
{
    gboolean finished = FALSE;

    while (!finished)
        if (!step (self, &finished, error)) {
            ul_loader_stop (self->loader);
            return FALSE;
        }
    /* What needed no command at all. */
    for (guint i = 0; i < self->limit; i++)
        note_blank_data (self, &self->work[i], i);
    return self->limit == self->n_work ||
           !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

gboolean
ul_flash_pipeline_run (UlFlash *self, UlSectorWork *work, guint n_work, UlFlashFunc func,
                       gpointer user_data, GError **error)
{
    UlDebugPort *port = self->target->port;
    g_autofree UlPipeline *pipeline = g_new0 (UlPipeline, 1);

    if (!ul_loader_ensure_running (self->loader, error))
        return FALSE;
    *pipeline = (UlPipeline){ .flash = self,
                              .loader = self->loader,
                              .work = work,
                              .n_work = n_work,
                              .limit = n_work,
                              .func = func,
                              .user_data = user_data,
                              .cancellable = ul_debug_port_get_cancellable (port) };
    pipeline->tail = pipeline->started = ul_loader_get_head (self->loader);
    pipeline->seen = ul_debug_port_get_time_us (port);
    /* A stop is honoured between sectors, not in the middle of an exchange. */
    ul_debug_port_set_cancellable (port, NULL);
    gboolean ok = loop (pipeline, error);
    ul_debug_port_set_cancellable (port, pipeline->cancellable);
    return ok;
}
