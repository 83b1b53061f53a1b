/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What both kinds of import share. */
#pragma once

#include "ul-profile-private.h"

G_BEGIN_DECLS

/** ul_profile_import_number: Returns: %FALSE unless @text is a number from @min to @max; "0x" may
 *   stand before a hexadecimal one, and @hex takes it for one without */
gboolean ul_profile_import_number (const char *text, gboolean hex, guint64 min, guint64 max,
                                   guint64 *number);
/** ul_profile_import_device: "NXP MKL25Z128xxx4" or without the maker. Returns: %FALSE, with a
 *   warning, when no such chip is known */
gboolean ul_profile_import_device (UlProfile *self, const char *name);
/** ul_profile_import_speed: Returns: %FALSE when that is no speed in kHz */
gboolean ul_profile_import_speed (UlProfile *self, const char *khz);
/** ul_profile_import_file: adds a firmware file. @base: (nullable): a number */
gboolean ul_profile_import_file (UlProfile *self, GFile *folder, const char *path,
                                 const guint64 *base);
/** ul_profile_import_has_file: whether the profile has that file already, and not at another base
 */
gboolean ul_profile_import_has_file (UlProfile *self, GFile *folder, const char *path,
                                     const guint64 *base);
/** ul_profile_import_serial: of a J-Link; 0 is any */
void ul_profile_import_serial (UlProfile *self, guint64 serial);

/* The two kinds. Returns: %FALSE when nothing in @text was known. */
gboolean ul_profile_read_jflash (UlProfile *self, const char *text, GFile *folder);
gboolean ul_profile_read_jlink (UlProfile *self, const char *text, GFile *folder);

G_END_DECLS
