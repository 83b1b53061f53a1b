/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MKV58F1M0, a Cortex-M7. Sources: NXP's header and feature list of MKV58F24 (memory map, clock
 * gates, SMC with a high speed mode, FTFE with its commands and what their addresses are multiples
 * of, fields of SDID, FCFG1 and FCFG2); OpenOCD's driver (identification, MAXADDR in units of
 * 16 KiB, IDR of the MDM-AP, what a section says that lies half over something programmed).
 *
 * No public document was found for some values, which are those of a relative: resets of gates and
 * of the FMC, times and what the MDM-AP says in reset are K64's, which has an FTFE of the same age;
 * the ports and revision of the core are i.MX RT1050's, another Cortex-M7 of NXP's. Fields of SDID
 * that nobody tells read 0. The ITCM at 0 is left out: no tool here uses it.
 */
#include "ul-sim-models.h"

#define SDID 0x58600000u /* family 5, sub-family 8, series KV */

static const guint8 commands[] = { 0x01, 0x02, 0x03, 0x07, 0x09, 0x0B, 0x40,
                                   0x41, 0x43, 0x44, 0x45, 0x49, 0xFF };

static const UlSimSlot slots[] = {
    { 0x40001000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* MSCM */
    { 0x40008000, 0x2000, UL_SIM_SCGC7, 8, UL_SIM_KIND_PLAIN },  /* DMA */
    { 0x4000D000, 0x1000, UL_SIM_SCGC7, 2, UL_SIM_KIND_PLAIN },  /* MPU */
    { 0x40024000, 0x1000, UL_SIM_SCGC6, 4, UL_SIM_KIND_PLAIN },  /* CAN0 */
    { 0x40025000, 0x1000, UL_SIM_SCGC6, 5, UL_SIM_KIND_PLAIN },  /* CAN1 */
    { 0x40026000, 0x1000, UL_SIM_SCGC6, 6, UL_SIM_KIND_PLAIN },  /* FTM3 */
    { 0x40031000, 0x1000, UL_SIM_SCGC6, 17, UL_SIM_KIND_PLAIN }, /* PDB1 */
    { 0x40033000, 0x1000, UL_SIM_SCGC4, 24, UL_SIM_KIND_PLAIN }, /* PWM0 */
    { 0x4003F000, 0x1000, UL_SIM_SCGC6, 31, UL_SIM_KIND_PLAIN }, /* DAC0 */
    { 0x40055000, 0x1000, UL_SIM_SCGC5, 21, UL_SIM_KIND_PLAIN }, /* ENC */
    { 0x40059000, 0x1000, UL_SIM_SCGC5, 25, UL_SIM_KIND_PLAIN }, /* XBARA */
    { 0x4005A000, 0x1000, UL_SIM_SCGC5, 26, UL_SIM_KIND_PLAIN }, /* XBARB */
    { 0x4005B000, 0x1000, UL_SIM_SCGC5, 27, UL_SIM_KIND_PLAIN }, /* AOI */
    { 0x4005C000, 0x1000, UL_SIM_SCGC5, 28, UL_SIM_KIND_PLAIN }, /* HSADC0 */
    { 0x4006D000, 0x1000, UL_SIM_SCGC4, 13, UL_SIM_KIND_PLAIN }, /* UART3 */
    { 0x400A0000, 0x1000, UL_SIM_SCGC3, 0, UL_SIM_KIND_PLAIN },  /* TRNG */
    { 0x400A4000, 0x1000, UL_SIM_SCGC3, 4, UL_SIM_KIND_PLAIN },  /* CAN2 */
    { 0x400AC000, 0x1000, UL_SIM_SCGC3, 12, UL_SIM_KIND_PLAIN }, /* SPI2 */
    { 0x400B3000, 0x1000, UL_SIM_SCGC1, 24, UL_SIM_KIND_PLAIN }, /* PWM1 */
    { 0x400C0000, 0x1000, UL_SIM_SCGC2, 0, UL_SIM_KIND_PLAIN },  /* ENET */
    { 0x400DC000, 0x1000, UL_SIM_SCGC2, 28, UL_SIM_KIND_PLAIN }, /* HSADC1 */
    { 0x400EA000, 0x1000, UL_SIM_SCGC1, 10, UL_SIM_KIND_PLAIN }, /* UART4 */
    { 0x400EB000, 0x1000, UL_SIM_SCGC1, 11, UL_SIM_KIND_PLAIN }, /* UART5 */
    { 0 },
};

static const UlSimInitial initial[] = {
    { 0x40048024, SDID, 4 },       { 0x40048040, 0x00000104, 4 }, /* SCGC7: MPU and DMA, at the bits
                                                                     of this chip */
    { 0x4004804C, 0x0D000000, 4 },                                /* FCFG1: 1 MiB */
    { 0x40048050, 0x40000000, 4 }, /* FCFG2: 64 times 16 KiB; it has no other field */
    { 0x4006D004, 0xC0, 1 },       { 0x400EA004, 0xC0, 1 },       { 0x400EB004, 0xC0, 1 }, { 0 },
};

const UlSimModel ul_sim_model_kv58 = {
    .device = "MKV58F1M0xxx24",
    .dpidr = 0x0BD11477,
    .ahb_idr = 0x04770041,
    .ahb_base = 0xE00FE003,
    .mdm_idr = 0x001C0030,
    .cpuid = 0x411FC271,
    .tar_line = 1 * UL_SIM_KIB,
    .packed = TRUE,
    .core_khz = 20972,
    .breakpoints = 8,
    .sdid = SDID,
    .flexram = 0x18000000,
    .flexram_size = 4 * UL_SIM_KIB,
    .n_blocks = 1,
    .align = 32,
    .block_align = 32,
    .commands = commands,
    UL_SIM_K64_TIMES,
    .slots = { slots, ul_sim_k_slots, ul_sim_common_slots },
    .initial = { ul_sim_common_initial, ul_sim_k_initial, initial },
    .has_wdog = TRUE,
    .has_hsrun = TRUE,
};
