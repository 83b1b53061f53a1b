/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cmsis-dap-batch.h"

#include "ul-cmsis-dap-commands.h"
#include "ul-error.h"
#include "ul-swd-bits.h"
#include "ul-swd-error.h"

#include <glib/gi18n.h>

#define REPLY_MS    1500u
#define AHEAD_MS    250u /* when commands were sent ahead, which some probes lose */
#define PACKET_MS   5u   /* of a packet on the wire */
#define WAIT_MS     40u  /* that the probe repeats what the chip answers with WAIT */
#define WAIT_BITS   13u
#define MATCH_MS    10u /* that it repeats a poll */
#define MAX_RETRIES 65535u

#define POLL_BUSY_US    20000 /* so long a poll is repeated at once, then at leisure */
#define POLL_LEISURE_US 1000u

void
ul_cmsis_dap_engine_init (UlCmsisDapEngine *self, UlCmsisDapLink *link)
{
    *self = (UlCmsisDapEngine){ .link = link };
    for (guint i = 0; i < UL_CMSIS_DAP_MAX_IN_FLIGHT; i++)
        ul_cmsis_dap_packet_init (&self->packets[i]);
}

void
ul_cmsis_dap_engine_finish (UlCmsisDapEngine *self)
{
    for (guint i = 0; i < UL_CMSIS_DAP_MAX_IN_FLIGHT; i++)
        ul_cmsis_dap_packet_finish (&self->packets[i]);
}

static guint
repeats (guint speed_khz, guint ms, guint bits)
{
    return CLAMP ((guint64) speed_khz * ms / bits, 8, MAX_RETRIES);
}

gboolean
ul_cmsis_dap_engine_configure (UlCmsisDapEngine *self, guint speed_khz, GError **error)
{
    self->speed_khz = speed_khz;
    return ul_cmsis_dap_configure (self->link, repeats (speed_khz, WAIT_MS, WAIT_BITS),
                                   repeats (speed_khz, MATCH_MS, UL_SWD_ACCESS_BITS), error);
}

typedef struct {
    UlCmsisDapEngine *engine;
    const UlBatch *batch;
    UlBatchCursor cursor;
    GCancellable *cancellable;
    guint oldest, n_in_flight; /* packets */
    UlBatchCursor starts[UL_CMSIS_DAP_MAX_IN_FLIGHT];
    gint64 sent_us[UL_CMSIS_DAP_MAX_IN_FLIGHT];
    guint poll_item; /* that did not match yet */
    gint64 poll_since;
    gboolean polls;
} Run;

static guint
slot (Run *run, guint index)
{
    return (run->oldest + index) % UL_CMSIS_DAP_MAX_IN_FLIGHT;
}

/* Sends one more packet if there is one and it may be sent now. */
static gboolean
push (Run *run, gboolean *pushed, GError **error)
{
    UlCmsisDapEngine *self = run->engine;
    UlBatchCursor cursor = run->cursor;
    guint limit = MIN (self->link->max_in_flight, UL_CMSIS_DAP_MAX_IN_FLIGHT);
    guint max_words = self->speed_khz * PACKET_MS / UL_SWD_ACCESS_BITS;

    *pushed = FALSE;
    if (run->n_in_flight >= limit ||
        (run->n_in_flight > 0 && self->packets[slot (run, run->n_in_flight - 1)].alone_after))
        return TRUE;
    UlCmsisDapPacket *packet = &self->packets[slot (run, run->n_in_flight)];
    if (!ul_cmsis_dap_packet_fill (packet, run->batch, &cursor, self->link->packet_size,
                                   max_words)) {
        run->cursor = cursor;
        return TRUE;
    }
    if (packet->alone_before && run->n_in_flight > 0)
        return TRUE;
    run->starts[slot (run, run->n_in_flight)] = run->cursor;
    run->sent_us[slot (run, run->n_in_flight)] = g_get_monotonic_time ();
    run->cursor = cursor;
    run->n_in_flight++;
    *pushed = TRUE;
    return ul_cmsis_dap_link_send (self->link, packet->data, packet->size, error);
}

/* The time for a poll is up. The probe does not tell what it read last. */
static gboolean
give_up (Run *run, const UlBatchItem *poll, GError **error)
{
    g_autoptr (UlBatch) batch = ul_batch_new ();
    guint32 value = 0;
    guint n_done;

    ul_batch_read (batch, poll->ap, poll->reg, &value);
    if (!ul_cmsis_dap_engine_run (run->engine, batch, &n_done, run->cancellable, error))
        return FALSE;
    if (poll->in != NULL)
        *poll->in = value;
    ul_swd_set_poll_timeout (value, poll->timeout_ms, error);
    return FALSE;
}

/* A poll that did not match is sent again, with all that follows it, until its time is up. */
static gboolean
poll_again (Run *run, UlBatchCursor where, GError **error)
{
    const UlBatchItem *poll = ul_batch_get_item (run->batch, where.item);
    gint64 now = g_get_monotonic_time ();

    run->cursor = (UlBatchCursor){ .item = where.item };
    if (!run->polls || run->poll_item != where.item) {
        run->polls = TRUE;
        run->poll_item = where.item;
        run->poll_since = now - MATCH_MS * 1000;
    }
    if (now - run->poll_since >= poll->timeout_ms * 1000LL)
        return give_up (run, poll, error);
    if (now - run->poll_since > POLL_BUSY_US)
        g_usleep (POLL_LEISURE_US);
    return TRUE;
}

/* A WAIT that comes back long before the probe can have repeated the access as often as it was
 * told is the probe's doing rather than the chip's. */
static void
explain_wait (gint64 sent_us, GError **error)
{
    if (error == NULL || !g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_WAIT) ||
        g_get_monotonic_time () - sent_us >= WAIT_MS * 1000LL / 2)
        return;
    g_clear_error (error);
    g_set_error_literal (
        error, UL_ERROR, UL_ERROR_TARGET_WAIT,
        _ ("The chip asked for a moment's wait, and the probe did not wait for it: "
           "a slower SWD clock may help"));
}

/* Takes the answer to the oldest packet. @n_done is right whenever this fails. */
static gboolean
take (Run *run, guint *n_done, GError **error)
{
    UlCmsisDapEngine *self = run->engine;
    UlCmsisDapPacket *packet = &self->packets[slot (run, 0)];
    gint64 sent_us = run->sent_us[slot (run, 0)];
    UlCmsisDapOutcome outcome = { 0 };
    const guint8 *reply;
    gsize size;

    *n_done = run->starts[slot (run, 0)].item;
    gboolean ok = ul_cmsis_dap_link_receive (self->link, &reply, &size, packet->min_reply,
                                             self->link->sent_ahead ? AHEAD_MS : REPLY_MS,
                                             run->cancellable, error);
    run->oldest++;
    run->n_in_flight--;
    if (!ok)
        return FALSE;
    ok = ul_cmsis_dap_packet_decode (packet, reply, size, &outcome, error);
    if (ok && !outcome.mismatched)
        return TRUE;
    *n_done = MAX (*n_done, outcome.stop.item);
    if (!ok)
        explain_wait (sent_us, error);
    return ok && poll_again (run, outcome.stop, error);
}

static void
drop_rest (Run *run)
{
    const guint8 *reply;
    gsize size;

    while (run->engine->link->n_sent > 0 && !run->engine->link->broken)
        ul_cmsis_dap_link_receive (run->engine->link, &reply, &size, 1, REPLY_MS, NULL, NULL);
}

static gboolean
run_all (Run *run, guint *n_done, GError **error)
{
    for (;;) {
        gboolean pushed;

        *n_done = run->n_in_flight > 0 ? run->starts[slot (run, 0)].item : run->cursor.item;
        if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
            return FALSE;
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
ul_cmsis_dap_engine_run (UlCmsisDapEngine *self, const UlBatch *batch, guint *n_done,
                         GCancellable *cancellable, GError **error)
{
    Run run = { .engine = self, .batch = batch, .cancellable = cancellable };

    *n_done = 0;
    if (run_all (&run, n_done, error)) {
        *n_done = ul_batch_get_n_items (batch);
        return TRUE;
    }
    drop_rest (&run);
    return FALSE;
}
