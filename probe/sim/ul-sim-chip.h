/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * UlSimChip:
 *
 * A model of one chip behind its access ports: bus, memories, flash controller, the peripherals
 * that a flash tool meets, resets, what locks it, and a core that really executes. It has a clock
 * of its own that only ul_sim_chip_advance() moves; the core and the flash controller work as it
 * moves. It refuses what the chip refuses. Knows nothing of SWD or USB. One thread at a time.
 */
typedef struct _UlSimChip UlSimChip;

#define UL_SIM_NO_ADDRESS G_MAXUINT32

/** UlSimChipFaults: what is wrong with the chip or the board; ul_sim_chip_faults_init() for nothing
 */
typedef struct {
    guint32 bad_sector;       /* address: its erase ends with MGSTAT0; UL_SIM_NO_ADDRESS: none */
    guint32 stubborn_sector;  /* address: its erase reports success and changes nothing */
    guint32 refused_sector;   /* address: a command for it is called illegal (ACCERR) */
    guint32 disturbed_sector; /* address: something reads it while it is erased (RDCOLERR) */
    guint32 spoiled_address;  /* a byte that loses a bit when another sector is erased */
    guint32 weak_address;     /* a byte in which one bit more than asked for turns 0 unnoticed */
    gboolean reset_pin_gpio;  /* nRESET is not connected to the reset logic */
    guint reset_period_us;    /* the chip resets itself this often; 0: never */
    gint64 brown_out_us;      /* power fails for a moment at this time of the chip; -1: never */
    guint cut_command;        /* ... within this flash command, counted from now on; 0: never */
    guint cut_percent;        /* ... when so much of its time is over: 0 to 100 */
    gboolean erase_bare;      /* a mass erase leaves the security byte erased, open until a reset */
    gboolean keeps_protection; /* FPROT is loaded when power comes, not in other resets */
    guint eeprom_load_us;      /* emulated EEPROM takes so long after a reset; 0: as it does */
    gboolean nobody_there;     /* who would switch the board off and on when asked */
    gboolean erase_hangs;      /* a mass erase through the MDM-AP is acknowledged and never ends */
} UlSimChipFaults;

void ul_sim_chip_faults_init (UlSimChipFaults *faults);

/** ul_sim_chip_check: Returns: %FALSE with %UL_ERROR_FAILED, which says what to install, where no
 *   chip's core can run */
gboolean ul_sim_chip_check (GError **error);

/**
 * ul_sim_chip_new:
 * @device: one that ul_sim_chip_supports()
 *
 * Returns: a powered chip as delivered: blank and open, just out of power-on reset.
 */
UlSimChip *ul_sim_chip_new (const UlDevice *device);
void ul_sim_chip_free (UlSimChip *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlSimChip, ul_sim_chip_free)
gboolean ul_sim_chip_supports (const UlDevice *device);
/** ul_sim_chip_get_storage_size: bytes that keep without power: the program flash, and what the
 *   family has behind it: lock words, user pages */
gsize ul_sim_chip_get_storage_size (const UlDevice *device);
/** ul_sim_chip_deliver: fills all of it as the factory does: blank and open */
void ul_sim_chip_deliver (const UlDevice *device, guint8 *storage);
/** ul_sim_chip_lock: changes it so that the chip is locked, in the way that it can be unlocked from
 */
void ul_sim_chip_lock (const UlDevice *device, guint8 *storage);
const UlDevice *ul_sim_chip_get_device (UlSimChip *self);
guint32 ul_sim_chip_get_dpidr (UlSimChip *self);
void ul_sim_chip_set_faults (UlSimChip *self, const UlSimChipFaults *faults);

/** ul_sim_chip_set_serial: which single chip of its kind it is: its registers of the unique id say
 * so. 0 at first; no erase changes it */
void ul_sim_chip_set_serial (UlSimChip *self, guint64 serial);
guint64 ul_sim_chip_get_serial (UlSimChip *self);

/** ul_sim_chip_get_flash: Returns: (transfer none): the program flash itself, and behind its @size
 *   bytes the other regions of the device and the rest of the storage: read it to keep it; after
 *   writing to it call ul_sim_chip_flash_changed() */
guint8 *ul_sim_chip_get_flash (UlSimChip *self, gsize *size);
/** ul_sim_chip_flash_changed: forgets what was derived from the flash and does a power-on reset */
void ul_sim_chip_flash_changed (UlSimChip *self);

/* --- time, power, pins --- */

/** ul_sim_chip_advance: lets @ns pass: core, flash controller, watchdog and resets take their
 * course
 */
void ul_sim_chip_advance (UlSimChip *self, guint64 ns);
guint64 ul_sim_chip_get_time_ns (UlSimChip *self);
/** ul_sim_chip_is_working: whether a debugger that waits has something to wait for: a flash
 * command, a mass erase, a reset, a core that runs under debug */
gboolean ul_sim_chip_is_working (UlSimChip *self);
void ul_sim_chip_set_power (UlSimChip *self, gboolean powered);
gboolean ul_sim_chip_get_power (UlSimChip *self);
/** ul_sim_chip_get_n_power_ups: how often the supply came up, a brown-out and
 *   ul_sim_chip_flash_changed() included: a debug port loses its state with it */
guint ul_sim_chip_get_n_power_ups (UlSimChip *self);
/** ul_sim_chip_pull_reset: whether the debugger pulls nRESET low */
void ul_sim_chip_pull_reset (UlSimChip *self, gboolean pulled);
/** ul_sim_chip_get_reset_low: level of nRESET, which the chip itself pulls low in its resets */
gboolean ul_sim_chip_get_reset_low (UlSimChip *self);

/** ul_sim_chip_listens: whether the pins of SWD are those of SWD: a program can make them something
 *   else until the next reset */
gboolean ul_sim_chip_listens (UlSimChip *self);

/** ul_sim_chip_see_line: the level of SWDIO at a rising edge of SWCLK, also while nobody listens
 *   there: some chips wait for a sequence */
void ul_sim_chip_see_line (UlSimChip *self, gboolean level);

/* --- the access ports --- */

typedef enum {
    UL_SIM_AP_OK,
    UL_SIM_AP_WAIT,  /* a transfer is still under way */
    UL_SIM_AP_FAULT, /* the bus refused: STICKYERR */
} UlSimApResult;

/**
 * ul_sim_chip_access_ap:
 * @ap: APSEL; absent ones read 0 and ignore writes
 * @reg: offset of the register, bank included: 0x00 to 0xFC
 * @value: (inout): written or read
 *
 * One access to an AP register, done at once. Posting of reads is the debug port's affair.
 */
UlSimApResult ul_sim_chip_access_ap (UlSimChip *self, guint ap, guint8 reg, gboolean write,
                                     guint32 *value);
/** ul_sim_chip_abort_ap: DAPABORT */
void ul_sim_chip_abort_ap (UlSimChip *self);
/** ul_sim_chip_set_debug_power: CDBGPWRUPREQ; without it the core forgets its debug set-up */
void ul_sim_chip_set_debug_power (UlSimChip *self, gboolean powered);

/** UlSimChipCounts: what happened inside, for tests */
typedef struct {
    guint erases, erase_alls, mass_erases; /* carried out */
    guint programs, sections;
    guint commands;   /* flash commands begun, those that only look included */
    guint refusals;   /* commands ended with ACCERR or FPVIOL, launches while busy */
    guint misclocked; /* commands on cells with a flash clock that harms them */
    guint resets;
    guint64 instructions;
} UlSimChipCounts;
void ul_sim_chip_get_counts (UlSimChip *self, UlSimChipCounts *counts);

G_END_DECLS
