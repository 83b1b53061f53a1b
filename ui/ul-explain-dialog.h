/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlExplainDialog: a log of another program is pasted, dropped or opened, and what it says is told
 *   below it. Needs no probe. The buttons of what it finds are the window's actions. */
#define UL_TYPE_EXPLAIN_DIALOG (ul_explain_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UlExplainDialog, ul_explain_dialog, UL, EXPLAIN_DIALOG, GtkDialog)

/** ul_explain_dialog_new: @parent: whose actions win.* the buttons are */
UlExplainDialog *ul_explain_dialog_new (GtkApplicationWindow *parent);

G_END_DECLS
