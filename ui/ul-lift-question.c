/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-lift-question.h"

#include "ul-question.h"

#include <glib/gi18n.h>

static char *
describe (const UlPlan *plan)
{
    g_auto (GStrv) lines = ul_lift_describe (&plan->lift);
    g_autofree char *how = g_strjoinv ("\n", lines);
    g_autofree char *summary = ul_plan_summarize (plan);

    return g_strdup_printf (_ ("%s\n\n%s. What the chip holds is saved as a backup first."), how,
                            summary);
}

GtkWidget *
ul_lift_question_new (GtkWindow *parent, const UlPlan *plan, const char *file)
{
    guint n = plan->lift.n_freed;
    g_autofree char *title = g_strdup_printf (
        ngettext ("Lift the protection of %u sector?", "Lift the protection of %u sectors?", n), n);
    g_autofree char *what = describe (plan);
    g_autofree char *risk = ul_plan_describe_risk (plan, UL_LOCK_RISK_ERASE | UL_LOCK_RISK_WRITE);
    g_autofree char *body = g_strjoin (risk != NULL ? "\n\n" : "", what, risk, NULL);
    GtkWidget *question = ul_question_new (parent, title, body);

    if (file != NULL)
        ul_question_add_then_program (question, file, TRUE);
    ul_question_add_safe (question, _ ("_Cancel"), GTK_RESPONSE_CANCEL);
    if (plan->lift.by_mass_erase)
        ul_question_add_destructive (question, _ ("_Erase and Put Back"), GTK_RESPONSE_ACCEPT);
    else
        gtk_dialog_add_button (GTK_DIALOG (question), _ ("_Lift Protection"), GTK_RESPONSE_ACCEPT);
    return question;
}
