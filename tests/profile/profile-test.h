/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of profiles share. */
#pragma once

#include "test.h"
#include "ul-profile.h"

/** profile_test_folder: Returns: (transfer none): a folder of this run, removed at its end */
const char *profile_test_folder (void);
/** profile_test_path: Returns: (transfer full): of @name, which may have folders */
GFile *profile_test_path (const char *name);
/** profile_test_write: Returns: (transfer full): the file, written afresh */
GFile *profile_test_write (const char *name, const void *content, gssize size);
/** profile_test_read: Returns: (transfer full): what is in it */
char *profile_test_read (GFile *file);
/** profile_test_data: Returns: (transfer full): a file of tests/profile/data */
GFile *profile_test_data (const char *name);

/** profile_test_load: from a file of that text; fails the test when it is refused */
UlProfile *profile_test_load (const char *text);

/** assert_warns: one of the warnings has @part in it */
void assert_warns (UlProfile *profile, const char *part);
