/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MKE02Z64, MKE04Z8 and MKE06Z128. Sources: their reference manuals (memory maps, SIM, ICS, MDM-AP,
 * FTMRH, FTMRE), the data sheet of KE02 (times), Arm's manual of the core. How long their resets
 * take is not known: as those of KL parts.
 */
#include "ul-sim-models.h"
#include "ul-sim-parts.h"

#define SCGC_KE02 0x100C /* the only gate register, as UlSimSlot counts them */
#define SCGC_KE06 0x1014
#define GATES     0x00003000u /* flash and SWD have their clock from the start */

/* FAMID 0, SUBFAMID, REVID, PINID */
#define KE02_SRSID 0x02170000u
#define KE04_SRSID 0x04120000u
#define KE06_SRSID 0x06180000u

/* Without those that differ in their gates. */
static const UlSimSlot common_slots[] = {
    { 0x40008000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },  /* BME, DMA's place */
    { 0x40031000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },  /* IRQ */
    { 0x40037000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },  /* PIT */
    { 0x40038000, 0x3000, 0, 0, UL_SIM_KIND_PLAIN },  /* FTM0 to FTM2 */
    { 0x4003B000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },  /* ADC */
    { 0x4003D000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },  /* RTC */
    { 0x40048000, 0x1000, 0, 0, UL_SIM_KIND_KE_SIM }, /* SIM */
    { 0x40049000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },  /* PORT */
    { 0x40052000, 0x1000, 0, 0, UL_SIM_KIND_WDOG8 },  /* WDOG */
    { 0x40064000, 0x1000, 0, 0, UL_SIM_KIND_ICS },    /* ICS */
    { 0x40065000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },  /* OSC */
    { 0x40066000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },  /* I2C0 */
    { 0x4006A000, 0x3000, 0, 0, UL_SIM_KIND_PLAIN },  /* UART0 to UART2 */
    { 0x40073000, 0x2000, 0, 0, UL_SIM_KIND_PLAIN },  /* ACMP0, ACMP1 */
    { 0x40076000, 0x2000, 0, 0, UL_SIM_KIND_PLAIN },  /* SPI0, SPI1 */
    { 0x40079000, 0x2000, 0, 0, UL_SIM_KIND_PLAIN },  /* KBI0, KBI1 */
    { 0x4007D000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },  /* PMC */
    { 0x400FF000, 0x1000, 0, 0, UL_SIM_KIND_GPIO },   /* GPIO */
    { 0xF80FF000, 0x1000, 0, 0, UL_SIM_KIND_GPIO },   /* FGPIO */
    { 0xF0003000, 0x1000, 0, 0, UL_SIM_KIND_MCM },    /* MCM */
    { 0xF0000000, 0x3000, 0, 0, UL_SIM_KIND_PLAIN },  /* MTB, its DWT */
    { 0 },
};

static const UlSimSlot ke02_slots[] = {
    { 0x40020000, 0x1000, SCGC_KE02, 12, UL_SIM_KIND_FTMRX }, /* FTMRH */
    { 0x40032000, 0x1000, SCGC_KE02, 10, UL_SIM_KIND_CRC },   /* CRC */
    { 0 },
};

static const UlSimSlot ke06_slots[] = {
    { 0x40020000, 0x1000, SCGC_KE06, 12, UL_SIM_KIND_FTMRX }, /* FTMRE */
    { 0x40032000, 0x1000, SCGC_KE06, 10, UL_SIM_KIND_CRC },   /* CRC */
    { 0 },
};

static const UlSimInitial common_initial[] = {
    { 0x40048004, 0x0000000E, 4 }, /* SIM_SOPT: NMI, reset pin, SWD */
    { 0x40064000, 0x04, 1 },       /* ICS_C1: internal reference */
    { 0x40064001, 0x20, 1 },       /* ICS_C2: half of the FLL's clock */
    { 0x4006A004, 0xC0, 1 },       /* UART0_S1 to UART2_S1: nothing to send */
    { 0x4006B004, 0xC0, 1 },
    { 0x4006C004, 0xC0, 1 },
    { 0xF0003008, 0x0007, 2 }, /* MCM_PLASC */
    { 0xF000300A, 0x000D, 2 }, /* MCM_PLAMC */
    { 0 },
};

static const UlSimInitial ke02_initial[] = {
    { 0x4004800C, GATES, 4 }, /* SIM_SCGC */
    { 0x40064002, 0x5F, 1 },  /* ICS_C3: the factory's trim */
    { 0 },
};

static const UlSimInitial ke04_initial[] = {
    { 0x4004800C, GATES, 4 },
    { 0x40064002, 0x54, 1 },
    { 0 },
};

static const UlSimInitial ke06_initial[] = {
    { 0x40048014, GATES, 4 },
    { 0x40064002, 0x58, 1 },
    { 0 },
};

static const UlSimKe ke02 = {
    .fll_khz = 32000, .trim = 0x5F, .divider = 0x18, .uid = 0x10, .n_uid = 2
};
static const UlSimKe ke04 = {
    .fll_khz = 48000, .trim = 0x54, .divider = 0x1C, .is_clkdiv = TRUE, .uid = 0x10, .n_uid = 3
};
static const UlSimKe ke06 = {
    .fll_khz = 48000, .trim = 0x58, .divider = 0x24, .is_clkdiv = TRUE, .uid = 0x18, .n_uid = 3
};

#define KE_CHIP                                                                                    \
    .family = &ul_sim_kinetis_ke, .dpidr = 0x0BC11477, .ahb_idr = 0x04770031,                      \
    .ahb_base = 0xF0002003, .mdm_idr = 0x001C0020, .cpuid = 0x410CC600,                            \
    .tar_line = 1 * UL_SIM_KIB, .breakpoints = 2, .n_blocks = 1, .align = 4, .block_align = 4,     \
    .times = { .read_section = 60,                                                                 \
               .program_unit = 120,                                                                \
               .program_two = 210,                                                                 \
               .erase_sector = 20050,                                                              \
               .read_all = 1100,                                                                   \
               .once = 120,                                                                        \
               .erase_all = 100800,                                                                \
               .verify_key = 30,                                                                   \
               .program_eeprom_byte = 90,                                                          \
               .erase_eeprom = 5000 },                                                             \
    .ready_ns = 2000, .pin_low_ns = 1000, .reset_ns = 90000, .lockup_ns = 3000

const UlSimModel ul_sim_model_ke02 = {
    .device = "MKE02Z64xxx4",
    KE_CHIP,
    .sdid = KE02_SRSID,
    .core_khz = 16000,
    .ke = &ke02,
    .slots = { ke02_slots, common_slots },
    .initial = { common_initial, ke02_initial },
};

const UlSimModel ul_sim_model_ke04 = {
    .device = "MKE04Z8xxx4",
    KE_CHIP,
    .sdid = KE04_SRSID,
    .core_khz = 24000,
    .ke = &ke04,
    .slots = { ke02_slots, common_slots },
    .initial = { common_initial, ke04_initial },
};

const UlSimModel ul_sim_model_ke06 = {
    .device = "MKE06Z128xxx4",
    KE_CHIP,
    .sdid = KE06_SRSID,
    .core_khz = 24000,
    .ke = &ke06,
    .slots = { ke06_slots, common_slots },
    .initial = { common_initial, ke06_initial },
};
