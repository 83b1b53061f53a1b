/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * UlBatch:
 *
 * DP and AP register accesses, in order, to be sent in as few USB transfers as the probe allows.
 * A read here returns its own value: a driver whose wire has posted AP reads collects them. The
 * addresses are A[3:2] only; the debug port (ul-debug-port.h) has set SELECT.
 */
typedef enum {
    UL_BATCH_READ,  /* count words into in */
    UL_BATCH_WRITE, /* count words from out */
    UL_BATCH_POLL,  /* read until (value & mask) == match */
    UL_BATCH_IDLE,  /* clock at least count cycles with SWDIO low */
} UlBatchKind;

typedef struct {
    UlBatchKind kind;
    gboolean ap;         /* AP register; else DP */
    guint8 reg;          /* 0x0, 0x4, 0x8, 0xC */
    guint count;         /* words to the same register; READ and WRITE */
    const guint32 *out;  /* WRITE: valid until the batch has run, or inside @value */
    guint32 *in;         /* READ, POLL (nullable): where values go */
    guint32 value;       /* WRITE of a single word */
    guint32 mask, match; /* POLL */
    guint timeout_ms;    /* POLL, on the probe's clock */
} UlBatchItem;

typedef struct _UlBatch UlBatch;

UlBatch *ul_batch_new (void);
void ul_batch_free (UlBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlBatch, ul_batch_free)
void ul_batch_clear (UlBatch *self); /* empties it for reuse; keeps the memory */

void ul_batch_read (UlBatch *self, gboolean ap, guint8 reg, guint32 *value);
void ul_batch_write (UlBatch *self, gboolean ap, guint8 reg, guint32 value);
/** ul_batch_read_block, ul_batch_write_block: @words must stay valid until the batch has run */
void ul_batch_read_block (UlBatch *self, gboolean ap, guint8 reg, guint32 *words, guint n_words);
void ul_batch_write_block (UlBatch *self, gboolean ap, guint8 reg, const guint32 *words,
                           guint n_words);
void ul_batch_poll (UlBatch *self, gboolean ap, guint8 reg, guint32 mask, guint32 match,
                    guint timeout_ms, guint32 *value);
void ul_batch_idle (UlBatch *self, guint n_cycles);

guint ul_batch_get_n_items (const UlBatch *self);
const UlBatchItem *ul_batch_get_item (const UlBatch *self, guint index);

/** ul_batch_item_out: Returns: the words of a WRITE item, wherever they stand */
const guint32 *ul_batch_item_out (const UlBatchItem *item);

G_END_DECLS
