/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

G_BEGIN_DECLS

/** UlSimFlashTimes: how long commands take, typically; microseconds */
typedef struct {
    guint read_section, program_check, read_resource, program_unit, erase_sector, erase_block,
        read_block, read_all, once, erase_all, verify_key;
    guint section_kib; /* program-section, for 1 KiB */
    /* FTMRx: two units at once, and EEPROM */
    guint program_two, program_eeprom_byte, erase_eeprom;
} UlSimFlashTimes;

/** UlSimSlot: one peripheral on the bridge */
typedef struct {
    guint32 base;
    guint32 size;
    guint32 gate;    /* its clock gate register, as an offset from 0x40047000; 0: always on */
    guint8 gate_bit; /* in that register */
    guint8 kind;     /* UlSimKind: which part answers */
} UlSimSlot;

typedef enum {
    UL_SIM_KIND_PLAIN, /* registers that keep what is written */
    UL_SIM_KIND_SIM,
    UL_SIM_KIND_FLASH,
    UL_SIM_KIND_COP,
    UL_SIM_KIND_WDOG,
    UL_SIM_KIND_SMC,
    UL_SIM_KIND_RCM,
    UL_SIM_KIND_MCG,
    UL_SIM_KIND_CRC,
    UL_SIM_KIND_FMC,
    UL_SIM_KIND_MCM,
    UL_SIM_KIND_GPIO,
    UL_SIM_KIND_EFM32_MSC,
    UL_SIM_KIND_EFM32_OWN,
    UL_SIM_KIND_EFM32_INFO,
    UL_SIM_KIND_LM_FLASH,
    UL_SIM_KIND_LM_CONTROL,
    UL_SIM_KIND_FTMRX,
    UL_SIM_KIND_KE_SIM,
    UL_SIM_KIND_ICS,
    UL_SIM_KIND_WDOG8,
    UL_SIM_KIND_S32K_SIM,
    UL_SIM_KIND_S32K_RCM,
    UL_SIM_KIND_WDOG32,
    UL_SIM_N_KINDS
} UlSimKind;

/** UlSimInitial: a register on the bridge that is not 0 after reset */
typedef struct {
    guint32 address, value;
    guint32 size; /* 1, 2 or 4; 0 closes the list */
} UlSimInitial;

#define UL_SIM_MAX_LISTS 3

struct _UlSimFamily;

/** UlSimKe: what is special about KE0x and KEA parts */
typedef struct {
    guint fll_khz;      /* the FLL's clock as the factory has trimmed its reference ... */
    guint8 trim;        /* ... with this in ICS_C3 */
    guint32 divider;    /* offset in the SIM of the divider of the bus clock */
    gboolean is_clkdiv; /* it has dividers for the core, too */
    guint32 uid;        /* offset of the unique identification */
    guint n_uid;        /* words */
} UlSimKe;

/**
 * UlSimModel:
 *
 * What the device table does not say of a chip and the simulation must know: a row for each chip
 * that can be simulated. Sources: reference and data sheets of the chips, and what people measured
 * on boards where these say nothing.
 */
typedef struct {
    const char *device;                /* name of its row in the device table */
    const struct _UlSimFamily *family; /* NULL: Kinetis */
    gsize n_own_bytes; /* of the family's, which keep without power as the flash does */
    guint32 dpidr, ahb_idr, ahb_base, mdm_idr;
    guint32 cpuid;
    guint32 sdid;         /* also in the list below */
    guint tar_line;       /* bytes within which the AHB-AP counts its address up */
    gboolean packed;      /* the AHB-AP knows packed transfers */
    guint core_khz;       /* after reset */
    guint breakpoints;    /* comparators */
    guint32 flexram;      /* address of the flash controller's RAM; 0: none */
    guint32 flexram_size; /* bytes */

    gboolean flexnvm;       /* the RAM may be emulated EEPROM, with data flash behind it */
    guint n_blocks;         /* equal halves of the program flash that work on their own */
    guint align;            /* of sector and section addresses; what sections count in */
    guint block_align;      /* of the address by which a block is named */
    const guint8 *commands; /* opcodes, closed by 0xFF */
    UlSimFlashTimes times;

    guint ready_ns;      /* from the start of a reset to Flash Ready */
    guint pin_low_ns;    /* as long as the chip itself pulls nRESET low */
    guint reset_ns;      /* shortest reset */
    guint lockup_ns;     /* from the first instruction of a blank chip to its next reset; 0: none */
    gboolean deaf;       /* while secured, the MDM-AP takes no reset request */
    gboolean late;       /* after a mass erase the MDM-AP says secured until the next reset */
    guint32 mdm_reset;   /* bits of its status that read 1 in reset */
    gboolean pin_option; /* FOPT bit 3 chooses what the reset pin is */

    /* Lists, each closed by size 0: the first slot that holds an address counts, the last value
     * of a register. */
    const UlSimSlot *slots[UL_SIM_MAX_LISTS];
    const UlSimInitial *initial[UL_SIM_MAX_LISTS];
    gboolean has_wdog;  /* WDOG for a watchdog, not COP */
    gboolean has_hsrun; /* the SMC knows a high speed mode */
    const UlSimKe *ke;  /* NULL: none of these */
    gboolean s32k;      /* SMC, RCM and WDOG of words; SIM without FCFG2, and DEPART elsewhere */
    guint32 swd_clk, swd_dio; /* PCR of the pins of SWD; 0: PORTA_PCR0 and 3 */
} UlSimModel;

/** ul_sim_model_find: Returns: (nullable): the row for @device */
const UlSimModel *ul_sim_model_find (const UlDevice *device);

G_END_DECLS
