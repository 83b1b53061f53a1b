/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * S32K144, as on the S32K144EVB. Sources: NXP's header of S32K144, of reference manual S32K1XXRM
 * (memory map, PCC, fields and values after reset of SIM, SMC, SCG, MSCM, WDOG); NXP's flash driver
 * for it (commands, codes of the partition); OpenOCD's driver (sectors, where DEPART is); a log of
 * J-Link's of that board (ports and core); its examples (pins of SWD).
 *
 * Not found in public, and therefore a relative's: times and what the MDM-AP says in reset are
 * K64's. In high speed mode NXP says of this chip that EEPROM cannot be written; that no command
 * works is taken from its relatives. It has no CSEc here: no keys can be given room, and the
 * registers of one read 0. Fields of SDID that nobody tells read 0.
 */
#include "ul-sim-models.h"

#define SDID 0x144F0400u /* S32K144 with 64 KiB of RAM, in 100 pins */

#define PCC(offset) (0x40065000u - 0x40047000u + (offset))
#define CGC         30
#define IS_THERE    0x80000000u

static const guint8 commands[] = { 0x00, 0x01, 0x02, 0x07, 0x08, 0x09, 0x0B, 0x40,
                                   0x41, 0x43, 0x44, 0x45, 0x49, 0x80, 0x81, 0xFF };

static const UlSimSlot slots[] = {
    { 0x40000000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* AIPS */
    { 0x40001000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* MSCM */
    { 0x40008000, 0x2000, 0, 0, UL_SIM_KIND_PLAIN },             /* DMA */
    { 0x4000D000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* MPU */
    { 0x40020000, 0x1000, PCC (0x80), CGC, UL_SIM_KIND_FLASH },  /* FTFC */
    { 0x40021000, 0x1000, PCC (0x84), CGC, UL_SIM_KIND_PLAIN },  /* DMAMUX */
    { 0x40024000, 0x1000, PCC (0x90), CGC, UL_SIM_KIND_PLAIN },  /* CAN0 */
    { 0x40025000, 0x1000, PCC (0x94), CGC, UL_SIM_KIND_PLAIN },  /* CAN1 */
    { 0x40026000, 0x1000, PCC (0x98), CGC, UL_SIM_KIND_PLAIN },  /* FTM3 */
    { 0x40027000, 0x1000, PCC (0x9C), CGC, UL_SIM_KIND_PLAIN },  /* ADC1 */
    { 0x4002C000, 0x1000, PCC (0xB0), CGC, UL_SIM_KIND_PLAIN },  /* LPSPI0 */
    { 0x4002D000, 0x1000, PCC (0xB4), CGC, UL_SIM_KIND_PLAIN },  /* LPSPI1 */
    { 0x4002E000, 0x1000, PCC (0xB8), CGC, UL_SIM_KIND_PLAIN },  /* LPSPI2 */
    { 0x40032000, 0x1000, PCC (0xC8), CGC, UL_SIM_KIND_CRC },    /* CRC */
    { 0x40037000, 0x1000, PCC (0xDC), CGC, UL_SIM_KIND_PLAIN },  /* LPIT */
    { 0x40038000, 0x1000, PCC (0xE0), CGC, UL_SIM_KIND_PLAIN },  /* FTM0 */
    { 0x40039000, 0x1000, PCC (0xE4), CGC, UL_SIM_KIND_PLAIN },  /* FTM1 */
    { 0x4003A000, 0x1000, PCC (0xE8), CGC, UL_SIM_KIND_PLAIN },  /* FTM2 */
    { 0x4003B000, 0x1000, PCC (0xEC), CGC, UL_SIM_KIND_PLAIN },  /* ADC0 */
    { 0x40040000, 0x1000, PCC (0x100), CGC, UL_SIM_KIND_PLAIN }, /* LPTMR0 */
    { 0x40048000, 0x1000, 0, 0, UL_SIM_KIND_S32K_SIM },          /* SIM */
    { 0x40049000, 0x1000, PCC (0x124), CGC, UL_SIM_KIND_PLAIN }, /* PORTA */
    { 0x4004A000, 0x1000, PCC (0x128), CGC, UL_SIM_KIND_PLAIN }, /* PORTB */
    { 0x4004B000, 0x1000, PCC (0x12C), CGC, UL_SIM_KIND_PLAIN }, /* PORTC */
    { 0x4004C000, 0x1000, PCC (0x130), CGC, UL_SIM_KIND_PLAIN }, /* PORTD */
    { 0x4004D000, 0x1000, PCC (0x134), CGC, UL_SIM_KIND_PLAIN }, /* PORTE */
    { 0x40052000, 0x1000, 0, 0, UL_SIM_KIND_WDOG32 },            /* WDOG */
    { 0x40064000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* SCG */
    { 0x40065000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* PCC */
    { 0x4006A000, 0x1000, PCC (0x1A8), CGC, UL_SIM_KIND_PLAIN }, /* LPUART0 */
    { 0x4006B000, 0x1000, PCC (0x1AC), CGC, UL_SIM_KIND_PLAIN }, /* LPUART1 */
    { 0x4006C000, 0x1000, PCC (0x1B0), CGC, UL_SIM_KIND_PLAIN }, /* LPUART2 */
    { 0x4007D000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* PMC */
    { 0x4007E000, 0x1000, 0, 0, UL_SIM_KIND_SMC },               /* SMC */
    { 0x4007F000, 0x1000, 0, 0, UL_SIM_KIND_S32K_RCM },          /* RCM */
    { 0x400FF000, 0x1000, 0, 0, UL_SIM_KIND_GPIO },              /* GPIO */
    { 0 },
};

static const UlSimInitial initial[] = {
    { 0x40001400, 0x40000000, 4 }, /* MSCM_OCMDR0 and 1 */
    { 0x40001404, 0x40000000, 4 },
    { 0x40048024, SDID, 4 },
    { 0x40048040, 0x0000001F, 4 }, /* SIM_PLATCGC */
    { 0x4004804C, 0x000FF000, 4 }, /* FCFG1: not partitioned, no EEPROM */
    { 0x40049010, 0x00000703, 4 }, /* PORTA_PCR4: SWD_DIO */
    { 0x4004B010, 0x00000702, 4 }, /* PORTC_PCR4: SWD_CLK */
    { 0x40064010, 0x03000001, 4 }, /* SCG_CSR, RCCR and HCCR: fast internal oscillator */
    { 0x40064014, 0x03000001, 4 },
    { 0x4006401C, 0x03000001, 4 },
    { 0x40065080, IS_THERE | 1u << CGC, 4 }, /* PCC_FTFC, which has its clock */
    { 0x40065084, IS_THERE, 4 },
    { 0x40065090, IS_THERE, 4 },
    { 0x400650C8, IS_THERE, 4 }, /* PCC_CRC */
    { 0x40065124, IS_THERE, 4 }, /* PCC_PORTA to E */
    { 0x40065128, IS_THERE, 4 },
    { 0x4006512C, IS_THERE, 4 },
    { 0x40065130, IS_THERE, 4 },
    { 0x40065134, IS_THERE, 4 },
    { 0x4007E010, 0x00000003, 4 }, /* SMC_STOPCTRL */
    { 0x4007E014, 0x00000001, 4 }, /* SMC_PMSTAT: RUN */
    { 0 },
};

const UlSimModel ul_sim_model_s32k144 = {
    .device = "S32K144",
    .dpidr = 0x2BA01477,
    .ahb_idr = 0x24770011,
    .ahb_base = 0xE00FF003,
    .mdm_idr = 0x001C0000,
    .cpuid = 0x410FC241,
    .tar_line = 4 * UL_SIM_KIB,
    .packed = TRUE,
    .core_khz = 48000,
    .breakpoints = 6,
    .sdid = SDID,
    .flexram = 0x14000000,
    .flexram_size = 4 * UL_SIM_KIB,
    .flexnvm = TRUE,
    .n_own_bytes = UL_SIM_FLEXNVM_IFR + 4 * UL_SIM_KIB,
    .n_blocks = 1,
    .align = 16,
    .block_align = 16,
    .commands = commands,
    UL_SIM_K64_TIMES,
    .slots = { slots },
    .initial = { initial },
    .has_hsrun = TRUE,
    .s32k = TRUE,
    .swd_clk = 0x4004B010,
    .swd_dio = 0x40049010,
};
