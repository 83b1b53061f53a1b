/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of which ul_plan_new() is made; private to core/job/ul-plan-*.c. */
#pragma once

#include "ul-error.h"
#include "ul-flash.h"
#include "ul-plan.h"

G_BEGIN_DECLS

/** UlCarried: what was said of the chip as it is, for one whose FlexNVM is not divided any more */
typedef struct {
    UlSectorFacts *facts; /* (nullable) owned */
    guint8 *sectors;      /* (nullable) owned: those that were chosen */
} UlCarried;

/** UlPlanInput: what a plan is made from; see ul_plan_new() */
typedef struct {
    const UlDevice *device;
    const UlJobSpec *spec;
    const UlProtection *protection; /* nullable */
    const UlSectorFacts *facts;     /* nullable */
    UlReadFunc read;                /* nullable */
    gpointer user_data;
    UlFlashTimes times;
    const UlDevice *now; /* the chip as it is; device is what the steps are for */
    UlCarried carried;
} UlPlanInput;

/* ul-plan-check.c: what makes a job impossible or unwise */
gboolean ul_plan_check_fit (const UlPlanInput *input, GError **error);
/** ul_plan_check_emulated: of the chip as it is: whether the mass erase leaves what is to be
 * written
 */
gboolean ul_plan_check_emulated (const UlPlanInput *input, GError **error);
gboolean ul_plan_check_protection (const UlPlanInput *input, UlPlan *plan, GError **error);
/** ul_plan_check_lock: sets the forecast; heeds lock_bytes */
gboolean ul_plan_check_lock (const UlPlanInput *input, UlPlan *plan, GError **error);

/* ul-plan-risk.c: the lock byte and power that fails */
/** ul_plan_find_fsec: Returns: %FALSE where the byte on the chip is not known */
gboolean ul_plan_find_fsec (const UlPlanInput *input, guint8 *fsec);
void ul_plan_judge_risk (const UlPlanInput *input, UlPlan *self);

/* ul-plan-steps.c: which sectors, and what they shall hold */
gboolean ul_plan_add_steps (const UlPlanInput *input, UlPlan *plan, GError **error);
/** ul_plan_add_config: a step for the configuration field that writes FSEC 0xFE */
void ul_plan_add_config (const UlPlanInput *input, UlPlan *plan);
/** ul_plan_data_changed: settles kind, reason, CRC and bytes after a change of the data */
void ul_plan_data_changed (const UlPlanInput *input, UlStep *step);
/** ul_plan_write_again: a step that matched has to be written, as Erase All takes it away */
void ul_plan_write_again (const UlPlanInput *input, UlStep *step);
/** ul_plan_find_config: Returns: (nullable): the step that holds the configuration field */
UlStep *ul_plan_find_config (const UlPlan *plan);
gboolean ul_step_changes (const UlStep *step);
/** ul_plan_start_step: what is known of @sector before anybody asks what it shall hold */
void ul_plan_start_step (const UlPlanInput *input, guint sector, UlStep *step);
/** ul_plan_make_own: gives @step blank data of its own */
void ul_plan_make_own (UlStep *step);

/* ul-plan-division.c: a mass erase makes data flash of all of the FlexNVM */
/** ul_plan_expect_erased: has @input and @self be about that chip; @spec is the one of @input */
void ul_plan_expect_erased (UlPlanInput *input, UlJobSpec *spec, UlPlan *self);

/* ul-plan-unprotect.c: the way to fewer protected sectors */
gboolean ul_plan_find_lift (const UlPlanInput *input, UlPlan *plan, GError **error);
/** ul_plan_forecast_lift: what the field is going to be, all of it known */
void ul_plan_forecast_lift (const UlPlanInput *input, UlPlan *plan);
gboolean ul_plan_add_unprotect_steps (const UlPlanInput *input, UlPlan *plan, GError **error);

/* ul-plan-erase.c: sector by sector or all at once, and the times */
void ul_plan_choose_erase (const UlPlanInput *input, UlPlan *plan);
void ul_plan_count (const UlPlanInput *input, UlPlan *plan);

G_END_DECLS
