/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns sectors into commands for the routine in RAM; see ul-flash-pipeline.h. */
#include "ul-flash-pipeline.h"

#define BYTES_PER_FLUSH 4096u
#define COPY_GRANULE    16u /* the routine copies sections in such pieces */

UlOp *
ul_pipeline_op (UlPipeline *self, guint32 index)
{
    return &self->ops[index % ul_loader_get_n_slots (self->loader)];
}

static guint
granule (UlPipeline *self)
{
    const UlFlashModel *model = &self->flash->model;

    return model->section_unit != 0 ? MAX (model->section_unit, COPY_GRANULE) : model->unit;
}

static guint
chunk_size (UlPipeline *self)
{
    const UlFlashModel *model = &self->flash->model;
    guint size = ul_loader_get_buffer_size (self->loader);

    return model->section_unit != 0 ? MIN (size, model->section_size) : size;
}

gboolean
ul_pipeline_next_run (UlPipeline *self, const UlSectorWork *work, guint32 *offset, guint32 *length)
{
    return ul_flash_next_run (work->data, work->size, granule (self), chunk_size (self), offset,
                              length);
}

/* The next command, or %FALSE when there is none (any more, or within the limit). */
static gboolean
next_op (UlPipeline *self, UlOp *op)
{
    UlCursor *cursor = &self->cursor;

    *op = (UlOp){ 0 };
    while (cursor->work < self->limit) {
        const UlSectorWork *work = &self->work[cursor->work];
        guint32 offset = cursor->offset, length = 0;

        op->before = *cursor;
        op->work = cursor->work;
        op->stage = cursor->stage;
        switch (cursor->stage) {
        case UL_STAGE_ERASE:
            cursor->stage = UL_STAGE_PROGRAM;
            if (work->erase)
                return TRUE;
            break;
        case UL_STAGE_PROGRAM:
            if (work->data != NULL && ul_pipeline_next_run (self, work, &offset, &length)) {
                op->offset = offset;
                op->length = length;
                cursor->offset = offset + length;
                cursor->buffer++;
                offset += length;
                op->last = !ul_pipeline_next_run (self, work, &offset, &length);
                return TRUE;
            }
            cursor->stage = UL_STAGE_CHECK;
            break;
        case UL_STAGE_CHECK:
            *cursor = (UlCursor){ .work = cursor->work + 1, .buffer = cursor->buffer };
            if (work->check)
                return TRUE;
            break;
        }
    }
    return FALSE;
}

static void
push (UlPipeline *self, const UlOp *op)
{
    const UlSectorWork *work = &self->work[op->work];
    guint32 address = 0;

    *ul_pipeline_op (self, ul_loader_get_head (self->loader)) = *op;
    ul_flash_model_command_address (self->flash->device, work->address, work->size, &address);
    switch (op->stage) {
    case UL_STAGE_ERASE:
        ul_loader_push_erase (self->loader, address);
        break;
    case UL_STAGE_PROGRAM:
        ul_loader_push_program (self->loader, address + op->offset, work->data + op->offset,
                                op->length, op->before.buffer);
        break;
    case UL_STAGE_CHECK:
        ul_loader_push_crc (self->loader, work->address, work->size);
        break;
    }
}

guint
ul_pipeline_produce (UlPipeline *self)
{
    guint n = 0;
    guint32 bytes = 0;

    while (ul_loader_get_head (self->loader) - self->tail < ul_loader_get_n_slots (self->loader) &&
           bytes < BYTES_PER_FLUSH) {
        UlCursor before = self->cursor;
        UlOp op;

        if (!next_op (self, &op))
            break;
        if (op.stage == UL_STAGE_PROGRAM &&
            op.before.buffer - self->buffers_freed >= ul_loader_get_n_buffers (self->loader)) {
            self->cursor = before;
            break;
        }
        push (self, &op);
        if (op.length > 0)
            self->sent_work = op.work;
        bytes += op.length;
        n++;
    }
    self->sent = bytes;
    return n;
}
