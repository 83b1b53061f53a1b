/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-model.h"

G_BEGIN_DECLS

/* For ul-sim-model.c and the files of one chip each: what these have in common, and themselves. */

#define UL_SIM_KIB 1024u

/* The SIM's registers that gate clocks, as UlSimSlot counts them. */
#define UL_SIM_SCGC1 0x1028
#define UL_SIM_SCGC2 0x102C
#define UL_SIM_SCGC3 0x1030
#define UL_SIM_SCGC4 0x1034
#define UL_SIM_SCGC5 0x1038
#define UL_SIM_SCGC6 0x103C
#define UL_SIM_SCGC7 0x1040

/** ul_sim_common_slots: peripherals that all chips with such a SIM have, at the same places */
extern const UlSimSlot ul_sim_common_slots[];
extern const UlSimInitial ul_sim_common_initial[];
/** ul_sim_k_slots: those of the K and KV chips on Cortex-M4 besides */
extern const UlSimSlot ul_sim_k_slots[];
extern const UlSimInitial ul_sim_k_initial[];

extern const UlSimModel ul_sim_model_kl25, ul_sim_model_k64;

G_END_DECLS
