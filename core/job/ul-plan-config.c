/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration field: of the file, as the plan leaves it, and on the chip. */
#include "ul-plan-parts.h"

#include <string.h>

/* Bytes that the image leaves out are known where they have been read, or are written too. */
static gboolean
is_all_known (const UlPlan *self, const UlProtection *chip)
{
    const UlStep *step = ul_plan_find_config (self);

    return !self->forecast.partial || (chip != NULL && chip->have_fcf) ||
           (step != NULL && step->data != NULL);
}

static void
take_planned (const UlPlan *self, const UlProtection *chip, UlConfigColumn *column)
{
    ul_config_column_take (column, self->forecast.fcf.raw);
    if (!is_all_known (self, chip))
        memcpy (column->known, self->forecast.known, sizeof column->known);
}

void
ul_plan_take_config (const UlPlan *self, const UlProtection *chip, UlConfigColumn *columns)
{
    const guint8 *now = chip != NULL && chip->have_fcf ? chip->fcf : NULL;

    ul_config_column_take_image (&columns[UL_CONFIG_FILE], self->device, self->image);
    ul_config_column_take (&columns[UL_CONFIG_CHIP], now);
    if (self->forecast.kind == UL_FORECAST_NO_CHANGE)
        ul_config_column_take (&columns[UL_CONFIG_PLANNED], now);
    else
        take_planned (self, chip, &columns[UL_CONFIG_PLANNED]);
}
