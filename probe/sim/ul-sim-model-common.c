/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What Kinetis chips with a SIM at 0x40047000 have in common. Sources: reference manuals
 * KL25P80M48SF0RM, K22P121M120SF7RM and K64P144M120SF5RM (memory maps, SIM, resets of registers).
 */
#include "ul-sim-models.h"

const UlSimSlot ul_sim_common_slots[] = {
    { 0x40020000, 0x1000, UL_SIM_SCGC6, 0, UL_SIM_KIND_FLASH },  /* the flash controller */
    { 0x40021000, 0x1000, UL_SIM_SCGC6, 1, UL_SIM_KIND_PLAIN },  /* DMAMUX */
    { 0x40037000, 0x1000, UL_SIM_SCGC6, 23, UL_SIM_KIND_PLAIN }, /* PIT */
    { 0x40038000, 0x1000, UL_SIM_SCGC6, 24, UL_SIM_KIND_PLAIN }, /* FTM0 or TPM0 */
    { 0x40039000, 0x1000, UL_SIM_SCGC6, 25, UL_SIM_KIND_PLAIN }, /* FTM1 or TPM1 */
    { 0x4003A000, 0x1000, UL_SIM_SCGC6, 26, UL_SIM_KIND_PLAIN }, /* FTM2 or TPM2 */
    { 0x4003B000, 0x1000, UL_SIM_SCGC6, 27, UL_SIM_KIND_PLAIN }, /* ADC0 */
    { 0x40040000, 0x1000, UL_SIM_SCGC5, 0, UL_SIM_KIND_PLAIN },  /* LPTMR0 */
    { 0x40047000, 0x2000, 0, 0, UL_SIM_KIND_SIM },               /* SIM */
    { 0x40049000, 0x1000, UL_SIM_SCGC5, 9, UL_SIM_KIND_PLAIN },  /* PORTA */
    { 0x4004A000, 0x1000, UL_SIM_SCGC5, 10, UL_SIM_KIND_PLAIN }, /* PORTB */
    { 0x4004B000, 0x1000, UL_SIM_SCGC5, 11, UL_SIM_KIND_PLAIN }, /* PORTC */
    { 0x4004C000, 0x1000, UL_SIM_SCGC5, 12, UL_SIM_KIND_PLAIN }, /* PORTD */
    { 0x4004D000, 0x1000, UL_SIM_SCGC5, 13, UL_SIM_KIND_PLAIN }, /* PORTE */
    { 0x40064000, 0x1000, 0, 0, UL_SIM_KIND_MCG },               /* MCG */
    { 0x40065000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* OSC */
    { 0x40066000, 0x1000, UL_SIM_SCGC4, 6, UL_SIM_KIND_PLAIN },  /* I2C0 */
    { 0x40067000, 0x1000, UL_SIM_SCGC4, 7, UL_SIM_KIND_PLAIN },  /* I2C1 */
    { 0x4006A000, 0x1000, UL_SIM_SCGC4, 10, UL_SIM_KIND_PLAIN }, /* UART0 */
    { 0x4006B000, 0x1000, UL_SIM_SCGC4, 11, UL_SIM_KIND_PLAIN }, /* UART1 */
    { 0x4006C000, 0x1000, UL_SIM_SCGC4, 12, UL_SIM_KIND_PLAIN }, /* UART2 */
    { 0x40073000, 0x1000, UL_SIM_SCGC4, 19, UL_SIM_KIND_PLAIN }, /* CMP */
    { 0x4007C000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* LLWU */
    { 0x4007D000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* PMC */
    { 0x4007E000, 0x1000, 0, 0, UL_SIM_KIND_SMC },               /* SMC */
    { 0x4007F000, 0x1000, 0, 0, UL_SIM_KIND_RCM },               /* RCM */
    { 0x400FF000, 0x1000, 0, 0, UL_SIM_KIND_GPIO },              /* GPIO */
    { 0 },
};

const UlSimInitial ul_sim_common_initial[] = {
    { 0x40049000, 0x00000702, 4 }, /* PORTA_PCR0 and 3: SWD_CLK, SWD_DIO */
    { 0x4004900C, 0x00000703, 4 },
    { 0x40064000, 0x04, 1 }, /* MCG_C1: internal reference */
    { 0x40064001, 0x80, 1 }, /* MCG_C2 */
    { 0x40064008, 0x02, 1 }, /* MCG_SC */
    { 0x4006A004, 0xC0, 1 }, /* UART0_S1 to UART2_S1: nothing to send */
    { 0x4006B004, 0xC0, 1 },
    { 0x4006C004, 0xC0, 1 },
    { 0x4007E003, 0x01, 1 }, /* SMC_PMSTAT: RUN */
    { 0 },
};

const UlSimSlot ul_sim_k_slots[] = {
    { 0x40000000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* AIPS0 */
    { 0x40004000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* AXBS */
    { 0x40008000, 0x2000, UL_SIM_SCGC7, 1, UL_SIM_KIND_PLAIN },  /* DMA */
    { 0x4000C000, 0x1000, UL_SIM_SCGC7, 0, UL_SIM_KIND_PLAIN },  /* FlexBus */
    { 0x4001F000, 0x1000, UL_SIM_SCGC6, 0, UL_SIM_KIND_FMC },    /* FMC */
    { 0x4002C000, 0x1000, UL_SIM_SCGC6, 12, UL_SIM_KIND_PLAIN }, /* SPI0 */
    { 0x4002D000, 0x1000, UL_SIM_SCGC6, 13, UL_SIM_KIND_PLAIN }, /* SPI1 */
    { 0x40032000, 0x1000, UL_SIM_SCGC6, 18, UL_SIM_KIND_CRC },   /* CRC */
    { 0x40036000, 0x1000, UL_SIM_SCGC6, 22, UL_SIM_KIND_PLAIN }, /* PDB0 */
    { 0x4003E000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* VBAT register file */
    { 0x40041000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* system register file */
    { 0x40052000, 0x1000, 0, 0, UL_SIM_KIND_WDOG },              /* WDOG */
    { 0x40061000, 0x1000, UL_SIM_SCGC4, 1, UL_SIM_KIND_PLAIN },  /* EWM */
    { 0x40074000, 0x1000, UL_SIM_SCGC4, 20, UL_SIM_KIND_PLAIN }, /* VREF */
    { 0x40080000, 0x1000, 0, 0, UL_SIM_KIND_PLAIN },             /* AIPS1 */
    { 0 },
};

const UlSimInitial ul_sim_k_initial[] = {
    { 0x40048034, 0xF0100030, 4 }, /* SCGC4 to 6 */
    { 0x40048038, 0x00040182, 4 },
    { 0x4004803C, 0x40000001, 4 },
    { 0x4001F000, 0x00F8003F, 4 }, /* FMC_PFAPR */
    { 0x4001F004, 0x3004001F, 4 }, /* FMC_PFB0CR */
    { 0x4001F008, 0x3004001F, 4 }, /* FMC_PFB1CR */
    { 0 },
};

const guint8 ul_sim_ftfa_512_commands[] = { 0x00, 0x01, 0x02, 0x03, 0x06, 0x08, 0x09,
                                            0x40, 0x41, 0x43, 0x44, 0x45, 0xFF };
