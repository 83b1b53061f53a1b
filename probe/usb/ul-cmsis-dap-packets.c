/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cmsis-dap-packets.h"

#include "ul-error.h"
#include "ul-swd-bits.h"
#include "ul-swd-error.h"

#include <glib/gi18n.h>
#include <string.h>

enum {
    CMD_TRANSFER = 0x05,
    CMD_TRANSFER_BLOCK = 0x06,
    CMD_SWJ_SEQUENCE = 0x12,
};

enum {
    REQUEST_AP = 1 << 0,
    REQUEST_READ = 1 << 1,
    REQUEST_MATCH = 1 << 4,
    REQUEST_MASK = 1 << 5,
};

enum {
    RESPONSE_ACK = 0x07,
    RESPONSE_ERROR = 0x08,
    RESPONSE_MISMATCH = 0x10,
};

#define TRANSFER_HEADER   3u
#define TRANSFER_REPLY    3u
#define BLOCK_HEADER      5u
#define BLOCK_REPLY       4u
#define MAX_TRANSFERS     255u
#define SEQUENCE_HEADER   2u
#define SEQUENCE_MAX_BITS 256u /* told as 0 */

/* Data of a run: when a part of it fails, what follows of it goes astray in the same buffer only,
 * which will be written again. */
#define RUN_WORDS 8u

void
ul_cmsis_dap_packet_init (UlCmsisDapPacket *self)
{
    *self = (UlCmsisDapPacket){ .parts = g_array_new (FALSE, FALSE, sizeof (UlCmsisDapPart)) };
}

void
ul_cmsis_dap_packet_finish (UlCmsisDapPacket *self)
{
    g_clear_pointer (&self->parts, g_array_unref);
}

/* --- from the batch --- */

typedef struct {
    UlCmsisDapPacket *packet;
    UlBatchCursor *cursor;
    gsize room;       /* bytes of a packet that are used at most */
    gsize reply_size; /* so far */
    guint max_parts;
} Filler;

static void
append (UlCmsisDapPacket *self, guint8 byte)
{
    self->data[self->size++] = byte;
}

static void
append_word (UlCmsisDapPacket *self, guint32 word)
{
    for (guint i = 0; i < 4; i++)
        append (self, (word >> (8 * i)) & 0xFF);
}

static guint8
request_of (const UlBatchItem *item)
{
    return (item->ap ? REQUEST_AP : 0) | (item->kind == UL_BATCH_WRITE ? 0 : REQUEST_READ) |
           (item->reg & 0xC);
}

static gboolean
is_run (const UlBatchItem *item)
{
    return (item->kind == UL_BATCH_READ || item->kind == UL_BATCH_WRITE) && item->ap &&
           item->count >= RUN_WORDS;
}

/* Data, or the address that data goes to. */
static gboolean
is_plain (const UlBatch *batch, guint index)
{
    const UlBatchItem *item = ul_batch_get_item (batch, index);

    if (is_run (item))
        return TRUE;
    return item->kind == UL_BATCH_WRITE && item->ap && item->count == 1 &&
           index + 1 < ul_batch_get_n_items (batch) &&
           is_run (ul_batch_get_item (batch, index + 1));
}

static void
add_part (Filler *filler, UlCmsisDapPart part)
{
    UlCmsisDapPacket *self = filler->packet;

    part.item = filler->cursor->item;
    part.word = filler->cursor->word;
    g_array_append_val (self->parts, part);
    filler->reply_size += part.reads ? 4 : 0;
    if (!is_plain (self->batch, part.item))
        self->alone_before = TRUE;
}

static guint32 *
where_to (const UlBatchItem *item, guint word)
{
    return item->in != NULL ? item->in + word : NULL;
}

/* --- blocks --- */

static guint
block_capacity (const Filler *filler, gboolean write)
{
    guint n = (filler->room - (write ? BLOCK_HEADER : BLOCK_REPLY)) / 4;

    return MIN (n, filler->max_parts);
}

static guint
transfer_capacity (const Filler *filler, gboolean write)
{
    gsize room = filler->room - TRANSFER_HEADER;

    return MIN (write ? room / 5 : MIN (room, (filler->room - TRANSFER_REPLY) / 4),
                MIN (MAX_TRANSFERS, filler->max_parts));
}

static gboolean
is_worth_a_block (const Filler *filler, const UlBatchItem *item)
{
    return (item->kind == UL_BATCH_READ || item->kind == UL_BATCH_WRITE) &&
           item->count - filler->cursor->word >
               transfer_capacity (filler, item->kind == UL_BATCH_WRITE);
}

static void
fill_block (Filler *filler, const UlBatchItem *item)
{
    UlCmsisDapPacket *self = filler->packet;
    UlBatchCursor *cursor = filler->cursor;
    gboolean write = item->kind == UL_BATCH_WRITE;
    guint n = MIN (item->count - cursor->word, block_capacity (filler, write));
    const guint32 *out = ul_batch_item_out (item);

    append (self, CMD_TRANSFER_BLOCK);
    append (self, 0);
    append (self, n & 0xFF);
    append (self, n >> 8);
    append (self, request_of (item));
    self->min_reply = BLOCK_REPLY;
    for (guint i = 0; i < n; i++, cursor->word++) {
        if (write)
            append_word (self, out[cursor->word]);
        add_part (filler, (UlCmsisDapPart){ .reads = !write,
                                            .in = write ? NULL : where_to (item, cursor->word) });
    }
}

/* --- transfers --- */

static gboolean
fits (const Filler *filler, gsize n_out, gsize n_in, guint n_parts)
{
    return filler->packet->size + n_out <= filler->room &&
           filler->reply_size + n_in <= filler->room &&
           filler->packet->parts->len + n_parts <= MIN (MAX_TRANSFERS, filler->max_parts);
}

/* Returns: FALSE when the packet is full */
static gboolean
fill_words (Filler *filler, const UlBatchItem *item)
{
    UlBatchCursor *cursor = filler->cursor;
    gboolean write = item->kind == UL_BATCH_WRITE;
    const guint32 *out = ul_batch_item_out (item);

    for (; cursor->word < item->count; cursor->word++) {
        if (!fits (filler, write ? 5 : 1, write ? 0 : 4, 1))
            return FALSE;
        append (filler->packet, request_of (item));
        if (write)
            append_word (filler->packet, out[cursor->word]);
        add_part (filler, (UlCmsisDapPart){ .reads = !write,
                                            .in = write ? NULL : where_to (item, cursor->word) });
    }
    return TRUE;
}

/* The probe compares and does not tell what it read, so it reads once more. */
static gboolean
fill_poll (Filler *filler, const UlBatchItem *item)
{
    UlCmsisDapPacket *self = filler->packet;

    if (!fits (filler, 11, 4, 3))
        return FALSE;
    append (self, REQUEST_MASK);
    append_word (self, item->mask);
    add_part (filler, (UlCmsisDapPart){ 0 });
    append (self, request_of (item) | REQUEST_MATCH);
    append_word (self, item->match);
    add_part (filler, (UlCmsisDapPart){ 0 });
    if (item->in != NULL) {
        append (self, request_of (item));
        add_part (filler, (UlCmsisDapPart){ .reads = TRUE, .in = item->in, .poll = TRUE });
    }
    self->has_poll = self->alone_after = TRUE;
    return TRUE;
}

static void
fill_transfers (Filler *filler)
{
    UlCmsisDapPacket *self = filler->packet;
    UlBatchCursor *cursor = filler->cursor;

    append (self, CMD_TRANSFER);
    append (self, 0);
    append (self, 0); /* how many, once that is known */
    self->min_reply = filler->reply_size = TRANSFER_REPLY;
    while (cursor->item < ul_batch_get_n_items (self->batch)) {
        const UlBatchItem *item = ul_batch_get_item (self->batch, cursor->item);

        if (item->kind == UL_BATCH_IDLE ||
            !(item->kind == UL_BATCH_POLL ? fill_poll (filler, item) : fill_words (filler, item)))
            break;
        *cursor = (UlBatchCursor){ .item = cursor->item + 1 };
    }
    self->data[2] = self->parts->len;
}

/* --- idle cycles --- */

static void
fill_idle (Filler *filler, const UlBatchItem *item)
{
    UlCmsisDapPacket *self = filler->packet;
    guint n = MIN (item->count - filler->cursor->word, SEQUENCE_MAX_BITS);

    n = MIN (n, (filler->room - SEQUENCE_HEADER) * 8);
    append (self, CMD_SWJ_SEQUENCE);
    append (self, n & 0xFF);
    memset (self->data + self->size, 0, (n + 7) / 8);
    self->size += (n + 7) / 8;
    self->min_reply = SEQUENCE_HEADER;
    self->alone_before = TRUE;
    filler->cursor->word += n;
}

static void
clear (UlCmsisDapPacket *self, const UlBatch *batch)
{
    self->size = 0;
    self->batch = batch;
    self->has_poll = self->alone_before = self->alone_after = FALSE;
    g_array_set_size (self->parts, 0);
}

static gboolean
is_done (const UlBatch *batch, const UlBatchCursor *cursor)
{
    const UlBatchItem *item = ul_batch_get_item (batch, cursor->item);

    return item->kind != UL_BATCH_POLL && cursor->word >= item->count;
}

gboolean
ul_cmsis_dap_packet_fill (UlCmsisDapPacket *self, const UlBatch *batch, UlBatchCursor *cursor,
                          guint packet_size, guint max_words)
{
    Filler filler = { .packet = self, .cursor = cursor, .max_parts = MAX (max_words, 3) };

    /* One byte less than a packet, so that no transfer needs an empty one to end it. */
    filler.room = MIN (packet_size, UL_CMSIS_DAP_MAX_PACKET) - 1;
    clear (self, batch);
    while (cursor->item < ul_batch_get_n_items (batch) && is_done (batch, cursor))
        *cursor = (UlBatchCursor){ .item = cursor->item + 1 };
    if (cursor->item == ul_batch_get_n_items (batch))
        return FALSE;
    const UlBatchItem *item = ul_batch_get_item (batch, cursor->item);
    if (item->kind == UL_BATCH_IDLE)
        fill_idle (&filler, item);
    else if (is_worth_a_block (&filler, item))
        fill_block (&filler, item);
    else
        fill_transfers (&filler);
    return TRUE;
}

/* --- and back --- */

static gboolean
refuse (const char *what, GError **error)
{
    g_set_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                 _ ("The probe's answer makes no sense (%s)"), what);
    return FALSE;
}

/* What was read in the poll's own words, even when the register has gone on since it matched. */
static guint32
polled_value (const UlBatchItem *poll, guint32 value)
{
    return (value & poll->mask) == poll->match ? value : (value & ~poll->mask) | poll->match;
}

static void
hand_out (const UlCmsisDapPacket *self, guint n_done, const guint8 *data, gsize size)
{
    for (guint i = 0; i < n_done; i++) {
        const UlCmsisDapPart *part = &g_array_index (self->parts, UlCmsisDapPart, i);
        guint32 value;

        if (!part->reads)
            continue;
        if (size < 4)
            return;
        value = data[0] | data[1] << 8 | data[2] << 16 | (guint32) data[3] << 24;
        if (part->poll)
            value = polled_value (ul_batch_get_item (self->batch, part->item), value);
        if (part->in != NULL)
            *part->in = value;
        data += 4, size -= 4;
    }
}

static guint
count_reads (const UlCmsisDapPacket *self)
{
    guint n = 0;

    for (guint i = 0; i < self->parts->len; i++)
        n += g_array_index (self->parts, UlCmsisDapPart, i).reads;
    return n;
}

/* The bus tells of a refused AP access at the next one only. */
static guint
find_culprit (const UlCmsisDapPacket *self, guint n_done, gboolean fault)
{
    guint index = MIN (n_done, self->parts->len - 1);
    const UlCmsisDapPart *part = &g_array_index (self->parts, UlCmsisDapPart, index);

    if (fault && n_done < self->parts->len && index > 0 &&
        ul_batch_get_item (self->batch, part[-1].item)->ap)
        return index - 1;
    return index;
}

static gboolean
judge (const UlCmsisDapPacket *self, guint n_done, guint8 response, UlCmsisDapOutcome *outcome,
       GError **error)
{
    guint ack = response & RESPONSE_ACK;
    guint index = find_culprit (self, n_done, ack == UL_SWD_ACK_FAULT);
    const UlCmsisDapPart *part = &g_array_index (self->parts, UlCmsisDapPart, index);

    outcome->stop = (UlBatchCursor){ part->item, part->word };
    if (ack == 0 && n_done == 0) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                             _ ("The probe has lost its connection to the chip"));
        return FALSE;
    }
    if ((response & RESPONSE_ERROR) != 0) {
        ul_swd_set_parity_error (error);
        return FALSE;
    }
    if (!ul_swd_check_ack (ack, error))
        return FALSE;
    outcome->mismatched = (response & RESPONSE_MISMATCH) != 0;
    if (outcome->mismatched && ul_batch_get_item (self->batch, part->item)->kind != UL_BATCH_POLL)
        return refuse ("match", error);
    if (n_done < self->parts->len && !outcome->mismatched)
        return refuse ("count", error);
    return TRUE;
}

gboolean
ul_cmsis_dap_packet_decode (const UlCmsisDapPacket *self, const guint8 *reply, gsize size,
                            UlCmsisDapOutcome *outcome, GError **error)
{
    gboolean block = self->data[0] == CMD_TRANSFER_BLOCK;
    gsize header = block ? BLOCK_REPLY : TRANSFER_REPLY;

    *outcome = (UlCmsisDapOutcome){ 0 };
    g_return_val_if_fail (size >= self->min_reply, FALSE);
    if (self->data[0] == CMD_SWJ_SEQUENCE)
        return reply[1] == 0 || refuse ("sequence", error);

    guint n_done = block ? reply[1] | reply[2] << 8 : reply[1];
    if (n_done > self->parts->len)
        return refuse ("count", error);
    if (!judge (self, n_done, reply[header - 1], outcome, error)) {
        hand_out (self, n_done, reply + header, size - header);
        return FALSE;
    }
    if (!outcome->mismatched && size < header + 4 * count_reads (self))
        return refuse ("length", error);
    hand_out (self, n_done, reply + header, size - header);
    return TRUE;
}
