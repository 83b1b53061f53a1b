/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ul_question_new: a modal question with no default button. Add buttons, the harmless one first
 *   by ul_question_add_safe(), which also gets the focus */
GtkWidget *ul_question_new (GtkWindow *parent, const char *title, const char *body);
GtkWidget *ul_question_add_safe (GtkWidget *question, const char *label, int response);
/** ul_question_add_destructive: drawn as something that cannot be undone */
GtkWidget *ul_question_add_destructive (GtkWidget *question, const char *label, int response);
/** ul_question_add_then_program: a tick to program @file afterwards */
void ul_question_add_then_program (GtkWidget *question, const char *file, gboolean active);
gboolean ul_question_get_then_program (GtkWidget *question);

G_END_DECLS
