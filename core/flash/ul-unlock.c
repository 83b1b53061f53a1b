/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-unlocker.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define PIECE 4096u /* bytes */
#define BLANK 0xFF

static const UlUnlocker *const unlockers[UL_N_UNLOCK_METHODS] = {
    [UL_UNLOCK_METHOD_MDM] = &ul_unlocker_kinetis,
    [UL_UNLOCK_METHOD_AAP] = &ul_unlocker_efm32,
    [UL_UNLOCK_METHOD_LM_PORT] = &ul_unlocker_stellaris,
};

static gboolean
refuse (const UlDevice *device, GError **error)
{
    g_autofree char *label = ul_device_get_label (device);
    const char *obstacle = ul_device_get_obstacle (device, UL_ACTION_UNLOCK);

    if (obstacle != NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                     _ ("This program cannot unlock %s: %s"), label, obstacle);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED, _ ("This program cannot unlock %s"),
                     label);
    return FALSE;
}

gboolean
ul_unlock_check (const UlDevice *device, GError **error)
{
    return unlockers[device->unlock_method] != NULL || refuse (device, error);
}

guint
ul_unlock_get_typical_ms (const UlDevice *device)
{
    const UlUnlocker *unlocker = unlockers[device->unlock_method];
    UlFlashTimes times;

    if (unlocker != NULL && unlocker->typical_ms != 0)
        return unlocker->typical_ms;
    ul_flash_get_times (device, &times);
    return times.erase_all_us / 1000;
}

/* --- the proof, where no routine in the chip's RAM can give it --- */

gboolean
ul_unlocker_fail_not_blank (guint32 address, guint32 size, GError **error)
{
    g_autoptr (GError) local =
        g_error_new (UL_ERROR, UL_ERROR_UNLOCK_FAILED,
                     _ ("The chip is unsecured, but the sector at 0x%08X is not blank"), address);

    ul_error_set_where (local, address, size);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
prove_piece (UlTarget *target, const UlRegion *region, guint32 offset, guint32 size, GError **error)
{
    guint8 data[PIECE];

    if (!ul_target_read_mem (target, region->start + offset, data, size, error))
        return FALSE;
    for (guint32 i = 0; i < size; i++)
        if (data[i] != BLANK) {
            guint32 at = offset + i;

            return ul_unlocker_fail_not_blank (region->start + at - at % region->sector_size,
                                               region->sector_size, error);
        }
    return TRUE;
}

gboolean
ul_unlocker_prove_blank (UlTarget *target, const UlDevice *device, GError **error)
{
    for (guint i = 0; i < device->n_regions; i++) {
        const UlRegion *region = &device->regions[i];

        for (guint32 offset = 0; offset < region->size; offset += PIECE)
            if (!prove_piece (target, region, offset, MIN (PIECE, region->size - offset), error))
                return FALSE;
    }
    return TRUE;
}

/* --- the dispatch --- */

gboolean
ul_unlock_run (UlTarget *target, const UlDevice *device, UlUnlockFunc func, gpointer user_data,
               UlProtection *after, GError **error)
{
    const UlUnlocker *unlocker = unlockers[device->unlock_method];
    UlProtection local;

    if (unlocker == NULL)
        return refuse (device, error);
    if (unlocker->run (target, device, func, user_data, after != NULL ? after : &local, error))
        return TRUE;
    g_prefix_error (error, _ ("Unlocking: "));
    return FALSE;
}
