/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MK22FN512. Sources: reference manual K22P121M120SF7RM (memory map, SIM, MDM-AP, FTFA), data sheet
 * K22P121M120SF7 (times). How long resets of a blank chip take, and what its MDM-AP says then, was
 * measured on boards by the author of USBDM.
 */
#include "ul-sim-models.h"

#define SDID 0x22081E85u

static const UlSimSlot slots[] = {
    { 0x40026000, 0x1000, UL_SIM_SCGC6, 6, UL_SIM_KIND_PLAIN },  /* FTM3 */
    { 0x40027000, 0x1000, UL_SIM_SCGC6, 7, UL_SIM_KIND_PLAIN },  /* ADC1 */
    { 0x40028000, 0x1000, UL_SIM_SCGC6, 8, UL_SIM_KIND_PLAIN },  /* DAC1 */
    { 0x40029000, 0x1000, UL_SIM_SCGC6, 9, UL_SIM_KIND_PLAIN },  /* RNGA */
    { 0x4002A000, 0x1000, UL_SIM_SCGC6, 10, UL_SIM_KIND_PLAIN }, /* LPUART0 */
    { 0x4002F000, 0x1000, UL_SIM_SCGC6, 15, UL_SIM_KIND_PLAIN }, /* I2S0 */
    { 0x4003D000, 0x1000, UL_SIM_SCGC6, 29, UL_SIM_KIND_PLAIN }, /* RTC */
    { 0x4003F000, 0x1000, UL_SIM_SCGC6, 31, UL_SIM_KIND_PLAIN }, /* DAC0 */
    { 0x40072000, 0x1000, UL_SIM_SCGC4, 18, UL_SIM_KIND_PLAIN }, /* USB0 */
    { 0 },
};

static const UlSimInitial initial[] = {
    { 0x40047000, 0x00009000, 4 }, /* SIM_SOPT1: 128 KiB of RAM */
    { 0x40048024, SDID, 4 },
    { 0x40048040, 0x00000002, 4 }, /* SCGC7 */
    { 0x4004804C, 0xFF0F0F00, 4 }, /* FCFG1: ask FCFG2 */
    { 0x40048050, 0x20A00000, 4 }, /* FCFG2: twice 32 times 8 KiB, no FlexNVM */
    { 0 },
};

const UlSimModel ul_sim_model_k22 = {
    .device = "MK22FN512xxx12",
    UL_SIM_K_CORE,
    UL_SIM_FTFA_512,
    .sdid = SDID,
    .ready_ns = 95000,
    .pin_low_ns = 96000,
    .reset_ns = 96000,
    .lockup_ns = 3000,
    .deaf = TRUE,
    .late = TRUE,
    .mdm_reset = 1u << 6,
    .slots = { slots, ul_sim_k_slots, ul_sim_common_slots },
    .initial = { ul_sim_common_initial, ul_sim_k_initial, initial },
    .has_wdog = TRUE,
    .has_hsrun = TRUE,
};
