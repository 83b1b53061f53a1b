/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlProbesFunc: Returns: (transfer full): every probe, of all drivers; called once, after the
 *   window is on the screen */
typedef UlProbeSource *(*UlProbesFunc) (void);

/** UlApplication: unlatch [--probe ID] [--device NAME] [FILE...] */
#define UL_TYPE_APPLICATION (ul_application_get_type ())
G_DECLARE_FINAL_TYPE (UlApplication, ul_application, UL, APPLICATION, GtkApplication)

UlApplication *ul_application_new (UlProbesFunc make_probes);

G_END_DECLS
