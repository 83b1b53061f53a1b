/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-flash.h"

G_BEGIN_DECLS

/**
 * UlUnlocker:
 *
 * How one family is recovered, and how that is proved. For core/flash alone; ul_unlock_run() finds
 * the one that the device's unlock method names, and has the same contract.
 * @typical_ms: of the erase; 0: as ul_flash_get_times() says
 * @run: @after is never %NULL. On failure nothing is left held: neither core nor nRESET
 */
typedef struct {
    guint typical_ms;
    gboolean (*run) (UlTarget *target, const UlDevice *device, UlUnlockFunc func,
                     gpointer user_data, UlProtection *after, GError **error);
} UlUnlocker;

extern const UlUnlocker ul_unlocker_kinetis, ul_unlocker_efm32, ul_unlocker_stellaris;

/** ul_unlocker_prove_blank: reads all of the flash. Returns: %FALSE with %UL_ERROR_UNLOCK_FAILED,
 *   which names the sector, or with what reading failed with */
gboolean ul_unlocker_prove_blank (UlTarget *target, const UlDevice *device, GError **error);
/** ul_unlocker_fail_not_blank: Returns: %FALSE, with the error for that */
gboolean ul_unlocker_fail_not_blank (guint32 address, guint32 size, GError **error);

G_END_DECLS
