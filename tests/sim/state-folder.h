/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

/** state_folder_new: Returns: a new user's state directory, for the boards of this test alone */
char *state_folder_new (void);
/** state_folder_free: removes it with all that is in it */
void state_folder_free (char *folder);
