/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sector-inspector.h"

G_BEGIN_DECLS

/* What the inspector says. All translated; the caller frees. NULL: nothing to say. */

char *ul_sector_words_title (const UlSectorView *view);      /* "Sector 1" */
char *ul_sector_words_chip (const UlSectorView *view);       /* "holds data" */
char *ul_sector_words_file (const UlSectorView *view);       /* "blinky.srec, 1024 bytes" */
char *ul_sector_words_plan (const UlSectorView *view);       /* "erase and write" */
char *ul_sector_words_protection (const UlSectorView *view); /* "protected by FPROT3 bit 0" */
char *ul_sector_words_job (const UlSectorView *view);        /* "verified", "failed: cause" */
/** ul_sector_words_settings_now, _after: the lock settings on the chip, and once the plan is done;
 *   NULL for any other sector */
char *ul_sector_words_settings_now (const UlSectorView *view);
char *ul_sector_words_settings_after (const UlSectorView *view);

G_END_DECLS
