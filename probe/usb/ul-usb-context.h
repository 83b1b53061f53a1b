/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libusb.h>

G_BEGIN_DECLS

/**
 * UlUsbContext:
 *
 * The program's one libusb context and the one thread that handles its events. Counted; any
 * thread but the event thread may drop the last reference.
 */
typedef struct _UlUsbContext UlUsbContext;

/** UlUsbNotice: something was plugged in or out. Comes on the event thread and must not block. */
typedef void (*UlUsbNotice) (gpointer user_data);

/** ul_usb_context_new: returns at once; libusb looks around on the event thread */
UlUsbContext *ul_usb_context_new (void);
UlUsbContext *ul_usb_context_ref (UlUsbContext *self);
void ul_usb_context_unref (UlUsbContext *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlUsbContext, ul_usb_context_unref)

/** ul_usb_context_set_notice: @notice: (nullable): is not called any more once this returns */
void ul_usb_context_set_notice (UlUsbContext *self, UlUsbNotice notice, gpointer user_data);

/**
 * ul_usb_context_list:
 * @hotplug: (out): whether changes will be told
 *
 * Waits until libusb is ready. Returns: (transfer full) (element-type libusb_device): what is
 *   plugged in; empty without USB
 */
GPtrArray *ul_usb_context_list (UlUsbContext *self, gboolean *hotplug);

/** UlUsbWatch: how an open device learns that it was unplugged */
typedef struct {
    libusb_device *device;
    void (*gone) (gpointer user_data); /* on the event thread */
    gpointer user_data;
} UlUsbWatch;

void ul_usb_context_add_watch (UlUsbContext *self, const UlUsbWatch *watch);
/** ul_usb_context_remove_watch: once this returns, the watch is not called any more */
void ul_usb_context_remove_watch (UlUsbContext *self, const UlUsbWatch *watch);

/** ul_usb_context_forget: a device was unplugged, of which libusb does not hear. Tells its watches,
 *   on this thread */
void ul_usb_context_forget (UlUsbContext *self, libusb_device *device);

G_END_DECLS
