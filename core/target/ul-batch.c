/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-batch.h"

struct _UlBatch {
    GArray *items; /* of UlBatchItem */
};

UlBatch *
ul_batch_new (void)
{
    UlBatch *self = g_new0 (UlBatch, 1);
    self->items = g_array_new (FALSE, FALSE, sizeof (UlBatchItem));
    return self;
}

void
ul_batch_free (UlBatch *self)
{
    g_array_unref (self->items);
    g_free (self);
}

void
ul_batch_clear (UlBatch *self)
{
    g_array_set_size (self->items, 0);
}

static void
append (UlBatch *self, UlBatchItem item)
{
    g_array_append_val (self->items, item);
}

void
ul_batch_read (UlBatch *self, gboolean ap, guint8 reg, guint32 *value)
{
    ul_batch_read_block (self, ap, reg, value, 1);
}

void
ul_batch_write (UlBatch *self, gboolean ap, guint8 reg, guint32 value)
{
    append (self, (UlBatchItem){
                      .kind = UL_BATCH_WRITE, .ap = ap, .reg = reg, .count = 1, .value = value });
}

void
ul_batch_read_block (UlBatch *self, gboolean ap, guint8 reg, guint32 *words, guint n_words)
{
    append (self, (UlBatchItem){
                      .kind = UL_BATCH_READ, .ap = ap, .reg = reg, .count = n_words, .in = words });
}

void
ul_batch_write_block (UlBatch *self, gboolean ap, guint8 reg, const guint32 *words, guint n_words)
{
    append (self,
            (UlBatchItem){
                .kind = UL_BATCH_WRITE, .ap = ap, .reg = reg, .count = n_words, .out = words });
}

void
ul_batch_poll (UlBatch *self, gboolean ap, guint8 reg, guint32 mask, guint32 match,
               guint timeout_ms, guint32 *value)
{
    append (self, (UlBatchItem){ .kind = UL_BATCH_POLL,
                                 .ap = ap,
                                 .reg = reg,
                                 .count = 1,
                                 .in = value,
                                 .mask = mask,
                                 .match = match,
                                 .timeout_ms = timeout_ms });
}

void
ul_batch_idle (UlBatch *self, guint n_cycles)
{
    append (self, (UlBatchItem){ .kind = UL_BATCH_IDLE, .count = n_cycles });
}

guint
ul_batch_get_n_items (const UlBatch *self)
{
    return self->items->len;
}

const UlBatchItem *
ul_batch_get_item (const UlBatch *self, guint index)
{
    g_return_val_if_fail (index < self->items->len, NULL);
    return &g_array_index (self->items, UlBatchItem, index);
}

const guint32 *
ul_batch_item_out (const UlBatchItem *item)
{
    return item->out != NULL ? item->out : &item->value;
}
