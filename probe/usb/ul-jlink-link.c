/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-jlink-link.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define COMMAND_MS       1000
#define SHORT_REPLY      2048u /* asked for at least: a probe may send more than we know of */
#define BUFFER_SIZE      12288u
#define MAX_EMPTY        4u
#define STOP_PATIENCE_MS 80

void
ul_jlink_link_init (UlJlinkLink *self, UlUsbPipe *pipe)
{
    *self = (UlJlinkLink){ .pipe = pipe,
                           .ahead = g_byte_array_new (),
                           .buffer = g_malloc (BUFFER_SIZE) };
}

void
ul_jlink_link_finish (UlJlinkLink *self)
{
    g_clear_pointer (&self->ahead, g_byte_array_unref);
    g_clear_pointer (&self->buffer, g_free);
}

static gboolean
check (UlJlinkLink *self, gboolean ok)
{
    self->broken |= !ok;
    return ok;
}

static gboolean
is_in_step (UlJlinkLink *self, GError **error)
{
    if (!self->broken)
        return TRUE;
    g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_SILENT,
                         _ ("The probe got out of step and has to be opened again"));
    return FALSE;
}

/* What is left of an earlier reply: probes may send more than was documented. */
static void
drop_leftovers (UlJlinkLink *self)
{
    if (self->n_waiting == 0)
        g_byte_array_set_size (self->ahead, 0);
}

gboolean
ul_jlink_link_send (UlJlinkLink *self, const guint8 *command, gsize size, GError **error)
{
    drop_leftovers (self);
    return is_in_step (self, error) &&
           check (self, ul_usb_pipe_send (self->pipe, command, size, error) &&
                            ul_usb_pipe_flush (self->pipe, COMMAND_MS, error));
}

/* Always room for more than the reply: only a transfer that is cut short tells its end, and a probe
 * sends an empty packet after one that fills its packets. */
static gsize
transfer_size (UlJlinkLink *self, gsize n_reply)
{
    gsize packet = self->pipe->packet_size;

    return MAX (SHORT_REPLY, (MIN (n_reply, UL_JLINK_MAX_REPLY) / packet + 1) * packet);
}

gboolean
ul_jlink_link_ask (UlJlinkLink *self, const guint8 *command, gsize size, gsize n_reply,
                   GError **error)
{
    drop_leftovers (self);
    if (!is_in_step (self, error) ||
        !check (self, ul_usb_pipe_send (self->pipe, command, size, error) &&
                          ul_usb_pipe_expect (self->pipe, transfer_size (self, n_reply), error)))
        return FALSE;
    self->n_waiting++;
    return TRUE;
}

static gboolean
receive (UlJlinkLink *self, gint64 deadline, GCancellable *cancellable, GError **error)
{
    gsize room = BUFFER_SIZE / self->pipe->packet_size * self->pipe->packet_size;

    for (guint i = 0; i < MAX_EMPTY; i++) {
        gint64 left_us = MAX (deadline - g_get_monotonic_time (), 0);
        gsize size = 0;

        if (!ul_usb_pipe_receive (self->pipe, self->buffer, room, &size, (left_us + 999) / 1000,
                                  cancellable, error))
            return FALSE;
        if (size == 0)
            continue;
        g_byte_array_append (self->ahead, self->buffer, size);
        return TRUE;
    }
    g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_SILENT,
                         _ ("The probe sends empty answers"));
    return FALSE;
}

static gboolean
gather (UlJlinkLink *self, gsize size, guint timeout_ms, GCancellable *cancellable, GError **error)
{
    gint64 deadline = g_get_monotonic_time () + timeout_ms * 1000LL;

    while (self->ahead->len < size)
        if (!receive (self, deadline, cancellable, error))
            return FALSE;
    return TRUE;
}

gboolean
ul_jlink_link_read (UlJlinkLink *self, guint8 *data, gsize size, gboolean last, guint timeout_ms,
                    GCancellable *cancellable, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (!is_in_step (self, error))
        return FALSE;
    gboolean ok = gather (self, size, timeout_ms, cancellable, &local);
    gboolean stopped = g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    if (stopped)
        ok = gather (self, size, STOP_PATIENCE_MS, NULL, NULL);
    if (!check (self, ok)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    memcpy (data, self->ahead->data, size);
    g_byte_array_remove_range (self->ahead, 0, size);
    self->n_waiting -= last;
    if (stopped)
        g_propagate_error (error, g_steal_pointer (&local));
    return !stopped;
}

gboolean
ul_jlink_link_call (UlJlinkLink *self, const guint8 *command, gsize size, guint8 *reply,
                    gsize n_reply, GError **error)
{
    return ul_jlink_link_ask (self, command, size, n_reply, error) &&
           ul_jlink_link_read (self, reply, n_reply, TRUE, COMMAND_MS, NULL, error);
}
