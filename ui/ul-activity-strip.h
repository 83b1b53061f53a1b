/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-progress.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlActivityStrip: what a job is doing: phases as words with counts, bytes, rate, time left; and
 *   afterwards its line of timings */
#define UL_TYPE_ACTIVITY_STRIP (ul_activity_strip_get_type ())
G_DECLARE_FINAL_TYPE (UlActivityStrip, ul_activity_strip, UL, ACTIVITY_STRIP, GtkBox)

/** ul_activity_strip_show_progress: called once per frame while a job runs */
void ul_activity_strip_show_progress (UlActivityStrip *self, const UlSnapshot *snapshot);
/** ul_activity_strip_show_report: @report: (nullable): of the last job; %NULL hides the strip */
void ul_activity_strip_show_report (UlActivityStrip *self, const char *report);
/** ul_activity_strip_set_tally: boards done and failed, in words; also while nothing runs
 * @tally: (nullable)
 * @each_board: the same is going to be done for each board */
void ul_activity_strip_set_tally (UlActivityStrip *self, const char *tally, gboolean each_board);
/** ul_activity_strip_show_stopping: a stop was asked for and comes at the next safe point */
void ul_activity_strip_show_stopping (UlActivityStrip *self);

/** ul_activity_get_fraction: Returns: 0..1 of the whole job, or -1 while nothing can be said */
double ul_activity_get_fraction (const UlSnapshot *snapshot);
/** ul_activity_get_title: Returns: (transfer none): what the job does: "Programming" */
const char *ul_activity_get_title (const UlSnapshot *snapshot);

G_END_DECLS
