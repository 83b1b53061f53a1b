/* SPDX-License-Identifier: GPL-2.0-or-later */
/* program and verify. */
#include "ul-cli-ask.h"
#include "ul-cli-each-board.h"
#include "ul-cli-files.h"
#include "ul-cli-output.h"
#include "ul-cli-job-report.h"
#include "ul-cli-report.h"
#include "ul-cli-risk.h"
#include "ul-cli-series.h"
#include "ul-cli-session.h"
#include "ul-cli-spec.h"

#include <glib/gi18n.h>

/* --- what is asked before --- */

static gboolean
would_lock_forever (const UlJobSpec *spec, const GError *error)
{
    return g_error_matches (error, UL_ERROR, UL_ERROR_WOULD_LOCK_FOREVER) &&
           spec->lock_bytes == UL_LOCK_BYTES_AS_FILE && !spec->lock_forever_confirmed;
}

static gboolean
confirm_lock (UlSession *session, UlJobSpec *spec, GError **error)
{
    g_autofree char *label = ul_device_get_label (ul_session_get_device (session));
    g_autofree char *question = g_strdup_printf (
        _ ("This locks the chip for ever; no tool can undo it. Type %s to go on:"), label);

    spec->lock_forever_confirmed = ul_cli_confirm_typed (question, label, error);
    return spec->lock_forever_confirmed;
}

static UlPlan *
preview (UlSession *session, UlJobSpec *spec, GError **error)
{
    g_autoptr (GError) local = NULL;
    UlPlan *plan = ul_session_preview (session, spec, &local);

    if (plan != NULL)
        return plan;
    if (!would_lock_forever (spec, local)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return NULL;
    }
    return confirm_lock (session, spec, error) ? ul_session_preview (session, spec, error) : NULL;
}

/* Shows the plan, so that people know what they say yes to. */
static gboolean
confirm (UlCli *cli, UlSession *session, UlJobSpec *spec, GError **error)
{
    g_autoptr (UlPlan) plan = preview (session, spec, error);
    g_autofree char *serial = ul_cli_describe_serial (spec);

    if (plan == NULL)
        return FALSE;
    g_autofree char *summary = ul_plan_summarize (plan);
    if (serial != NULL)
        ul_cli_note ("%s", serial);
    ul_cli_note (_ ("%s."), summary);
    ul_cli_note_risk (plan);
    return ul_cli_confirm (cli,
                           spec->unlock_first || spec->unlock_if_locked
                               ? _ ("All that is on the chip may be lost. Go on?")
                               : _ ("Go on?"),
                           error);
}

static gboolean
ask (UlCli *cli, UlSession *session, UlJobSpec *spec, int *status)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) look = ul_job_spec_new (UL_JOB_CONNECT);
    g_autoptr (UlJobResult) looked = ul_cli_run_job (cli, session, look);

    if (!looked->ok && !spec->unlock_first && !spec->unlock_if_locked) {
        *status = ul_cli_report_job (cli, session, looked, "");
        return FALSE;
    }
    if (confirm (cli, session, spec, &error))
        return TRUE;
    *status = ul_cli_fail (cli, error);
    return FALSE;
}

/* --- program --- */

static int
run_program (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) spec = NULL;
    g_autoptr (UlSession) session = NULL;
    gboolean each_board;
    guint n_boards;
    int status;

    if (ul_cli_check_can_ask (cli, &error) &&
        ul_cli_wants_each_board (&each_board, &n_boards, &error))
        spec = ul_cli_make_spec (cli, UL_JOB_PROGRAM, &error);
    if (spec != NULL)
        session = ul_cli_open_session (cli, &error);
    if (session == NULL)
        return ul_cli_fail (cli, error);
    if (each_board)
        return ul_cli_run_each_board (cli, session, spec, n_boards, confirm);
    if (!cli->yes && !ask (cli, session, spec, &status))
        return status;

    g_autoptr (UlJobResult) result = ul_cli_run_job (cli, session, spec);
    return ul_cli_report_job (cli, session, result, ul_job_result_get_title (result));
}

static const GOptionEntry *const program_entries[] = { ul_cli_file_entries,
                                                       ul_cli_plan_entries,
                                                       ul_cli_skip_entries,
                                                       ul_cli_write_entries,
                                                       ul_cli_compare_entries,
                                                       ul_cli_keep_entries,
                                                       ul_cli_series_entries,
                                                       ul_cli_boards_entries,
                                                       ul_cli_report_entries,
                                                       ul_cli_output_entries,
                                                       NULL };

const UlCliVerb ul_cli_program = {
    .name = "program",
    .parameters = N_ ("FILE…"),
    .summary = N_ ("Program files into the chip and verify them"),
    .description = N_ (
        "Sectors that already match are skipped. Bytes of a sector that no file defines are\n"
        "kept. Several files are put together; two values for one address are an error.\n"
        "Protected sectors, a file that does not fit and one that would lock the chip are told\n"
        "before anything is touched."),
    .describe_more = ul_cli_describe_places,
    .entries = program_entries,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .takes_files = TRUE,
    .run = run_program,
};

/* --- verify --- */

static int
run_verify (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) spec = ul_cli_make_spec (cli, UL_JOB_VERIFY, &error);
    g_autoptr (UlSession) session = spec != NULL ? ul_cli_open_session (cli, &error) : NULL;

    if (session == NULL)
        return ul_cli_fail (cli, error);
    g_autoptr (UlJobResult) result = ul_cli_run_job (cli, session, spec);
    return ul_cli_report_job (cli, session, result, _ ("The chip holds what the file says"));
}

static const GOptionEntry *const verify_entries[] = { ul_cli_file_entries, ul_cli_compare_entries,
                                                      ul_cli_report_entries, ul_cli_output_entries,
                                                      NULL };

const UlCliVerb ul_cli_verify = {
    .name = "verify",
    .parameters = N_ ("FILE…"),
    .summary = N_ ("Compare the chip with files"),
    .description = N_ ("Changes nothing. A difference ends with 6 and names the first address."),
    .describe_more = ul_cli_describe_places,
    .entries = verify_entries,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .takes_files = TRUE,
    .run = run_verify,
};
