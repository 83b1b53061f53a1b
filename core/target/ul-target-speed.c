/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds a speed that the wire carries. */
#include "ul-target-private.h"

#include "ul-error.h"

#include <glib/gi18n.h>

/* What is tried when the speed that was asked for fails. */
static const guint slower_khz[] = { 1000, 100 };

static gboolean
connect_at (UlTarget *self, UlConnectMode mode, guint speed_khz, GError **error)
{
    return ul_target_connect_once (self, mode, speed_khz, error) &&
           ul_debug_port_check_wire (self->port, error);
}

/* A refusal, too: it may be for what arrived garbled. */
static gboolean
is_about_the_wire (const GError *error)
{
    return g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_FAULT) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_PARITY) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_UNSTABLE);
}

gboolean
ul_target_connect (UlTarget *self, UlConnectMode mode, guint speed_khz, GError **error)
{
    g_autoptr (GError) first = NULL;

    if (connect_at (self, mode, speed_khz, &first))
        return TRUE;
    for (guint i = 0; is_about_the_wire (first) && i < G_N_ELEMENTS (slower_khz); i++) {
        g_autoptr (GError) local = NULL;

        if (slower_khz[i] >= speed_khz)
            continue;
        if (connect_at (self, mode, slower_khz[i], &local))
            return TRUE;
        ul_error_add_detail (first, "slower", "%u kHz: %s", slower_khz[i], local->message);
        if (is_about_the_wire (local))
            continue;
        /* It goes further at this speed: that is what has to be told. */
        g_clear_error (&first);
        first = g_steal_pointer (&local);
    }
    g_propagate_error (error, g_steal_pointer (&first));
    return FALSE;
}
