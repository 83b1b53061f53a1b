/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ul_locale_set_up:
 *
 * The language of the person, for all that follows. Where the programs are run from the tree they
 * were built in, UNLATCH_LOCALE_DIR tells where the translations are: no installed ones fit them.
 */
void ul_locale_set_up (void);

G_END_DECLS
