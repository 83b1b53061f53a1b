/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-jlink-batch.h"

#include "ul-error.h"
#include "ul-swd-error.h"

#include <glib/gi18n.h>

#define CMD_HW_JTAG3     0xCFu
#define HEADER_SIZE      4u
#define STATUS_OK        0u
#define STATUS_NO_MEMORY 6u

#define MAX_BITS        65528u /* whole bytes that a count of 16 bits can tell ... */
#define COUNT_MAX       65535u
#define UNKNOWN_BYTES   2048u /* of each direction, when the probe does not tell */
#define LEAST_FREE      143u
#define HOUSEKEEPING    16u
#define LONGEST_MS      20u /* of a command on the wire: a stop by the user waits for it */
#define FEWEST_BITS     1024u
#define REPLY_MS        1000u
#define POLL_WINDOW_US  200u  /* of reads in one command */
#define POLL_BUSY_US    20000 /* so long a poll is repeated at once, then at leisure */
#define POLL_LEISURE_US 1000u

gboolean
ul_jlink_engine_limit (guint32 free_bytes, guint *max_bits, GError **error)
{
    if (free_bytes != 0 && free_bytes < LEAST_FREE) {
        g_set_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                     _ ("The probe has only %u bytes of memory left"), free_bytes);
        return FALSE;
    }
    guint32 each = free_bytes != 0 ? (free_bytes - HOUSEKEEPING) / 2 : UNKNOWN_BYTES;
    *max_bits = MIN (each, MAX_BITS / 8) * 8;
    return TRUE;
}

void
ul_jlink_engine_init (UlJlinkEngine *self, UlJlinkLink *link, guint max_bits, guint max_in_flight)
{
    *self = (UlJlinkEngine){ .link = link,
                             .max_bits = max_bits,
                             .max_in_flight = MIN (max_in_flight, UL_JLINK_MAX_IN_FLIGHT),
                             .command = g_byte_array_new (),
                             .answer = g_malloc (MAX_BITS / 8 + 1) };
    for (guint i = 0; i < UL_JLINK_MAX_IN_FLIGHT; i++)
        ul_jlink_frame_init (&self->frames[i], max_bits);
}

void
ul_jlink_engine_finish (UlJlinkEngine *self)
{
    for (guint i = 0; i < UL_JLINK_MAX_IN_FLIGHT; i++)
        ul_jlink_frame_finish (&self->frames[i]);
    g_clear_pointer (&self->command, g_byte_array_unref);
    g_clear_pointer (&self->answer, g_free);
}

void
ul_jlink_engine_set_speed (UlJlinkEngine *self, guint speed_khz)
{
    guint limit = MAX (MIN (speed_khz, COUNT_MAX) * LONGEST_MS, FEWEST_BITS);

    self->speed_khz = speed_khz;
    for (guint i = 0; i < UL_JLINK_MAX_IN_FLIGHT; i++)
        self->frames[i].bits.max_bits = MIN (self->max_bits, limit);
}

/* --- one command --- */

static gsize
answer_size (const UlSwdBits *bits)
{
    return (bits->n_bits + 7) / 8;
}

static gboolean
ask (UlJlinkEngine *self, const UlSwdBits *bits, GError **error)
{
    const guint8 header[HEADER_SIZE] = { CMD_HW_JTAG3, 0, bits->n_bits & 0xFF, bits->n_bits >> 8 };

    g_byte_array_set_size (self->command, 0);
    g_byte_array_append (self->command, header, sizeof header);
    g_byte_array_append (self->command, bits->drive, answer_size (bits));
    g_byte_array_append (self->command, bits->out, answer_size (bits));
    return ul_jlink_link_ask (self->link, self->command->data, self->command->len,
                              answer_size (bits) + 1, error);
}

static gboolean
check_status (guint8 status, GError **error)
{
    if (status == STATUS_OK)
        return TRUE;
    if (status == STATUS_NO_MEMORY)
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                             _ ("The probe ran out of memory"));
    else
        g_set_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                     _ ("The probe could not send to the chip (status %u)"), status);
    return FALSE;
}

/* Old firmware sends the status byte on its own; the link does not care. */
static gboolean
read_answer (UlJlinkEngine *self, const UlSwdBits *bits, GCancellable *cancellable, GError **error)
{
    gsize size = answer_size (bits);
    guint wire_ms = bits->n_bits / MAX (self->speed_khz, 1);

    return ul_jlink_link_read (self->link, self->answer, size + 1, TRUE, REPLY_MS + 2 * wire_ms,
                               cancellable, error) &&
           check_status (self->answer[size], error);
}

gboolean
ul_jlink_engine_send_bits (UlJlinkEngine *self, const guint8 *bits, guint n_bits, GError **error)
{
    UlSwdBits *stream = &self->frames[0].bits;

    g_return_val_if_fail (n_bits > 0 && n_bits <= FEWEST_BITS, FALSE);
    /* Whatever follows may be a chip that forgot its debug port's set-up. */
    self->wire.overrun_detect = FALSE;
    ul_swd_bits_clear (stream);
    ul_swd_bits_add_raw (stream, bits, n_bits);
    return ask (self, stream, error) && read_answer (self, stream, NULL, error);
}

/* --- batches --- */

typedef struct {
    UlJlinkEngine *engine;
    const UlBatch *batch;
    UlBatchCursor cursor;
    GCancellable *cancellable;
    guint oldest, n_in_flight; /* frames */
    guint n_poll_reads;
    gint64 poll_since;  /* 0: no poll is under way */
    gboolean poll_late; /* the frame in flight was sent after the poll's deadline */
} Run;

static UlJlinkFrame *
frame_at (Run *run, guint index)
{
    return &run->engine->frames[(run->oldest + index) % UL_JLINK_MAX_IN_FLIGHT];
}

static guint
most_poll_reads (UlJlinkEngine *self)
{
    return CLAMP (self->speed_khz * POLL_WINDOW_US / 1000 / UL_SWD_ACCESS_BITS, 2, 64);
}

static void
note_poll (Run *run, const UlBatchItem *poll)
{
    gint64 now = g_get_monotonic_time ();

    if (run->poll_since == 0)
        run->poll_since = now;
    run->poll_late = now - run->poll_since >= poll->timeout_ms * 1000LL;
    if (now - run->poll_since > POLL_BUSY_US)
        g_usleep (POLL_LEISURE_US);
}

/* Sends one more frame if there is one and it may be sent now. */
static gboolean
push (Run *run, gboolean *pushed, GError **error)
{
    UlJlinkEngine *self = run->engine;
    UlBatchCursor cursor = run->cursor;
    UlJlinkFrame *frame;

    *pushed = FALSE;
    if (run->n_in_flight == self->max_in_flight ||
        (run->n_in_flight > 0 && frame_at (run, run->n_in_flight - 1)->alone_after))
        return TRUE;
    frame = frame_at (run, run->n_in_flight);
    if (!ul_jlink_frame_fill (frame, run->batch, &cursor, &self->wire, run->n_poll_reads)) {
        run->cursor = cursor;
        return TRUE;
    }
    if (frame->alone_before && run->n_in_flight > 0)
        return TRUE;
    if (frame->poll != NULL)
        note_poll (run, frame->poll);
    run->cursor = cursor;
    run->n_in_flight++;
    *pushed = TRUE;
    return ask (self, &frame->bits, error);
}

/* Returns: FALSE when the time is up */
static gboolean
judge_poll (Run *run, const UlBatchItem *poll, const UlJlinkOutcome *outcome, GError **error)
{
    if (poll->in != NULL)
        *poll->in = outcome->poll_value;
    if (outcome->poll_matched) {
        run->poll_since = 0;
        run->n_poll_reads = 1;
        return TRUE;
    }
    run->cursor = (UlBatchCursor){ .item = run->cursor.item - 1 };
    if (run->poll_late) {
        ul_swd_set_poll_timeout (outcome->poll_value, poll->timeout_ms, error);
        return FALSE;
    }
    run->n_poll_reads = MIN (run->n_poll_reads * 2, most_poll_reads (run->engine));
    return TRUE;
}

/* Takes the answer to the oldest frame. @n_done is right whenever this fails. */
static gboolean
take (Run *run, guint *n_done, GError **error)
{
    UlJlinkEngine *self = run->engine;
    UlJlinkFrame *frame = frame_at (run, 0);
    UlJlinkOutcome outcome = { 0 };

    if (frame->accesses->len > 0)
        *n_done = g_array_index (frame->accesses, UlJlinkAccess, 0).item;
    gboolean ok = read_answer (self, &frame->bits, run->cancellable, error);
    run->oldest++;
    run->n_in_flight--;
    if (!ok)
        return FALSE;
    if (!ul_jlink_frame_decode (frame, self->answer, &self->wire, &outcome, error)) {
        *n_done = outcome.item;
        return FALSE;
    }
    if (frame->poll == NULL || judge_poll (run, frame->poll, &outcome, error))
        return TRUE;
    *n_done = run->cursor.item;
    return FALSE;
}

/* The frames that were sent before it was known that an earlier one failed: the chip refused all
 * that was in them. */
static void
drop_rest (Run *run)
{
    for (; run->n_in_flight > 0 && !run->engine->link->broken; run->n_in_flight--, run->oldest++)
        read_answer (run->engine, &frame_at (run, 0)->bits, NULL, NULL);
}

static gboolean
run_all (Run *run, guint *n_done, GError **error)
{
    for (;;) {
        gboolean pushed;

        if (g_cancellable_set_error_if_cancelled (run->cancellable, error)) {
            *n_done = run->n_in_flight > 0 && frame_at (run, 0)->accesses->len > 0
                          ? g_array_index (frame_at (run, 0)->accesses, UlJlinkAccess, 0).item
                          : run->cursor.item;
            return FALSE;
        }
        if (!push (run, &pushed, error))
            return FALSE;
        if (pushed)
            continue;
        if (run->n_in_flight == 0)
            return TRUE;
        if (!take (run, n_done, error))
            return FALSE;
    }
}

/* A chip that says WAIT was asked too fast. */
static void
slow_down (UlJlinkEngine *self, const GError *error)
{
    if (g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_WAIT))
        self->wire.idle_cycles = 8;
}

gboolean
ul_jlink_engine_run (UlJlinkEngine *self, const UlBatch *batch, guint *n_done,
                     GCancellable *cancellable, GError **error)
{
    Run run = { .engine = self, .batch = batch, .cancellable = cancellable, .n_poll_reads = 1 };
    g_autoptr (GError) local = NULL;

    *n_done = 0;
    if (run_all (&run, n_done, &local)) {
        *n_done = ul_batch_get_n_items (batch);
        return TRUE;
    }
    drop_rest (&run);
    slow_down (self, local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}
