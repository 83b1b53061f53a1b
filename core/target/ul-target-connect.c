/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-aap.h"
#include "ul-target-private.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define AP_IDR 0xFC
#define N_APS  4 /* as far as NXP's parts go */

#define RESET_PULSE_US 1000
#define RESET_END_MS   500
#define HOLD_TRIES     20
#define LATE_PORTS_US  10000 /* from the end of a reset to ports that it hid */

/* What the version in an MDM-AP's IDR tells: Cortex-M0+ parts. */
#define MDM_IDR_KIND  0xF0u
#define MDM_IDR_SMALL 0x20u

static UlLockState
judge (UlTarget *self)
{
    return ul_lock_judge (&self->samples, TRUE);
}

gboolean
ul_target_bus_is_open (UlTarget *self)
{
    if (ul_aap_is_idr (self->ids.ahb_idr))
        return FALSE;
    /* Without an MDM-AP there is nothing that could tell: the first access will. */
    return self->mdm.idr == 0 || judge (self) == UL_LOCK_OPEN;
}

/* An open chip that is found in reset now and then has a program that does not run for long, or
 * none: the bus is there between two resets only. */
static gboolean
keeps_resetting (UlTarget *self)
{
    UlLockState state = self->mdm.idr != 0 ? judge (self) : UL_LOCK_OPEN;

    return state == UL_LOCK_RESETTING || state == UL_LOCK_UNCLEAR ||
           (state == UL_LOCK_OPEN && self->samples.in_reset > 0);
}

/* What a chip that is held in reset says of its lock is certain; KE0x alone say nothing valid
 * then. */
static gboolean
is_certain (UlTarget *self, const UlLockSamples *held)
{
    UlLockState state = ul_lock_judge (held, TRUE);

    return (self->mdm.idr & MDM_IDR_KIND) != MDM_IDR_SMALL && held->in_reset == held->n &&
           (state == UL_LOCK_SECURED || state == UL_LOCK_SECURED_FOREVER);
}

gboolean
ul_target_sample (UlTarget *self, GError **error)
{
    if (self->mdm.idr == 0)
        return TRUE;
    if (!ul_mdm_ap_sample (&self->mdm, &self->samples, error)) {
        g_prefix_error (error, _ ("Reading the lock state: "));
        return FALSE;
    }
    /* A secured chip without a program resets for ever, and does not show its lock any more. */
    self->held_still = keeps_resetting (self) && is_certain (self, &self->held_samples);
    if (self->held_still)
        self->samples = self->held_samples;
    return TRUE;
}

/* One flush tells both ports and samples the lock state where the MDM-AP usually is. */
static gboolean
scan_usual (UlTarget *self, GError **error)
{
    guint32 status[UL_MDM_N_SAMPLES];

    ul_debug_port_read_ap (self->port, 0, AP_IDR, &self->ids.ahb_idr, 1);
    ul_debug_port_read_ap (self->port, 1, AP_IDR, &self->ids.mdm_idr, 1);
    ul_debug_port_read_ap (self->port, 1, 0, status, UL_MDM_N_SAMPLES);
    if (!ul_debug_port_flush (self->port, error))
        return FALSE;
    ul_mdm_ap_count (status, UL_MDM_N_SAMPLES, &self->samples);
    return TRUE;
}

gboolean
ul_target_scan (UlTarget *self, GError **error)
{
    self->ids = (UlTargetIds){ .dpidr = ul_debug_port_get_dpidr (self->port) };
    self->samples = self->seen = (UlLockSamples){ 0 };
    self->mdm.index = 1;
    self->mdm.idr = 0;
    if (!scan_usual (self, error))
        return FALSE;
    for (guint i = 2; i < N_APS && !ul_mdm_ap_is_idr (self->ids.mdm_idr); i++) {
        self->mdm.index = i;
        ul_debug_port_read_ap (self->port, i, AP_IDR, &self->ids.mdm_idr, 1);
        if (!ul_debug_port_flush (self->port, error))
            return FALSE;
    }
    if (!ul_mdm_ap_is_idr (self->ids.mdm_idr)) {
        self->ids.mdm_idr = 0;
        self->samples = (UlLockSamples){ 0 };
        return TRUE;
    }
    self->mdm.idr = self->ids.mdm_idr;
    return self->mdm.index == 1 || ul_target_sample (self, error);
}

gboolean
ul_target_attach (UlTarget *self, GError **error)
{
    self->fresh = FALSE;
    self->held_samples = (UlLockSamples){ 0 };
    if (!ul_debug_port_connect (self->port, error))
        return FALSE;
    self->connected = TRUE;
    if (ul_target_scan (self, error))
        return TRUE;
    g_prefix_error (error, _ ("Looking for the access ports: "));
    return FALSE;
}

/* Asks the MDM-AP to hold the core and to stop it when it is let go. A secured K-series part takes
 * no notice, so it is not an error when the bits do not stay. */
static gboolean
hold_core (UlTarget *self, GError **error)
{
    guint32 wanted = UL_MDM_DEBUG_REQUEST | UL_MDM_CORE_HOLD;

    for (guint i = 0; self->mdm.idr != 0 && i < HOLD_TRIES; i++) {
        guint32 actual = 0;

        if (!ul_mdm_ap_write_control (&self->mdm, wanted, &actual, error))
            return FALSE;
        if ((actual & wanted) == wanted ||
            (self->samples.secured == self->samples.n && self->samples.ready == self->samples.n))
            return TRUE;
    }
    return TRUE;
}

gboolean
ul_target_wait_for_flash (UlTarget *self, guint timeout_ms, GError **error)
{
    guint32 mask = UL_MDM_READY | UL_MDM_NOT_IN_RESET;
    g_autoptr (GError) local = NULL;

    if (self->mdm.idr == 0)
        return TRUE;
    /* A chip that resets for ever is never ready for long: the samples tell, not this wait. */
    if (!ul_mdm_ap_wait (&self->mdm, mask, mask, timeout_ms, &local) &&
        !g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_TIMEOUT)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    return ul_target_sample (self, error);
}

gboolean
ul_target_stop_core (UlTarget *self, guint timeout_ms, GError **error)
{
    gboolean seen = FALSE;

    if (!ul_target_bus_is_open (self))
        return self->mdm.idr == 0 || ul_mdm_ap_write_control (&self->mdm, 0, NULL, error);
    if (!ul_cortex_m_catch_reset (&self->core, TRUE, error))
        return FALSE;
    if (self->mdm.idr != 0 &&
        !ul_mdm_ap_write_control (&self->mdm, UL_MDM_DEBUG_REQUEST, NULL, error))
        return FALSE;
    if (!ul_cortex_m_wait_after_reset (&self->core, TRUE, timeout_ms, &seen, error))
        return FALSE;
    if (self->mdm.idr != 0 && !ul_mdm_ap_write_control (&self->mdm, 0, NULL, error))
        return FALSE;
    self->fresh = TRUE;
    return ul_cortex_m_halt (&self->core, error);
}

/* Whether the pin does anything. The families that obey the reset request include some whose status
 * means nothing while it is low. */
static void
note_held (UlTarget *self)
{
    if (self->mdm.idr == 0 || self->samples.n == 0)
        return;
    if (self->samples.in_reset == self->samples.n)
        self->reset_line = UL_RESET_LINE_WORKS;
    else if (!ul_mdm_ap_obeys_when_secured (&self->mdm))
        self->reset_line = UL_RESET_LINE_DEAD;
}

gboolean
ul_target_attach_held (UlTarget *self, GError **error)
{
    if (!ul_target_attach (self, error))
        return FALSE;
    note_held (self);
    return TRUE;
}

static gboolean
reset_by_software (UlTarget *self, UlResetMode mode, gboolean *seen, GError **error)
{
    gboolean halt = mode == UL_RESET_HALT;

    *seen = FALSE;
    if (!ul_cortex_m_catch_reset (&self->core, halt, error))
        return FALSE;
    ul_cortex_m_request_reset (&self->core);
    if (!ul_cortex_m_wait_after_reset (&self->core, halt, RESET_END_MS, seen, error))
        return FALSE;
    if (!halt)
        return ul_cortex_m_run (&self->core, TRUE, error);
    return ul_cortex_m_halt (&self->core, error);
}

static gboolean
shows_nothing (UlTarget *self)
{
    return self->ids.ahb_idr == 0 && self->mdm.idr == 0;
}

/* A chip that shows no access port while the pin is low is stopped by software afterwards. */
static gboolean
meet_after_reset (UlTarget *self, GError **error)
{
    gboolean seen = FALSE;

    if (!ul_debug_port_sleep (self->port, LATE_PORTS_US, error) || !ul_target_scan (self, error))
        return FALSE;
    if (shows_nothing (self) || !ul_target_bus_is_open (self))
        return TRUE;
    self->fresh = reset_by_software (self, UL_RESET_HALT, &seen, error);
    return self->fresh;
}

static gboolean
connect_under_reset (UlTarget *self, GError **error)
{
    if (!ul_probe_set_reset (self->probe, TRUE, error))
        return FALSE;
    gboolean ok = ul_target_attach_held (self, error) && hold_core (self, error);
    self->held_samples = self->samples;
    /* Whatever happened, the line must not stay low. */
    if (!ul_probe_set_reset (self->probe, FALSE, ok ? error : NULL) || !ok)
        return FALSE;
    ul_debug_port_invalidate (self->port);
    if (shows_nothing (self))
        return meet_after_reset (self, error);
    return ul_target_wait_for_flash (self, RESET_END_MS, error) &&
           ul_target_stop_core (self, RESET_END_MS, error);
}

static gboolean
is_worth_a_reset (const GError *error)
{
    static const int codes[] = { UL_ERROR_TARGET_NO_ACK,   UL_ERROR_TARGET_PARITY,
                                 UL_ERROR_TARGET_WAIT,     UL_ERROR_TARGET_FAULT,
                                 UL_ERROR_TARGET_UNSTABLE, UL_ERROR_TARGET_TIMEOUT };

    for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
        if (g_error_matches (error, UL_ERROR, codes[i]))
            return TRUE;
    return FALSE;
}

static gboolean
connect_auto (UlTarget *self, GError **error)
{
    g_autoptr (GError) first = NULL;

    if (ul_target_attach (self, &first)) {
        if (!keeps_resetting (self))
            return TRUE;
        return connect_under_reset (self, error);
    }
    if (is_worth_a_reset (first) && connect_under_reset (self, NULL))
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&first));
    return FALSE;
}

gboolean
ul_target_connect_once (UlTarget *self, UlConnectMode mode, guint speed_khz, GError **error)
{
    self->speed_khz = speed_khz;
    if (!ul_probe_connect_swd (self->probe, speed_khz, error))
        return FALSE;
    switch (mode) {
    case UL_CONNECT_NORMAL:
        return ul_target_attach (self, error);
    case UL_CONNECT_UNDER_RESET:
        return connect_under_reset (self, error);
    case UL_CONNECT_CATCH:
    case UL_CONNECT_AUTO:
        break;
    }
    return connect_auto (self, error);
}

/* --- reset --- */

gboolean
ul_target_pulse_reset (UlTarget *self, UlResetMode mode, GError **error)
{
    if (mode == UL_RESET_HALT)
        return connect_under_reset (self, error);

    if (!ul_probe_set_reset (self->probe, TRUE, error))
        return FALSE;
    gboolean ok = ul_debug_port_sleep (self->port, RESET_PULSE_US, error);
    ok = ul_probe_set_reset (self->probe, FALSE, ok ? error : NULL) && ok;
    ul_debug_port_invalidate (self->port);
    self->fresh = FALSE;
    return ok && ul_target_attach (self, error) &&
           ul_target_wait_for_flash (self, RESET_END_MS, error);
}

gboolean
ul_target_reset (UlTarget *self, UlResetMode mode, GError **error)
{
    gboolean seen = FALSE;

    self->fresh = FALSE;
    self->held_samples = (UlLockSamples){ 0 };
    if (ul_target_bus_is_open (self)) {
        g_autoptr (GError) local = NULL;

        if (reset_by_software (self, mode, &seen, &local) && seen) {
            self->fresh = mode == UL_RESET_HALT;
            self->dirty = FALSE;
            return TRUE;
        }
        if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
            g_propagate_error (error, g_steal_pointer (&local));
            return FALSE;
        }
    }
    if (!ul_target_pulse_reset (self, mode, error)) {
        g_prefix_error (error, _ ("Resetting the chip: "));
        return FALSE;
    }
    self->dirty = FALSE;
    return TRUE;
}
