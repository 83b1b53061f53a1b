/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-usb-device.h"
#include "ul-usb-pipe.h"

G_BEGIN_DECLS

/** UlUsbEndpoints: the pair that a probe is spoken to through */
typedef struct {
    guint8 interface, alternate;
    gboolean hid; /* interrupt endpoints, and reports of their full size */
    guint8 out;   /* address; 0 (HID only): by control transfers */
    guint8 in;    /* address */
    guint16 out_packet, in_packet;
} UlUsbEndpoints;

/** ul_usb_endpoints_get_pipe: @device has claimed the interface and outlives the pipe. Returns:
 *   (transfer full) */
UlUsbPipe *ul_usb_endpoints_get_pipe (const UlUsbEndpoints *endpoints, UlUsbDevice *device);

G_END_DECLS
