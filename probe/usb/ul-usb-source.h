/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

G_BEGIN_DECLS

/**
 * UlUsbSource:
 *
 * The J-Link and CMSIS-DAP probes on USB. Those that cannot be used now are listed too, with the
 * reason (UlProbeInfo.trouble). A probe that is plugged in again is the same #UlProbe as before, as
 * long as somebody holds it.
 */
#define UL_TYPE_USB_SOURCE (ul_usb_source_get_type ())
G_DECLARE_FINAL_TYPE (UlUsbSource, ul_usb_source, UL, USB_SOURCE, GObject)

/** ul_usb_source_new: returns at once, with an empty list: probes appear as the thread-default main
 *   context of the caller runs, usually within some milliseconds */
UlProbeSource *ul_usb_source_new (void);

/** ul_usb_source_wait: for programs that want to know at once what is plugged in: blocks until that
 *   was looked at, and fills the list. Returns: %FALSE when the time is up */
gboolean ul_usb_source_wait (UlUsbSource *self, guint timeout_ms);

G_END_DECLS
