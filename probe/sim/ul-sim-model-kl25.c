/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MKL25Z128. Sources: reference manual KL25P80M48SF0RM (memory map, SIM, MDM-AP, FTFA), data sheet
 * KL25P80M48SF0 (times), Arm's manual of the core. How long resets of a blank chip take, and what
 * its MDM-AP says then, was measured on boards by the author of USBDM.
 */
#include "ul-sim-models.h"

#define KL25_SDID 0x25152486u

static const guint8 commands[] = {
    0x01, 0x02, 0x03, 0x06, 0x09, 0x40, 0x41, 0x43, 0x44, 0x45, 0xFF
};

static const UlSimSlot slots[] = {
    { 0x40008000, 0x1000, UL_SIM_SCGC7, 8, UL_SIM_KIND_PLAIN },  /* DMA */
    { 0x4003D000, 0x1000, UL_SIM_SCGC6, 29, UL_SIM_KIND_PLAIN }, /* RTC */
    { 0x4003F000, 0x1000, UL_SIM_SCGC6, 31, UL_SIM_KIND_PLAIN }, /* DAC0 */
    { 0x40045000, 0x1000, UL_SIM_SCGC5, 5, UL_SIM_KIND_PLAIN },  /* TSI */
    { 0x40048100, 0x0008, 0, 0, UL_SIM_KIND_COP },               /* SIM_COPC, SIM_SRVCOP */
    { 0x40072000, 0x1000, UL_SIM_SCGC4, 18, UL_SIM_KIND_PLAIN }, /* USB0 */
    { 0x40076000, 0x1000, UL_SIM_SCGC4, 22, UL_SIM_KIND_PLAIN }, /* SPI0 */
    { 0x40077000, 0x1000, UL_SIM_SCGC4, 23, UL_SIM_KIND_PLAIN }, /* SPI1 */
    { 0xF80FF000, 0x1000, 0, 0, UL_SIM_KIND_GPIO },              /* FGPIO */
    { 0xF0003000, 0x1000, 0, 0, UL_SIM_KIND_MCM },               /* MCM */
    { 0xF0000000, 0x3000, 0, 0, UL_SIM_KIND_PLAIN },             /* MTB, its DWT */
    { 0 },
};

static const UlSimInitial initial[] = {
    { 0x40048024, KL25_SDID, 4 },  /* SIM_SDID */
    { 0x40048034, 0xF0000030, 4 }, /* SCGC4 to 7 */
    { 0x40048038, 0x00000180, 4 },
    { 0x4004803C, 0x00000001, 4 },
    { 0x40048040, 0x00000100, 4 },
    { 0x4004804C, 0x07000000, 4 }, /* FCFG1: 128 KiB */
    { 0x40048050, 0x10800000, 4 }, /* FCFG2: 16 times 8 KiB */
    { 0xF0003008, 0x0007, 2 },     /* MCM_PLASC */
    { 0xF000300A, 0x000D, 2 },     /* MCM_PLAMC */
    { 0 },
};

const UlSimModel ul_sim_model_kl25 = {
    .device = "MKL25Z128xxx4",
    .dpidr = 0x0BC11477,
    .ahb_idr = 0x04770031,
    .ahb_base = 0xF0002003,
    .mdm_idr = 0x001C0020,
    .cpuid = 0x410CC600,
    .sdid = KL25_SDID,
    .tar_line = 1 * UL_SIM_KIB,
    .core_khz = 20972,
    .breakpoints = 2,
    .n_blocks = 1,
    .align = 4,
    .block_align = 4,
    .commands = commands,
    .times = { .read_section = 60,
               .program_check = 45,
               .read_resource = 30,
               .program_unit = 65,
               .erase_sector = 14000,
               .read_all = 1800,
               .once = 65,
               .erase_all = 88000,
               .verify_key = 30 },
    .ready_ns = 2000,
    .pin_low_ns = 1000,
    .reset_ns = 90000,
    .lockup_ns = 3000,
    .mdm_reset = 1u << 6,
    .pin_option = TRUE,
    .slots = { slots, ul_sim_common_slots },
    .initial = { ul_sim_common_initial, initial },
};
