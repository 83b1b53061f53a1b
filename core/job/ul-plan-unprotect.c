/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fewer protected sectors: the configuration field is rewritten, by itself or after a mass erase
 * with all else that the chip holds. */
#include "ul-plan-parts.h"

#include <string.h>

/* A word takes this on the wire, with its acknowledge and turns. Source: Arm IHI 0031, chapter SWD.
 */
#define BITS_A_WORD 46u
#define WORD        4u

static gboolean
is_chosen (const UlJobSpec *spec, const UlDevice *device, guint sector)
{
    guint32 address = 0, size = 0;

    ul_device_get_sector (device, sector, &address, &size, NULL);
    if (spec->scope == UL_SCOPE_SECTORS)
        return ul_job_spec_has_sector (spec, sector);
    return spec->scope != UL_SCOPE_RANGE ||
           ((guint64) address + size > spec->range_start &&
            (guint64) spec->range_start + spec->range_size > address);
}

gboolean
ul_plan_find_lift (const UlPlanInput *input, UlPlan *plan, GError **error)
{
    static const UlProtection unknown = { 0 };
    guint n = ul_device_get_n_sectors (input->device);
    g_autofree guint8 *chosen = NULL;

    if (input->spec->kind != UL_JOB_UNPROTECT)
        return TRUE;
    chosen = g_new0 (guint8, n);
    for (guint i = 0; i < n; i++)
        chosen[i] = is_chosen (input->spec, input->device, i);
    return ul_lift_init (&plan->lift, input->device,
                         input->protection != NULL ? input->protection : &unknown, chosen, error);
}

void
ul_plan_forecast_lift (const UlPlanInput *input, UlPlan *plan)
{
    if (plan->lift.n_freed == 0)
        return;
    ul_forecast_field (input->device, plan->lift.field, &plan->forecast);
    memset (plan->forecast.known, 1, sizeof plan->forecast.known);
}

/* After a mass erase everything but the field's sector is blank. Without data the step is a
 * preview, and counts as written from end to end. */
static void
settle_without_data (const UlPlanInput *input, UlStep *step)
{
    step->kind = input->spec->unlock_first && !step->has_fcf ? UL_STEP_PROGRAM : UL_STEP_REWRITE;
    step->reason = step->has_fcf ? UL_REASON_UNPROTECT : UL_REASON_KEPT;
    step->bytes = step->size;
}

static gboolean
fill_step (const UlPlanInput *input, const UlPlan *plan, UlStep *step, GError **error)
{
    step->preserves = step->has_fcf; /* but for what protects */
    if (input->read == NULL) {
        settle_without_data (input, step);
        return TRUE;
    }
    ul_plan_make_own (step);
    if (!input->read (step->address, step->own, step->size, input->user_data, error))
        return FALSE;
    if (step->has_fcf)
        memcpy (step->own + (input->device->fcf_address - step->address), plan->lift.field,
                UL_FCF_SIZE);
    ul_plan_data_changed (input, step);
    return TRUE;
}

static gboolean
concerns (const UlPlanInput *input, const UlPlan *plan, const UlStep *step)
{
    gboolean blank = input->facts != NULL && input->facts[step->sector].content == UL_CONTENT_BLANK;

    /* After a mass erase there is no EEPROM that it could be put back to. */
    if (ul_device_has_emulated (input->device,
                                ul_device_find_region (input->device, step->address)))
        return FALSE;
    return plan->lift.n_freed > 0 && (step->has_fcf || (plan->lift.by_mass_erase && !blank));
}

gboolean
ul_plan_add_unprotect_steps (const UlPlanInput *input, UlPlan *plan, GError **error)
{
    guint n = ul_device_get_n_sectors (input->device);

    for (guint sector = 0; sector < n; sector++) {
        UlStep step;

        ul_plan_start_step (input, sector, &step);
        if (!concerns (input, plan, &step))
            continue;
        if (!fill_step (input, plan, &step, error)) {
            g_free (step.own);
            return FALSE;
        }
        g_array_append_val (plan->steps, step);
    }
    return TRUE;
}

/* --- how long it reads --- */

static const UlStep *
find_step (const UlPlan *plan, guint32 address)
{
    for (guint i = 0; i < plan->steps->len; i++) {
        const UlStep *step = &g_array_index (plan->steps, UlStep, i);
        if (step->address == address)
            return step;
    }
    return NULL;
}

static gboolean
is_still_read (const UlPlan *plan, gboolean keeps, guint32 address, gboolean blank)
{
    const UlStep *step = find_step (plan, address);

    if (step != NULL)
        return step->own == NULL;
    return keeps && !blank;
}

guint32
ul_plan_predict_reading (const UlPlan *self, const UlSectorFacts *facts, gboolean keeps,
                         guint speed_khz)
{
    guint n = self->lift.n_freed > 0 ? ul_device_get_n_sectors (self->lift.device) : 0;
    guint64 bytes = 0;

    for (guint i = 0; i < n; i++) {
        gboolean blank = facts != NULL && facts[i].content == UL_CONTENT_BLANK;
        guint32 address = 0, size = 0;

        ul_device_get_sector (self->lift.device, i, &address, &size, NULL);
        bytes += is_still_read (self, keeps, address, blank) ? size : 0;
    }
    return bytes / WORD * BITS_A_WORD * 1000 / MAX (speed_khz, 1);
}
