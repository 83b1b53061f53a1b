/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlDeviceChooser: a button with a searchable list of every device of the tables. The tables are
 *   loaded when the list is first opened. */
#define UL_TYPE_DEVICE_CHOOSER (ul_device_chooser_get_type ())
G_DECLARE_FINAL_TYPE (UlDeviceChooser, ul_device_chooser, UL, DEVICE_CHOOSER, GtkMenuButton)

/** ul_device_chooser_set_workbench: to be called once; the workbench outlives the chooser */
void ul_device_chooser_set_workbench (UlDeviceChooser *self, UlWorkbench *workbench);

G_END_DECLS
