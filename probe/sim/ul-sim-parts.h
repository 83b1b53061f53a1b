/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-chip.h"
#include "ul-sim-id.h"
#include "ul-sim-model.h"

G_BEGIN_DECLS

/*
 * For ul-sim-chip.c and the parts of the chip alone: what they know of one another.
 *
 * There are two times. now is where the debugger is; time is how far the chip has been worked out,
 * which lags behind as long as nobody can tell. Parts only know time.
 */

#define UL_SIM_NEVER (G_MAXUINT64 / 2000) /* also when counted in ps */

/** UlSimEvent: what happens by itself, each at most once at a time */
typedef enum {
    UL_SIM_EVENT_READY,      /* the flash has started up */
    UL_SIM_EVENT_RESET_END,  /* the shortest reset is over */
    UL_SIM_EVENT_PIN,        /* the chip lets go of nRESET */
    UL_SIM_EVENT_FLASH,      /* a command is done */
    UL_SIM_EVENT_MASS_ERASE, /* next step of the MDM-AP's */
    UL_SIM_EVENT_WATCHDOG,   /* not served */
    UL_SIM_EVENT_LOCKUP,     /* reset of a core that gave up */
    UL_SIM_EVENT_SYSTICK,    /* reached 0 */
    UL_SIM_EVENT_RESET,      /* fault: the chip resets itself */
    UL_SIM_EVENT_BROWN_OUT,  /* fault: power fails */
    UL_SIM_EVENT_FAMILY,     /* what the family wanted to be told of */
    UL_SIM_N_EVENTS
} UlSimEvent;

typedef enum {
    UL_SIM_CORE_HELD, /* in reset */
    UL_SIM_CORE_RUNNING,
    UL_SIM_CORE_HALTED,
    UL_SIM_CORE_SLEEPING,
    UL_SIM_CORE_LOCKED_UP,
} UlSimCoreState;

typedef enum {
    UL_SIM_RESET_POWER,
    UL_SIM_RESET_PIN,
    UL_SIM_RESET_SOFTWARE, /* SYSRESETREQ */
    UL_SIM_RESET_MDM,      /* asked for by the debugger, through an access port of the family's */
    UL_SIM_RESET_LOCKUP,
    UL_SIM_RESET_WATCHDOG,
} UlSimResetCause;

typedef struct _UlSimCpu UlSimCpu;
typedef struct _UlSimFamily UlSimFamily;

/** UlSimFlash: the flash controller, FTFx or FTMRx */
typedef struct {
    guint8 fstat, fcnfg, fsec, fopt;
    guint8 fccob[12]; /* by index, not by address */
    guint8 fprot[4];  /* by address: [0] guards the lowest regions */
    guint8 once[64];  /* the program-once field */
    guint8 feprot, fdprot;
    guint32 data_size;   /* bytes of data flash: of the FlexNVM, what is not behind EEPROM */
    guint32 eeprom_size; /* bytes of emulated EEPROM; 0: none */
    gboolean ready;
    gboolean key_failed; /* no other try before the next reset */
    /* The command under way: */
    const struct _UlSimFlashCommand *command;
    guint64 started, takes;
    guint32 address, size; /* cells: those of data flash follow those of program flash */
    guint8 result[8];      /* of commands that return something */
    guint8 outcome;        /* bits for FSTAT */
    /* FTMRx: fprot[0] is its FPROT, fccob its words, most significant byte first */
    guint8 fclkdiv, index, eeprot;
} UlSimFlash;

typedef struct {
    gboolean in_reset, pulled; /* pulled: the debugger holds nRESET */
    gboolean shortest_over;    /* the shortest reset has passed */
    gboolean driven;           /* the chip pulls nRESET */
    gboolean pin_off;          /* FOPT made the pin something else */
    gboolean power_on;         /* this one is a power-on reset */
    guint8 srs0, srs1;         /* why, as RCM_SRS0 and 1 tell it */
} UlSimReset;

typedef struct {
    guint32 control;
    gboolean acknowledged, erasing, erased; /* erased: and no reset since */
} UlSimMdm;

typedef struct {
    guint32 csw, tar;
} UlSimMemAp;

typedef struct {
    gboolean on;      /* counts, unless the core is halted */
    guint64 left;     /* ns, while it does not count */
    guint64 timeout;  /* ns */
    gboolean written; /* COP: the one write was done */
    guint32 copc, service;
    guint16 regs[16];           /* WDOG, by offset / 2 */
    guint16 key;                /* first half of a sequence ... */
    guint64 key_time;           /* ... and when it came */
    guint64 open_until, opened; /* registers may be written */
    guint8 fresh[8];            /* KE0x: what was written to them ... */
    guint written_bytes;        /* ... of which bytes */
} UlSimWatchdog;

typedef struct {
    guint32 data, poly, control;
    guint32 table[256], table_poly;
    guint table_width;
} UlSimCrc;

typedef enum {
    UL_SIM_EFM32_NOTHING,
    UL_SIM_EFM32_DEVICE_ERASE, /* through the AAP */
    UL_SIM_EFM32_PAGE_ERASE,
    UL_SIM_EFM32_WORD,
} UlSimEfm32Work;

/** UlSimEfm32: what locks an EFM32, its AAP and its flash controller */
typedef struct {
    gboolean reads_locks;        /* the reset under way takes the lock words anew */
    gboolean locked, aap_locked; /* as they were then */
    guint64 window_end;          /* until then an open chip shows its AAP */
    gboolean has_key;
    guint32 command; /* taken, and to be carried out when the key goes */
    /* The controller: */
    gboolean registers_locked, writes;
    guint32 addrb, wdata, problems;
    guint32 offset; /* the address loaded, in the storage */
    UlSimEfm32Work doing;
    guint64 started, takes;
} UlSimEfm32;

typedef enum {
    UL_SIM_LM_NOTHING,
    UL_SIM_LM_PORT_ERASE, /* after the switches of the debug port */
    UL_SIM_LM_HAND,       /* somebody is about to switch the board off and on */
    UL_SIM_LM_PAGE_ERASE,
    UL_SIM_LM_BANK_ERASE,
    UL_SIM_LM_WORD,
    UL_SIM_LM_COMMIT,
} UlSimLmWork;

/** UlSimStellaris: what locks an LM3S, the switches that unlock it, and its flash controller */
typedef struct {
    guint32 words[11];                /* as committed when power came, and changed since */
    guint n_ones, n_bits, n_switches; /* seen on TMS while RST is low */
    guint32 word;                     /* the bits of one switch */
    guint32 fma, fmd, fcris, usecrl;
    UlSimLmWork doing;
    guint64 started, takes;
} UlSimStellaris;

/** UlSimScs: the core's system registers and debug registers */
typedef struct {
    UlSimCoreState state;
    guint32 vtor, aircr, scr, ccr, cfsr, hfsr, dfsr, mmfar, bfar, cpacr, shcsr;
    guint32 shpr[3];
    guint32 dhcsr; /* the bits that can be written */
    guint32 demcr, dcrdr;
    gboolean reset_seen, retired;
    guint32 systick_csr, systick_rvr;
    guint64 systick_start;
    guint32 enabled[8], pending[8]; /* NVIC */
    guint8 priority[240];
    gboolean pend_nmi, pend_sv, pend_systick;
    guint32 fp_ctrl, fp_comp[8];
    guint32 dwt_ctrl, dwt_count; /* count: when it does not run, else what it is ahead of time */
} UlSimScs;

/** UlSimWrite: one of the debugger's to RAM that the core has not come to yet */
typedef struct {
    guint64 at;
    guint32 address, value;
    guint size;
} UlSimWrite;

struct _UlSimChip {
    const UlDevice *device;
    const UlSimModel *model;
    const UlSimFamily *family;
    UlSimChipFaults faults;
    UlSimChipCounts counts;

    guint64 now, time; /* ns */
    guint64 events[UL_SIM_N_EVENTS];
    guint64 next; /* the earliest of them */
    gboolean powered, debug_powered;
    guint n_power_ups;

    guint64 serial;          /* which chip of its kind */
    guint8 *flash;           /* all regions, program flash first, then the family's own pages */
    gsize flash_size;        /* of the program flash */
    gsize regions_size;      /* of all regions */
    guint8 *ram_pages, *ram; /* pages: whole ones of 4 KiB, in which the RAM lies */
    guint8 *flexram, *bridge;
    gboolean bridge_used;
    gboolean pins_taken; /* SWD_CLK and SWD_DIO are something else now */
    gboolean takes_pins; /* that happened before, and will again */
    GArray *writes;      /* of UlSimWrite */
    guint n_applied;

    UlSimFlash ctl;
    UlSimReset reset;
    UlSimMdm mdm;
    UlSimEfm32 efm32;
    UlSimStellaris stellaris;
    UlSimMemAp ahb;
    UlSimWatchdog dog;
    UlSimCrc crc;
    UlSimScs scs;
    UlSimCpu *cpu;
    guint8 pmprot;
    gboolean pmprot_written;
    gboolean changing; /* what was read last depends on the time */
};

/**
 * UlSimFamily:
 *
 * Where chips differ more than by a row of #UlSimModel: flash, protection and the access ports
 * beside the AHB-AP. Core, bus, debug port and time are the same for all. One table of functions
 * for each family; #UlSimModel names it.
 */
struct _UlSimFamily {
    /* What keeps without power: as the factory fills it; changed so that the chip is locked */
    void (*deliver) (const UlDevice *device, guint8 *storage);
    void (*lock) (const UlDevice *device, guint8 *storage);
    /* At the start of a reset: all but core and debug logic */
    void (*reset) (UlSimChip *self, UlSimResetCause cause);
    /* The flash has started up: sets ctl.ready, takes the lock from it */
    void (*ready) (UlSimChip *self);
    void (*left_reset) (UlSimChip *self); /* (nullable): the core may start */
    void (*event) (UlSimChip *self);      /* (nullable): UL_SIM_EVENT_FAMILY */
    /* Whether AP 0 is the AHB-AP at present, and whether that one lets through to the bus */
    gboolean (*has_ahb) (UlSimChip *self);
    gboolean (*bus_is_open) (UlSimChip *self);
    /* All other access ports, and AP 0 without the AHB-AP; absent ones read 0, ignore writes */
    void (*access_ap) (UlSimChip *self, guint ap, guint8 reg, gboolean write, guint32 *value);
    /* (nullable): whether the debug port answers; asked before each access */
    gboolean (*listens) (UlSimChip *self);
    /* (nullable): a level of SWDIO at an edge of SWCLK, whether the debug port listens or not */
    void (*line) (UlSimChip *self, gboolean level);
    void (*pin) (UlSimChip *self, gboolean pulled); /* (nullable): nRESET */
    /* (nullable): whether a debugger that waits has something to wait for */
    gboolean (*is_working) (UlSimChip *self);
};

/* --- ul-sim-kinetis.c, ul-sim-efm32.c, ul-sim-stellaris.c --- */

extern const UlSimFamily ul_sim_kinetis, ul_sim_kinetis_ke, ul_sim_efm32, ul_sim_stellaris;

/* --- ul-sim-time.c --- */

/** ul_sim_chip_catch_up: works out all until now */
void ul_sim_chip_catch_up (UlSimChip *self);
void ul_sim_chip_schedule (UlSimChip *self, UlSimEvent event, guint64 at);
void ul_sim_chip_cancel (UlSimChip *self, UlSimEvent event);
void ul_sim_chip_cancel_all (UlSimChip *self);
/** ul_sim_chip_next_stop: the earliest event or queued write */
guint64 ul_sim_chip_next_stop (UlSimChip *self);
/** ul_sim_chip_apply_write: the next queued one */
void ul_sim_chip_apply_write (UlSimChip *self);
/** ul_sim_chip_peek_write: Returns: (nullable): the next queued one */
const UlSimWrite *ul_sim_chip_peek_write (UlSimChip *self);

/* --- ul-sim-chip.c --- */

void ul_sim_chip_brown_out (UlSimChip *self);

/* --- ul-sim-reset.c --- */

void ul_sim_reset_begin (UlSimChip *self, UlSimResetCause cause);
void ul_sim_reset_event (UlSimChip *self, UlSimEvent event);
/** ul_sim_reset_is_pulled: whether the debugger holds the pin, and that has an effect */
gboolean ul_sim_reset_is_pulled (UlSimChip *self);
/** ul_sim_reset_update: looks again at what holds the chip in reset */
void ul_sim_reset_update (UlSimChip *self);

/* --- ul-sim-bus.c --- */

typedef enum {
    UL_SIM_MASTER_CORE,
    UL_SIM_MASTER_DEBUGGER,
} UlSimMaster;

/** ul_sim_bus_read: @size is 1, 2 or 4 and @address a multiple of it. %FALSE: bus error */
gboolean ul_sim_bus_read (UlSimChip *self, UlSimMaster master, guint32 address, guint size,
                          guint32 *value);
gboolean ul_sim_bus_write (UlSimChip *self, UlSimMaster master, guint32 address, guint size,
                           guint32 value);
/** ul_sim_core_has_bit_band: Cortex-M3 and M4, between what came before and after */
gboolean ul_sim_core_has_bit_band (UlCore core);
#define UL_SIM_PAGE 4096u /* what the emulator of the core maps memory in */

/** ul_sim_bus_memory: Returns: (nullable): host address of @size bytes of flash or RAM */
guint8 *ul_sim_bus_memory (UlSimChip *self, guint32 address, guint size, gboolean *writable);
guint32 ul_sim_get_le (const guint8 *bytes, guint size);
void ul_sim_put_le (guint8 *bytes, guint size, guint32 value);

/* Parts on the peripheral bridge: offsets from the slot's base. */
typedef struct {
    gboolean (*read) (UlSimChip *self, guint32 offset, guint size, guint32 *value);
    gboolean (*write) (UlSimChip *self, guint32 offset, guint size, guint32 value);
} UlSimOps;

extern const UlSimOps ul_sim_flash_ops, ul_sim_cop_ops, ul_sim_wdog_ops, ul_sim_crc_ops,
    ul_sim_sim_ops, ul_sim_smc_ops, ul_sim_rcm_ops, ul_sim_mcg_ops, ul_sim_fmc_ops, ul_sim_mcm_ops,
    ul_sim_gpio_ops, ul_sim_ftmrx_ops, ul_sim_ke_sim_ops, ul_sim_ics_ops, ul_sim_wdog8_ops,
    ul_sim_wdog32_ops, ul_sim_s32k_sim_ops, ul_sim_s32k_rcm_ops, ul_sim_efm32_msc_ops,
    ul_sim_efm32_own_ops, ul_sim_efm32_info_ops, ul_sim_lm_flash_ops, ul_sim_lm_control_ops;

/** ul_sim_bridge_regs: where a plain register of the bridge is kept */
guint8 *ul_sim_bridge_regs (UlSimChip *self, guint32 address);
/** ul_sim_bridge_reset: peripherals as after reset */
void ul_sim_bridge_reset (UlSimChip *self);
/** ul_sim_peripherals_reset: the registers that are not 0 after reset */
void ul_sim_peripherals_reset (UlSimChip *self);
guint32 ul_sim_gate (UlSimChip *self, guint offset);
/** ul_sim_get_power_mode: as SMC_PMSTAT tells it */
guint8 ul_sim_get_power_mode (UlSimChip *self);
#define UL_SIM_POWER_VLPR  0x04
#define UL_SIM_POWER_HSRUN 0x80

/* --- ul-sim-flash.c, ul-sim-flash-commands.c --- */

#define UL_SIM_CCIF     0x80
#define UL_SIM_RDCOLERR 0x40
#define UL_SIM_ACCERR   0x20
#define UL_SIM_FPVIOL   0x10
#define UL_SIM_MGSTAT0  0x01
#define UL_SIM_RAMRDY   0x02
#define UL_SIM_EEERDY   0x01

#define UL_SIM_DATA_FLASH 0x800000u /* addresses of commands from here on are data flash */

typedef struct _UlSimFlashCommand {
    guint8 opcode;
    /* Checks the parameters, sets address, size, takes. Returns ACCERR or FPVIOL, or 0 */
    guint8 (*check) (UlSimChip *self);
    /* Does it; @part of 1024 says how far it came when something broke it off */
    void (*finish) (UlSimChip *self, guint part);
} UlSimFlashCommand;

/** UlSimArea: the flash that a command's address is in */
typedef struct {
    guint32 first, size; /* cells */
    guint32 block, sector;
    guint align, block_align;
    gboolean is_data;
} UlSimArea;

/** ul_sim_flash_find_area: Returns: %FALSE when @address, of a command, is in none. @cell: where it
 *   is among the cells of the chip */
gboolean ul_sim_flash_find_area (UlSimChip *self, guint32 address, UlSimArea *area, guint32 *cell);
/** ul_sim_flash_run: begins @command, which was found right */
void ul_sim_flash_run (UlSimChip *self, const UlSimFlashCommand *command);

const UlSimFlashCommand *ul_sim_flash_find_command (UlSimChip *self, guint8 opcode);
/** ul_sim_flash_begin: @command, unless it is %NULL, not @allowed, or refuses its parameters: then
 *   the status register tells */
void ul_sim_flash_begin (UlSimChip *self, const UlSimFlashCommand *command, gboolean allowed);
/** ul_sim_flash_check_key: the backdoor key of eight bytes. Returns ACCERR, or 0 */
guint8 ul_sim_flash_check_key (UlSimChip *self, const guint8 *key);
/** ul_sim_flash_open_by_key: what a right one brings, when the command came to its end */
void ul_sim_flash_open_by_key (UlSimChip *self, guint part);
void ul_sim_flash_reset (UlSimChip *self);
/** ul_sim_flash_abort: reset or no power in the middle of a command */
void ul_sim_flash_abort (UlSimChip *self);
void ul_sim_flash_ready (UlSimChip *self);
void ul_sim_flash_done (UlSimChip *self);
gboolean ul_sim_flash_is_secured (UlSimChip *self);
gboolean ul_sim_flash_may_mass_erase (UlSimChip *self);
/** ul_sim_flash_collides: whether a read finds the block being changed; tells so in FSTAT */
gboolean ul_sim_flash_collides (UlSimChip *self, guint32 address);
/** ul_sim_flash_erase_cells: Returns: %FALSE when some are not blank afterwards */
gboolean ul_sim_flash_erase_cells (UlSimChip *self, guint32 address, guint32 size, guint part);
gboolean ul_sim_flash_program_cells (UlSimChip *self, guint32 address, const guint8 *data,
                                     guint32 size, guint part);

/* --- ul-sim-ftmrx.c --- */

void ul_sim_ftmrx_reset (UlSimChip *self);
void ul_sim_ftmrx_ready (UlSimChip *self);
/** ul_sim_ftmrx_eeprom_is_busy: it cannot be read */
gboolean ul_sim_ftmrx_eeprom_is_busy (UlSimChip *self);

/* --- ul-sim-flexnvm.c: memory that is data flash or backs emulated EEPROM --- */

#define UL_SIM_FLEXNVM_IFR 16 /* bytes of the family's own storage, before those of the EEPROM */

/** ul_sim_flexnvm_ready: as the chip has been partitioned, which registers tell from then on.
 *   Returns: whether the controller goes on for a while: copying EEPROM to its RAM */
gboolean ul_sim_flexnvm_ready (UlSimChip *self);
/** ul_sim_flexnvm_erased: all of it was: with the partition and the EEPROM */
void ul_sim_flexnvm_erased (UlSimChip *self);
/** ul_sim_flexnvm_write: to the RAM at @offset. Returns: %FALSE when it is plain RAM now */
gboolean ul_sim_flexnvm_write (UlSimChip *self, guint32 offset, guint size, guint32 value);
/** ul_sim_flexnvm_hides: whether nothing can be read there: a backup, or beyond the EEPROM */
gboolean ul_sim_flexnvm_hides (UlSimChip *self, guint32 address);
extern const UlSimFlashCommand ul_sim_flexnvm_partition, ul_sim_flexnvm_set_ram;

/* --- ul-sim-mdm.c, ul-sim-mem-ap.c --- */

#define UL_SIM_MDM_ERASE 0x01
#define UL_SIM_MDM_DEBUG 0x04
#define UL_SIM_MDM_RESET 0x08
#define UL_SIM_MDM_HOLD  0x10

guint32 ul_sim_mdm_read (UlSimChip *self, guint8 reg);
void ul_sim_mdm_write (UlSimChip *self, guint8 reg, guint32 value);
void ul_sim_mdm_event (UlSimChip *self);
void ul_sim_mdm_reset (UlSimChip *self);
/** ul_sim_mdm_holds: whether it keeps the core from starting */
gboolean ul_sim_mdm_holds (UlSimChip *self);
/** ul_sim_mdm_pin_released: what waited for that */
void ul_sim_mdm_pin_released (UlSimChip *self);
/** ul_sim_mdm_ready: the flash has started up: security is known, a waiting erase can begin */
void ul_sim_mdm_ready (UlSimChip *self);

UlSimApResult ul_sim_mem_ap_access (UlSimChip *self, guint8 reg, gboolean write, guint32 *value);
/** ul_sim_mem_ap_is_plain_write: whether a write to @reg is one of @size bytes to TAR */
gboolean ul_sim_mem_ap_is_plain_write (UlSimChip *self, guint8 reg, guint *size);
/** ul_sim_mem_ap_take: such a write's item out of its lanes; counts TAR up */
guint32 ul_sim_mem_ap_take (UlSimChip *self, guint size, guint32 value);

/* --- ul-sim-watchdog.c --- */

void ul_sim_watchdog_reset (UlSimChip *self);
/** ul_sim_watchdog_update: counts or not, after the core was halted or let go */
void ul_sim_watchdog_update (UlSimChip *self);
/** ul_sim_watchdog_restart: counts from the beginning */
void ul_sim_watchdog_restart (UlSimChip *self);
/** ul_sim_watchdog_bite: of one that was treated wrongly */
void ul_sim_watchdog_bite (UlSimChip *self);
void ul_sim_wdog32_reset (UlSimChip *self);

/* --- ul-sim-crc.c --- */

void ul_sim_crc_reset (UlSimChip *self);

/* --- ul-sim-scs.c: 0xE0000000 to 0xE00FFFFF --- */

gboolean ul_sim_scs_read (UlSimChip *self, UlSimMaster master, guint32 address, guint32 *value);
gboolean ul_sim_scs_write (UlSimChip *self, UlSimMaster master, guint32 address, guint32 value);
void ul_sim_scs_reset (UlSimChip *self);

/* --- ul-sim-debug.c --- */

#define UL_SIM_DFSR_HALTED   0x01
#define UL_SIM_DFSR_BKPT     0x02
#define UL_SIM_DFSR_VCATCH   0x08
#define UL_SIM_DFSR_EXTERNAL 0x10

/** ul_sim_debug_has: whether that is a debug register: these answer in reset, too */
gboolean ul_sim_debug_has (guint32 address);
guint32 ul_sim_debug_read (UlSimChip *self, guint32 address);
void ul_sim_debug_write (UlSimChip *self, UlSimMaster master, guint32 address, guint32 value);
guint32 ul_sim_breakpoints_read (UlSimChip *self, guint32 address);
void ul_sim_breakpoints_write (UlSimChip *self, guint32 address, guint32 value);
gboolean ul_sim_breakpoints_hit (UlSimChip *self, guint32 address);
void ul_sim_core_set_state (UlSimChip *self, UlSimCoreState state);
/** ul_sim_core_halt: stops the core for the reason @dfsr */
void ul_sim_core_halt (UlSimChip *self, guint32 dfsr);
/** ul_sim_core_request_halt: from outside, which only works with debugging enabled */
void ul_sim_core_request_halt (UlSimChip *self);
/** ul_sim_core_catch_start: halts a core that has just left reset, when that was asked for */
gboolean ul_sim_core_catch_start (UlSimChip *self);
gboolean ul_sim_debug_is_enabled (UlSimChip *self);
/** ul_sim_debug_forget: the debugger is gone */
void ul_sim_debug_forget (UlSimChip *self);

/* --- ul-sim-rom.c --- */

/** ul_sim_rom_read: identification of what is at @address, for debuggers that look for it */
gboolean ul_sim_rom_read (UlSimChip *self, guint32 address, guint32 *value);

/* --- ul-sim-nvic.c --- */

guint32 ul_sim_nvic_read (UlSimChip *self, guint32 address);
void ul_sim_nvic_write (UlSimChip *self, guint32 address, guint32 value);
void ul_sim_systick_event (UlSimChip *self);
/** ul_sim_nvic_find: number of the pending exception of the highest priority, if that is
 *   above @running's; 0: none */
guint ul_sim_nvic_find (UlSimChip *self, guint running);
/** ul_sim_nvic_take: it is not pending any more */
void ul_sim_nvic_take (UlSimChip *self, guint exception);
gboolean ul_sim_nvic_has_pending (UlSimChip *self);

/* --- ul-sim-cpu.c: the core --- */

UlSimCpu *ul_sim_cpu_new (UlSimChip *chip);
void ul_sim_cpu_free (UlSimCpu *self);
/** ul_sim_cpu_hold: into reset */
void ul_sim_cpu_hold (UlSimCpu *self);
/** ul_sim_cpu_start: out of reset */
void ul_sim_cpu_start (UlSimCpu *self);
/** ul_sim_cpu_run: executes until the chip's time is @end, or until something happened */
void ul_sim_cpu_run (UlSimCpu *self, guint64 end);
void ul_sim_cpu_step (UlSimCpu *self);
/** ul_sim_cpu_leave: asks a running ul_sim_cpu_run() to return after this instruction */
void ul_sim_cpu_leave (UlSimCpu *self);
guint32 ul_sim_cpu_get_reg (UlSimCpu *self, guint reg); /* numbers as in DCRSR */
void ul_sim_cpu_set_reg (UlSimCpu *self, guint reg, guint32 value);
/** ul_sim_cpu_forget: what was translated from there */
void ul_sim_cpu_forget (UlSimCpu *self, guint32 address, guint32 size);
guint ul_sim_cpu_get_exception (UlSimCpu *self);

/** ul_sim_cycles_of: (array length=65536) (transfer none): for each first halfword of an
 *   instruction its cycles, with UL_SIM_SPECIAL where the model carries it out itself */
const guint8 *ul_sim_cycles_of (UlCore core);
#define UL_SIM_SPECIAL 0x80

G_END_DECLS
