/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The question before a job during which power must not fail. */
#include "ul-question.h"
#include "ul-window-private.h"

#include <glib/gi18n.h>

#define SPEC "ul-spec"

static void
on_answer (UlWindow *self, int response, GtkWidget *question)
{
    g_autoptr (UlJobSpec) spec = g_object_steal_data (G_OBJECT (question), SPEC);

    gtk_widget_destroy (question);
    if (response == GTK_RESPONSE_ACCEPT)
        ul_workbench_run (self->workbench, spec);
}

static void
ask (UlWindow *self, const UlJobSpec *spec, const char *risk)
{
    GtkWidget *question = ul_question_new (
        GTK_WINDOW (self), _ ("A power failure could lock this chip for ever. Go on?"), risk);

    g_object_set_data_full (G_OBJECT (question), SPEC, ul_job_spec_copy (spec),
                            (GDestroyNotify) ul_job_spec_free);
    ul_question_add_safe (question, _ ("_Cancel"), GTK_RESPONSE_CANCEL);
    ul_question_add_destructive (question, _ ("_Go On"), GTK_RESPONSE_ACCEPT);
    g_signal_connect_object (question, "response", G_CALLBACK (on_answer), self, G_CONNECT_SWAPPED);
    gtk_widget_show (question);
}

void
ul_window_run (UlWindow *self, const UlJobSpec *spec, UlLockRisk asked)
{
    g_autoptr (UlPlan) plan =
        ul_session_preview (ul_workbench_get_session (self->workbench), spec, NULL);
    g_autofree char *risk =
        plan != NULL
            ? ul_plan_describe_risk (plan, (UL_LOCK_RISK_ERASE | UL_LOCK_RISK_WRITE) & ~asked)
            : NULL;

    /* What the plan is refused for is told by the job. */
    if (risk != NULL)
        ask (self, spec, risk);
    else
        ul_workbench_run (self->workbench, spec);
}
