/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unprotect: frees sectors of their write protection and keeps everything else. */
#include "ul-cli-ask.h"
#include "ul-cli-dry-run.h"
#include "ul-cli-output.h"
#include "ul-cli-plan.h"
#include "ul-cli-job-report.h"
#include "ul-cli-report.h"
#include "ul-cli-risk.h"
#include "ul-cli-session.h"
#include "ul-cli-spec.h"

#include <glib/gi18n.h>

static UlJobSpec *
make_spec (UlCli *cli, GError **error)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_UNPROTECT);
    gboolean has_range;

    spec->scope = UL_SCOPE_ALL;
    if (!ul_cli_get_range (spec, &has_range, error) || !ul_cli_take_keep_options (cli, spec, error))
        return NULL;
    return g_steal_pointer (&spec);
}

/* What the question is about stands above it. */
static void
tell (const UlCli *cli, const UlPlan *plan)
{
    g_auto (GStrv) lines = ul_lift_describe (&plan->lift);

    for (guint i = 0; lines[i] != NULL && !cli->json; i++)
        ul_cli_print (cli, "%s", lines[i]);
    if (lines[0] == NULL && !cli->json)
        ul_cli_print (cli, "%s", _ ("None of the chosen sectors is protected"));
}

static gboolean
confirm (const UlCli *cli, const UlPlan *plan, GError **error)
{
    ul_cli_note_risk (plan);
    return ul_cli_confirm (cli,
                           plan->lift.by_mass_erase
                               ? _ ("The chip is erased, and all that it holds is put back. Go on?")
                               : _ ("The sector that holds the lock settings is rewritten. Go on?"),
                           error);
}

static int
run_known (UlCli *cli, UlSession *session, const UlJobSpec *spec, const UlPlan *plan)
{
    g_autoptr (GError) error = NULL;

    tell (cli, plan);
    if (ul_cli_is_dry_run ()) {
        ul_cli_print_plan (cli, spec, plan, &ul_session_get_chip (session)->protection);
        return ul_cli_done (cli);
    }
    if (plan->lift.n_freed > 0 && !confirm (cli, plan, &error))
        return ul_cli_fail (cli, error);
    g_autoptr (UlJobResult) result = ul_cli_run_job (cli, session, spec);
    return ul_cli_report_job (cli, session, result, ul_job_result_get_title (result));
}

static int
run (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) spec = make_spec (cli, &error);
    g_autoptr (UlSession) session = NULL;
    int status = 0;

    if (spec != NULL && (ul_cli_is_dry_run () || ul_cli_check_can_ask (cli, &error)))
        session = ul_cli_open_session (cli, &error);
    if (session == NULL)
        return ul_cli_fail (cli, error);
    g_autoptr (UlPlan) plan = ul_cli_preview (cli, session, spec, &status);
    if (plan == NULL)
        return status;
    return run_known (cli, session, spec, plan);
}

static const GOptionEntry *const entries[] = { ul_cli_dry_run_entries, ul_cli_range_entries,
                                               ul_cli_keep_entries,    ul_cli_report_entries,
                                               ul_cli_output_entries,  NULL };

const UlCliVerb ul_cli_unprotect = {
    .name = "unprotect",
    .summary = N_ ("Lift the write protection of sectors, and keep everything else"),
    .description =
        N_ ("Of all sectors, or of those of --range. The sector that holds the setting is\n"
            "rewritten; where it is protected itself, everything is read and saved, the chip is\n"
            "erased as a whole, and everything is put back. Sectors that share a protection bit\n"
            "are lifted together; --dry-run tells."),
    .entries = entries,
    .run = run,
};
