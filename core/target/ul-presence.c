/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-presence.h"

#include "ul-debug-port.h"
#include "ul-error.h"

#define DP_DPIDR   0x0
#define POWERED_MV 1000 /* on the supply pin of a board that has power */

/* Whatever else the chip says than nothing, it says. */
static gboolean
is_answer (const GError *error)
{
    return g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_WAIT) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_FAULT);
}

static gboolean
is_silence (const GError *error)
{
    return g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_PARITY) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_NO_POWER);
}

static gboolean
hear (UlProbe *probe, gboolean dormant, GCancellable *cancellable, gboolean *heard, GError **error)
{
    g_autoptr (UlDebugPort) port = ul_debug_port_new (probe);
    g_autoptr (UlBatch) batch = ul_batch_new ();
    g_autoptr (GError) local = NULL;
    guint32 dpidr = 0;

    ul_batch_read (batch, FALSE, DP_DPIDR, &dpidr);
    *heard = ul_debug_port_wake (port, dormant, &local) &&
             ul_probe_run_batch (probe, batch, NULL, cancellable, &local) && (dpidr & 1) != 0;
    if (local == NULL || is_silence (local))
        return TRUE;
    *heard = is_answer (local);
    if (*heard)
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

gboolean
ul_presence_look (UlProbe *probe, GCancellable *cancellable, gboolean *there, GError **error)
{
    UlProbeStatus status = { .vtref_mv = -1 };

    *there = FALSE;
    if (!ul_probe_get_status (probe, &status, error))
        return FALSE;
    if (status.vtref_mv >= 0 && status.vtref_mv < POWERED_MV)
        return TRUE;
    return hear (probe, FALSE, cancellable, there, error) &&
           (*there || hear (probe, TRUE, cancellable, there, error));
}
