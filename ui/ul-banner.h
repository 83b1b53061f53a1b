/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlBanner: the one info bar: the most serious present message, with the buttons that fix it */
#define UL_TYPE_BANNER (ul_banner_get_type ())
G_DECLARE_FINAL_TYPE (UlBanner, ul_banner, UL, BANNER, GtkBox)

/** ul_banner_set_workbench: to be called once; the workbench outlives the banner */
void ul_banner_set_workbench (UlBanner *self, UlWorkbench *workbench);
/** ul_banner_set_narrow: puts the buttons below the text */
void ul_banner_set_narrow (UlBanner *self, gboolean narrow);
/** ul_banner_get_message: Returns: (nullable): what is shown now */
const UlMessage *ul_banner_get_message (UlBanner *self);

G_END_DECLS
