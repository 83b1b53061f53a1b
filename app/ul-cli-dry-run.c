/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a verb would do to the chip that is there, told without doing it. */
#include "ul-cli-dry-run.h"

#include "ul-cli-output.h"
#include "ul-cli-plan.h"
#include "ul-cli-report.h"
#include "ul-cli-session.h"

#include <glib/gi18n.h>

static gboolean dry_run;

const GOptionEntry ul_cli_dry_run_entries[] = {
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run,
      N_ ("Show what would be done to each sector, without doing it"), NULL },
    { NULL },
};

gboolean
ul_cli_is_dry_run (void)
{
    return dry_run;
}

UlPlan *
ul_cli_preview (UlCli *cli, UlSession *session, const UlJobSpec *spec, int *status)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) look = ul_job_spec_new (UL_JOB_CONNECT);
    g_autoptr (UlJobResult) looked = ul_cli_run_job (cli, session, look);

    if (!looked->ok) {
        *status = ul_cli_report_job (cli, session, looked, "");
        return NULL;
    }
    g_autoptr (UlPlan) plan = ul_session_preview (session, spec, &error);
    if (plan == NULL)
        *status = ul_cli_fail (cli, error);
    return g_steal_pointer (&plan);
}

int
ul_cli_run_dry (UlCli *cli, const UlJobSpec *spec)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlSession) session = ul_cli_open_session (cli, &error);
    int status = 0;

    if (session == NULL)
        return ul_cli_fail (cli, error);
    g_autoptr (UlPlan) plan = ul_cli_preview (cli, session, spec, &status);
    if (plan == NULL)
        return status;
    ul_cli_print_plan (cli, spec, plan, &ul_session_get_chip (session)->protection);
    return ul_cli_done (cli);
}
