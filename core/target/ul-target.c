/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-target-private.h"

#include "ul-error.h"

#include <glib/gi18n.h>

UlTarget *
ul_target_new (UlProbe *probe)
{
    UlTarget *self = g_new0 (UlTarget, 1);

    self->probe = g_object_ref (probe);
    self->port = ul_debug_port_new (probe);
    self->core.ap = &self->ahb;
    ul_mem_ap_init (&self->ahb, self->port, 0);
    self->mdm = (UlMdmAp){ .port = self->port, .index = 1 };
    return self;
}

static void
let_run (UlTarget *self)
{
    if (ul_target_bus_is_open (self) && !self->dirty)
        ul_cortex_m_run (&self->core, TRUE, NULL);
    if (!self->dirty)
        ul_debug_port_power_down (self->port);
}

static void
let_go (UlTarget *self)
{
    /* A stop by the user must not keep the chip from being released. */
    ul_debug_port_shield (self->port);
    ul_mdm_ap_let_go (&self->mdm);
    ul_probe_set_reset (self->probe, FALSE, NULL);
    if (!self->leave_halted)
        let_run (self);
    ul_debug_port_unshield (self->port);
}

void
ul_target_free (UlTarget *self)
{
    if (self->connected)
        let_go (self);
    ul_debug_port_free (self->port);
    g_object_unref (self->probe);
    g_free (self);
}

void
ul_target_set_cancellable (UlTarget *self, GCancellable *cancellable)
{
    ul_debug_port_set_cancellable (self->port, cancellable);
}

void
ul_target_set_abort (UlTarget *self, GCancellable *abort)
{
    ul_debug_port_set_abort (self->port, abort);
}

void
ul_target_set_patience (UlTarget *self, gint64 patience_us)
{
    self->patience_us = patience_us;
}

void
ul_target_set_leave_halted (UlTarget *self, gboolean leave_halted)
{
    self->leave_halted = leave_halted;
}

const UlTargetIds *
ul_target_get_ids (UlTarget *self)
{
    return &self->ids;
}

const UlLockSamples *
ul_target_get_samples (UlTarget *self)
{
    return self->seen.n > 0 ? &self->seen : &self->samples;
}

UlResetLine
ul_target_get_reset_line (UlTarget *self)
{
    return self->reset_line;
}

/* --- memory --- */

gboolean
ul_target_read_mem (UlTarget *self, guint32 address, guint8 *data, gsize size, GError **error)
{
    return ul_mem_ap_read (&self->ahb, address, data, size, error);
}

gboolean
ul_target_write_mem (UlTarget *self, guint32 address, const guint8 *data, gsize size,
                     GError **error)
{
    return ul_mem_ap_write (&self->ahb, address, data, size, error);
}

gboolean
ul_target_read32 (UlTarget *self, guint32 address, guint32 *value, GError **error)
{
    guint32 le;

    if (!ul_mem_ap_read (&self->ahb, address, (guint8 *) &le, sizeof le, error))
        return FALSE;
    *value = GUINT32_FROM_LE (le);
    return TRUE;
}

gboolean
ul_target_write32 (UlTarget *self, guint32 address, guint32 value, GError **error)
{
    guint32 le = GUINT32_TO_LE (value);

    return ul_mem_ap_write (&self->ahb, address, (const guint8 *) &le, sizeof le, error);
}

gboolean
ul_target_read8 (UlTarget *self, guint32 address, guint8 *value, GError **error)
{
    return ul_mem_ap_read (&self->ahb, address, value, 1, error);
}

gboolean
ul_target_write8 (UlTarget *self, guint32 address, guint8 value, GError **error)
{
    return ul_mem_ap_write (&self->ahb, address, &value, 1, error);
}

/* --- core --- */

gboolean
ul_target_halt (UlTarget *self, GError **error)
{
    return ul_cortex_m_halt (&self->core, error);
}

gboolean
ul_target_is_halted (UlTarget *self, gboolean *halted, GError **error)
{
    guint32 dhcsr = 0;

    if (!ul_cortex_m_read_status (&self->core, &dhcsr, error))
        return FALSE;
    *halted = (dhcsr & UL_DHCSR_HALT) != 0;
    return TRUE;
}

gboolean
ul_target_was_reset (UlTarget *self)
{
    guint32 dhcsr = 0;

    return !ul_cortex_m_read_status (&self->core, &dhcsr, NULL) || (dhcsr & UL_DHCSR_RESET) != 0;
}
