/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ul_unlock_question_new:
 * @locked: the contents cannot be read, so nothing can be saved first
 * @key: (nullable): what is to be said of the backdoor key, where that is enabled
 * @file: (nullable): what could be programmed afterwards
 * @then_program: ticks that
 *
 * Everything on the chip will be lost: asks first. %GTK_RESPONSE_ACCEPT is the consent, and
 * ul_question_get_then_program() tells of the file.
 */
GtkWidget *ul_unlock_question_new (GtkWindow *parent, const UlDevice *device, gboolean locked,
                                   const char *key, const char *file, gboolean then_program);

G_END_DECLS
