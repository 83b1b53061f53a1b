/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-usb-context.h"

G_BEGIN_DECLS

/**
 * UlUsbDevice:
 *
 * A device that is open, and perhaps one of its interfaces claimed. Belongs to one thread, but its
 * transfers end on the event thread.
 */
typedef struct _UlUsbDevice UlUsbDevice;

/** ul_usb_device_open: Returns: %NULL with %UL_ERROR_PROBE_PERMISSION, _GONE or _FAILED */
UlUsbDevice *ul_usb_device_open (UlUsbContext *context, libusb_device *device, GError **error);
/** ul_usb_device_close: (nullable): gives the interface back, to the kernel's driver if it was that
 *   one's. All transfers have been freed. */
void ul_usb_device_close (UlUsbDevice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlUsbDevice, ul_usb_device_close)

/**
 * ul_usb_device_claim:
 * @detach: takes it from the kernel's driver
 *
 * Returns: %FALSE with %UL_ERROR_PROBE_BUSY, _GONE or _FAILED
 */
gboolean ul_usb_device_claim (UlUsbDevice *self, guint8 interface, guint8 alternate,
                              gboolean detach, GError **error);
/** ul_usb_device_reset: as if it was plugged in anew: the last resort. Returns: %FALSE with
 *   %UL_ERROR_PROBE_GONE when it came back as another device */
gboolean ul_usb_device_reset (UlUsbDevice *self, GError **error);
/** ul_usb_device_clear_halt: after a stall */
void ul_usb_device_clear_halt (UlUsbDevice *self, guint8 endpoint);

/** ul_usb_device_get_text: Returns: (transfer full) (nullable): a string descriptor as UTF-8; %NULL
 *   when there is none or it makes no sense */
char *ul_usb_device_get_text (UlUsbDevice *self, guint8 index, guint timeout_ms);

/* --- for transfers --- */

libusb_device_handle *ul_usb_device_get_handle (UlUsbDevice *self);
void ul_usb_device_lock (UlUsbDevice *self);
void ul_usb_device_unlock (UlUsbDevice *self);
void ul_usb_device_wake (UlUsbDevice *self); /* locked */
/** ul_usb_device_set_failed: locked: whether a transfer of data has failed: then no other is worth
 *   waiting for, as its answer may never come */
void ul_usb_device_set_failed (UlUsbDevice *self, gboolean failed);
gboolean ul_usb_device_get_failed (UlUsbDevice *self);
/** ul_usb_device_sleep: locked; until woken or @until_us. Returns: %FALSE when the time is up */
gboolean ul_usb_device_sleep (UlUsbDevice *self, gint64 until_us);
/** ul_usb_device_is_gone: whether it was unplugged. After a disturbance, which is how that often
 *   shows first, @patience_ms to hear of it. Unlocked. */
gboolean ul_usb_device_is_gone (UlUsbDevice *self, guint patience_ms);

G_END_DECLS
