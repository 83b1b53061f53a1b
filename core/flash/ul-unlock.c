/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-unlocker.h"

#include "ul-error.h"

#include <glib/gi18n.h>

static const UlUnlocker *const unlockers[UL_N_UNLOCK_METHODS] = {
    [UL_UNLOCK_METHOD_MDM] = &ul_unlocker_kinetis,
};

static gboolean
refuse (const UlDevice *device, GError **error)
{
    g_autofree char *label = ul_device_get_label (device);

    g_set_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED, _ ("This program cannot unlock %s"),
                 label);
    return FALSE;
}

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
