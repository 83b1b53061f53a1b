/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-plan.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ul_lift_question_new:
 * @plan: of an UNPROTECT that frees something
 * @file: (nullable): what could be programmed afterwards; ticked
 *
 * Which sectors become free, which go along, how, and what is lost: asks first.
 * %GTK_RESPONSE_ACCEPT is the consent, and ul_question_get_then_program() tells of the file.
 */
GtkWidget *ul_lift_question_new (GtkWindow *parent, const UlPlan *plan, const char *file);

G_END_DECLS
