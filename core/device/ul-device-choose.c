/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A name that fits several rows, as when the package and the speed behind it are left out. */
#include "ul-device.h"

#include "ul-words.h"

#include <string.h>

/* All that a job asks of a row, but for how far it was tried. */
static gboolean
does_the_same (const UlDevice *a, const UlDevice *b)
{
    return a->n_regions == b->n_regions && a->n_regions > 0 &&
           memcmp (a->regions, b->regions, sizeof a->regions) == 0 &&
           a->ram_start == b->ram_start && a->ram_size == b->ram_size && a->core == b->core &&
           a->controller == b->controller && a->has_program_section == b->has_program_section &&
           a->unlock_method == b->unlock_method && a->has_fcf == b->has_fcf &&
           a->fcf_address == b->fcf_address && a->mdm_ap == b->mdm_ap &&
           a->sdid_mask == b->sdid_mask && a->sdid_value == b->sdid_value &&
           strcmp (a->family, b->family) == 0;
}

/* The one that was tried best, where it makes no difference. */
static const UlDevice *
pick (GPtrArray *devices)
{
    const UlDevice *best = devices->len > 0 ? devices->pdata[0] : NULL;

    for (guint i = 1; i < devices->len; i++) {
        const UlDevice *device = devices->pdata[i];

        if (!does_the_same (best, device))
            return NULL;
        if (device->support[UL_ACTION_PROGRAM] > best->support[UL_ACTION_PROGRAM])
            best = device;
    }
    return best;
}

const UlDevice *
ul_devices_choose (const char *name, char **candidates)
{
    g_autoptr (GPtrArray) devices = ul_devices_find_all (name);
    const UlDevice *device = pick (devices);

    if (candidates != NULL)
        *candidates = NULL;
    if (device != NULL || devices->len < 2 || candidates == NULL)
        return device;
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    for (guint i = 0; i < devices->len; i++)
        g_ptr_array_add (names, (gpointer) ((const UlDevice *) devices->pdata[i])->name);
    g_ptr_array_add (names, NULL);
    *candidates = ul_words_names_strv ((const char *const *) names->pdata);
    return NULL;
}
