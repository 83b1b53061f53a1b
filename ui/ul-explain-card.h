/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-explain.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlExplainActionFunc: a button was pressed; @action: as of ul_remedy_to_action() */
typedef void (*UlExplainActionFunc) (const char *action, gpointer user_data);

/** ul_explain_card_new: Returns: a row of a list box for @finding */
GtkWidget *ul_explain_card_new (const UlFinding *finding, UlExplainActionFunc on_action,
                                gpointer user_data);
/** ul_explain_card_new_unknown: Returns: a row that says that nothing was recognised, and why */
GtkWidget *ul_explain_card_new_unknown (const GError *error);

G_END_DECLS
