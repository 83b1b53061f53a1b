/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlWindow: the window: one workbench and everything that shows it */
#define UL_TYPE_WINDOW (ul_window_get_type ())
G_DECLARE_FINAL_TYPE (UlWindow, ul_window, UL, WINDOW, GtkApplicationWindow)

/** ul_window_new: @probe_id: (nullable): of the probe that will be looked for at once; @profile:
 *   whether a profile will be opened at once */
UlWindow *ul_window_new (GtkApplication *application, const char *probe_id, gboolean profile);
UlWorkbench *ul_window_get_workbench (UlWindow *self);
/**
 * ul_window_open:
 * @files: (element-type GFile)
 *
 * Adds them to the opened ones. A profile among them is opened first, and the others belong to it
 * then; of several profiles, the last.
 */
void ul_window_open (UlWindow *self, GPtrArray *files);
/** ul_window_stop_and_close: without a question: stops a job at a safe point, then closes */
void ul_window_stop_and_close (UlWindow *self);

G_END_DECLS
