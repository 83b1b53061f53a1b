/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlRecentList:
 *
 * Open File… and the firmware files opened lately, or the profiles.
 *
 * Properties: "profiles" (boolean, construct only): lists these, and leaves Open out.
 * Signals: "picked" (#GFile): one of the recent files.
 */
#define UL_TYPE_RECENT_LIST (ul_recent_list_get_type ())
G_DECLARE_FINAL_TYPE (UlRecentList, ul_recent_list, UL, RECENT_LIST, GtkBox)

/** ul_recent_list_refresh: to be called before it is shown */
void ul_recent_list_refresh (UlRecentList *self);
/** ul_recent_list_remember: notes @file, of whichever kind, among the recent ones */
void ul_recent_list_remember (GFile *file);

G_END_DECLS
