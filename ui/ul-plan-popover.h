/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ul_plan_popover_describe: Returns: (transfer full) (nullable): a key for what is unusual about
 * the plan of @workbench: several files, or data outside of them that is lost; %NULL: nothing */
char *ul_plan_popover_describe (UlWorkbench *workbench);

/**
 * ul_plan_popover_show:
 * @widget: whose action it is
 *
 * Says what an unusual plan will do, before it is done.
 *
 * Returns: (transfer none): the button that agrees
 */
GtkWidget *ul_plan_popover_show (GtkWidget *widget, UlWorkbench *workbench);

G_END_DECLS
