/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EFM32G890F128, on Silicon Labs' Gecko starter kit. Sources: EFM32G reference manual, EFM32G890
 * data sheet, Arm's manual of the Cortex-M3. */
#include "ul-sim-models.h"
#include "ul-sim-parts.h"

#define PART_NUMBER 890u
#define FAMILY      71u
#define REVISION    0x10u

#define PLAIN UL_SIM_KIND_PLAIN

static const UlSimSlot slots[] = {
    { 0x0FE00000, 0x5000, 0, 0, UL_SIM_KIND_EFM32_OWN },  /* user page, lock page */
    { 0x0FE08000, 0x0400, 0, 0, UL_SIM_KIND_EFM32_INFO }, /* device information */
    { 0x40006000, 0x0400, 0, 0, PLAIN },                  /* GPIO */
    { 0x400C0000, 0x0400, 0, 0, UL_SIM_KIND_EFM32_MSC },  /* MSC */
    { 0x400C6000, 0x0400, 0, 0, PLAIN },                  /* EMU */
    { 0x400C8000, 0x0400, 0, 0, PLAIN },                  /* CMU */
    { 0x400CA000, 0x0400, 0, 0, PLAIN },                  /* RMU */
    { 0x40088000, 0x0400, 0, 0, PLAIN },                  /* WDOG */
    { 0 },
};

const UlSimModel ul_sim_model_efm32g = {
    .device = "EFM32G890F128",
    .family = &ul_sim_efm32,
    .n_own_bytes = 1024,
    .dpidr = 0x2BA01477,
    .ahb_idr = 0x24770011,
    .ahb_base = 0xE00FF003,
    .cpuid = 0x412FC230,
    .sdid = REVISION << 24 | FAMILY << 16 | PART_NUMBER,
    .tar_line = 4 * UL_SIM_KIB,
    .packed = TRUE,
    .core_khz = 14000,
    .breakpoints = 6,
    .n_blocks = 1,
    .align = 4,
    .ready_ns = 20000,
    .reset_ns = 160000,
    .slots = { slots },
};
