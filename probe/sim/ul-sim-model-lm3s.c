/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LM3S6965, on Luminary's evaluation board. Sources: its data sheet, Arm's manual of the Cortex-M3.
 */
#include "ul-sim-models.h"
#include "ul-sim-parts.h"

#define PART_NUMBER 0x73u

#define PLAIN UL_SIM_KIND_PLAIN

static const UlSimSlot slots[] = {
    { 0x40000000, 0x1000, 0, 0, PLAIN },                  /* watchdog */
    { 0x40004000, 0x4000, 0, 0, PLAIN },                  /* GPIO A to D */
    { 0x4000C000, 0x3000, 0, 0, PLAIN },                  /* UART 0 to 2 */
    { 0x40024000, 0x4000, 0, 0, PLAIN },                  /* GPIO E to G */
    { 0x400FD000, 0x1000, 0, 0, UL_SIM_KIND_LM_FLASH },   /* flash control */
    { 0x400FE000, 0x1000, 0, 0, UL_SIM_KIND_LM_CONTROL }, /* system control */
    { 0 },
};

const UlSimModel ul_sim_model_lm3s = {
    .device = "LM3S6965",
    .family = &ul_sim_stellaris,
    .n_own_bytes = 64,
    .dpidr = 0x1BA01477,
    .ahb_idr = 0x14770011,
    .ahb_base = 0xE00FF003,
    .cpuid = 0x410FC231,
    .sdid = PART_NUMBER,
    .tar_line = 4 * UL_SIM_KIB,
    .packed = TRUE,
    .core_khz = 12000,
    .breakpoints = 6,
    .n_blocks = 1,
    .align = 4,
    .ready_ns = 20000,
    .reset_ns = 100000,
    .slots = { slots },
};
