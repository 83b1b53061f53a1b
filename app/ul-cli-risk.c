/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What has to be known before the answer to “Go on?”: during some jobs power must not fail. */
#include "ul-cli-risk.h"

#include "ul-cli-report.h"
#include "ul-cli-session.h"

void
ul_cli_note_risk (const UlPlan *plan)
{
    g_autofree char *risk = ul_plan_describe_risk (plan, UL_LOCK_RISK_ERASE | UL_LOCK_RISK_WRITE);

    if (risk != NULL)
        ul_cli_note ("%s", risk);
}

void
ul_cli_look_for_risk (UlCli *cli, UlSession *session, const UlJobSpec *spec)
{
    g_autoptr (UlJobSpec) look = ul_job_spec_new (UL_JOB_CONNECT);

    if (cli->yes)
        return; /* the job tells of it */
    g_autoptr (UlJobResult) looked = ul_cli_run_job (cli, session, look);
    g_autoptr (UlPlan) plan = looked->ok ? ul_session_preview (session, spec, NULL) : NULL;
    if (plan != NULL)
        ul_cli_note_risk (plan);
}
