/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-usb-pipe.h"

G_BEGIN_DECLS

/**
 * UlJlinkLink:
 *
 * A J-Link's commands and replies on a pipe. Commands are framed by their own length; replies are
 * a stream of bytes that the probe may cut into transfers as it likes, each ended by a short packet
 * or an empty one. Not freed with the pipe nor the pipe with it.
 */
typedef struct {
    UlUsbPipe *pipe;   /* not owned */
    GByteArray *ahead; /* received, not yet asked for */
    guint8 *buffer;    /* of a transfer */
    guint n_waiting;   /* replies that were announced and not yet read */
    gboolean broken;   /* commands and replies are out of step: only reopening helps */
} UlJlinkLink;

/** UL_JLINK_MAX_REPLY: the longest reply there is, with room */
#define UL_JLINK_MAX_REPLY 8448u

void ul_jlink_link_init (UlJlinkLink *self, UlUsbPipe *pipe);
void ul_jlink_link_finish (UlJlinkLink *self);

/** ul_jlink_link_send: a command without reply; waits until the probe has taken it */
gboolean ul_jlink_link_send (UlJlinkLink *self, const guint8 *command, gsize size, GError **error);

/**
 * ul_jlink_link_ask:
 *
 * Queues a command whose reply is read by ul_jlink_link_read() later; another one may be asked
 * before.
 * @n_reply: bytes
 */
gboolean ul_jlink_link_ask (UlJlinkLink *self, const guint8 *command, gsize size, gsize n_reply,
                            GError **error);

/**
 * ul_jlink_link_read: the next @size bytes of the reply
 * @last: this ends the reply
 *
 * When the user stops, the probe gets a moment more to end what it does: usually the link is then
 * still in step. Returns: %FALSE with %UL_ERROR_PROBE_SILENT, _GONE, _FAILED or
 *   %G_IO_ERROR_CANCELLED (the reply was read all the same, unless the link is broken)
 */
gboolean ul_jlink_link_read (UlJlinkLink *self, guint8 *data, gsize size, gboolean last,
                             guint timeout_ms, GCancellable *cancellable, GError **error);

/** ul_jlink_link_call: a command and its whole reply */
gboolean ul_jlink_link_call (UlJlinkLink *self, const guint8 *command, gsize size, guint8 *reply,
                             gsize n_reply, GError **error);

G_END_DECLS
