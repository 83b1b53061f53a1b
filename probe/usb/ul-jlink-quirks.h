/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What some J-Links and their clones do not bear, found out the hard way and remembered by serial
 *  for as long as the program runs. Any thread. */
typedef enum {
    UL_JLINK_NO_REGISTER = 1 << 0, /* goes silent when a connection is registered */
    UL_JLINK_NO_OVERLAP = 1 << 1,  /* went silent with a second command under way */
} UlJlinkQuirks;

UlJlinkQuirks ul_jlink_quirks_get (const char *key);
void ul_jlink_quirks_add (const char *key, UlJlinkQuirks quirk);

G_END_DECLS
