/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlActionBar:
 *
 * Unlock, Erase, Verify, Read, and Program, whose place Cancel takes while a job runs. A button
 * whose action cannot work stays sensitive, so that it can say why.
 */
#define UL_TYPE_ACTION_BAR (ul_action_bar_get_type ())
G_DECLARE_FINAL_TYPE (UlActionBar, ul_action_bar, UL, ACTION_BAR, GtkBox)

/** ul_action_bar_set_workbench: to be called once; the workbench outlives the bar */
void ul_action_bar_set_workbench (UlActionBar *self, UlWorkbench *workbench);
/** ul_action_bar_explain: shows at the button of @kind why it cannot work */
void ul_action_bar_explain (UlActionBar *self, UlJobKind kind, const UlMessage *message);
/** ul_action_bar_get_button: Returns: (transfer none): of @kind */
GtkWidget *ul_action_bar_get_button (UlActionBar *self, UlJobKind kind);

/** ul_action_bar_await_stop: the job was told to stop: where that takes long, a harder way is
 *   offered */
void ul_action_bar_await_stop (UlActionBar *self);

G_END_DECLS
