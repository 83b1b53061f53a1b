/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-message.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ul_remedy_to_description: Returns: (nullable) (transfer none): translated: what its button does,
 *   where that can be said in a sentence */
const char *ul_remedy_to_description (UlRemedy remedy);

/** ul_remedy_button_new: Returns: (nullable): the button that fixes a problem, which says what it
 *   does to whoever points at it or listens; %NULL for a remedy without an action. It does nothing
 *   yet */
GtkWidget *ul_remedy_button_new (UlRemedy remedy);

/** ul_remedy_button_new_acting: the same; it does what it says in the window that it is put in */
GtkWidget *ul_remedy_button_new_acting (UlRemedy remedy);

G_END_DECLS
