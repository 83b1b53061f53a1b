/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-debug-port.h"

#include "ul-error.h"
#include "ul-swj-sequences.h"

#include <glib/gi18n.h>

/* DP registers: A[3:2]; CTRL/STAT needs SELECT.DPBANKSEL = 0, which we never leave. */
#define DP_DPIDR     0x0 /* read */
#define DP_ABORT     0x0 /* write */
#define DP_CTRL_STAT 0x4
#define DP_SELECT    0x8
#define DP_RDBUFF    0xC

#define ABORT_CLEAR 0x1E /* all sticky flags */
#define ABORT_DAP   0x1F /* and the AP transaction in progress */

#define CTRL_ORUNDETECT (1u << 0)
#define CTRL_STICKYORUN (1u << 1)
#define CTRL_STICKYCMP  (1u << 4)
#define CTRL_STICKYERR  (1u << 5)
#define CTRL_WDATAERR   (1u << 7)
#define CTRL_POWER_REQ  0x50000000u
#define CTRL_POWER_ACK  0xA0000000u
#define CTRL_DEBUG_ACK  0x20000000u

#define POWER_UP_MS     1000
#define KNOCK_MS        10 /* the same for a chip that has no time */
#define N_CHECKS        64u
#define SLOW_DOWN       4u /* the speed is divided by it ... */
#define LOWEST_KHZ      100u
#define LOWEST_VTREF_MV 1000

struct _UlDebugPort {
    UlProbe *probe;            /* not owned */
    GCancellable *cancellable; /* (nullable), not owned */
    GCancellable *abort;       /* (nullable), not owned: ends what nothing else may end */
    guint n_shields;           /* ... but while there are some */
    UlBatch *batch;            /* what is queued */
    guint32 dpidr;
    guint32 select; /* as the last queued write leaves it */
    gboolean select_known;
    gboolean ends_in_write; /* the last queued access is an AP write: its outcome is still open */
    guint32 last;           /* RDBUFF, read for its acknowledge alone */
    guint32 knocks[2];      /* DPIDR, as a knock reads it */
    guint epoch;
    guint n_garbled; /* failures by a garbled wire since the last slow-down */
};

UlDebugPort *
ul_debug_port_new (UlProbe *probe)
{
    UlDebugPort *self = g_new0 (UlDebugPort, 1);
    self->probe = probe;
    self->batch = ul_batch_new ();
    self->epoch = 1;
    return self;
}

void
ul_debug_port_free (UlDebugPort *self)
{
    ul_batch_free (self->batch);
    g_free (self);
}

void
ul_debug_port_set_cancellable (UlDebugPort *self, GCancellable *cancellable)
{
    if (cancellable == NULL && !g_cancellable_is_cancelled (self->abort))
        cancellable = self->abort;
    self->cancellable = cancellable;
}

void
ul_debug_port_set_abort (UlDebugPort *self, GCancellable *abort)
{
    self->abort = abort;
}

GCancellable *
ul_debug_port_get_cancellable (UlDebugPort *self)
{
    return self->cancellable;
}

void
ul_debug_port_shield (UlDebugPort *self)
{
    self->n_shields++;
}

void
ul_debug_port_unshield (UlDebugPort *self)
{
    self->n_shields--;
}

/* What may end an exchange. */
static GCancellable *
get_end (UlDebugPort *self)
{
    return self->n_shields > 0 ? NULL : self->cancellable;
}

guint32
ul_debug_port_get_dpidr (UlDebugPort *self)
{
    return self->dpidr;
}

void
ul_debug_port_invalidate (UlDebugPort *self)
{
    self->epoch++;
}

guint
ul_debug_port_get_epoch (UlDebugPort *self)
{
    return self->epoch;
}

gboolean
ul_debug_port_sleep (UlDebugPort *self, guint64 us, GError **error)
{
    return ul_probe_sleep_us (self->probe, us, get_end (self), error);
}

gint64
ul_debug_port_get_time_us (UlDebugPort *self)
{
    return ul_probe_get_time_us (self->probe);
}

static void
forget (UlDebugPort *self)
{
    ul_batch_clear (self->batch);
    self->select_known = FALSE;
    self->ends_in_write = FALSE;
    self->epoch++;
}

/* Selects the AP and the bank of @reg. */
static void
select_ap (UlDebugPort *self, guint ap, guint8 reg)
{
    guint32 select = (ap << 24) | (reg & 0xF0u);

    if (self->select_known && self->select == select)
        return;
    ul_batch_write (self->batch, FALSE, DP_SELECT, select);
    self->select = select;
    self->select_known = TRUE;
}

void
ul_debug_port_read_ap (UlDebugPort *self, guint ap, guint8 reg, guint32 *words, guint n_words)
{
    select_ap (self, ap, reg);
    ul_batch_read_block (self->batch, TRUE, reg & 0xC, words, n_words);
    self->ends_in_write = FALSE;
}

void
ul_debug_port_write_ap (UlDebugPort *self, guint ap, guint8 reg, guint32 value)
{
    select_ap (self, ap, reg);
    ul_batch_write (self->batch, TRUE, reg & 0xC, value);
    self->ends_in_write = TRUE;
}

void
ul_debug_port_write_ap_block (UlDebugPort *self, guint ap, guint8 reg, const guint32 *words,
                              guint n_words)
{
    select_ap (self, ap, reg);
    ul_batch_write_block (self->batch, TRUE, reg & 0xC, words, n_words);
    self->ends_in_write = TRUE;
}

void
ul_debug_port_poll_ap (UlDebugPort *self, guint ap, guint8 reg, guint32 mask, guint32 match,
                       guint timeout_ms, guint32 *value)
{
    select_ap (self, ap, reg);
    ul_batch_poll (self->batch, TRUE, reg & 0xC, mask, match, timeout_ms, value);
    self->ends_in_write = FALSE;
}

/* --- line reset and wake-up --- */

static gboolean
fail_identity (guint32 first, guint32 second, GError **error)
{
    g_set_error (error, UL_ERROR, UL_ERROR_TARGET_UNSTABLE,
                 _ ("The chip's identification reads differently each time (0x%08X, 0x%08X)"),
                 first, second);
    return FALSE;
}

/* One try: after the bits, DPIDR must be the first access. @reached: a DPIDR was read. */
static gboolean
try_power_up (UlDebugPort *self, const guint8 *bits, guint n_bits, gboolean *reached,
              GError **error)
{
    g_autoptr (UlBatch) batch = ul_batch_new ();
    guint32 request = CTRL_POWER_REQ;
    guint32 first = 0, second = 0, ctrl = 0;
    guint n_done = 0;

    if (ul_probe_get_info (self->probe)->raw_stream)
        request |= CTRL_ORUNDETECT;
    *reached = FALSE;
    if (!ul_probe_send_bits (self->probe, bits, n_bits, error))
        return FALSE;
    forget (self);
    ul_batch_read (batch, FALSE, DP_DPIDR, &first);
    ul_batch_read (batch, FALSE, DP_DPIDR, &second);
    ul_batch_write (batch, FALSE, DP_ABORT, ABORT_CLEAR);
    ul_batch_write (batch, FALSE, DP_SELECT, 0);
    ul_batch_write (batch, FALSE, DP_CTRL_STAT, request);
    ul_batch_poll (batch, FALSE, DP_CTRL_STAT, CTRL_POWER_ACK, CTRL_POWER_ACK, POWER_UP_MS, &ctrl);

    gboolean ok = ul_probe_run_batch (self->probe, batch, &n_done, get_end (self), error);
    if (!ok && n_done < 2)
        return FALSE;
    *reached = TRUE;
    if (first != second || (first & 1) == 0) {
        g_clear_error (error);
        return fail_identity (first, second, error);
    }
    self->dpidr = first;
    /* Some parts never acknowledge the system power-up: debug power alone will do. */
    if (!ok && n_done == 5 && g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_TIMEOUT) &&
        (ctrl & CTRL_DEBUG_ACK) != 0) {
        g_clear_error (error);
        ok = TRUE;
    }
    if (!ok && n_done == 5)
        g_prefix_error (error, _ ("Powering up the debug logic: "));
    self->select = 0;
    self->select_known = ok;
    return ok;
}

static gboolean
is_silence (const GError *error)
{
    return ul_debug_port_is_garbled (error) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_FAULT);
}

/* Nobody answers: tells a board without power, which @code is for, from a silent one. */
static void
explain_silence (UlDebugPort *self, UlErrorCode code, GError **error)
{
    UlProbeStatus status = { .vtref_mv = -1 };

    if (!ul_probe_get_status (self->probe, &status, NULL) || status.vtref_mv < 0)
        return;
    if (status.vtref_mv < LOWEST_VTREF_MV) {
        g_clear_error (error);
        g_set_error (error, UL_ERROR, code,
                     _ ("The probe measures %.2f V on the board's supply pin"),
                     status.vtref_mv / 1000.0);
    }
    if (error != NULL)
        ul_error_add_detail (*error, "VTref", "%d mV", status.vtref_mv);
}

gboolean
ul_debug_port_connect (UlDebugPort *self, GError **error)
{
    static const struct {
        const guint8 *bits;
        guint n_bits;
    } tries[] = {
        { swd_switch, sizeof swd_switch * 8 },
        { dormant_wake, sizeof dormant_wake * 8 },
        { swd_switch, sizeof swd_switch * 8 },
    };
    g_autoptr (GError) local = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (tries); i++) {
        gboolean reached = FALSE;

        g_clear_error (&local);
        if (try_power_up (self, tries[i].bits, tries[i].n_bits, &reached, &local))
            return TRUE;
        if (reached || !is_silence (local))
            break;
    }
    if (is_silence (local))
        explain_silence (self, UL_ERROR_TARGET_NO_POWER, &local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

void
ul_debug_port_power_down (UlDebugPort *self)
{
    g_autoptr (UlBatch) batch = ul_batch_new ();

    ul_batch_write (batch, FALSE, DP_ABORT, ABORT_CLEAR);
    ul_batch_write (batch, FALSE, DP_SELECT, 0);
    ul_batch_write (batch, FALSE, DP_CTRL_STAT, 0x10000000);
    ul_batch_write (batch, FALSE, DP_CTRL_STAT, 0);
    ul_probe_run_batch (self->probe, batch, NULL, NULL, NULL);
    forget (self);
}

/* --- one try, as short as can be --- */

gboolean
ul_debug_port_wake (UlDebugPort *self, gboolean dormant, GError **error)
{
    forget (self);
    return ul_probe_send_bits (self->probe, dormant ? dormant_wake : swd_switch,
                               (dormant ? sizeof dormant_wake : sizeof swd_switch) * 8, error);
}

gboolean
ul_debug_port_knock (UlDebugPort *self, gboolean dormant, GError **error)
{
    guint32 request = CTRL_POWER_REQ;

    if (ul_probe_get_info (self->probe)->raw_stream)
        request |= CTRL_ORUNDETECT;
    self->knocks[0] = self->knocks[1] = 0;
    if (!ul_debug_port_wake (self, dormant, error))
        return FALSE;
    ul_batch_read (self->batch, FALSE, DP_DPIDR, &self->knocks[0]);
    ul_batch_read (self->batch, FALSE, DP_DPIDR, &self->knocks[1]);
    ul_batch_write (self->batch, FALSE, DP_ABORT, ABORT_CLEAR);
    ul_batch_write (self->batch, FALSE, DP_SELECT, 0);
    ul_batch_write (self->batch, FALSE, DP_CTRL_STAT, request);
    ul_batch_poll (self->batch, FALSE, DP_CTRL_STAT, CTRL_DEBUG_ACK, CTRL_DEBUG_ACK, KNOCK_MS,
                   NULL);
    self->select = 0;
    self->select_known = TRUE;
    return TRUE;
}

gboolean
ul_debug_port_try (UlDebugPort *self, gboolean *heard, GError **error)
{
    guint32 n_done = 0, dpidr;

    if (self->ends_in_write)
        ul_batch_read (self->batch, FALSE, DP_RDBUFF, &self->last);
    gboolean ok = ul_probe_run_batch (self->probe, self->batch, &n_done, get_end (self), error);
    ul_batch_clear (self->batch);
    self->ends_in_write = FALSE;
    dpidr = self->knocks[0];
    *heard = n_done >= 2 && dpidr == self->knocks[1] && (dpidr & 1) != 0 && dpidr != G_MAXUINT32;
    if (*heard)
        self->dpidr = dpidr;
    if (!ok)
        forget (self);
    return ok && (*heard || fail_identity (dpidr, self->knocks[1], error));
}

/* --- recovery --- */

static gboolean
read_and_clear (UlDebugPort *self, guint32 abort, gboolean reset_line, guint32 *ctrl)
{
    g_autoptr (UlBatch) batch = ul_batch_new ();
    guint32 dpidr = 0;

    if (reset_line) {
        if (!ul_probe_send_bits (self->probe, line_reset, sizeof line_reset * 8, NULL))
            return FALSE;
        ul_batch_read (batch, FALSE, DP_DPIDR, &dpidr);
    }
    ul_batch_read (batch, FALSE, DP_CTRL_STAT, ctrl);
    ul_batch_write (batch, FALSE, DP_ABORT, abort);
    /* Not the cancellable: a stop by the user must leave the port usable. */
    return ul_probe_run_batch (self->probe, batch, NULL, NULL, NULL);
}

static const char *
describe_sticky (guint32 ctrl)
{
    if ((ctrl & CTRL_STICKYERR) != 0)
        return _ ("the chip's bus reported an error");
    if ((ctrl & CTRL_STICKYORUN) != 0)
        return _ ("the chip could not keep up");
    return _ ("no reason given");
}

static void
explain_fault (GError **error, guint32 ctrl)
{
    g_clear_error (error);
    if ((ctrl & CTRL_DEBUG_ACK) == 0)
        g_set_error_literal (error, UL_ERROR, UL_ERROR_TARGET_LOST_POWER,
                             _ ("The chip's debug logic lost its power during the work"));
    else if ((ctrl & (CTRL_WDATAERR | CTRL_STICKYERR)) == CTRL_WDATAERR)
        /* The wire's fault, not the chip's: worth another try, like any garbled answer. */
        g_set_error_literal (error, UL_ERROR, UL_ERROR_TARGET_PARITY,
                             _ ("What was sent to the chip arrived garbled"));
    else
        g_set_error (error, UL_ERROR, UL_ERROR_TARGET_FAULT, _ ("The chip refused an access: %s"),
                     describe_sticky (ctrl));
}

/* Once may be chance; a wire that garbles again is too long, or its ground is bad. */
static void
slow_down (UlDebugPort *self)
{
    UlProbeStatus status;

    if (++self->n_garbled < 2 || !ul_probe_get_status (self->probe, &status, NULL) ||
        status.speed_khz <= LOWEST_KHZ)
        return;
    self->n_garbled = 0;
    ul_probe_connect_swd (self->probe, MAX (status.speed_khz / SLOW_DOWN, LOWEST_KHZ), NULL);
}

/* Leaves the port usable after a failed batch and completes the error. */
static void
recover (UlDebugPort *self, GError **error)
{
    gboolean fault = g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_FAULT);
    gboolean wait = g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_WAIT);
    gboolean silent = g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_NO_ACK);
    gboolean parity = g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_PARITY);
    guint32 ctrl = 0;
    gboolean read = FALSE;

    if (!fault && !wait && !silent && !parity)
        return;
    if (parity)
        slow_down (self);
    if (!silent)
        read = read_and_clear (self, wait ? ABORT_DAP : ABORT_CLEAR, FALSE, &ctrl);
    if (!read)
        read = read_and_clear (self, ABORT_DAP, TRUE, &ctrl);
    if (!read) {
        explain_silence (self, UL_ERROR_TARGET_LOST_POWER, error);
        return;
    }
    if (fault || (ctrl & CTRL_DEBUG_ACK) == 0)
        explain_fault (error, ctrl);
    if (fault && g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_PARITY))
        slow_down (self); /* it was the wire after all */
    ul_error_add_detail (*error, "CTRL/STAT", "0x%08X", ctrl);
}

gboolean
ul_debug_port_check_wire (UlDebugPort *self, GError **error)
{
    g_autoptr (UlBatch) batch = ul_batch_new ();
    guint32 read[N_CHECKS];

    ul_batch_read_block (batch, FALSE, DP_DPIDR, read, N_CHECKS);
    if (!ul_probe_run_batch (self->probe, batch, NULL, get_end (self), error))
        return FALSE;
    for (guint i = 0; i < N_CHECKS; i++)
        if (read[i] != self->dpidr)
            return fail_identity (self->dpidr, read[i], error);
    return TRUE;
}

gboolean
ul_debug_port_is_garbled (const GError *error)
{
    return g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_PARITY) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_WAIT) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK);
}

gboolean
ul_debug_port_flush (UlDebugPort *self, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (ul_batch_get_n_items (self->batch) == 0)
        return TRUE;
    /* The outcome of the last write shows at the next access only. */
    if (self->ends_in_write)
        ul_batch_read (self->batch, FALSE, DP_RDBUFF, &self->last);
    if (ul_probe_run_batch (self->probe, self->batch, NULL, get_end (self), &local)) {
        ul_batch_clear (self->batch);
        self->ends_in_write = FALSE;
        return TRUE;
    }
    forget (self);
    recover (self, &local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}
