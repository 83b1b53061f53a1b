/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlScenarioDialog: the stories that simulated boards can play; %GTK_RESPONSE_ACCEPT begins one */
#define UL_TYPE_SCENARIO_DIALOG (ul_scenario_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UlScenarioDialog, ul_scenario_dialog, UL, SCENARIO_DIALOG, GtkDialog)

/** ul_scenario_dialog_new: @probes: of which the stories are shown */
UlScenarioDialog *ul_scenario_dialog_new (GtkWindow *parent, UlProbeSource *probes);
/** ul_scenario_dialog_get_picked: Returns: (nullable) (transfer none) */
const UlScenario *ul_scenario_dialog_get_picked (UlScenarioDialog *self);

G_END_DECLS
