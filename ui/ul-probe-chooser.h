/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlProbeChooser: a button with the list of probes, real and simulated */
#define UL_TYPE_PROBE_CHOOSER (ul_probe_chooser_get_type ())
G_DECLARE_FINAL_TYPE (UlProbeChooser, ul_probe_chooser, UL, PROBE_CHOOSER, GtkMenuButton)

/** ul_probe_chooser_set_workbench: to be called once; the workbench outlives the chooser */
void ul_probe_chooser_set_workbench (UlProbeChooser *self, UlWorkbench *workbench);
/** ul_probe_chooser_set_narrow: needs less room in the header bar */
void ul_probe_chooser_set_narrow (UlProbeChooser *self, gboolean narrow);

G_END_DECLS
