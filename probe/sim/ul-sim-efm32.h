/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-parts.h"

G_BEGIN_DECLS

/* For ul-sim-efm32.c and ul-sim-efm32-msc.c alone. */
#define UL_SIM_EFM32_BLANK 0xFF
#define UL_SIM_EFM32_PAGE  512u
#define UL_SIM_EFM32_OWN   (2 * UL_SIM_EFM32_PAGE) /* the lock page, then the user's */

/** ul_sim_efm32_begin: what is under way, and for how long. One at a time */
void ul_sim_efm32_begin (UlSimChip *self, UlSimEfm32Work work, guint64 ns);
void ul_sim_efm32_done (UlSimChip *self);
/** ul_sim_efm32_abort: reset or no power in the middle of it */
void ul_sim_efm32_abort (UlSimChip *self);
void ul_sim_efm32_msc_reset (UlSimChip *self);
/** ul_sim_efm32_erase_device: @part of 1024 says how far it came */
void ul_sim_efm32_erase_device (UlSimChip *self, guint part);
/** ul_sim_efm32_is_page_locked: @offset in the storage */
gboolean ul_sim_efm32_is_page_locked (UlSimChip *self, guint32 offset);

G_END_DECLS
