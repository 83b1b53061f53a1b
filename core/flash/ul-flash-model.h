/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-flash-driver.h"
#include "ul-mem-ap.h"

G_BEGIN_DECLS

typedef enum {
    UL_WATCHDOG_NONE,
    UL_WATCHDOG_COP,    /* one write turns it off, the only one after a reset */
    UL_WATCHDOG_WDOG16, /* a sequence too quick for SWD: the routine in RAM does it */
    UL_WATCHDOG_WDOG32, /* as WDOG16 */
    UL_WATCHDOG_WDOG8,  /* as WDOG16: that of the KE0x and KEA parts */
} UlWatchdog;

/** UlFlashModel: all that differs between the devices of the controllers that have a driver, worked
 *   out from the device and the tables of this file's .c */
typedef struct {
    const UlFlashDriver *driver;
    guint32 controller;      /* base of its registers, as the routine in RAM takes them */
    guint32 status;          /* its status register */
    guint32 special;         /* for the routine: see the sources of the drivers' ones */
    guint unit;              /* bytes of the smallest program command: 4 or 8 */
    guint max_unit;          /* ... and of the largest, where eight bytes go at once */
    guint section_unit;      /* bytes, what program-section counts in; 0: no such command */
    guint data_section_unit; /* ... in data flash */
    guint section_size;      /* bytes, most for one program-section command */
    guint32 section_ram;
    guint32 cache;      /* register that invalidates what flash reads may come from; 0: none */
    guint32 cache_bits; /* set in it to do so */
    guint32 data_cache; /* another one for data flash, of the same bits; 0: none */
    UlWatchdog watchdog;
    guint32 watchdog_base;
    guint32 power_mode;    /* SMC_PMSTAT; 0: not known where */
    guint32 power_control; /* SMC_PMCTRL */
    UlMemSize power_size;  /* of both */
    guint32 crc_unit;      /* base of the chip's CRC unit, tried before it is used; 0: none */
    guint32 crc_gate;      /* register with its clock gate ... */
    guint32 crc_gate_bit;
    UlFlashTimes times;
} UlFlashModel;

/** ul_flash_model_init: %FALSE with %UL_ERROR_NOT_SUPPORTED when there is no driver for the
 *   device's controller */
gboolean ul_flash_model_init (UlFlashModel *self, const UlDevice *device, GError **error);

/**
 * ul_flash_model_command_address:
 *
 * The flash commands count each kind of memory from 0, data flash from 0x800000.
 *
 * Returns: %FALSE when the range is not within one region that the driver handles
 */
gboolean ul_flash_model_command_address (const UlDevice *device, guint32 address, guint32 size,
                                         guint32 *command_address);
/** ul_flash_model_get_section_unit: what program-section counts in at @command_address */
guint ul_flash_model_get_section_unit (const UlFlashModel *self, guint32 command_address);
/** ul_flash_model_bus_address: the reverse; 0xFFFFFFFF for what is none */
guint32 ul_flash_model_bus_address (const UlDevice *device, guint32 command_address);

G_END_DECLS
