/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cmsis-dap-link.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define CMD_INFO           0x00u
#define INFO_PACKET_COUNT  0xFEu
#define CMD_TRANSFER_ABORT 0x07u
#define NOT_IMPLEMENTED    0xFFu

#define BUFFER_SIZE (2 * UL_CMSIS_DAP_MAX_PACKET)
#define DRAIN_MS    5
#define MAX_DRAIN   64u
#define MAX_EMPTY   2u
#define PATIENCE_MS 60
#define ALIVE_MS    200
#define ABORT_MS    30

void
ul_cmsis_dap_link_init (UlCmsisDapLink *self, UlUsbPipe *pipe)
{
    *self = (UlCmsisDapLink){ .pipe = pipe,
                              .packet_size = CLAMP (pipe->packet_size, UL_CMSIS_DAP_MIN_PACKET,
                                                    UL_CMSIS_DAP_MAX_PACKET),
                              .max_in_flight = 1,
                              .buffer = g_malloc (BUFFER_SIZE) };
}

void
ul_cmsis_dap_link_finish (UlCmsisDapLink *self)
{
    g_clear_pointer (&self->buffer, g_free);
}

/* A whole number of the endpoint's packets: a shorter transfer could overflow. */
static gsize
transfer_size (UlCmsisDapLink *self)
{
    guint packet = self->pipe->packet_size;

    return (self->packet_size + packet - 1) / packet * packet;
}

void
ul_cmsis_dap_link_drain (UlCmsisDapLink *self)
{
    gsize size;

    ul_usb_pipe_abort (self->pipe);
    for (guint i = 0; i < MAX_DRAIN; i++)
        if (!ul_usb_pipe_receive (self->pipe, self->buffer, transfer_size (self), &size, DRAIN_MS,
                                  NULL, NULL))
            break;
    ul_usb_pipe_abort (self->pipe);
    self->n_sent = 0;
}

static gboolean
check (UlCmsisDapLink *self, gboolean ok)
{
    self->broken |= !ok;
    return ok;
}

gboolean
ul_cmsis_dap_link_send (UlCmsisDapLink *self, const guint8 *packet, gsize size, GError **error)
{
    g_return_val_if_fail (self->n_sent < UL_CMSIS_DAP_MAX_IN_FLIGHT, FALSE);
    g_return_val_if_fail (size > 0 && size <= self->packet_size, FALSE);

    if (self->broken) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_SILENT,
                             _ ("The probe stopped answering and has to be opened again"));
        return FALSE;
    }
    if (!check (self, ul_usb_pipe_send (self->pipe, packet, size, error) &&
                          ul_usb_pipe_expect (self->pipe, transfer_size (self), error)))
        return FALSE;
    self->sent_ahead = self->n_sent > 0;
    self->sent[(self->first + self->n_sent) % UL_CMSIS_DAP_MAX_IN_FLIGHT] = packet[0];
    self->n_sent++;
    return TRUE;
}

/* Some probes send an empty transfer after one that fills its packet. */
static gboolean
receive_full (UlCmsisDapLink *self, gsize *size, guint timeout_ms, GCancellable *cancellable,
              GError **error)
{
    for (guint i = 0; i <= MAX_EMPTY; i++) {
        if (!ul_usb_pipe_receive (self->pipe, self->buffer, transfer_size (self), size, timeout_ms,
                                  cancellable, error))
            return FALSE;
        if (*size > 0)
            return TRUE;
    }
    g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_SILENT,
                         _ ("The probe sends empty answers"));
    return FALSE;
}

static gboolean
is_stop (const GError *error)
{
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Waits on after a stop by the user, so that the next command meets an idle probe. */
static gboolean
receive_late (UlCmsisDapLink *self, gsize *size)
{
    static const guint8 abort[] = { CMD_TRANSFER_ABORT };

    return receive_full (self, size, PATIENCE_MS, NULL, NULL) ||
           (ul_usb_pipe_send (self->pipe, abort, sizeof abort, NULL) &&
            receive_full (self, size, ABORT_MS, NULL, NULL));
}

static gboolean
check_command (UlCmsisDapLink *self, guint8 expected, gsize size, gsize min_size, GError **error)
{
    if (self->buffer[0] == NOT_IMPLEMENTED && expected != NOT_IMPLEMENTED) {
        g_set_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                     _ ("The probe does not know the command 0x%02X"), expected);
        return FALSE;
    }
    if (self->buffer[0] == expected && size >= min_size)
        return TRUE;
    if (self->buffer[0] == expected)
        g_set_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                     _ ("The probe's answer to command 0x%02X is too short"), expected);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_TARGET_PARITY,
                     _ ("The probe mixes up its answers (0x%02X to command 0x%02X)"),
                     self->buffer[0], expected);
    self->max_in_flight = 1;
    ul_cmsis_dap_link_drain (self);
    return FALSE;
}

/* Silence after commands were sent ahead: firmware that cannot queue them may have lost some. */
static gboolean
has_lost_commands (UlCmsisDapLink *self, const GError *error)
{
    static const guint8 packet[] = { CMD_INFO, INFO_PACKET_COUNT };
    gsize size;

    if (!self->sent_ahead || !g_error_matches (error, UL_ERROR, UL_ERROR_PROBE_SILENT))
        return FALSE;
    ul_cmsis_dap_link_drain (self);
    if (!ul_usb_pipe_send (self->pipe, packet, sizeof packet, NULL) ||
        !receive_full (self, &size, ALIVE_MS, NULL, NULL) || self->buffer[0] != CMD_INFO)
        return FALSE;
    self->max_in_flight = 1;
    return TRUE;
}

gboolean
ul_cmsis_dap_link_receive (UlCmsisDapLink *self, const guint8 **reply, gsize *size, gsize min_size,
                           guint timeout_ms, GCancellable *cancellable, GError **error)
{
    g_autoptr (GError) local = NULL;
    guint8 expected = self->sent[self->first];

    g_return_val_if_fail (self->n_sent > 0, FALSE);
    gboolean ok = receive_full (self, size, timeout_ms, cancellable, &local);
    gboolean stopped = is_stop (local);
    if (stopped)
        ok = receive_late (self, size);
    if (!ok && has_lost_commands (self, local)) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_TARGET_PARITY,
                             _ ("The probe loses commands that are sent ahead"));
        return FALSE;
    }
    if (!check (self, ok)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    self->first = (self->first + 1) % UL_CMSIS_DAP_MAX_IN_FLIGHT;
    self->n_sent--;
    if (!check_command (self, expected, *size, min_size, error))
        return FALSE;
    *reply = self->buffer;
    if (stopped)
        g_propagate_error (error, g_steal_pointer (&local));
    return !stopped;
}

gboolean
ul_cmsis_dap_link_call (UlCmsisDapLink *self, const guint8 *packet, gsize size,
                        const guint8 **reply, gsize *reply_size, gsize min_size, guint timeout_ms,
                        GError **error)
{
    return ul_cmsis_dap_link_send (self, packet, size, error) &&
           ul_cmsis_dap_link_receive (self, reply, reply_size, min_size, timeout_ms, NULL, error);
}
