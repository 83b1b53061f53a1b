/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-usb-pipe.h"

G_BEGIN_DECLS

#define UL_CMSIS_DAP_MIN_PACKET    32u
#define UL_CMSIS_DAP_MAX_PACKET    1024u
#define UL_CMSIS_DAP_MAX_IN_FLIGHT 4u

/**
 * UlCmsisDapLink:
 *
 * Command packets and their replies, each of which opens with the number of its command. Several
 * may be under way; they are answered in order. Not freed with the pipe nor the pipe with it.
 */
typedef struct {
    UlUsbPipe *pipe;     /* not owned */
    guint packet_size;   /* of the probe, both ways; at most UL_CMSIS_DAP_MAX_PACKET */
    guint max_in_flight; /* 1 once replies got mixed up */
    guint8 sent[UL_CMSIS_DAP_MAX_IN_FLIGHT]; /* commands not yet answered */
    guint first, n_sent;
    gboolean sent_ahead; /* the latest of them, before an earlier one was answered */
    guint8 *buffer;
    gboolean broken; /* the probe went silent: only reopening helps */
} UlCmsisDapLink;

void ul_cmsis_dap_link_init (UlCmsisDapLink *self, UlUsbPipe *pipe);
void ul_cmsis_dap_link_finish (UlCmsisDapLink *self);

/** ul_cmsis_dap_link_drain: throws away replies to somebody's earlier commands */
void ul_cmsis_dap_link_drain (UlCmsisDapLink *self);

/** ul_cmsis_dap_link_send: at most @max_in_flight before they are received */
gboolean ul_cmsis_dap_link_send (UlCmsisDapLink *self, const guint8 *packet, gsize size,
                                 GError **error);

/**
 * ul_cmsis_dap_link_receive:
 * @reply: (out) (transfer none): valid until the next call
 * @size: (out): at least @min_size
 *
 * The reply to the oldest packet. When the user stops, the probe gets a moment more to end what it
 * does, and is told to when that is not enough.
 *
 * Returns: %FALSE with %UL_ERROR_PROBE_SILENT, _GONE, _FAILED, %UL_ERROR_NOT_SUPPORTED (the probe
 *   does not know the command), %UL_ERROR_TARGET_PARITY (another command was answered, or the probe
 *   lost some of several that were under way: all of them are thrown away, and from now on one
 *   packet goes at a time) or %G_IO_ERROR_CANCELLED
 *   (the reply was received all the same, unless the link is broken)
 */
gboolean ul_cmsis_dap_link_receive (UlCmsisDapLink *self, const guint8 **reply, gsize *size,
                                    gsize min_size, guint timeout_ms, GCancellable *cancellable,
                                    GError **error);

/** ul_cmsis_dap_link_call: one packet and its reply */
gboolean ul_cmsis_dap_link_call (UlCmsisDapLink *self, const guint8 *packet, gsize size,
                                 const guint8 **reply, gsize *reply_size, gsize min_size,
                                 guint timeout_ms, GError **error);

G_END_DECLS
