/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plan for a chip whose FlexNVM is divided first. */
#include "ul-plan-parts.h"

UlSectorFacts *
ul_plan_carry_facts (const UlDevice *from, const UlSectorFacts *facts, const UlDevice *to)
{
    guint n = ul_device_get_n_sectors (to);
    UlSectorFacts *carried = g_new0 (UlSectorFacts, n);

    for (guint i = 0; i < n; i++) {
        guint32 address = 0, size = 0;
        const UlRegion *region = NULL;

        ul_device_get_sector (to, i, &address, &size, &region);
        if (region->kind != UL_REGION_PROGRAM_FLASH)
            carried[i] = (UlSectorFacts){ UL_CONTENT_BLANK, TRUE, ul_flash_blank_crc (size) };
        else if (facts != NULL)
            carried[i] = facts[ul_device_find_sector (from, address)];
    }
    return carried;
}

void
ul_plan_divide_first (UlPlan *self, const UlDivision *division)
{
    UlFlashTimes times;

    ul_flash_get_times (self->device, &times);
    self->divides = TRUE;
    self->division = *division;
    self->predicted_us += times.divide_us;
}
