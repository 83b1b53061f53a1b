/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-jlink-swd.h"

#include "ul-swd-error.h"

#define DP_ABORT     0x0
#define DP_CTRL_STAT 0x4
#define DP_TARGETSEL 0xC
#define DP_RDBUFF    0xC

#define CTRL_ORUNDETECT (1u << 0)

#define REQUEST_AP   (1u << 1)
#define REQUEST_READ (1u << 2)
#define REQUEST_REG  (3u << 3)

void
ul_jlink_frame_init (UlJlinkFrame *self, guint max_bits)
{
    *self = (UlJlinkFrame){ .accesses = g_array_new (FALSE, FALSE, sizeof (UlJlinkAccess)) };
    ul_swd_bits_init (&self->bits, max_bits);
}

void
ul_jlink_frame_finish (UlJlinkFrame *self)
{
    ul_swd_bits_finish (&self->bits);
    g_clear_pointer (&self->accesses, g_array_unref);
}

static gboolean
is_ap (const UlJlinkAccess *access)
{
    return (access->request & REQUEST_AP) != 0;
}

static gboolean
is_read (const UlJlinkAccess *access)
{
    return (access->request & REQUEST_READ) != 0;
}

static guint
reg_of (const UlJlinkAccess *access)
{
    return (access->request & REQUEST_REG) >> 1;
}

/* --- from the batch to the wire --- */

/* A rejected access must have no effect on what follows. Writes of ABORT clear the very flags that
 * make the rest of the stream fail, and those of CTRL/STAT decide whether it may be blind. */
static gboolean
is_barrier (const UlBatchItem *item)
{
    return item->kind == UL_BATCH_WRITE && !item->ap &&
           (item->reg == DP_ABORT || item->reg == DP_CTRL_STAT);
}

static UlJlinkAccess *
last_access (UlJlinkFrame *self)
{
    return &g_array_index (self->accesses, UlJlinkAccess, self->accesses->len - 1);
}

static void
put (UlJlinkFrame *self, UlJlinkAccess *access)
{
    access->first = is_read (access)
                        ? ul_swd_bits_add_read (&self->bits, access->request)
                        : ul_swd_bits_add_write (&self->bits, access->request, access->value);
    if (is_ap (access))
        ul_swd_bits_add_idle (&self->bits, self->idle_cycles);
}

static UlJlinkAccess *
add (UlJlinkFrame *self, guint item, gboolean ap, gboolean read, guint8 reg, guint32 value)
{
    UlJlinkAccess access = { .item = item, .value = value };

    access.request = ul_swd_request (ap, read, reg);
    put (self, &access);
    g_array_append_val (self->accesses, access);
    return last_access (self);
}

typedef struct {
    UlJlinkFrame *frame;
    guint32 *posted; /* where the value of the last AP read goes; it comes with the next one */
    gboolean posted_poll;
    gboolean is_posted;
    guint item; /* of the last AP read */
} Filler;

static void
hand_over (Filler *filler, UlJlinkAccess *access)
{
    if (!filler->is_posted)
        return;
    access->in = filler->posted;
    access->poll = filler->posted_poll;
    filler->is_posted = FALSE;
}

static void
collect (Filler *filler)
{
    if (filler->is_posted)
        hand_over (filler, add (filler->frame, filler->item, FALSE, TRUE, DP_RDBUFF, 0));
}

static void
add_read (Filler *filler, const UlBatchItem *item, guint index, guint32 *in, gboolean poll)
{
    UlJlinkAccess *access;

    if (!item->ap)
        collect (filler);
    access = add (filler->frame, index, item->ap, TRUE, item->reg, 0);
    if (!item->ap) {
        access->in = in;
        access->poll = poll;
        return;
    }
    hand_over (filler, access);
    filler->posted = in;
    filler->posted_poll = poll;
    filler->is_posted = TRUE;
    filler->item = index;
}

/* Room for one more access, for the reads that collect what is posted and what that access posts,
 * and for the tail. */
static gboolean
has_room (const Filler *filler, const UlBatchItem *item)
{
    guint n = 1 + filler->is_posted + (item->ap && item->kind != UL_BATCH_WRITE);

    return ul_swd_bits_get_room (&filler->frame->bits) >=
           n * UL_SWD_ACCESS_BITS + filler->frame->idle_cycles + UL_JLINK_TAIL_BITS;
}

/* Returns: FALSE when the frame is full */
static gboolean
fill_words (Filler *filler, const UlBatchItem *item, UlBatchCursor *cursor)
{
    const guint32 *out = ul_batch_item_out (item);

    if (item->kind == UL_BATCH_WRITE)
        collect (filler);
    for (; cursor->word < item->count; cursor->word++) {
        if (!has_room (filler, item))
            return FALSE;
        if (item->kind == UL_BATCH_WRITE)
            add (filler->frame, cursor->item, item->ap, FALSE, item->reg, out[cursor->word]);
        else
            add_read (filler, item, cursor->item, item->in != NULL ? item->in + cursor->word : NULL,
                      FALSE);
    }
    return TRUE;
}

static gboolean
fill_idle (Filler *filler, const UlBatchItem *item, UlBatchCursor *cursor)
{
    collect (filler);
    while (cursor->word < item->count) {
        guint n = MIN (item->count - cursor->word, 64);

        if (ul_swd_bits_get_room (&filler->frame->bits) < n + UL_JLINK_TAIL_BITS)
            return FALSE;
        ul_swd_bits_add_idle (&filler->frame->bits, n);
        if (filler->frame->accesses->len > 0)
            last_access (filler->frame)->idle += n;
        cursor->word += n;
    }
    return TRUE;
}

static void
fill_poll (Filler *filler, const UlBatchItem *item, UlBatchCursor *cursor, guint n_reads)
{
    for (guint i = 0; i == 0 || (i < n_reads && has_room (filler, item)); i++)
        add_read (filler, item, cursor->item, NULL, TRUE);
    filler->frame->poll = item;
    filler->frame->alone_after = TRUE;
}

static gboolean
fill_item (Filler *filler, const UlBatchItem *item, UlBatchCursor *cursor, guint n_poll_reads)
{
    switch (item->kind) {
    case UL_BATCH_READ:
    case UL_BATCH_WRITE:
        return fill_words (filler, item, cursor);
    case UL_BATCH_IDLE:
        return fill_idle (filler, item, cursor);
    case UL_BATCH_POLL:
        break;
    }
    if (!has_room (filler, item))
        return FALSE;
    fill_poll (filler, item, cursor, n_poll_reads);
    return TRUE;
}

static void
clear (UlJlinkFrame *self)
{
    ul_swd_bits_clear (&self->bits);
    g_array_set_size (self->accesses, 0);
    self->poll = NULL;
    self->alone_before = self->alone_after = FALSE;
}

gboolean
ul_jlink_frame_fill (UlJlinkFrame *self, const UlBatch *batch, UlBatchCursor *cursor,
                     const UlSwdWire *wire, guint n_poll_reads)
{
    Filler filler = { .frame = self };
    guint n_items = ul_batch_get_n_items (batch);

    clear (self);
    self->start = *cursor;
    self->idle_cycles = wire->idle_cycles;
    while (cursor->item < n_items && !self->alone_after) {
        const UlBatchItem *item = ul_batch_get_item (batch, cursor->item);
        gboolean alone = is_barrier (item) || !wire->overrun_detect;

        if (alone && self->bits.n_bits > 0)
            break;
        self->alone_before = self->alone_after = alone;
        if (!fill_item (&filler, item, cursor, n_poll_reads))
            break;
        cursor->item++;
        cursor->word = 0;
    }
    collect (&filler);
    if (self->bits.n_bits == 0)
        return FALSE;
    ul_swd_bits_add_idle (&self->bits, UL_JLINK_TAIL_BITS);
    return TRUE;
}

void
ul_jlink_frame_cut (UlJlinkFrame *self, guint index)
{
    ul_swd_bits_clear (&self->bits);
    g_array_remove_range (self->accesses, 0, index);
    for (guint i = 0; i < self->accesses->len; i++) {
        UlJlinkAccess *access = &g_array_index (self->accesses, UlJlinkAccess, i);

        put (self, access);
        ul_swd_bits_add_idle (&self->bits, access->idle);
    }
    ul_swd_bits_add_idle (&self->bits, UL_JLINK_TAIL_BITS);
}

/* --- and back --- */

static void
learn (UlSwdWire *wire, const UlJlinkAccess *access, guint32 value)
{
    if (!is_ap (access) && reg_of (access) == DP_CTRL_STAT)
        wire->overrun_detect = (value & CTRL_ORUNDETECT) != 0;
}

/* Returns: FALSE when it failed */
static gboolean
decode_one (const UlJlinkFrame *self, const UlJlinkAccess *access, const guint8 *answer,
            UlSwdWire *wire, UlJlinkOutcome *outcome, GError **error)
{
    guint32 value = access->value;

    /* Nobody answers to a target selection. */
    if (!is_ap (access) && !is_read (access) && reg_of (access) == DP_TARGETSEL)
        return TRUE;
    if (!ul_swd_check_ack (ul_swd_bits_get_ack (answer, access->first), error))
        return FALSE;
    if (is_read (access) && !ul_swd_bits_get_data (answer, access->first, &value)) {
        ul_swd_set_parity_error (error);
        return FALSE;
    }
    learn (wire, access, value);
    if (access->in != NULL)
        *access->in = value;
    if (access->poll && !outcome->poll_matched) {
        outcome->poll_value = value;
        outcome->poll_matched = (value & self->poll->mask) == self->poll->match;
    }
    return TRUE;
}

/* The bus tells of a refused AP access at the next one only. */
static guint
find_culprit (const UlJlinkFrame *self, guint index, const GError *error)
{
    const UlJlinkAccess *access = &g_array_index (self->accesses, UlJlinkAccess, index);

    if (index > 0 && ul_swd_is_fault (error)) {
        const UlJlinkAccess *before = access - 1;

        if (is_ap (before))
            return before->item;
    }
    return access->item;
}

gboolean
ul_jlink_frame_decode (const UlJlinkFrame *self, const guint8 *answer, UlSwdWire *wire,
                       UlJlinkOutcome *outcome, GError **error)
{
    g_autoptr (GError) local = NULL;

    *outcome = (UlJlinkOutcome){ 0 };
    for (guint i = 0; i < self->accesses->len; i++) {
        const UlJlinkAccess *access = &g_array_index (self->accesses, UlJlinkAccess, i);

        if (decode_one (self, access, answer, wire, outcome, &local))
            continue;
        outcome->index = i;
        outcome->item = find_culprit (self, i, local);
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    return TRUE;
}
