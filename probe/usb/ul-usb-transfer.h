/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-usb-device.h"

G_BEGIN_DECLS

/**
 * UlUsbTransfer:
 *
 * One transfer, under way or done. Has no time limit of its own: whoever waits brings one.
 */
typedef struct _UlUsbTransfer UlUsbTransfer;

/** ul_usb_transfer_send: @data is copied. @interrupt: the endpoint's type; else bulk */
UlUsbTransfer *ul_usb_transfer_send (UlUsbDevice *device, guint8 endpoint, gboolean interrupt,
                                     const guint8 *data, gsize size, GError **error);
UlUsbTransfer *ul_usb_transfer_receive (UlUsbDevice *device, guint8 endpoint, gboolean interrupt,
                                        gsize max_size, GError **error);
/** ul_usb_transfer_control: @size bytes out of @data for a request to the device, else room for so
 *   many */
UlUsbTransfer *ul_usb_transfer_control (UlUsbDevice *device, guint8 type, guint8 request,
                                        guint16 value, guint16 index, const guint8 *data,
                                        gsize size, GError **error);

/**
 * ul_usb_transfer_wait:
 *
 * Ends early when another transfer of data failed. Returns: %FALSE with %UL_ERROR_PROBE_SILENT or
 *   %G_IO_ERROR_CANCELLED, still under way; or, done, with %UL_ERROR_PROBE_GONE or _FAILED
 */
gboolean ul_usb_transfer_wait (UlUsbTransfer *self, gint64 until_us, GCancellable *cancellable,
                               GError **error);
gboolean ul_usb_transfer_is_done (UlUsbTransfer *self);
gboolean ul_usb_transfer_is_stalled (UlUsbTransfer *self);
/** ul_usb_transfer_get_data: what a transfer that is done brought. Returns: (transfer none) */
const guint8 *ul_usb_transfer_get_data (UlUsbTransfer *self, gsize *size);
/** ul_usb_transfer_cancel: ends it soon, if it is under way */
void ul_usb_transfer_cancel (UlUsbTransfer *self);
/** ul_usb_transfer_free: (nullable): ends it first, if it is under way */
void ul_usb_transfer_free (UlUsbTransfer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlUsbTransfer, ul_usb_transfer_free)

/** ul_usb_transfer_control_in: a whole request. @size: (inout) */
gboolean ul_usb_transfer_control_in (UlUsbDevice *device, guint8 type, guint8 request,
                                     guint16 value, guint16 index, guint8 *data, gsize *size,
                                     guint timeout_ms, GError **error);

G_END_DECLS
