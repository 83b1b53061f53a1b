/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-parts.h"

G_BEGIN_DECLS

/* For ul-sim-stellaris.c and ul-sim-stellaris-flash.c alone. */

/* The committed words, in this order behind the flash. */
typedef enum {
    UL_SIM_LM_FMPRE, /* four */
    UL_SIM_LM_FMPPE = 4,
    UL_SIM_LM_BOOTCFG = 8,
    UL_SIM_LM_USER, /* two */
    UL_SIM_LM_N_WORDS = 11
} UlSimLmWord;
G_STATIC_ASSERT (UL_SIM_LM_N_WORDS == G_N_ELEMENTS (((UlSimStellaris *) 0)->words));

#define UL_SIM_LM_OWN 64u /* bytes */

guint32 ul_sim_stellaris_get_word (UlSimChip *self, guint word);
void ul_sim_stellaris_set_word (UlSimChip *self, guint word, guint32 value);
/** ul_sim_stellaris_begin: what is under way, and for how long. One at a time */
void ul_sim_stellaris_begin (UlSimChip *self, UlSimLmWork work, guint64 ns);
/** ul_sim_stellaris_finish_flash: what the flash controller had begun; @part of 1024 says how far
 *   it came */
void ul_sim_stellaris_finish_flash (UlSimChip *self, UlSimLmWork work, guint part);
void ul_sim_stellaris_flash_reset (UlSimChip *self);

G_END_DECLS
