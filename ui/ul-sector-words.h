/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sector-inspector.h"

G_BEGIN_DECLS

/* What the inspector says. All translated; the caller frees. NULL: nothing to say. */

char *ul_sector_words_title (const UlSectorSubject *subject);      /* "Sector 1" */
char *ul_sector_words_chip (const UlSectorSubject *subject);       /* "holds data" */
char *ul_sector_words_file (const UlSectorSubject *subject);       /* "blinky.srec, 1024 bytes" */
char *ul_sector_words_plan (const UlSectorSubject *subject);       /* "erase and write" */
char *ul_sector_words_protection (const UlSectorSubject *subject); /* "protected by FPROT3 bit 0" */
char *ul_sector_words_job (const UlSectorSubject *subject);        /* "verified", "failed: cause" */
/** ul_sector_words_settings_now, _after: the lock settings on the chip, and once the plan is done;
 *   NULL for any other sector */
char *ul_sector_words_settings_now (const UlSectorSubject *subject);
char *ul_sector_words_settings_after (const UlSectorSubject *subject);

G_END_DECLS
