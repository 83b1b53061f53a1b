/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What chips of other makers than NXP say of themselves, when their bus is open. Sources: the
 * EFM32 reference manuals, "Device Information (DI) Page"; the LM3S data sheets, "System Control".
 */
#include "ul-target-private.h"

#include "ul-error.h"

#define EFM32_SIZES 0x0FE081F8u /* KiB of flash, KiB of RAM */
#define EFM32_PART  0x0FE081FCu /* part number, family, revision */
#define LM_DID0     0x400FE000u /* class in bits 23:16 */
#define LM_DID1     0x400FE004u /* part number in bits 23:16 */

#define NOTHING G_MAXUINT32

typedef struct {
    UlUnlockMethod method;
    guint32 id;   /* as in the device table */
    guint32 size; /* bytes of flash; 0: not told */
} Found;

/* %NOTHING where the chip has nothing there: a refusal is an answer. */
static gboolean
read_if_there (UlTarget *self, guint32 address, guint32 *value, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (ul_target_read32 (self, address, value, &local))
        return TRUE;
    *value = NOTHING;
    if (g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_FAULT))
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
ask_efm32 (UlTarget *self, Found *found, GError **error)
{
    guint32 part = NOTHING, sizes = NOTHING;

    if (!read_if_there (self, EFM32_PART, &part, error))
        return FALSE;
    if (part == NOTHING || part == 0)
        return TRUE;
    if (!read_if_there (self, EFM32_SIZES, &sizes, error))
        return FALSE;
    *found = (Found){ UL_UNLOCK_METHOD_AAP, part & 0x00FFFFFF, (sizes & 0xFFFF) * 1024 };
    self->ids.sdid = part;
    return TRUE;
}

static gboolean
ask_stellaris (UlTarget *self, Found *found, GError **error)
{
    guint32 did0 = NOTHING, did1 = NOTHING, class;

    if (!read_if_there (self, LM_DID0, &did0, error))
        return FALSE;
    if (did0 == NOTHING || did0 == 0)
        return TRUE;
    if (!read_if_there (self, LM_DID1, &did1, error))
        return FALSE;
    class = (did0 >> 28 & 7) == 0 ? 0 : did0 >> 16 & 0xFF; /* the first ones do not tell it */
    *found = (Found){ UL_UNLOCK_METHOD_LM_PORT, class << 16 | (did1 >> 16 & 0xFF), 0 };
    self->ids.sdid = did1;
    return TRUE;
}

static gboolean
fits (const UlDevice *device, const Found *found)
{
    return device->unlock_method == found->method && device->sdid_mask != 0 &&
           (found->id & device->sdid_mask) == device->sdid_value &&
           (found->size == 0 || found->size == ul_device_get_flash_size (device));
}

/* Returns: (nullable): the first of those that are @described by the user, or of those that are not
 */
static const UlDevice *
find_fitting (const UlDevice *const *all, guint n, gboolean described, const Found *found)
{
    for (guint i = 0; i < n; i++)
        if ((all[i]->described_in != NULL) == described && fits (all[i], found))
            return all[i];
    return NULL;
}

gboolean
ul_target_find_other (UlTarget *self, const UlDevice *expected, const UlDevice **device,
                      GError **error)
{
    Found found = { 0 };
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    *device = NULL;
    if (self->mdm.idr != 0)
        return TRUE; /* NXP's */
    if (!ask_efm32 (self, &found, error) ||
        (found.method == UL_UNLOCK_METHOD_NONE && !ask_stellaris (self, &found, error)))
        return FALSE;
    if (expected != NULL && fits (expected, &found))
        *device = expected;
    if (found.method == UL_UNLOCK_METHOD_NONE)
        return TRUE;
    if (*device == NULL)
        *device = find_fitting (all, n, FALSE, &found);
    if (*device == NULL)
        *device = find_fitting (all, n, TRUE, &found);
    return TRUE;
}
