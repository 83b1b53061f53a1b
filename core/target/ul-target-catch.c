/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Catches a chip that can be met for moments only. Sources: the Kinetis reference manuals, chapter
 * Debug, on the control register of the MDM-AP; what people report of parts that reset for ever,
 * that take the debug pins, or whose reset pin is a GPIO.
 */
#include "ul-aap.h"
#include "ul-target-private.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define HOLD (UL_MDM_DEBUG_REQUEST | UL_MDM_CORE_HOLD)

#define N_HOLDS       8  /* writes in one batch: a chip that is just waking takes the later ones */
#define SETTLE_MS     20 /* for the end of a reset, and for the core to stop */
#define DORMANT_EVERY 8  /* attempts */
#define GARBLED_MAX   4  /* answers, then slower */
#define SLOW_DOWN     4
#define LOWEST_KHZ    100
#define LEAD_MAX_US   10000
#define LEAD_STEP_US  20000

typedef struct {
    UlTarget *target;
    UlCatchCounts *counts;
    guint32 control; /* of the MDM-AP, as it read last */
    guint n_garbled;
    gint64 probe_us, wall_us; /* when it began, on both clocks */
} Catch;

gboolean
ul_target_is_lost (const GError *error)
{
    if (error == NULL || error->domain != UL_ERROR)
        return FALSE;
    switch ((UlErrorCode) error->code) {
    case UL_ERROR_TARGET_NO_POWER:
    case UL_ERROR_TARGET_NO_ACK:
    case UL_ERROR_TARGET_PARITY:
    case UL_ERROR_TARGET_WAIT:
    case UL_ERROR_TARGET_FAULT:
    case UL_ERROR_TARGET_RESETTING:
    case UL_ERROR_TARGET_UNSTABLE:
    case UL_ERROR_TARGET_TIMEOUT:
    case UL_ERROR_TARGET_LOST_POWER:
    case UL_ERROR_CHIP_LOCK_UNCLEAR:
        return TRUE;
    default:
        return FALSE;
    }
}

static gboolean
set_lost (GError **error)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_TARGET_RESETTING,
                         _ ("The chip answered but did not stand still"));
    return FALSE;
}

static gboolean
is_held (Catch *self)
{
    return (self->control & HOLD) == HOLD;
}

static void
queue_hold (Catch *self)
{
    UlMdmAp *mdm = &self->target->mdm;

    self->control = 0;
    for (guint i = 0; i < N_HOLDS; i++)
        ul_mdm_ap_queue_control (mdm, HOLD, &self->control);
}

/* Nothing is written to the port before it is known to be an MDM-AP: the same register of another
 * maker's might erase the chip. From the next attempt on it goes out with the first words. */
static gboolean
greet (Catch *self, GError **error)
{
    UlTarget *target = self->target;
    gboolean known = target->mdm.idr != 0, heard = FALSE;

    if (!ul_debug_port_knock (target->port, self->counts->attempts % DORMANT_EVERY == 0, error))
        return FALSE;
    if (known)
        queue_hold (self);
    gboolean ok = ul_debug_port_try (target->port, &heard, error);
    target->connected |= heard;
    self->counts->heard += heard;
    if (!ok || known)
        return ok;
    if (!ul_target_scan (target, error))
        return FALSE;
    if (target->mdm.idr == 0)
        return TRUE;
    queue_hold (self);
    return ul_debug_port_flush (target->port, error);
}

static gboolean
stop (Catch *self, GError **error)
{
    UlTarget *target = self->target;

    ul_debug_port_invalidate (target->port);
    if (ul_aap_is_idr (target->ids.ahb_idr))
        return TRUE; /* it is locked, and stays as it is */
    if (!ul_target_wait_for_flash (target, SETTLE_MS, error))
        return FALSE;
    if (!ul_target_bus_is_open (target))
        return set_lost (error);
    target->core.stay = TRUE;
    if (!ul_target_stop_core (target, SETTLE_MS, error))
        return FALSE;
    self->counts->halted++;
    return TRUE;
}

static gboolean
is_certainly_secured (UlTarget *target)
{
    UlLockState lock = ul_lock_judge (&target->samples, TRUE);

    return lock == UL_LOCK_SECURED || lock == UL_LOCK_SECURED_FOREVER;
}

/* A chip that takes no notice is secured, or was not ready. */
static gboolean
look_at_lock (Catch *self, GError **error)
{
    if (!ul_target_sample (self->target, error))
        return FALSE;
    return is_certainly_secured (self->target) || set_lost (error);
}

static gboolean
attempt_without_reset (Catch *self, GError **error)
{
    if (!greet (self, error))
        return FALSE;
    if (self->target->mdm.idr == 0 || is_held (self))
        return stop (self, error);
    return look_at_lock (self, error);
}

/* --- with nRESET --- */

static gboolean
release (Catch *self, GError **error)
{
    return ul_probe_set_reset (self->target->probe, FALSE, error);
}

static gboolean
is_in_reset (Catch *self)
{
    return (self->control & UL_MDM_RESET_REQUEST) != 0;
}

/* The chip takes no notice of the rest: it is secured, or was not ready. Some families obey the
 * reset request of the MDM-AP even so. Their status must not be believed while the pin is low; the
 * others' may. */
static gboolean
hold_in_reset (Catch *self, GError **error)
{
    UlMdmAp *mdm = &self->target->mdm;

    if (!ul_mdm_ap_write_control (mdm, UL_MDM_RESET_REQUEST, &self->control, error))
        return FALSE;
    if (is_in_reset (self))
        return release (self, error) &&
               ul_mdm_ap_wait (mdm, UL_MDM_READY, UL_MDM_READY, SETTLE_MS, error);
    return !ul_mdm_ap_obeys_when_secured (mdm) || set_lost (error);
}

static gboolean
take_from_reset (Catch *self, GError **error)
{
    if (!hold_in_reset (self, error) || !ul_target_sample (self->target, error))
        return FALSE;
    if (is_certainly_secured (self->target))
        return TRUE;
    if (!ul_target_bus_is_open (self->target))
        return set_lost (error);
    queue_hold (self);
    return ul_debug_port_flush (self->target->port, error) && release (self, error) &&
           stop (self, error);
}

static gboolean
attempt_under_reset (Catch *self, GError **error)
{
    if (!ul_probe_set_reset (self->target->probe, TRUE, error) || !greet (self, error))
        return FALSE;
    if (self->target->mdm.idr == 0 || is_held (self))
        return release (self, error) && stop (self, error);
    return take_from_reset (self, error);
}

/* Whatever the attempt came to: the chip must be able to start for the next one. */
static void
let_go (Catch *self)
{
    if (is_in_reset (self))
        ul_mdm_ap_let_go (&self->target->mdm);
    release (self, NULL);
}

static gboolean
attempt (Catch *self, GError **error)
{
    gboolean pull = self->counts->attempts % 2 == 0;

    self->control = 0;
    if (pull ? attempt_under_reset (self, error) : attempt_without_reset (self, error))
        return TRUE;
    if (pull)
        let_go (self);
    return FALSE;
}

/* --- the loop --- */

/* A refusal may be the chip's, or for what arrived garbled: its identification always comes. */
static gboolean
is_garbled (Catch *self, const GError *error)
{
    if (g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_FAULT))
        return !ul_debug_port_check_wire (self->target->port, NULL);
    return g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_PARITY) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_UNSTABLE);
}

static gboolean
slow_down (Catch *self, const GError *error, GError **failure)
{
    UlTarget *target = self->target;

    if (!is_garbled (self, error))
        return TRUE;
    if (++self->n_garbled < GARBLED_MAX || target->speed_khz <= LOWEST_KHZ)
        return TRUE;
    self->n_garbled = 0;
    target->speed_khz = MAX (target->speed_khz / SLOW_DOWN, LOWEST_KHZ);
    return ul_probe_connect_swd (target->probe, target->speed_khz, failure);
}

/* A person has a part in this, with the reset button or the power switch: a simulated board's time
 * must not run away from theirs. */
static gboolean
keep_pace (Catch *self, GError **error)
{
    GCancellable *cancellable = ul_debug_port_get_cancellable (self->target->port);

    for (;;) {
        gint64 lead = (ul_debug_port_get_time_us (self->target->port) - self->probe_us) -
                      (g_get_monotonic_time () - self->wall_us);

        if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
        if (lead <= LEAD_MAX_US)
            return TRUE;
        g_usleep (MIN (lead, LEAD_STEP_US));
    }
}

static gboolean
begin (Catch *self, guint speed_khz, GError **error)
{
    UlTarget *target = self->target;

    target->speed_khz = speed_khz;
    self->probe_us = ul_debug_port_get_time_us (target->port);
    self->wall_us = g_get_monotonic_time ();
    return ul_probe_connect_swd (target->probe, speed_khz, error);
}

gboolean
ul_target_catch (UlTarget *target, guint speed_khz, UlCatchCounts *counts, UlCatchFunc func,
                 gpointer user_data, GError **error)
{
    Catch self = { .target = target, .counts = counts };

    if (!begin (&self, speed_khz, error))
        return FALSE;
    for (;;) {
        g_autoptr (GError) local = NULL;

        counts->attempts++;
        if (func != NULL)
            func (counts, user_data);
        if (attempt (&self, &local))
            return TRUE;
        if (!ul_target_is_lost (local)) {
            g_propagate_error (error, g_steal_pointer (&local));
            return FALSE;
        }
        if (!slow_down (&self, local, error) || !keep_pace (&self, error))
            return FALSE;
    }
}
