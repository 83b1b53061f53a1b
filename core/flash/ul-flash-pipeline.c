/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keeps the routine in RAM busy: the producer turns sectors into commands and sends them with their
 * bytes while earlier ones are carried out; the consumer reads from the mailbox what is done.
 *
 * The producer is deterministic, so it can be set back to any command that has not started, and
 * even to one that has: it would write the same bytes to the same places again. That is how a stop
 * by the user takes back the sectors that nobody has begun.
 */
#include "ul-flash-private.h"

#include "ul-error.h"
#include "ul-flash-status.h"
#include "ul-ftfx-loader.h"

#include <glib/gi18n.h>

#define MAX_OPS           32 /* slots of the ring */
#define BYTES_PER_FLUSH   4096u
#define SLACK_US          100000
#define LOOK_AGAIN_US     20000 /* of silence, beyond what is typical */
#define SHORTEST_SLEEP_US 100u
#define LONGEST_SLEEP_US  5000u
#define COPY_GRANULE      16u /* the routine copies sections in such pieces */

typedef enum {
    STAGE_ERASE,
    STAGE_PROGRAM,
    STAGE_CHECK,
} Stage;

/* Where the producer stands. */
typedef struct {
    guint work;
    Stage stage;
    guint32 offset; /* in the sector's data */
    guint buffer;   /* counts up for ever */
} Cursor;

typedef struct {
    Cursor before; /* the producer, when it was about to make this command */
    guint work;
    Stage stage;
    guint32 offset, length; /* PROGRAM: bytes of the sector */
    gboolean last;          /* PROGRAM: no more for this sector */
    gboolean result_asked;  /* CHECK: the value comes with this exchange */
    guint32 crc;
} Op;

typedef struct {
    UlFlash *flash;
    UlLoader *loader;
    UlSectorWork *work;
    guint n_work;
    guint limit; /* works from here on are not begun any more */
    guint begun; /* works before this one the routine has begun */
    UlFlashFunc func;
    gpointer user_data;
    GCancellable *cancellable; /* (nullable) */
    Cursor cursor;
    Op ops[MAX_OPS];
    guint32 tail;        /* commands whose outcome has been taken */
    guint32 started;     /* commands whose start has been told */
    guint buffers_freed; /* as Cursor.buffer */
    gint64 changed;      /* when the routine was last seen to get on */
    gint64 looked;       /* when it was last looked at more closely */
    guint32 seen_progress;
} Pipeline;

static Op *
op_at (Pipeline *self, guint32 index)
{
    return &self->ops[index % ul_loader_get_n_slots (self->loader)];
}

static void
tell (Pipeline *self, UlFlashEvent event, guint work, guint32 bytes)
{
    if (self->func != NULL)
        self->func (event, self->work[work].address, bytes, self->user_data);
}

/* --- producer --- */

static guint
granule (Pipeline *self)
{
    const UlFlashModel *model = &self->flash->model;

    return model->section_unit != 0 ? MAX (model->section_unit, COPY_GRANULE) : model->unit;
}

static guint
chunk_size (Pipeline *self)
{
    const UlFlashModel *model = &self->flash->model;
    guint size = ul_loader_get_buffer_size (self->loader);

    return model->section_unit != 0 ? MIN (size, model->section_size) : size;
}

static gboolean
next_run (Pipeline *self, const UlSectorWork *work, guint32 *offset, guint32 *length)
{
    return ul_flash_next_run (work->data, work->size, granule (self), chunk_size (self), offset,
                              length);
}

/* The next command, or %FALSE when there is none (any more, or within the limit). */
static gboolean
next_op (Pipeline *self, Op *op)
{
    Cursor *cursor = &self->cursor;

    *op = (Op){ 0 };
    while (cursor->work < self->limit) {
        const UlSectorWork *work = &self->work[cursor->work];
        guint32 offset = cursor->offset, length = 0;

        op->before = *cursor;
        op->work = cursor->work;
        op->stage = cursor->stage;
        switch (cursor->stage) {
        case STAGE_ERASE:
            cursor->stage = STAGE_PROGRAM;
            if (work->erase)
                return TRUE;
            break;
        case STAGE_PROGRAM:
            if (work->data != NULL && next_run (self, work, &offset, &length)) {
                op->offset = offset;
                op->length = length;
                cursor->offset = offset + length;
                cursor->buffer++;
                offset += length;
                op->last = !next_run (self, work, &offset, &length);
                return TRUE;
            }
            cursor->stage = STAGE_CHECK;
            break;
        case STAGE_CHECK:
            *cursor = (Cursor){ .work = cursor->work + 1, .buffer = cursor->buffer };
            if (work->check)
                return TRUE;
            break;
        }
    }
    return FALSE;
}

static void
push (Pipeline *self, const Op *op)
{
    const UlSectorWork *work = &self->work[op->work];
    guint32 address = 0;

    *op_at (self, ul_loader_get_head (self->loader)) = *op;
    ul_flash_model_command_address (self->flash->device, work->address, work->size, &address);
    switch (op->stage) {
    case STAGE_ERASE:
        ul_loader_push_erase (self->loader, address);
        break;
    case STAGE_PROGRAM:
        ul_loader_push_program (self->loader, address + op->offset, work->data + op->offset,
                                op->length, op->before.buffer);
        break;
    case STAGE_CHECK:
        ul_loader_push_crc (self->loader, work->address, work->size);
        break;
    }
}

/* Queues as much as there is room for, within what one flush should carry. */
static guint
produce (Pipeline *self)
{
    guint n = 0;
    guint32 bytes = 0;

    while (ul_loader_get_head (self->loader) - self->tail < ul_loader_get_n_slots (self->loader) &&
           bytes < BYTES_PER_FLUSH) {
        Cursor before = self->cursor;
        Op op;

        if (!next_op (self, &op))
            break;
        if (op.stage == STAGE_PROGRAM &&
            op.before.buffer - self->buffers_freed >= ul_loader_get_n_buffers (self->loader)) {
            self->cursor = before;
            break;
        }
        push (self, &op);
        bytes += op.length;
        n++;
    }
    return n;
}

/* --- consumer --- */

static guint32
typical_us (Pipeline *self, const Op *op)
{
    const UlFlashTimes *times = &self->flash->model.times;

    switch (op->stage) {
    case STAGE_ERASE:
        return times->erase_sector_us;
    case STAGE_PROGRAM:
        return (guint64) times->program_kib_us * op->length / 1024;
    case STAGE_CHECK:
        break;
    }
    return (guint64) times->crc_kib_us * self->work[op->work].size / 1024;
}

static guint32
deadline_us (Pipeline *self, const Op *op)
{
    const UlFlashTimes *times = &self->flash->model.times;

    switch (op->stage) {
    case STAGE_ERASE:
        return 2 * times->max_erase_sector_us + SLACK_US;
    case STAGE_PROGRAM:
        return op->length / self->flash->model.unit * times->max_program_unit_us * 2 + SLACK_US;
    case STAGE_CHECK:
        break;
    }
    return 10 * typical_us (self, op) + SLACK_US;
}

static void
note_start (Pipeline *self, guint32 index)
{
    Op *op = op_at (self, index);

    if (self->started > index || index >= ul_loader_get_head (self->loader))
        return;
    self->started = index + 1;
    if (op->stage == STAGE_ERASE)
        tell (self, UL_FLASH_EVENT_ERASING, op->work, 0);
    else if (op->stage == STAGE_PROGRAM)
        tell (self, UL_FLASH_EVENT_PROGRAMMING, op->work, op->offset);
}

/* Sectors without a single byte to program are done all the same. */
static void
note_blank_data (Pipeline *self, UlSectorWork *work, guint index)
{
    guint32 offset = 0, length;

    if (work->data == NULL || work->programmed || next_run (self, work, &offset, &length))
        return;
    work->programmed = TRUE;
    tell (self, UL_FLASH_EVENT_PROGRAMMED, index, work->size);
}

static gboolean
note_done (Pipeline *self, Op *op, GError **error)
{
    UlSectorWork *work = &self->work[op->work];

    switch (op->stage) {
    case STAGE_ERASE:
        work->erased = TRUE;
        tell (self, UL_FLASH_EVENT_ERASED, op->work, work->size);
        note_blank_data (self, work, op->work);
        return TRUE;
    case STAGE_PROGRAM:
        self->buffers_freed = op->before.buffer + 1;
        work->programmed = op->last;
        tell (self, op->last ? UL_FLASH_EVENT_PROGRAMMED : UL_FLASH_EVENT_PROGRAMMING, op->work,
              op->last ? work->size : op->offset + op->length);
        return TRUE;
    case STAGE_CHECK:
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
ask_results (Pipeline *self)
{
    for (guint32 i = self->tail; i < ul_loader_get_head (self->loader); i++) {
        Op *op = op_at (self, i);

        op->result_asked =
            op->stage == STAGE_CHECK && ul_loader_ask_result (self->loader, i, &op->crc);
    }
}

static gboolean
fail (Pipeline *self, const UlLoaderStatus *status, GError **error)
{
    Op *op = op_at (self, status->tail);
    UlSectorWork *work = &self->work[op->work];
    guint8 command = op->stage == STAGE_ERASE               ? UL_FTFX_CMD_ERASE_SECTOR
                     : self->flash->model.section_unit != 0 ? UL_FTFX_CMD_PROGRAM_SECTION
                     : self->flash->model.unit == 8         ? UL_FTFX_CMD_PROGRAM8
                                                            : UL_FTFX_CMD_PROGRAM4;
    guint32 address = work->address, size = work->size, fccob[3];

    ul_loader_stop (self->loader);
    tell (self, UL_FLASH_EVENT_FAILED, op->work, 0);
    if ((status->status & UL_FTFX_STATUS_FAILED) == 0) {
        g_set_error (error, UL_ERROR, UL_ERROR_LOADER_FAILED,
                     _ ("The flash routine crashed at 0x%08X"), status->address);
        return FALSE;
    }
    if (op->stage == STAGE_PROGRAM) {
        guint32 failed = ul_flash_model_bus_address (self->flash->device, status->address);

        /* Trust the address no further than the sector that it must be in. */
        if (failed >= work->address && failed - work->address < work->size) {
            address = failed;
            size = command == UL_FTFX_CMD_PROGRAM_SECTION ? op->length : self->flash->model.unit;
        }
    }
    ul_flash_read_fccob (self->flash, fccob);
    ul_ftfx_set_error (error, status->status & 0xFF, command, fccob, address, size);
    return FALSE;
}

/* Takes what is done; @n_done counts it. */
static gboolean
consume (Pipeline *self, const UlLoaderStatus *status, guint *n_done, GError **error)
{
    guint32 head = MAX (ul_loader_get_head (self->loader), self->tail);

    *n_done = 0;
    for (; self->tail < MIN (status->tail, head); self->tail++) {
        Op *op = op_at (self, self->tail);

        if (op->stage == STAGE_CHECK && !op->result_asked)
            return TRUE; /* it comes with the next exchange */
        note_start (self, self->tail);
        if (!note_done (self, op, error))
            return FALSE;
        ++*n_done;
    }
    if ((status->status & (UL_FTFX_STATUS_FAILED | UL_FTFX_STATUS_CRASHED)) != 0)
        return fail (self, status, error);
    if ((status->status & UL_FTFX_STATUS_BUSY) != 0 && status->tail == self->tail)
        note_start (self, self->tail);
    return TRUE;
}

/* --- stopping --- */

/* Sectors that the routine has begun to work on, even if their commands were taken back since. */
static guint
count_begun (Pipeline *self, const UlLoaderStatus *status)
{
    guint32 end = status->tail + ((status->status & UL_FTFX_STATUS_BUSY) != 0 ? 1 : 0);
    guint begun = self->begun;

    for (guint32 i = self->tail; i < end; i++)
        begun = MAX (begun, op_at (self, i)->work + 1);
    return begun;
}

/* Lets the producer make only what belongs to sectors that were begun, and takes back the rest. */
static void
take_back (Pipeline *self)
{
    self->limit = self->begun;
    for (guint32 i = self->tail; i < ul_loader_get_head (self->loader); i++)
        if (op_at (self, i)->work >= self->limit) {
            self->cursor = op_at (self, i)->before;
            ul_loader_set_head (self->loader, i);
            break;
        }
}

/* --- the loop --- */

static gboolean
check_progress (Pipeline *self, const UlLoaderStatus *status, guint n_done, GError **error)
{
    gint64 now = ul_debug_port_get_time_us (self->flash->target->port);
    const Op *op = op_at (self, self->tail);

    if (n_done > 0 || status->progress != self->seen_progress ||
        self->tail >= ul_loader_get_head (self->loader)) {
        self->changed = self->looked = now;
        self->seen_progress = status->progress;
        return TRUE;
    }
    if (now - self->changed > deadline_us (self, op)) {
        tell (self, UL_FLASH_EVENT_FAILED, op->work, 0);
        ul_loader_diagnose (self->loader, error);
        return FALSE;
    }
    if (now - self->looked <= typical_us (self, op) + LOOK_AGAIN_US)
        return TRUE;
    self->looked = now;
    if (ul_loader_looks_alive (self->loader))
        return TRUE;
    tell (self, UL_FLASH_EVENT_FAILED, op->work, 0);
    ul_loader_diagnose (self->loader, error);
    return FALSE;
}

static gboolean
is_finished (Pipeline *self, const UlLoaderStatus *status)
{
    return self->cursor.work >= self->limit && self->tail == ul_loader_get_head (self->loader) &&
           status->tail == self->tail && (status->status & UL_FTFX_STATUS_BUSY) == 0;
}

static gboolean
pause_a_little (Pipeline *self, GError **error)
{
    guint32 us = typical_us (self, op_at (self, self->tail)) / 4;

    return ul_debug_port_sleep (self->flash->target->port,
                                CLAMP (us, SHORTEST_SLEEP_US, LONGEST_SLEEP_US), error);
}

static gboolean
step (Pipeline *self, gboolean *finished, GError **error)
{
    UlLoaderStatus status;
    guint n_done = 0;
    guint n_made = produce (self);

    ask_results (self);
    if (!ul_loader_exchange (self->loader, &status, error))
        return FALSE;
    if (status.tail - self->tail > ul_loader_get_n_slots (self->loader)) {
        ul_loader_diagnose (self->loader, error); /* not a count that the routine can write */
        return FALSE;
    }
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
loop (Pipeline *self, GError **error)
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
    g_autofree Pipeline *pipeline = g_new0 (Pipeline, 1);

    if (!ul_loader_ensure_running (self->loader, error))
        return FALSE;
    *pipeline = (Pipeline){ .flash = self,
                            .loader = self->loader,
                            .work = work,
                            .n_work = n_work,
                            .limit = n_work,
                            .func = func,
                            .user_data = user_data,
                            .cancellable = ul_debug_port_get_cancellable (port) };
    pipeline->tail = pipeline->started = ul_loader_get_head (self->loader);
    pipeline->changed = pipeline->looked = ul_debug_port_get_time_us (port);
    /* A stop is honoured between sectors, not in the middle of an exchange. */
    ul_debug_port_set_cancellable (port, NULL);
    gboolean ok = loop (pipeline, error);
    ul_debug_port_set_cancellable (port, pipeline->cancellable);
    return ok;
}
