/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plan for a chip whose FlexNVM is divided first, or loses its division to a mass erase. */
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

/* What a mass erase takes away is known, as it may have to be put back. */
static UlSectorFacts
carry_fact (const UlPlanInput *input, int sector, guint32 size)
{
    if (sector < 0)
        return (UlSectorFacts){ UL_CONTENT_BLANK, TRUE, ul_flash_blank_crc (size) };
    return input->facts != NULL ? input->facts[sector] : (UlSectorFacts){ 0 };
}

void
ul_plan_expect_erased (UlPlanInput *input, UlJobSpec *spec, UlPlan *self)
{
    const UlDevice *erased = ul_device_get_row (input->device);
    guint n = ul_device_get_n_sectors (erased);
    UlCarried carried;

    if (erased == input->device || spec->division.known)
        return;
    carried = (UlCarried){ g_new0 (UlSectorFacts, n), g_new0 (guint8, n) };
    for (guint i = 0; i < n; i++) {
        guint32 address = 0, size = 0;

        ul_device_get_sector (erased, i, &address, &size, NULL);
        int now = ul_device_find_sector (input->device, address);
        carried.facts[i] = carry_fact (input, now, size);
        carried.sectors[i] = now >= 0 && ul_job_spec_has_sector (spec, (guint) now);
    }
    input->carried = carried;
    input->facts = carried.facts;
    spec->sectors = carried.sectors;
    spec->n_sectors = n;
    input->device = self->device = erased;
    self->loses_division = TRUE;
}
