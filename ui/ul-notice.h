/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlNotice: tells, over what the window shows, of something that was done and can be undone. One
 *   at a time; goes by itself */
#define UL_TYPE_NOTICE (ul_notice_get_type ())
G_DECLARE_FINAL_TYPE (UlNotice, ul_notice, UL, NOTICE, GtkRevealer)

/** ul_notice_attach: Returns: (transfer none): a hidden one; the overlay owns it */
UlNotice *ul_notice_attach (GtkOverlay *overlay);
/** ul_notice_show: @action: detailed name of the action behind Undo */
void ul_notice_show (UlNotice *self, const char *text, const char *action);
void ul_notice_hide (UlNotice *self);

G_END_DECLS
