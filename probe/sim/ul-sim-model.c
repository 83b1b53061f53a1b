/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sources: reference manuals KL25P80M48SF0RM and K64P144M120SF5RM (memory maps, SIM, MDM-AP,
 * flash), data sheets KL25P80M48SF0 and K64P144M120SF5 (times), Arm's manuals of the cores. How
 * long resets of a blank chip take, and what its MDM-AP says then, was measured on boards by the
 * author of USBDM.
 */
#include "ul-sim-model.h"

#include <string.h>

#define KIB 1024u

/* The SIM's registers from 0x40048000 on, as far as they gate clocks. */
#define SCGC1 0x1028
#define SCGC4 0x1034
#define SCGC5 0x1038
#define SCGC6 0x103C
#define SCGC7 0x1040

static const guint8 kl25_commands[] = { 0x01, 0x02, 0x03, 0x06, 0x09, 0x40,
                                        0x41, 0x43, 0x44, 0x45, 0xFF };
static const guint8 k64_commands[] = { 0x00, 0x01, 0x02, 0x03, 0x07, 0x08, 0x09,
                                       0x0B, 0x40, 0x41, 0x43, 0x44, 0x45, 0xFF };

#define KL25_SDID 0x25152486u
#define K64_SDID  0x62090308u /* 0x62 is what early ones say, and tables expect */

#define PLAIN UL_SIM_KIND_PLAIN

static const UlSimSlot kl25_slots[] = {
    { 0x40008000, 0x1000, SCGC7, 8, PLAIN },             /* DMA */
    { 0x40020000, 0x1000, SCGC6, 0, UL_SIM_KIND_FLASH }, /* FTFA */
    { 0x40021000, 0x1000, SCGC6, 1, PLAIN },             /* DMAMUX */
    { 0x40037000, 0x1000, SCGC6, 23, PLAIN },            /* PIT */
    { 0x40038000, 0x1000, SCGC6, 24, PLAIN },            /* TPM0 */
    { 0x40039000, 0x1000, SCGC6, 25, PLAIN },            /* TPM1 */
    { 0x4003A000, 0x1000, SCGC6, 26, PLAIN },            /* TPM2 */
    { 0x4003B000, 0x1000, SCGC6, 27, PLAIN },            /* ADC0 */
    { 0x4003D000, 0x1000, SCGC6, 29, PLAIN },            /* RTC */
    { 0x4003F000, 0x1000, SCGC6, 31, PLAIN },            /* DAC0 */
    { 0x40040000, 0x1000, SCGC5, 0, PLAIN },             /* LPTMR0 */
    { 0x40045000, 0x1000, SCGC5, 5, PLAIN },             /* TSI */
    { 0x40048100, 0x0008, 0, 0, UL_SIM_KIND_COP },       /* SIM_COPC, SIM_SRVCOP */
    { 0x40047000, 0x2000, 0, 0, UL_SIM_KIND_SIM },       /* SIM */
    { 0x40049000, 0x1000, SCGC5, 9, PLAIN },             /* PORTA */
    { 0x4004A000, 0x1000, SCGC5, 10, PLAIN },            /* PORTB */
    { 0x4004B000, 0x1000, SCGC5, 11, PLAIN },            /* PORTC */
    { 0x4004C000, 0x1000, SCGC5, 12, PLAIN },            /* PORTD */
    { 0x4004D000, 0x1000, SCGC5, 13, PLAIN },            /* PORTE */
    { 0x40064000, 0x1000, 0, 0, UL_SIM_KIND_MCG },       /* MCG */
    { 0x40065000, 0x1000, 0, 0, PLAIN },                 /* OSC */
    { 0x40066000, 0x1000, SCGC4, 6, PLAIN },             /* I2C0 */
    { 0x40067000, 0x1000, SCGC4, 7, PLAIN },             /* I2C1 */
    { 0x4006A000, 0x1000, SCGC4, 10, PLAIN },            /* UART0 */
    { 0x4006B000, 0x1000, SCGC4, 11, PLAIN },            /* UART1 */
    { 0x4006C000, 0x1000, SCGC4, 12, PLAIN },            /* UART2 */
    { 0x40072000, 0x1000, SCGC4, 18, PLAIN },            /* USB0 */
    { 0x40073000, 0x1000, SCGC4, 19, PLAIN },            /* CMP */
    { 0x40076000, 0x1000, SCGC4, 22, PLAIN },            /* SPI0 */
    { 0x40077000, 0x1000, SCGC4, 23, PLAIN },            /* SPI1 */
    { 0x4007C000, 0x1000, 0, 0, PLAIN },                 /* LLWU */
    { 0x4007D000, 0x1000, 0, 0, PLAIN },                 /* PMC */
    { 0x4007E000, 0x1000, 0, 0, UL_SIM_KIND_SMC },       /* SMC */
    { 0x4007F000, 0x1000, 0, 0, UL_SIM_KIND_RCM },       /* RCM */
    { 0x400FF000, 0x1000, 0, 0, UL_SIM_KIND_GPIO },      /* GPIO */
    { 0xF80FF000, 0x1000, 0, 0, UL_SIM_KIND_GPIO },      /* FGPIO */
    { 0xF0003000, 0x1000, 0, 0, UL_SIM_KIND_MCM },       /* MCM */
    { 0xF0000000, 0x3000, 0, 0, PLAIN },                 /* MTB, its DWT */
    { 0 },
};

static const UlSimSlot k64_slots[] = {
    { 0x40000000, 0x1000, 0, 0, PLAIN },                 /* AIPS0 */
    { 0x40004000, 0x1000, 0, 0, PLAIN },                 /* AXBS */
    { 0x40008000, 0x2000, SCGC7, 1, PLAIN },             /* DMA */
    { 0x4000C000, 0x1000, SCGC7, 0, PLAIN },             /* FlexBus */
    { 0x4000D000, 0x1000, SCGC7, 2, PLAIN },             /* MPU */
    { 0x4001F000, 0x1000, SCGC6, 0, UL_SIM_KIND_FMC },   /* FMC */
    { 0x40020000, 0x1000, SCGC6, 0, UL_SIM_KIND_FLASH }, /* FTFE */
    { 0x40021000, 0x1000, SCGC6, 1, PLAIN },             /* DMAMUX */
    { 0x40024000, 0x1000, SCGC6, 4, PLAIN },             /* CAN0 */
    { 0x40029000, 0x1000, SCGC6, 9, PLAIN },             /* RNGA */
    { 0x4002C000, 0x1000, SCGC6, 12, PLAIN },            /* SPI0 */
    { 0x4002D000, 0x1000, SCGC6, 13, PLAIN },            /* SPI1 */
    { 0x4002F000, 0x1000, SCGC6, 15, PLAIN },            /* I2S0 */
    { 0x40032000, 0x1000, SCGC6, 18, UL_SIM_KIND_CRC },  /* CRC */
    { 0x40035000, 0x1000, SCGC6, 21, PLAIN },            /* USBDCD */
    { 0x40036000, 0x1000, SCGC6, 22, PLAIN },            /* PDB0 */
    { 0x40037000, 0x1000, SCGC6, 23, PLAIN },            /* PIT */
    { 0x40038000, 0x1000, SCGC6, 24, PLAIN },            /* FTM0 */
    { 0x40039000, 0x1000, SCGC6, 25, PLAIN },            /* FTM1 */
    { 0x4003A000, 0x1000, SCGC6, 26, PLAIN },            /* FTM2 */
    { 0x4003B000, 0x1000, SCGC6, 27, PLAIN },            /* ADC0 */
    { 0x4003D000, 0x1000, SCGC6, 29, PLAIN },            /* RTC */
    { 0x4003E000, 0x1000, 0, 0, PLAIN },                 /* VBAT register file */
    { 0x40040000, 0x1000, SCGC5, 0, PLAIN },             /* LPTMR0 */
    { 0x40041000, 0x1000, 0, 0, PLAIN },                 /* system register file */
    { 0x40047000, 0x2000, 0, 0, UL_SIM_KIND_SIM },       /* SIM */
    { 0x40049000, 0x1000, SCGC5, 9, PLAIN },             /* PORTA */
    { 0x4004A000, 0x1000, SCGC5, 10, PLAIN },            /* PORTB */
    { 0x4004B000, 0x1000, SCGC5, 11, PLAIN },            /* PORTC */
    { 0x4004C000, 0x1000, SCGC5, 12, PLAIN },            /* PORTD */
    { 0x4004D000, 0x1000, SCGC5, 13, PLAIN },            /* PORTE */
    { 0x40052000, 0x1000, 0, 0, UL_SIM_KIND_WDOG },      /* WDOG */
    { 0x40061000, 0x1000, SCGC4, 1, PLAIN },             /* EWM */
    { 0x40062000, 0x1000, SCGC4, 2, PLAIN },             /* CMT */
    { 0x40064000, 0x1000, 0, 0, UL_SIM_KIND_MCG },       /* MCG */
    { 0x40065000, 0x1000, 0, 0, PLAIN },                 /* OSC */
    { 0x40066000, 0x1000, SCGC4, 6, PLAIN },             /* I2C0 */
    { 0x40067000, 0x1000, SCGC4, 7, PLAIN },             /* I2C1 */
    { 0x4006A000, 0x1000, SCGC4, 10, PLAIN },            /* UART0 */
    { 0x4006B000, 0x1000, SCGC4, 11, PLAIN },            /* UART1 */
    { 0x4006C000, 0x1000, SCGC4, 12, PLAIN },            /* UART2 */
    { 0x4006D000, 0x1000, SCGC4, 13, PLAIN },            /* UART3 */
    { 0x40072000, 0x1000, SCGC4, 18, PLAIN },            /* USB0 */
    { 0x40073000, 0x1000, SCGC4, 19, PLAIN },            /* CMP */
    { 0x40074000, 0x1000, SCGC4, 20, PLAIN },            /* VREF */
    { 0x4007C000, 0x1000, 0, 0, PLAIN },                 /* LLWU */
    { 0x4007D000, 0x1000, 0, 0, PLAIN },                 /* PMC */
    { 0x4007E000, 0x1000, 0, 0, UL_SIM_KIND_SMC },       /* SMC */
    { 0x4007F000, 0x1000, 0, 0, UL_SIM_KIND_RCM },       /* RCM */
    { 0x40080000, 0x1000, 0, 0, PLAIN },                 /* AIPS1 */
    { 0x400EA000, 0x1000, SCGC1, 10, PLAIN },            /* UART4 */
    { 0x400FF000, 0x1000, 0, 0, UL_SIM_KIND_GPIO },      /* GPIO */
    { 0 },
};

static const UlSimInitial kl25_initial[] = {
    { 0x40048024, KL25_SDID, 4 },  /* SIM_SDID */
    { 0x40048034, 0xF0000030, 4 }, /* SCGC4 to 7 */
    { 0x40048038, 0x00000180, 4 },
    { 0x4004803C, 0x00000001, 4 },
    { 0x40048040, 0x00000100, 4 },
    { 0x40049000, 0x00000702, 4 }, /* PORTA_PCR0 and 3: SWD_CLK, SWD_DIO */
    { 0x4004900C, 0x00000703, 4 },
    { 0x4004804C, 0x07000000, 4 }, /* FCFG1: 128 KiB */
    { 0x40048050, 0x10800000, 4 }, /* FCFG2: 16 times 8 KiB */
    { 0x40064000, 0x04, 1 },       /* MCG_C1: internal reference */
    { 0x40064001, 0x80, 1 },       /* MCG_C2 */
    { 0x40064008, 0x02, 1 },       /* MCG_SC */
    { 0x4006A004, 0xC0, 1 },       /* UART0_S1 to UART2_S1: nothing to send */
    { 0x4006B004, 0xC0, 1 },
    { 0x4006C004, 0xC0, 1 },
    { 0xF0003008, 0x0007, 2 }, /* MCM_PLASC */
    { 0xF000300A, 0x000D, 2 }, /* MCM_PLAMC */
    { 0x4007E003, 0x01, 1 },   /* SMC_PMSTAT: RUN */
    { 0 },
};

static const UlSimInitial k64_initial[] = {
    { 0x40047000, 0x00009000, 4 }, /* SIM_SOPT1: 256 KiB of RAM */
    { 0x40048024, K64_SDID, 4 },
    { 0x40048034, 0xF0100030, 4 },
    { 0x40048038, 0x00040182, 4 },
    { 0x4004803C, 0x40000001, 4 },
    { 0x40048040, 0x00000006, 4 },
    { 0x40049000, 0x00000702, 4 }, /* PORTA_PCR0 and 3: SWD_CLK, SWD_DIO */
    { 0x4004900C, 0x00000703, 4 },
    { 0x4004804C, 0xFF0F0F00, 4 }, /* FCFG1: ask FCFG2 */
    { 0x40048050, 0x40C00000, 4 }, /* FCFG2: twice 64 times 8 KiB, no FlexNVM */
    { 0x40064000, 0x04, 1 },
    { 0x40064001, 0x80, 1 },
    { 0x40064008, 0x02, 1 },
    { 0x4006A004, 0xC0, 1 }, /* UART0_S1 to UART4_S1: nothing to send */
    { 0x4006B004, 0xC0, 1 },
    { 0x4006C004, 0xC0, 1 },
    { 0x4006D004, 0xC0, 1 },
    { 0x400EA004, 0xC0, 1 },
    { 0x4001F000, 0x00F8003F, 4 }, /* FMC_PFAPR */
    { 0x4001F004, 0x3004001F, 4 }, /* FMC_PFB0CR */
    { 0x4001F008, 0x3004001F, 4 }, /* FMC_PFB1CR */
    { 0x4007E003, 0x01, 1 },
    { 0 },
};

static const UlSimModel models[] = {
    { .device = "MKL25Z128xxx4",
      .dpidr = 0x0BC11477,
      .ahb_idr = 0x04770031,
      .ahb_base = 0xF0002003,
      .mdm_idr = 0x001C0020,
      .cpuid = 0x410CC600,
      .sdid = KL25_SDID,
      .tar_line = 1 * KIB,
      .core_khz = 20972,
      .breakpoints = 2,
      .n_blocks = 1,
      .align = 4,
      .commands = kl25_commands,
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
      .slots = kl25_slots,
      .initial = kl25_initial },
    { .device = "MK64FN1M0xxx12",
      .dpidr = 0x2BA01477,
      .ahb_idr = 0x24770011,
      .ahb_base = 0xE00FF003,
      .mdm_idr = 0x001C0000,
      .cpuid = 0x410FC241,
      .sdid = K64_SDID,
      .tar_line = 4 * KIB,
      .packed = TRUE,
      .core_khz = 20972,
      .breakpoints = 6,
      .flexram = 0x14000000,
      .flexram_size = 4 * KIB,
      .n_blocks = 2,
      .align = 16,
      .commands = k64_commands,
      .times = { .read_section = 100,
                 .program_check = 95,
                 .read_resource = 40,
                 .program_unit = 90,
                 .erase_sector = 15000,
                 .erase_block = 435000,
                 .read_block = 1800,
                 .read_all = 3400,
                 .once = 90,
                 .erase_all = 870000,
                 .verify_key = 30,
                 .section_kib = 5000 },
      .ready_ns = 46000,
      .pin_low_ns = 47000,
      .reset_ns = 47000,
      .lockup_ns = 3000,
      .deaf = TRUE,
      .late = TRUE,
      .slots = k64_slots,
      .initial = k64_initial,
      .has_wdog = TRUE },
};

const UlSimModel *
ul_sim_model_find (const UlDevice *device)
{
    for (guint i = 0; i < G_N_ELEMENTS (models); i++)
        if (strcmp (models[i].device, device->name) == 0)
            return &models[i];
    return NULL;
}
