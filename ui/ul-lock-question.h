/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-config-table.h"
#include "ul-message.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

enum {
    UL_LOCK_RESPONSE_KEEP_UNLOCKED = 1,
    UL_LOCK_RESPONSE_AS_FILE = 2,
};

/**
 * ul_lock_question_new:
 * @obstacle: what the file would do
 * @rows: (nullable) (element-type UlConfigRow): the settings, with those of a chip that is kept
 *   unlocked in the middle
 * @n_altered: bytes that keeping it unlocked takes
 * @chip: name to be typed
 * @forever: nothing could undo it: as the file says only after the name was typed
 */
GtkWidget *ul_lock_question_new (GtkWindow *parent, const UlMessage *obstacle, GPtrArray *rows,
                                 guint n_altered, const char *chip, gboolean forever);
gboolean ul_lock_question_is_forever (GtkWidget *question);
/** ul_lock_question_get_remember: whether the answer is to be kept in the profile */
gboolean ul_lock_question_get_remember (GtkWidget *question);

G_END_DECLS
