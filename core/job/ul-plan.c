/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-plan-parts.h"

#include <glib/gi18n.h>

void
ul_step_drop_data (UlStep *step)
{
    g_clear_pointer (&step->own, g_free);
    step->data = NULL;
}

static void
clear_step (gpointer data)
{
    ul_step_drop_data (data);
}

static void
ul_plan_input_clear (UlPlanInput *self)
{
    g_free (self->carried.facts);
    g_free (self->carried.sectors);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlPlanInput, ul_plan_input_clear)

static UlPlan *
new_empty (const UlDevice *device, UlImage *image)
{
    UlPlan *self = g_new0 (UlPlan, 1);
    self->device = device;
    g_set_object (&self->image, image);
    self->steps = g_array_new (FALSE, FALSE, sizeof (UlStep));
    g_array_set_clear_func (self->steps, clear_step);
    return self;
}

/* With Erase All the field is written anew, whatever the image says of it. */
static void
forecast_config (UlPlan *self)
{
    const UlStep *step = ul_plan_find_config (self);

    if (self->erase_all && self->forecast.kind == UL_FORECAST_NO_CHANGE && step != NULL &&
        step->data != NULL)
        ul_forecast_field (self->device, step->data + (self->device->fcf_address - step->address),
                           &self->forecast);
}

/* The steps of the job, and what speaks against them. */
static gboolean
fill (const UlPlanInput *input, UlPlan *self, GError **error)
{
    gboolean done = input->spec->kind == UL_JOB_UNPROTECT
                        ? ul_plan_add_unprotect_steps (input, self, error)
                        : ul_plan_add_steps (input, self, error);

    return done && ul_plan_check_lock (input, self, error) &&
           ul_plan_check_protection (input, self, error);
}

/* By the wish of the person; that a lift needs a mass erase is known when that is. */
static gboolean
is_erased_first (const UlJobSpec *spec)
{
    return spec->kind == UL_JOB_UNLOCK ||
           (spec->unlock_first && (spec->kind == UL_JOB_PROGRAM || spec->kind == UL_JOB_ERASE));
}

/* Whether it can be done at all, and whether a mass erase comes first: from here on @input is about
 * the chip that the steps are for. */
static gboolean
begin (UlPlanInput *input, UlJobSpec *spec, UlPlan *self, GError **error)
{
    if (!ul_plan_check_emulated (input, error))
        return FALSE;
    if (is_erased_first (spec))
        ul_plan_expect_erased (input, spec, self);
    if (!ul_plan_check_fit (input, error) || !ul_plan_find_lift (input, self, error))
        return FALSE;
    if (self->lift.by_mass_erase) {
        spec->unlock_first = TRUE;
        ul_plan_expect_erased (input, spec, self);
    }
    return TRUE;
}

UlPlan *
ul_plan_new (const UlDevice *device, const UlJobSpec *spec, const UlProtection *protection,
             const UlSectorFacts *facts, UlReadFunc read, gpointer user_data, GError **error)
{
    g_return_val_if_fail (device != NULL && spec != NULL, NULL);

    UlJobSpec own = *spec; /* shares what @spec points to */
    g_auto (UlPlanInput)
        input = { device, &own, protection, facts, read, user_data, .now = device };
    g_autoptr (UlPlan) self = new_empty (device, spec->image);

    ul_flash_get_times (device, &input.times);
    if (!begin (&input, &own, self, error) || !fill (&input, self, error))
        return NULL;
    if (spec->scope == UL_SCOPE_SECTORS && self->steps->len == 0 &&
        spec->kind != UL_JOB_UNPROTECT) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE,
                             _ ("the job has nothing to do in the chosen sectors"));
        return NULL;
    }
    self->erase_all = spec->kind == UL_JOB_UNLOCK;
    self->unlocks = self->erase_all || own.unlock_first;
    ul_plan_choose_erase (&input, self);
    forecast_config (self);
    ul_plan_judge_risk (&input, self);
    ul_plan_count (&input, self);
    return g_steal_pointer (&self);
}

void
ul_plan_free (UlPlan *self)
{
    if (self == NULL)
        return;
    g_array_unref (self->steps);
    g_clear_object (&self->image);
    ul_lift_clear (&self->lift);
    g_free (self);
}

/* Blank or about to be by Erase All: the field may be written at once. */
static gboolean
config_comes_first (const UlPlan *self, const UlStep *config)
{
    return self->erase_all || config->kind == UL_STEP_PROGRAM;
}

GArray *
ul_plan_get_order (const UlPlan *self)
{
    GArray *order = g_array_new (FALSE, FALSE, sizeof (guint));
    const UlStep *config = NULL;
    guint config_index = 0;

    for (guint i = 0; i < self->steps->len; i++) {
        const UlStep *step = &g_array_index (self->steps, UlStep, i);
        if (!ul_step_changes (step))
            continue;
        if (step->has_fcf) {
            config = step;
            config_index = i;
        } else
            g_array_append_val (order, i);
    }
    if (config != NULL && config_comes_first (self, config))
        g_array_prepend_val (order, config_index);
    else if (config != NULL)
        g_array_append_val (order, config_index);
    return order;
}

const char *
ul_step_reason_to_text (UlStepReason reason)
{
    static const char *const texts[] = {
        [UL_REASON_NONE] = N_ ("not part of the job"),
        [UL_REASON_IN_FILE] = N_ ("in the file"),
        [UL_REASON_MATCHES] = N_ ("already matches"),
        [UL_REASON_BLANK] = N_ ("already blank"),
        [UL_REASON_RANGE] = N_ ("to be erased"),
        [UL_REASON_PROTECTED] = N_ ("protected, left out"),
        [UL_REASON_CONFIG] = N_ ("lock settings, written so that the chip stays open"),
        [UL_REASON_UNPROTECT] = N_ ("lock settings, written with less protection"),
        [UL_REASON_KEPT] = N_ ("put back as it was"),
    };
    G_STATIC_ASSERT (G_N_ELEMENTS (texts) == UL_REASON_KEPT + 1);

    g_return_val_if_fail (reason < G_N_ELEMENTS (texts), "");
    return _ (texts[reason]);
}
