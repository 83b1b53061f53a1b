/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-target.h"

G_BEGIN_DECLS

/**
 * UlSectorWork:
 *
 * What to do with one sector. The routine in the chip's RAM does erase, program and CRC by itself
 * while the next sector's bytes are on the wire.
 */
typedef struct {
    guint32 address;
    guint32 size;   /* of the sector */
    gboolean erase; /* erase it first */
    const guint8
        *data;      /* (nullable): size bytes to program; units that are all 0xFF are left out */
    gboolean check; /* CRC it afterwards */
    /* results */
    gboolean erased;
    gboolean programmed;
    gboolean checked;
    guint32 crc; /* CRC-32 (zlib's) of the sector as read by the chip, if checked */
} UlSectorWork;

typedef enum {
    UL_FLASH_EVENT_ERASING,
    UL_FLASH_EVENT_ERASED,
    UL_FLASH_EVENT_PROGRAMMING,
    UL_FLASH_EVENT_PROGRAMMED,
    UL_FLASH_EVENT_CHECKED,
    UL_FLASH_EVENT_SENT, /* data to be programmed is in the chip's RAM: what took the time so far */
    UL_FLASH_EVENT_FAILED,
} UlFlashEvent;

/** UlFlashFunc: told on the job's thread as a sector (or, programming, part of it) is done */
typedef void (*UlFlashFunc) (UlFlashEvent event, guint32 address, guint32 bytes_done,
                             gpointer user_data);

/** UlFlash: the opened flash of a connected, halted, unsecured target */
typedef struct _UlFlash UlFlash;

/** ul_flash_check: whether this program can erase and program the flash of such a device; %FALSE
 *   with %UL_ERROR_NOT_SUPPORTED. Asks nobody */
gboolean ul_flash_check (const UlDevice *device, GError **error);
/** ul_flash_has_room: whether the routine that programs has room in the RAM of such a device, which
 *   ul_flash_check() must have approved. The few that have not are programmed the slow way */
gboolean ul_flash_has_room (const UlDevice *device);

/**
 * ul_flash_open: resets the chip into its first instruction, so that clocks and peripherals are in
 * a known state, stops the watchdog, checks the power mode and loads the routine into RAM; where
 * RAM is not usable everything below works more slowly through the debug port. Reset the target
 * after ul_flash_close(), or it stays halted.
 *
 * Returns: (nullable): or %NULL with %UL_ERROR_NOT_SUPPORTED, %UL_ERROR_FLASH_POWER_MODE, ...
 */
UlFlash *ul_flash_open (UlTarget *target, const UlDevice *device, GError **error);

typedef enum {
    UL_FLASH_DEFAULT = 0,
    UL_FLASH_NO_LOADER = 1 << 0, /* all through the debug port: for tests, and for single writes */
    UL_FLASH_NO_RESET = 1 << 1,  /* only stops the core, for a chip that a reset would lock */
} UlFlashFlags;

/** ul_flash_open_full: as ul_flash_open() */
UlFlash *ul_flash_open_full (UlTarget *target, const UlDevice *device, UlFlashFlags flags,
                             GError **error);
/** ul_flash_close: stops the routine; the core stays halted */
void ul_flash_close (UlFlash *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlFlash, ul_flash_close)
/** ul_flash_uses_loader: %FALSE when the fallback is in use */
gboolean ul_flash_uses_loader (UlFlash *self);

/**
 * ul_flash_run:
 *
 * Does @work in order. On failure the items' result fields tell how far it came, and the error
 * names the sector: %UL_ERROR_FLASH_PROTECTED, _COMMAND, _COLLISION, _FAILED, _TIMEOUT,
 * %UL_ERROR_FLASH_NOT_BLANK (a sector that was to be erased and checked only), or
 * %UL_ERROR_LOADER_FAILED. A cancel is honoured between two sectors: the one that was begun is
 * finished, and the result fields say which were done.
 */
gboolean ul_flash_run (UlFlash *self, UlSectorWork *work, guint n_work, UlFlashFunc func,
                       gpointer user_data, GError **error);

/** ul_flash_stop: stops the routine and waits until the controller is at rest, as long as its
 *   longest command may take: after a failure, before anything else is tried. Does not reset */
gboolean ul_flash_stop (UlFlash *self, GError **error);
/**
 * ul_flash_run_direct:
 *
 * As ul_flash_run() without telling, through the debug port alone and without a reset: when the
 * routine has failed, and a reset would have the chip take its lock from a field that is erased.
 * After ul_flash_stop().
 */
gboolean ul_flash_run_direct (UlFlash *self, UlSectorWork *work, guint n_work, GError **error);

/** UlFlashCrcFunc: told on the job's thread how many of the sectors are done */
typedef void (*UlFlashCrcFunc) (guint n_done, gpointer user_data);

/**
 * ul_flash_crc_sectors:
 * @address: start of the first sector
 * @sector_size: of each; a multiple of 16 is checked by the chip, less is read
 * @crcs: (out caller-allocates) (array length=n): CRC-32 (zlib's) of each sector
 * @func: (nullable)
 *
 * Has the chip check @n neighbouring sectors in one go: the quick way to compare or to verify all
 * of the flash. Takes about crc_kib_us of #UlFlashTimes for each KiB.
 */
gboolean ul_flash_crc_sectors (UlFlash *self, guint32 address, guint32 sector_size, guint n,
                               guint32 *crcs, UlFlashCrcFunc func, gpointer user_data,
                               GError **error);
/** ul_flash_blank_crc: what ul_flash_crc_sectors() finds for @size erased bytes */
guint32 ul_flash_blank_crc (guint32 size);

/** ul_flash_erase_all: the controller's Erase All. Leaves the configuration field erased, which
 *   means secured at the next reset: program it at once. Cannot be interrupted. */
gboolean ul_flash_erase_all (UlFlash *self, GError **error);
/** ul_flash_erase_block: the controller's Erase Block, of one that ul_flash_find_block() found.
 *   Cannot be interrupted. */
gboolean ul_flash_erase_block (UlFlash *self, guint32 address, guint32 size, GError **error);
/**
 * ul_flash_find_block:
 * @start: (out): @size: (out): of the block that holds @address
 *
 * Returns: %FALSE when @device has no Erase Block for it. Chips of which that is not known have
 *   none.
 */
gboolean ul_flash_find_block (const UlDevice *device, guint32 address, guint32 *start,
                              guint32 *size);

/**
 * ul_flash_divide:
 *
 * Program Partition: erases the FlexNVM and divides it. The controller does so once after each mass
 * erase, and refuses it the second time (%UL_ERROR_FLASH_COMMAND). The emulated EEPROM is loaded at
 * each reset. S32K1: without room for keys of a CSEc. Cannot be interrupted. Takes effect with a
 * reset, which is for the caller to do: ul_target_identify() then tells of it.
 */
gboolean ul_flash_divide (UlFlash *self, const UlDivision *division, GError **error);

/** UlFlashTimes: typical times of this device's controller, microseconds; for predictions and, as
 *   max_*, for deadlines. Source: the data sheets named in facts/performance (b) */
typedef struct {
    guint32 erase_sector_us, max_erase_sector_us;
    guint32 erase_all_us, max_erase_all_us;
    guint32 erase_block_us, max_erase_block_us;   /* see ul_flash_find_block() */
    guint32 program_unit_us, max_program_unit_us; /* one program command of @unit bytes */
    guint32 program_kib_us;                       /* 1 KiB of unblank data, best way */
    guint32 crc_kib_us;                           /* 1 KiB checked by the loader */
    guint32 divide_us, max_divide_us;             /* see ul_flash_divide() */
    /* EEPROM of the small controllers */
    guint32 erase_eeprom_us, max_erase_eeprom_us; /* a sector */
    guint32 program_eeprom_us;                    /* a sector of two bytes */
} UlFlashTimes;
void ul_flash_get_times (const UlDevice *device, UlFlashTimes *times);
/** ul_flash_times_get_erase: for a sector of @region; @max_us is nullable */
void ul_flash_times_get_erase (const UlFlashTimes *self, const UlRegion *region,
                               guint32 *typical_us, guint32 *max_us);
/** ul_flash_times_get_program: Returns: for @bytes that are not blank, in a sector of @region */
guint32 ul_flash_times_get_program (const UlFlashTimes *self, const UlRegion *region,
                                    guint32 bytes);

typedef enum {
    UL_UNLOCK_ERASING,
    UL_UNLOCK_SWITCH_POWER, /* erased, but the chip opens only when somebody has switched its power
                             * off and on */
} UlUnlockStage;

/**
 * UlUnlockFunc: told while a mass erase runs, and while a person has to do something after it;
 * @elapsed_ms on the probe's clock, @expected_ms the typical time of the erase
 */
typedef void (*UlUnlockFunc) (UlUnlockStage stage, guint elapsed_ms, guint expected_ms,
                              gpointer user_data);

/** ul_unlock_check: whether this program can unlock such a device; %FALSE with
 *   %UL_ERROR_NOT_SUPPORTED. Asks nobody */
gboolean ul_unlock_check (const UlDevice *device, GError **error);
/** ul_unlock_get_typical_ms: what the erase usually takes */
guint ul_unlock_get_typical_ms (const UlDevice *device);
/**
 * ul_unlock_run:
 * @target: connected, in any lock state; of a family that %UL_UNLOCK_METHOD_LM_PORT is for, also
 *   one that did not answer
 *
 * Erases the chip in the way of its family, locked or open, makes that permanent, resets, connects
 * afresh and proves: unsecured, unprotected, blank but for a configuration field. Ends with the
 * core halted.
 * A cancel is honoured until the erase starts; the chip finishes it whatever the debugger does, so
 * from then on it is carried through to the end, which leaves the chip unsecured.
 *
 * Returns: %FALSE with %UL_ERROR_CHIP_LOCKED_FOREVER (nothing was tried), %UL_ERROR_UNLOCK_TIMEOUT,
 *   %UL_ERROR_UNLOCK_FAILED, %UL_ERROR_NOT_SUPPORTED
 */
gboolean ul_unlock_run (UlTarget *target, const UlDevice *device, UlUnlockFunc func,
                        gpointer user_data, UlProtection *after, GError **error);

G_END_DECLS
