/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-usb-match.h"

G_BEGIN_DECLS

/** ul_usb_describe: what the kernel knows of a device. Does not open it. Returns: (transfer full)
 */
UlUsbDescription *ul_usb_describe (libusb_device *device);

/** ul_usb_description_lacks_texts: whether the kernel told no names, as in a sandbox */
gboolean ul_usb_description_lacks_texts (const UlUsbDescription *self);
/** ul_usb_describe_texts: asks the device itself for them, for which it is opened: not one that
 *   somebody else has open */
void ul_usb_describe_texts (UlUsbDescription *self, UlUsbContext *context, libusb_device *device);

/** ul_usb_description_get_hid_nodes: Returns: (transfer full) (element-type utf8): nodes through
 *   which other programs may use a HID interface of the device */
GPtrArray *ul_usb_description_get_hid_nodes (const char *location);

G_END_DECLS
