/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-jlink-batch.h"

#include "ul-error.h"
#include "ul-swd-error.h"

#define POLL_WINDOW_US  200u  /* of reads in one command */
#define POLL_BUSY_US    20000 /* so long a poll is repeated at once, then at leisure */
#define POLL_LEISURE_US 1000u
#define WAIT_LIMIT_US   100000 /* for which a single access is repeated */
#define WAIT_IDLE       8u     /* cycles between accesses for a chip that says WAIT */

#define DP_ABORT         0x0
#define ABORT_ORUNERRCLR (1u << 4)

typedef struct {
    UlJlinkEngine *engine;
    const UlBatch *batch;
    UlBatchCursor cursor;
    GCancellable *cancellable;
    guint oldest, n_in_flight; /* frames */
    guint n_poll_reads;
    gint64 poll_since;  /* 0: no poll is under way */
    gboolean poll_late; /* the frame in flight was sent after the poll's deadline */
    gint64 wait_since;  /* 0: the chip does not keep us waiting */
} Run;

static UlJlinkFrame *
frame_at (Run *run, guint index)
{
    return &run->engine->frames[(run->oldest + index) % UL_JLINK_MAX_IN_FLIGHT];
}

static guint
first_item (const UlJlinkFrame *frame)
{
    return frame->accesses->len > 0 ? g_array_index (frame->accesses, UlJlinkAccess, 0).item
                                    : frame->start.item;
}

/* --- sending --- */

static guint
most_poll_reads (UlJlinkEngine *engine)
{
    return CLAMP (engine->speed_khz * POLL_WINDOW_US / 1000 / UL_SWD_ACCESS_BITS, 2, 64);
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
    UlJlinkEngine *engine = run->engine;
    UlBatchCursor cursor = run->cursor;

    *pushed = FALSE;
    if (run->n_in_flight == engine->max_in_flight ||
        (run->n_in_flight > 0 && frame_at (run, run->n_in_flight - 1)->alone_after))
        return TRUE;
    UlJlinkFrame *frame = frame_at (run, run->n_in_flight);
    if (!ul_jlink_frame_fill (frame, run->batch, &cursor, &engine->wire, run->n_poll_reads)) {
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
    return ul_jlink_engine_ask (engine, &frame->bits, error);
}

static gboolean
take_answer (Run *run, GCancellable *cancellable, GError **error)
{
    UlJlinkFrame *frame = frame_at (run, 0);

    run->oldest++;
    run->n_in_flight--;
    return ul_jlink_engine_read_answer (run->engine, &frame->bits, cancellable, error);
}

/* The frames that were sent before it was known that an earlier one failed: the chip refused all
 * that was in them. */
static void
drop_rest (Run *run)
{
    while (run->n_in_flight > 0 && !run->engine->link->broken)
        take_answer (run, NULL, NULL);
}

/* --- the chip keeps us waiting --- */

static gboolean
clear_overrun (Run *run, GError **error)
{
    UlJlinkEngine *engine = run->engine;
    g_auto (UlSwdBits) bits = { 0 };

    ul_swd_bits_init (&bits, UL_SWD_ACCESS_BITS + UL_JLINK_TAIL_BITS);
    guint first =
        ul_swd_bits_add_write (&bits, ul_swd_request (FALSE, FALSE, DP_ABORT), ABORT_ORUNERRCLR);
    ul_swd_bits_add_idle (&bits, UL_JLINK_TAIL_BITS);
    return ul_jlink_engine_ask (engine, &bits, error) &&
           ul_jlink_engine_read_answer (engine, &bits, NULL, error) &&
           ul_swd_check_ack (ul_swd_bits_get_ack (engine->answer, first), error);
}

static gboolean
is_too_long (Run *run, gboolean progress)
{
    gint64 now = g_get_monotonic_time ();

    if (run->wait_since == 0 || progress)
        run->wait_since = now;
    return now - run->wait_since > WAIT_LIMIT_US;
}

/* The chip refused the access at @index and all that followed it. Sends them again. */
static gboolean
go_on_after_wait (Run *run, UlJlinkFrame *frame, guint index, GError **error)
{
    run->engine->wire.idle_cycles = WAIT_IDLE;
    if (run->n_in_flight > 0)
        run->cursor = frame_at (run, 0)->start;
    drop_rest (run);
    if (!clear_overrun (run, error))
        return FALSE;
    ul_jlink_frame_cut (frame, index);
    run->oldest = (guint) (frame - run->engine->frames);
    run->n_in_flight = 1;
    return ul_jlink_engine_ask (run->engine, &frame->bits, error);
}

/* --- answers --- */

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

static gboolean
recover (Run *run, UlJlinkFrame *frame, const UlJlinkOutcome *outcome, GError **error)
{
    g_autoptr (GError) local = g_steal_pointer (error);

    if (!g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_WAIT) ||
        !run->engine->wire.overrun_detect || is_too_long (run, outcome->index > 0)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    /* A poll reads on after it matched: that it had to wait then does not matter. */
    if (outcome->poll_matched)
        return clear_overrun (run, error) && judge_poll (run, frame->poll, outcome, error);
    return go_on_after_wait (run, frame, outcome->index, error);
}

/* Takes the answer to the oldest frame. @n_done is right whenever this fails. */
static gboolean
take (Run *run, guint *n_done, GError **error)
{
    UlJlinkFrame *frame = frame_at (run, 0);
    UlJlinkOutcome outcome = { 0 };
    g_autoptr (GError) local = NULL;
    gboolean ok;

    *n_done = first_item (frame);
    if (!take_answer (run, run->cancellable, error))
        return FALSE;
    if (!ul_jlink_frame_decode (frame, run->engine->answer, &run->engine->wire, &outcome, &local)) {
        *n_done = outcome.item;
        ok = recover (run, frame, &outcome, &local);
    } else {
        run->wait_since = 0;
        ok = frame->poll == NULL || judge_poll (run, frame->poll, &outcome, &local);
        if (!ok)
            *n_done = run->cursor.item;
    }
    if (!ok)
        g_propagate_error (error, g_steal_pointer (&local));
    return ok;
}

static gboolean
run_all (Run *run, guint *n_done, GError **error)
{
    for (;;) {
        gboolean pushed;

        if (g_cancellable_set_error_if_cancelled (run->cancellable, error)) {
            *n_done = run->n_in_flight > 0 ? first_item (frame_at (run, 0)) : run->cursor.item;
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

gboolean
ul_jlink_batch_run (UlJlinkEngine *engine, const UlBatch *batch, guint *n_done,
                    GCancellable *cancellable, GError **error)
{
    Run run = { .engine = engine, .batch = batch, .cancellable = cancellable, .n_poll_reads = 1 };

    *n_done = 0;
    if (run_all (&run, n_done, error)) {
        *n_done = ul_batch_get_n_items (batch);
        return TRUE;
    }
    drop_rest (&run);
    return FALSE;
}
