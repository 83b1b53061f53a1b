/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-plan.h"
#include "ul-session.h"

G_BEGIN_DECLS

/** UlLockWords: not to be freed */
typedef struct {
    const char *text;
    const char *icon;
    const char *style; /* (nullable): CSS class */
} UlLockWords;

/** ul_chip_words_lock: locked, not locked, or not sure */
UlLockWords ul_chip_words_lock (const UlChip *chip);
/** ul_chip_words_mass_erase: Returns: (nullable) (transfer none) */
const char *ul_chip_words_mass_erase (const UlChip *chip, const UlDevice *device);
/** ul_chip_words_key: Returns: (nullable) (transfer none): what the backdoor key of a locked chip
 * is good for */
const char *ul_chip_words_key (const UlChip *chip);
/** ul_chip_words_reset_line: Returns: (nullable) (transfer none): a line that has no effect */
const char *ul_chip_words_reset_line (const UlChip *chip);
/** ul_chip_words_protected: Returns: (transfer full) (nullable): the protected ranges */
char *ul_chip_words_protected (const UlChip *chip, const UlDevice *device);
/** ul_chip_words_after_reset: Returns: (transfer full) (nullable): the forecast; @plan: (nullable):
 *   of the files that would be programmed */
char *ul_chip_words_after_reset (const UlChip *chip, const UlDevice *device, const UlPlan *plan);
/** ul_chip_words_id: Returns: (transfer full) (nullable): which single chip it is; %NULL: unknown
 */
char *ul_chip_words_id (const UlChip *chip);
/** ul_chip_words_forecast: Returns: (transfer full) (nullable): what a file would make of a chip;
 *   %NULL when it leaves the lock bytes alone */
char *ul_chip_words_forecast (const UlForecast *forecast);
/** ul_chip_words_state: Returns: (transfer full): the state of probe and chip for the subtitle:
 *   "MKL25Z128 · 3.30 V · SWD 4 MHz"; @brief: neither chip nor clock, and the
 *   supply only where it may be the reason or nothing is wrong */
char *ul_chip_words_state (UlSession *session, gboolean brief);

G_END_DECLS
