/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-flash-private.h"

G_BEGIN_DECLS

/*
 * Keeps the routine in RAM busy: the producer turns sectors into commands and sends them with their
 * bytes while earlier ones are carried out; the consumer reads from the mailbox what is done.
 *
 * The producer is deterministic, so it can be set back to any command that has not started, and
 * even to one that has: it would write the same bytes to the same places again. That is how a stop
 * by the user takes back the sectors that nobody has begun.
 */

#define UL_PIPELINE_MAX_OPS 32 /* slots of the ring */

typedef enum {
    UL_STAGE_ERASE,
    UL_STAGE_PROGRAM,
    UL_STAGE_CHECK,
} UlStage;

/* Where the producer stands. */
typedef struct {
    guint work;
    UlStage stage;
    guint32 offset; /* in the sector's data */
    guint buffer;   /* counts up for ever */
} UlCursor;

typedef struct {
    UlCursor before; /* the producer, when it was about to make this command */
    guint work;
    UlStage stage;
    guint32 offset, length; /* PROGRAM: bytes of the sector */
    gboolean last;          /* PROGRAM: no more for this sector */
    gboolean result_asked;  /* CHECK: the value comes with this exchange */
    guint32 crc;
} UlOp;

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
    UlCursor cursor;
    UlOp ops[UL_PIPELINE_MAX_OPS];
    guint32 tail;        /* commands whose outcome has been taken */
    guint32 started;     /* commands whose start has been told */
    guint buffers_freed; /* as UlCursor.buffer */
    guint32 sent;        /* bytes of data that go with the next exchange ... */
    guint sent_work;     /* ... the last of them for this work */
    gint64 seen;         /* when the routine was last asked */
    gint64 waited_us;    /* for it to get on */
    gint64 unlooked_us;  /* ... since it was last looked at more closely */
    guint32 seen_progress;
} UlPipeline;

/** ul_pipeline_op: the command at @index of the ring, of those in flight or just done */
UlOp *ul_pipeline_op (UlPipeline *self, guint32 index);
/** ul_pipeline_next_run: as ul_flash_next_run(), in pieces that the routine can take */
gboolean ul_pipeline_next_run (UlPipeline *self, const UlSectorWork *work, guint32 *offset,
                               guint32 *length);
/** ul_pipeline_produce: pushes as many commands as there is room for, within what one exchange
 * should carry. Returns: how many */
guint ul_pipeline_produce (UlPipeline *self);

G_END_DECLS
