/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-parts.h"

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

extern const UlSimModel ul_sim_model_ke02, ul_sim_model_ke04, ul_sim_model_ke06;

/** ul_sim_common_slots: peripherals that all chips with such a SIM have, at the same places */
extern const UlSimSlot ul_sim_common_slots[];
extern const UlSimInitial ul_sim_common_initial[];
/** ul_sim_k_slots: those of the K and KV chips on Cortex-M4 besides */
extern const UlSimSlot ul_sim_k_slots[];
extern const UlSimInitial ul_sim_k_initial[];

/** UL_SIM_K_CORE: of a model, what the K and KV chips on Cortex-M4 have alike */
#define UL_SIM_K_CORE                                                                              \
    .dpidr = 0x2BA01477, .ahb_idr = 0x24770011, .ahb_base = 0xE00FF003, .mdm_idr = 0x001C0000,     \
    .cpuid = 0x410FC241, .tar_line = 4 * UL_SIM_KIB, .packed = TRUE, .core_khz = 20972,            \
    .breakpoints = 6

/** UL_SIM_K64_TIMES: of a model, how long commands and resets of K64 take; also of those later ones
 *   of which nobody tells. A time counts only where there is the command */
#define UL_SIM_K64_TIMES                                                                           \
    .times = { .read_section = 100,                                                                \
               .program_check = 95,                                                                \
               .read_resource = 40,                                                                \
               .program_unit = 90,                                                                 \
               .erase_sector = 15000,                                                              \
               .erase_block = 435000,                                                              \
               .read_block = 1800,                                                                 \
               .read_all = 3400,                                                                   \
               .once = 90,                                                                         \
               .erase_all = 870000,                                                                \
               .verify_key = 30,                                                                   \
               .section_kib = 5000 },                                                              \
    .ready_ns = 46000, .pin_low_ns = 47000, .reset_ns = 47000, .lockup_ns = 3000, .deaf = TRUE,    \
    .late = TRUE

/** UL_SIM_FTFA_512: of a model, the flash of the chips with two blocks of 256 KiB and FTFA */
#define UL_SIM_FTFA_512                                                                            \
    .n_blocks = 2, .align = 8, .block_align = 4, .commands = ul_sim_ftfa_512_commands,             \
    .times = { .read_section = 60,                                                                 \
               .program_check = 45,                                                                \
               .read_resource = 30,                                                                \
               .program_unit = 65,                                                                 \
               .erase_sector = 14000,                                                              \
               .erase_block = 250000,                                                              \
               .read_block = 1700,                                                                 \
               .read_all = 1800,                                                                   \
               .once = 65,                                                                         \
               .erase_all = 500000,                                                                \
               .verify_key = 30 }
extern const guint8 ul_sim_ftfa_512_commands[];

extern const UlSimModel ul_sim_model_kl25, ul_sim_model_k20, ul_sim_model_k22, ul_sim_model_k64,
    ul_sim_model_kv31, ul_sim_model_kv58, ul_sim_model_s32k144;
extern const UlSimModel ul_sim_model_efm32g, ul_sim_model_lm3s;

G_END_DECLS
