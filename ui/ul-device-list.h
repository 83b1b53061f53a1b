/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlDeviceList:
 *
 * A search entry over a list of every device, with how far each is supported, in words. The first
 * row stands for detection.
 *
 * Signals: "picked" (const UlDevice *device): (nullable): %NULL means detect automatically.
 */
#define UL_TYPE_DEVICE_LIST (ul_device_list_get_type ())
G_DECLARE_FINAL_TYPE (UlDeviceList, ul_device_list, UL, DEVICE_LIST, GtkBox)

/** ul_device_list_open: empties the search and selects @chosen (nullable) */
void ul_device_list_open (UlDeviceList *self, const UlDevice *chosen);

G_END_DECLS
