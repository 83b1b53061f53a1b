/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-flash.h"

G_BEGIN_DECLS

/**
 * UlUnlocker:
 *
 * How one family is recovered, and how that is proved. For core/flash alone; ul_unlock_run() finds
 * the one that the device's unlock method names, and has the same contract.
 * @run: @after is never %NULL. On failure nothing is left held: neither core nor nRESET
 */
typedef struct {
    gboolean (*run) (UlTarget *target, const UlDevice *device, UlUnlockFunc func,
                     gpointer user_data, UlProtection *after, GError **error);
} UlUnlocker;

extern const UlUnlocker ul_unlocker_kinetis;

G_END_DECLS
