/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * UlUsbPipe:
 *
 * A pair of endpoints, one to the probe and one from it, below the protocols and above USB: what
 * the protocols are tested on. One thread at a time.
 *
 * Transfers are queued and done in order; several may be under way. A failure of an earlier one
 * shows at the next call that waits. After %UL_ERROR_PROBE_SILENT or a stop by the user the
 * transfers are still under way: ul_usb_pipe_receive() may go on, or ul_usb_pipe_abort() ends them.
 */
typedef struct _UlUsbPipe UlUsbPipe;

typedef struct {
    gboolean (*send) (UlUsbPipe *self, const guint8 *data, gsize size, GError **error);
    gboolean (*expect) (UlUsbPipe *self, gsize max_size, GError **error);
    gboolean (*receive) (UlUsbPipe *self, guint8 *data, gsize max_size, gsize *size,
                         guint timeout_ms, GCancellable *cancellable, GError **error);
    gboolean (*flush) (UlUsbPipe *self, guint timeout_ms, GError **error);
    void (*abort) (UlUsbPipe *self);
    void (*free) (UlUsbPipe *self);
} UlUsbPipeClass;

struct _UlUsbPipe {
    const UlUsbPipeClass *class;
    guint packet_size; /* of the endpoint from the probe */
};

/** ul_usb_pipe_send: queues @size bytes (copied) and returns */
gboolean ul_usb_pipe_send (UlUsbPipe *self, const guint8 *data, gsize size, GError **error);
/** ul_usb_pipe_expect: asks for a transfer from the probe in advance; ul_usb_pipe_receive() takes
 *   those first */
gboolean ul_usb_pipe_expect (UlUsbPipe *self, gsize max_size, GError **error);

/**
 * ul_usb_pipe_receive:
 * @max_size: room in @data; when nothing was expected, also what is asked for: a multiple of the
 *   packet size
 * @size: (out): may be 0
 *
 * Waits for the next transfer from the probe. More than fits is %UL_ERROR_PROBE_FAILED.
 *
 * Returns: %FALSE with %UL_ERROR_PROBE_SILENT, _GONE, _FAILED or %G_IO_ERROR_CANCELLED
 */
gboolean ul_usb_pipe_receive (UlUsbPipe *self, guint8 *data, gsize max_size, gsize *size,
                              guint timeout_ms, GCancellable *cancellable, GError **error);
/** ul_usb_pipe_flush: waits until all that was sent has arrived */
gboolean ul_usb_pipe_flush (UlUsbPipe *self, guint timeout_ms, GError **error);
/** ul_usb_pipe_abort: ends all that is under way and forgets earlier failures */
void ul_usb_pipe_abort (UlUsbPipe *self);
void ul_usb_pipe_free (UlUsbPipe *self); /* (nullable) */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlUsbPipe, ul_usb_pipe_free)

G_END_DECLS
