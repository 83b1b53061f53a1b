/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-flash-model.h"
#include "ul-loader.h"
#include "ul-target-private.h"

G_BEGIN_DECLS

/* For core/flash alone. */
struct _UlFlash {
    UlTarget *target;       /* not owned */
    const UlDevice *device; /* not owned */
    UlFlashModel model;
    UlFlashFlags flags;
    UlLoader *loader; /* (nullable): %NULL: everything through the debug port */
};

/* --- ul-flash-direct.c: one command after the other through the controller's registers --- */

/** ul_flash_direct_command: launches @command and waits for its end */
gboolean ul_flash_direct_command (UlFlash *self, const UlFlashCommand *command, guint32 typical_us,
                                  guint32 deadline_us, GError **error);
/** ul_flash_direct_program: @size is a multiple of the unit; blank units are left out */
gboolean ul_flash_direct_program (UlFlash *self, guint32 address, const guint8 *data, guint32 size,
                                  GError **error);
gboolean ul_flash_direct_crc (UlFlash *self, guint32 address, guint32 size, guint32 *crc,
                              GError **error);
gboolean ul_flash_direct_run (UlFlash *self, UlSectorWork *work, guint n_work, UlFlashFunc func,
                              gpointer user_data, GError **error);

/* --- ul-flash-eeprom.c: EEPROM that FlexNVM and FlexRAM make together --- */

/** ul_flash_eeprom_write: writes those words that differ; @data %NULL: all of them 0xFF */
gboolean ul_flash_eeprom_write (UlFlash *self, guint32 address, const guint8 *data, guint32 size,
                                GError **error);

/* --- ul-flash-pipeline.c: the same with the routine in RAM --- */

gboolean ul_flash_pipeline_run (UlFlash *self, UlSectorWork *work, guint n_work, UlFlashFunc func,
                                gpointer user_data, GError **error);

/* --- ul-flash-power.c --- */

/** ul_flash_ensure_run_mode: takes the chip out of a power mode in which its controller does
 *   nothing. Returns: %FALSE with %UL_ERROR_FLASH_POWER_MODE where it stays in it */
gboolean ul_flash_ensure_run_mode (UlFlash *self, GError **error);

/* --- ul-flash.c --- */

/** ul_flash_do_at_once: a command that cannot be interrupted, with slack beyond @max_us */
gboolean ul_flash_do_at_once (UlFlash *self, const UlFlashCommand *command, guint32 typical_us,
                              guint32 max_us, GError **error);
/** ul_flash_queue_invalidate: so that the debugger reads what is in the flash */
void ul_flash_queue_invalidate (UlFlash *self);
/** ul_flash_check_work: %FALSE with %UL_ERROR_NOT_SUPPORTED where the sector is in no flash */
gboolean ul_flash_check_work (UlFlash *self, const UlSectorWork *work, GError **error);
/** ul_flash_check_result: a sector that was only erased must be blank now */
gboolean ul_flash_check_result (const UlSectorWork *work, GError **error);
/** ul_flash_next_run: finds the next bytes that are worth programming, in whole granules and
 *   within @max bytes. Returns: %FALSE when the rest is blank */
gboolean ul_flash_next_run (const guint8 *data, guint32 size, guint granule, guint max,
                            guint32 *offset, guint32 *length);

G_END_DECLS
