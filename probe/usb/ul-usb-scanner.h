/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-usb-found.h"

G_BEGIN_DECLS

/**
 * UlUsbScanner:
 *
 * A thread that keeps a list of the probes that are plugged in: woken by libusb, or by their nodes
 * (as in a Flatpak), or where neither can tell by looking twice a second.
 */
typedef struct _UlUsbScanner UlUsbScanner;

/**
 * ul_usb_scanner_new:
 * @by_nodes: see #UlUsbNodes
 * @changed: comes on the scanner's thread and must not block
 */
UlUsbScanner *ul_usb_scanner_new (gboolean by_nodes, void (*changed) (gpointer user_data),
                                  gpointer user_data);
/** ul_usb_scanner_free: @changed is not called any more once this returns */
void ul_usb_scanner_free (UlUsbScanner *self);
/** ul_usb_scanner_rescan: looks anew, soon, also at what is not told by events: whether others have
 *   a probe open */
void ul_usb_scanner_rescan (UlUsbScanner *self);
/** ul_usb_scanner_get_found: Returns: (transfer full) (element-type UlUsbFound): by location */
GPtrArray *ul_usb_scanner_get_found (UlUsbScanner *self);
/** ul_usb_scanner_wait: until everything that was plugged in at the start was looked at. Returns:
 *   %FALSE when the time is up */
gboolean ul_usb_scanner_wait (UlUsbScanner *self, guint timeout_ms);

G_END_DECLS
