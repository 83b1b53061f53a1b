/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlChipComparison: the chip that was chosen and another one that was found: the outlines of their
 *   memories on one scale, with what the files fill of each, and what differs in words */
#define UL_TYPE_CHIP_COMPARISON (ul_chip_comparison_get_type ())
G_DECLARE_FINAL_TYPE (UlChipComparison, ul_chip_comparison, UL, CHIP_COMPARISON, GtkScrolledWindow)

/** ul_chip_comparison_new: @workbench: outlives it */
GtkWidget *ul_chip_comparison_new (UlWorkbench *workbench);
/** ul_chip_comparison_has_any: Returns: whether there are two different chips to be shown */
gboolean ul_chip_comparison_has_any (UlSession *session);

G_END_DECLS
