/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-restore.h"

#include <glib/gi18n.h>

UlJobSpec *
ul_restore_new_spec (const UlBackup *backup, GError **error)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_PROGRAM);
    const UlDivision *division = ul_restore_find_division (backup);

    spec->image = ul_backup_load (backup, error);
    if (spec->image == NULL)
        return NULL;
    spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    spec->only_chip = g_strdup (backup->chip);
    spec->backup = g_strdup (backup->id);
    if (division != NULL)
        spec->division = *division;
    return g_steal_pointer (&spec);
}

/* What is not in its program flash is. */
static gboolean
holds_flexnvm (const UlBackup *backup, const UlDevice *device)
{
    for (guint i = 0; i < backup->n_sectors; i++) {
        const UlRegion *region = ul_device_find_region (device, backup->sectors[i].address);
        if (region == NULL || region->kind != UL_REGION_PROGRAM_FLASH)
            return TRUE;
    }
    return FALSE;
}

const UlDivision *
ul_restore_find_division (const UlBackup *backup)
{
    const UlDevice *device = ul_devices_find (backup->device);

    return backup->division.known && device != NULL && holds_flexnvm (backup, device)
               ? &backup->division
               : NULL;
}

char *
ul_restore_describe_division (const UlBackup *backup, const UlDevice *device,
                              const UlDivision *found)
{
    const UlDivision *division = ul_restore_find_division (backup);
    gboolean give = FALSE;

    if (division == NULL || !ul_division_choose (division, found, FALSE, &device, &give, NULL) ||
        !give)
        return NULL;
    g_autofree char *parts = ul_division_describe (division, device);
    return g_strdup_printf (_ ("The FlexNVM is divided first, as it was: %s. That erases what it "
                               "holds now, and only a mass erase of the whole chip can change it "
                               "again."),
                            parts);
}
