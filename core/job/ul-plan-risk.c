/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the plan takes the lock byte past a value that locks the chip for ever; ul-lock-risk.c
 * tells which do. */
#include "ul-plan-parts.h"

#include <glib/gi18n.h>

gboolean
ul_plan_find_fsec (const UlPlanInput *input, guint8 *fsec)
{
    if (!input->device->has_fcf || input->protection == NULL || !input->protection->have_fcf)
        return FALSE;
    *fsec = input->protection->fcf[ul_fcf_get_fsec_index (input->device)];
    return TRUE;
}

static gboolean
erases_config (const UlPlan *self, const UlStep *config)
{
    return self->erase_all || self->unlocks ||
           (config != NULL && (config->kind == UL_STEP_ERASE || config->kind == UL_STEP_REWRITE));
}

static gboolean
writes_config (const UlStep *config)
{
    return config != NULL && (config->kind == UL_STEP_PROGRAM || config->kind == UL_STEP_REWRITE);
}

void
ul_plan_judge_risk (const UlPlanInput *input, UlPlan *self)
{
    const UlStep *config = ul_plan_find_config (self);
    UlJobKind kind = input->spec->kind;
    gboolean looks_only = kind == UL_JOB_CONNECT || kind == UL_JOB_VERIFY || kind == UL_JOB_READ ||
                          kind == UL_JOB_BLANK_CHECK;

    if (looks_only)
        return;
    if (ul_plan_find_fsec (input, &self->fsec_now) &&
        ul_fsec_is_at_risk (self->device, self->fsec_now) && erases_config (self, config))
        self->risk |= UL_LOCK_RISK_ERASE;
    if (writes_config (config) && self->forecast.kind != UL_FORECAST_NO_CHANGE &&
        self->forecast.kind != UL_FORECAST_LOCKS_FOREVER &&
        ul_fsec_is_at_risk (self->device, self->forecast.fcf.fsec))
        self->risk |= UL_LOCK_RISK_WRITE;
}

char *
ul_plan_describe_risk (const UlPlan *self, UlLockRisk which)
{
    UlLockRisk risk = self->risk & which;

    if (risk == UL_LOCK_RISK_NONE)
        return NULL;
    if ((risk & UL_LOCK_RISK_ERASE) != 0)
        return g_strdup_printf (
            _ ("The lock byte that is on the chip now, 0x%02X, has to be erased. If power fails at "
               "that moment, it may be left at a value that locks the chip for ever. Do not "
               "switch the board off, and leave the probe plugged in, until the job has ended."),
            self->fsec_now);
    return g_strdup_printf (
        _ ("The lock byte is to become 0x%02X. If power fails at the moment in which it is "
           "written, it may be left at a value that locks the chip for ever. Do not switch the "
           "board off, and leave the probe plugged in, until the job has ended."),
        self->forecast.fcf.fsec);
}
