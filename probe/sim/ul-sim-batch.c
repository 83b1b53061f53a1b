/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A batch as the probe carries it out. */
#include "ul-sim-probe-private.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define DP_RDBUFF     0xC
#define WAIT_LIMIT_US 100000 /* for which a single access is repeated */

typedef struct {
    UlSimProbe *probe;
    UlSimWire *wire;
    GCancellable *cancellable;
    guint n_left;     /* accesses that this USB command can still take */
    guint n_finished; /* items that were sent and acknowledged */
    guint n_known;    /* ... and are known to have succeeded */
    guint n_answered; /* ... as far as the answers have reached the computer */
    gboolean usb_failed;
    gboolean open;    /* an AP access was acknowledged, but its outcome shows at a later one only */
    guint32 *read_to; /* (nullable): where the value of a posted read goes */
} Run;

static gboolean
fail (int code, const char *message, GError **error)
{
    g_set_error_literal (error, UL_ERROR, code, message);
    return FALSE;
}

static gboolean
explain (UlSimAck ack, GError **error)
{
    switch (ack) {
    case UL_SIM_ACK_WAIT:
        return fail (UL_ERROR_TARGET_WAIT, _ ("The chip keeps the debugger waiting"), error);
    case UL_SIM_ACK_FAULT:
        return fail (UL_ERROR_TARGET_FAULT, _ ("The chip refused an access"), error);
    default:
        return fail (UL_ERROR_TARGET_NO_ACK, _ ("Nobody answers on SWD"), error);
    }
}

static gboolean
may_go_on (Run *run, GError **error)
{
    return !g_cancellable_set_error_if_cancelled (run->cancellable, error) &&
           ul_sim_probe_keep_pace (run->probe, run->cancellable, error);
}

/* One access, repeated while it is answered with WAIT. */
static gboolean
access_once (Run *run, gboolean ap, guint8 reg, gboolean write, guint32 *value, GError **error)
{
    gint64 deadline = 0;
    gboolean parity_ok = TRUE;
    UlSimAck ack;

    for (;;) {
        if (!may_go_on (run, error))
            return FALSE;
        ack = ul_sim_wire_transfer (run->wire, ap, reg, write, value, &parity_ok);
        if (ack != UL_SIM_ACK_WAIT)
            break;
        gint64 now = ul_sim_probe_get_time_us (run->probe);
        deadline = deadline == 0 ? now + WAIT_LIMIT_US : deadline;
        if (now >= deadline)
            break;
    }
    if (ack != UL_SIM_ACK_OK)
        return explain (ack, error);
    return parity_ok || fail (UL_ERROR_TARGET_PARITY, _ ("An answer arrived garbled"), error);
}

/* DPIDR, ABORT and the reading of CTRL/STAT are acknowledged even after a failure. */
static gboolean
tells_outcome (gboolean ap, guint8 reg, gboolean write)
{
    return ap || reg > 4 || (reg == 4 && write);
}

static gboolean
access_reg (Run *run, gboolean ap, guint8 reg, gboolean write, guint32 *value, GError **error)
{
    if (!access_once (run, ap, reg, write, value, error))
        return FALSE;
    if (tells_outcome (ap, reg, write)) {
        run->n_known = run->n_finished;
        run->open = ap;
    }
    return TRUE;
}

/* Fetches the value of a posted read, or the outcome of a write. */
static gboolean
collect (Run *run, GError **error)
{
    guint32 value = 0;

    if (!run->open)
        return TRUE;
    if (!access_reg (run, FALSE, DP_RDBUFF, FALSE, &value, error))
        return FALSE;
    if (run->read_to != NULL)
        *run->read_to = value;
    run->read_to = NULL;
    return TRUE;
}

static gboolean
transfer (Run *run, GError **error)
{
    run->usb_failed = !ul_sim_probe_transfer (run->probe, error);
    return !run->usb_failed;
}

static gboolean
begin_command (Run *run, GError **error)
{
    run->n_left = UL_SIM_COMMAND_ACCESSES;
    return transfer (run, error);
}

static gboolean
end_command (Run *run, GError **error)
{
    if (!collect (run, error) || !transfer (run, error))
        return FALSE;
    run->n_answered = run->n_known;
    return TRUE;
}

/* Makes sure that the command can take @n more accesses, and the one that collects. */
static gboolean
need (Run *run, guint n, GError **error)
{
    if (run->n_left <= n && !(end_command (run, error) && begin_command (run, error)))
        return FALSE;
    run->n_left -= MIN (n, run->n_left);
    return TRUE;
}

static gboolean
read_word (Run *run, const UlBatchItem *item, guint32 *word, GError **error)
{
    guint32 value = 0;

    if (!need (run, 1, error))
        return FALSE;
    if (run->read_to != NULL && !item->ap && !collect (run, error))
        return FALSE;
    if (!access_reg (run, item->ap, item->reg, FALSE, &value, error))
        return FALSE;
    if (!item->ap) {
        *word = value;
        return TRUE;
    }
    if (run->read_to != NULL)
        *run->read_to = value;
    run->read_to = word;
    return TRUE;
}

static gboolean
write_word (Run *run, const UlBatchItem *item, guint32 word, GError **error)
{
    return need (run, run->read_to != NULL ? 2 : 1, error) &&
           (run->read_to == NULL || collect (run, error)) &&
           access_reg (run, item->ap, item->reg, TRUE, &word, error);
}

static gboolean
poll_once (Run *run, const UlBatchItem *item, guint32 *value, GError **error)
{
    if (!access_reg (run, item->ap, item->reg, FALSE, value, error))
        return FALSE;
    run->read_to = item->ap ? value : NULL;
    return !item->ap || collect (run, error);
}

static gboolean
poll_reg (Run *run, const UlBatchItem *item, GError **error)
{
    gint64 start = ul_sim_probe_get_time_us (run->probe);
    guint32 value = 0;

    if (!need (run, 3, error) || (run->read_to != NULL && !collect (run, error)))
        return FALSE;
    for (;;) {
        if (!poll_once (run, item, &value, error))
            return FALSE;
        if (item->in != NULL)
            *item->in = value;
        if ((value & item->mask) == item->match)
            return TRUE;
        if (ul_sim_probe_get_time_us (run->probe) - start < (gint64) item->timeout_ms * 1000)
            continue;
        g_set_error (error, UL_ERROR, UL_ERROR_TARGET_TIMEOUT,
                     _ ("The chip still answers 0x%08X after %u ms"), value, item->timeout_ms);
        return FALSE;
    }
}

static gboolean
run_item (Run *run, const UlBatchItem *item, GError **error)
{
    const guint32 *out = ul_batch_item_out (item);

    switch (item->kind) {
    case UL_BATCH_READ:
        for (guint i = 0; i < item->count; i++)
            if (!read_word (run, item, &item->in[i], error))
                return FALSE;
        return TRUE;
    case UL_BATCH_WRITE:
        for (guint i = 0; i < item->count; i++)
            if (!write_word (run, item, out[i], error))
                return FALSE;
        return TRUE;
    case UL_BATCH_POLL:
        return poll_reg (run, item, error);
    case UL_BATCH_IDLE:
        ul_sim_wire_idle (run->wire, item->count);
        return may_go_on (run, error);
    }
    return TRUE;
}

static gboolean
run_items (Run *run, const UlBatch *batch, GError **error)
{
    guint n = ul_batch_get_n_items (batch);

    for (guint i = 0; i < n; i++) {
        if (!run_item (run, ul_batch_get_item (batch, i), error))
            return FALSE;
        run->n_finished = i + 1;
        if (!run->open)
            run->n_known = run->n_finished;
    }
    return end_command (run, error);
}

gboolean
ul_sim_probe_run_batch (UlSimProbe *self, const UlBatch *batch, guint *n_done,
                        GCancellable *cancellable, GError **error)
{
    Run run = { .probe = self,
                .wire = ul_sim_board_get_wire (self->board),
                .cancellable = cancellable };
    g_autoptr (GError) local = NULL, usb = NULL;

    *n_done = 0;
    if (ul_batch_get_n_items (batch) == 0)
        return TRUE;
    if (!begin_command (&run, error))
        return FALSE;
    if (run_items (&run, batch, &local)) {
        *n_done = run.n_known;
        return TRUE;
    }
    /* What went wrong on the wire is an answer as well. */
    if (!run.usb_failed && !transfer (&run, &usb)) {
        g_clear_error (&local);
        local = g_steal_pointer (&usb);
    }
    *n_done = run.usb_failed ? run.n_answered : run.n_known;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}
