/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * UlUsbNodes:
 *
 * Tells that a device node of USB came, went or may be opened by others than before. It takes the
 * place of the kernel's events where those are not heard, as in a Flatpak: its network namespace
 * gets none, and libusb lists for ever what it saw when it started.
 */
typedef struct _UlUsbNodes UlUsbNodes;

/**
 * ul_usb_nodes_new:
 * @changed: on the thread-default main context of the caller
 *
 * Returns: (transfer full) (nullable): %NULL where there is no folder of nodes, or it cannot be
 *   watched: then nobody tells
 */
UlUsbNodes *ul_usb_nodes_new (void (*changed) (gpointer user_data), gpointer user_data);
/** ul_usb_nodes_free: on the thread that made it. @changed is not called any more once this returns
 */
void ul_usb_nodes_free (UlUsbNodes *self);

G_END_DECLS
