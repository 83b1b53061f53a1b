/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MK20DX256 of 72 MHz, on no board in particular. Sources: reference manual K20P100M72SF1RM (memory
 * map, SIM, MDM-AP, FTFL), data sheet K20P100M72SF1 (times). What its MDM-AP says in reset, and for
 * how long, was measured on another K20 by the author of USBDM.
 */
#include "ul-sim-models.h"

#define SDID 0x00001097u /* as K20 of 72 MHz, in 100 pins */

static const guint8 commands[] = { 0x00, 0x01, 0x02, 0x03, 0x06, 0x08, 0x09, 0x0B,
                                   0x40, 0x41, 0x43, 0x44, 0x45, 0x80, 0x81, 0xFF };

static const UlSimSlot slots[] = {
    { 0x4000D000, 0x1000, UL_SIM_SCGC7, 2, UL_SIM_KIND_PLAIN },  /* MPU */
    { 0x40024000, 0x1000, UL_SIM_SCGC6, 4, UL_SIM_KIND_PLAIN },  /* CAN0 */
    { 0x4002F000, 0x1000, UL_SIM_SCGC6, 15, UL_SIM_KIND_PLAIN }, /* I2S0 */
    { 0x40035000, 0x1000, UL_SIM_SCGC6, 21, UL_SIM_KIND_PLAIN }, /* USBDCD */
    { 0x4003D000, 0x1000, UL_SIM_SCGC6, 29, UL_SIM_KIND_PLAIN }, /* RTC */
    { 0x40045000, 0x1000, UL_SIM_SCGC5, 5, UL_SIM_KIND_PLAIN },  /* TSI */
    { 0x40062000, 0x1000, UL_SIM_SCGC4, 2, UL_SIM_KIND_PLAIN },  /* CMT */
    { 0x40072000, 0x1000, UL_SIM_SCGC4, 18, UL_SIM_KIND_PLAIN }, /* USB0 */
    { 0 },
};

static const UlSimInitial initial[] = {
    { 0x40047000, 0x00007000, 4 }, /* SIM_SOPT1: 64 KiB of RAM */
    { 0x40048024, SDID, 4 },
    { 0x40048040, 0x00000006, 4 }, /* SCGC7 */
    { 0x4004804C, 0x390F0F00, 4 }, /* FCFG1: 256 KiB, and 32 KiB of FlexNVM */
    { 0x40048050, 0x20040000, 4 }, /* FCFG2: 32 times 8 KiB, and 4 times 8 KiB of data flash */
    { 0 },
};

const UlSimModel ul_sim_model_k20 = {
    .device = "MK20DX256xxx7",
    UL_SIM_K_CORE,
    .sdid = SDID,
    .flexram = 0x14000000,
    .flexram_size = 2 * UL_SIM_KIB,
    .flexnvm = TRUE,
    .n_own_bytes = UL_SIM_FLEXNVM_IFR + 2 * UL_SIM_KIB,
    .n_blocks = 1,
    .align = 8,
    .block_align = 4,
    .commands = commands,
    .times = { .read_section = 60,
               .program_check = 45,
               .read_resource = 30,
               .program_unit = 65,
               .erase_sector = 14000,
               .erase_block = 122000,
               .read_block = 1700,
               .read_all = 1800,
               .once = 65,
               .erase_all = 175000,
               .verify_key = 30,
               .section_kib = 9300 },
    .ready_ns = 90000,
    .pin_low_ns = 1400,
    .reset_ns = 91000,
    .lockup_ns = 3000,
    .deaf = TRUE,
    .late = TRUE,
    .slots = { slots, ul_sim_k_slots, ul_sim_common_slots },
    .initial = { ul_sim_common_initial, ul_sim_k_initial, initial },
    .has_wdog = TRUE,
};
