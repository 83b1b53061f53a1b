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

/* Returns: %TRUE when it worked; what went wrong at the first speed, or went further, is @error */
static gboolean
try_slower (UlTarget *self, UlConnectMode mode, guint *khz, guint *n_khz, GError **error)
{
    guint first_khz = khz[0];

    for (guint i = 0; is_about_the_wire (*error) && i < G_N_ELEMENTS (slower_khz); i++) {
        g_autoptr (GError) local = NULL;

        if (slower_khz[i] >= first_khz)
            continue;
        khz[(*n_khz)++] = slower_khz[i];
        if (connect_at (self, mode, slower_khz[i], &local))
            return TRUE;
        ul_error_add_detail (*error, "slower", "%u kHz: %s", slower_khz[i], local->message);
        if (is_about_the_wire (local))
            continue;
        /* It goes further at this speed: that is what has to be told. */
        g_clear_error (error);
        *error = g_steal_pointer (&local);
    }
    return FALSE;
}

gboolean
ul_target_connect (UlTarget *self, UlConnectMode mode, guint speed_khz, GError **error)
{
    guint khz[1 + G_N_ELEMENTS (slower_khz)] = { speed_khz }, n_khz = 1;
    g_autoptr (GError) local = NULL;

    if (connect_at (self, mode, speed_khz, &local) || try_slower (self, mode, khz, &n_khz, &local))
        return TRUE;
    ul_target_explain_wire (self, mode, khz, n_khz, &local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}
