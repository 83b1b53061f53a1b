/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlProbeList:
 *
 * The probes that are there, each with name, serial number and, if it is, "Simulated".
 *
 * Signals: "picked" (#UlProbe).
 */
#define UL_TYPE_PROBE_LIST (ul_probe_list_get_type ())
G_DECLARE_FINAL_TYPE (UlProbeList, ul_probe_list, UL, PROBE_LIST, GtkBox)

UlProbeList *ul_probe_list_new (UlWorkbench *workbench); /* the workbench outlives the list */
/** ul_probe_list_refresh: looks for probes again */
void ul_probe_list_refresh (UlProbeList *self);

G_END_DECLS
