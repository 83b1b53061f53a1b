/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-mdm-ap.h"

#define MDM_STATUS  0x00
#define MDM_CONTROL 0x04

gboolean
ul_mdm_ap_is_idr (guint32 idr)
{
    return (idr & ~0xF0u) == 0x001C0000; /* bits 7:4 number the version */
}

gboolean
ul_mdm_ap_obeys_when_secured (const UlMdmAp *self)
{
    return (self->idr & 0xF0) == 0x20; /* KL, KV1x, KM, KW with an M0+, KE */
}

void
ul_mdm_ap_queue_control (UlMdmAp *self, guint32 control, guint32 *actual)
{
    if (control != 0) {
        self->holds = TRUE;
        self->holds_index = self->index;
    }
    ul_debug_port_write_ap (self->port, self->index, MDM_CONTROL, control);
    ul_debug_port_read_ap (self->port, self->index, MDM_CONTROL, actual, 1);
}

gboolean
ul_mdm_ap_read_state (UlMdmAp *self, guint32 *status, guint32 *control, GError **error)
{
    ul_debug_port_read_ap (self->port, self->index, MDM_STATUS, status, 1);
    ul_debug_port_read_ap (self->port, self->index, MDM_CONTROL, control, 1);
    return ul_debug_port_flush (self->port, error);
}

UlSampleFlags
ul_mdm_ap_get_flags (guint32 status)
{
    return ((status & UL_MDM_READY) != 0 ? UL_SAMPLE_READY : 0) |
           ((status & UL_MDM_SECURED) != 0 ? UL_SAMPLE_SECURED : 0) |
           ((status & UL_MDM_NOT_IN_RESET) == 0 ? UL_SAMPLE_IN_RESET : 0) |
           ((status & UL_MDM_MASS_ERASE) != 0 ? UL_SAMPLE_MASS_ERASE : 0) |
           ((status & UL_MDM_BACKDOOR) != 0 ? UL_SAMPLE_BACKDOOR : 0);
}

void
ul_mdm_ap_count (const guint32 *status, guint n, UlLockSamples *samples)
{
    *samples = (UlLockSamples){ .last = n > 0 ? status[n - 1] : 0 };
    for (guint i = 0; i < n; i++)
        ul_lock_samples_add (samples, ul_mdm_ap_get_flags (status[i]));
}

gboolean
ul_mdm_ap_sample (UlMdmAp *self, UlLockSamples *samples, GError **error)
{
    guint32 status[UL_MDM_N_SAMPLES] = { 0 };

    ul_debug_port_read_ap (self->port, self->index, MDM_STATUS, status, UL_MDM_N_SAMPLES);
    if (!ul_debug_port_flush (self->port, error))
        return FALSE;
    ul_mdm_ap_count (status, UL_MDM_N_SAMPLES, samples);
    return TRUE;
}

gboolean
ul_mdm_ap_write_control (UlMdmAp *self, guint32 control, guint32 *actual, GError **error)
{
    guint32 value = 0;

    ul_mdm_ap_queue_control (self, control, &value);
    if (!ul_debug_port_flush (self->port, error))
        return FALSE;
    if (control == 0)
        self->holds = FALSE;
    if (actual != NULL)
        *actual = value;
    return TRUE;
}

void
ul_mdm_ap_let_go (UlMdmAp *self)
{
    UlMdmAp port = { .port = self->port, .index = self->holds_index };
    gboolean done = !self->holds;

    ul_debug_port_shield (self->port);
    for (guint i = 0; !done && i < UL_DEBUG_PORT_TRIES; i++) {
        g_autoptr (GError) local = NULL;

        done = ul_mdm_ap_write_control (&port, 0, NULL, &local);
        if (!done && !ul_debug_port_is_garbled (local))
            break;
    }
    ul_debug_port_unshield (self->port);
    if (done)
        self->holds = FALSE;
}

gboolean
ul_mdm_ap_wait (UlMdmAp *self, guint32 mask, guint32 match, guint timeout_ms, GError **error)
{
    ul_debug_port_poll_ap (self->port, self->index, MDM_STATUS, mask, match, timeout_ms, NULL);
    return ul_debug_port_flush (self->port, error);
}
