/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MK64FN1M0. Sources: reference manual K64P144M120SF5RM (memory map, SIM, MDM-AP, FTFE), data sheet
 * K64P144M120SF5 (times), Arm's manual of the core. How long resets of a blank chip take, and what
 * its MDM-AP says then, was measured on boards by the author of USBDM.
 */
#include "ul-sim-models.h"

#define K64_SDID 0x62090308u /* 0x62 is what early ones say, and tables expect */

static const guint8 commands[] = { 0x00, 0x01, 0x02, 0x03, 0x07, 0x08, 0x09,
                                   0x0B, 0x40, 0x41, 0x43, 0x44, 0x45, 0xFF };

static const UlSimSlot slots[] = {
    { 0x4000D000, 0x1000, UL_SIM_SCGC7, 2, UL_SIM_KIND_PLAIN },  /* MPU */
    { 0x40024000, 0x1000, UL_SIM_SCGC6, 4, UL_SIM_KIND_PLAIN },  /* CAN0 */
    { 0x40029000, 0x1000, UL_SIM_SCGC6, 9, UL_SIM_KIND_PLAIN },  /* RNGA */
    { 0x4002F000, 0x1000, UL_SIM_SCGC6, 15, UL_SIM_KIND_PLAIN }, /* I2S0 */
    { 0x40035000, 0x1000, UL_SIM_SCGC6, 21, UL_SIM_KIND_PLAIN }, /* USBDCD */
    { 0x4003D000, 0x1000, UL_SIM_SCGC6, 29, UL_SIM_KIND_PLAIN }, /* RTC */
    { 0x40062000, 0x1000, UL_SIM_SCGC4, 2, UL_SIM_KIND_PLAIN },  /* CMT */
    { 0x4006D000, 0x1000, UL_SIM_SCGC4, 13, UL_SIM_KIND_PLAIN }, /* UART3 */
    { 0x40072000, 0x1000, UL_SIM_SCGC4, 18, UL_SIM_KIND_PLAIN }, /* USB0 */
    { 0x400EA000, 0x1000, UL_SIM_SCGC1, 10, UL_SIM_KIND_PLAIN }, /* UART4 */
    { 0 },
};

static const UlSimInitial initial[] = {
    { 0x40047000, 0x00009000, 4 },                                /* SIM_SOPT1: 256 KiB of RAM */
    { 0x40048024, K64_SDID, 4 },   { 0x40048040, 0x00000006, 4 }, /* SCGC7 */
    { 0x4004804C, 0xFF0F0F00, 4 },                                /* FCFG1: ask FCFG2 */
    { 0x40048050, 0x40C00000, 4 }, /* FCFG2: twice 64 times 8 KiB, no FlexNVM */
    { 0x4006D004, 0xC0, 1 },       { 0x400EA004, 0xC0, 1 },       { 0 },
};

const UlSimModel ul_sim_model_k64 = {
    .device = "MK64FN1M0xxx12",
    UL_SIM_K_CORE,
    .sdid = K64_SDID,
    .flexram = 0x14000000,
    .flexram_size = 4 * UL_SIM_KIB,
    .n_blocks = 2,
    .align = 16,
    .block_align = 16,
    .commands = commands,
    UL_SIM_K64_TIMES,
    .slots = { slots, ul_sim_k_slots, ul_sim_common_slots },
    .initial = { ul_sim_common_initial, ul_sim_k_initial, initial },
    .has_wdog = TRUE,
};
