/* SPDX-License-Identifier: GPL-2.0-or-later */
/* blank: whether the flash is erased. */
#include "ul-cli-output.h"
#include "ul-cli-job-report.h"
#include "ul-cli-report.h"
#include "ul-cli-session.h"
#include "ul-cli-spec.h"

#include <glib/gi18n.h>

static int
run (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_BLANK_CHECK);
    g_autoptr (UlSession) session = NULL;
    gboolean has_range;

    spec->scope = UL_SCOPE_ALL;
    if (ul_cli_get_range (spec, &has_range, &error))
        session = ul_cli_open_session (cli, &error);
    if (session == NULL)
        return ul_cli_fail (cli, error);
    g_autoptr (UlJobResult) result = ul_cli_run_job (cli, session, spec);
    return ul_cli_report_job (cli, session, result, ul_job_result_get_title (result));
}

static const GOptionEntry *const entries[] = { ul_cli_range_entries, ul_cli_report_entries,
                                               ul_cli_output_entries, NULL };

const UlCliVerb ul_cli_blank = {
    .name = "blank",
    .summary = N_ ("Check whether the flash is erased"),
    .description =
        N_ ("All of it, or the sectors of --range. Changes nothing. A sector that holds data\n"
            "ends with 6, and the first one is named. In the configuration field, what a mass\n"
            "erase leaves there counts as erased: FSEC 0xFE, unsecured."),
    .entries = entries,
    .run = run,
};
