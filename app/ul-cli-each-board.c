/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --each-board: board after board, by itself. */
#include "ul-cli-each-board.h"

#include "ul-cli-report.h"
#include "ul-cli-session.h"
#include "ul-each-board.h"

#include <glib/gi18n.h>

typedef struct {
    UlCli *cli;
    UlSession *session;
    UlJobSpec *spec;
    UlCliConfirm confirm;
    UlEachBoard boards;
} Series;

/* What the profile wants of a board is wanted of each. */
static gboolean
check_board (Series *series, GError **error)
{
    UlProfile *profile = series->cli->profile;
    const UlChip *chip = ul_session_get_chip (series->session);

    return profile == NULL ||
           ul_profile_check_target (profile, chip->ids.sdid, chip->probe.vtref_mv, error);
}

static gboolean
may_begin (Series *series, const UlJobResult *looked, int *status)
{
    g_autoptr (GError) error = NULL;
    gboolean asks = series->boards.n_done == 0 && !series->cli->yes;

    if (ul_each_board_check (&series->boards, series->session, looked, series->spec, &error) &&
        check_board (series, &error) &&
        (!asks || series->confirm (series->cli, series->session, series->spec, &error)))
        return TRUE;
    *status = error != NULL ? ul_cli_fail (series->cli, error)
                            : ul_cli_report_job (series->cli, series->session, looked, "");
    return FALSE;
}

static UlJobResult *
look_at_next (Series *series)
{
    g_autoptr (UlJobSpec) look = ul_each_board_new_look (&series->boards);
    UlJobResult *looked = ul_cli_run_job (series->cli, series->session, look);

    while (ul_each_board_is_same (&series->boards, looked)) {
        ul_cli_note ("%s", ul_each_board_get_same_guidance ());
        ul_job_result_free (looked);
        looked = ul_cli_run_job (series->cli, series->session, look);
    }
    return looked;
}

/* Returns: whether it is done */
static gboolean
do_board (Series *series, int *status)
{
    g_autoptr (UlJobResult) looked = look_at_next (series);

    if (!may_begin (series, looked, status))
        return FALSE;
    g_autoptr (UlJobResult) result = ul_cli_run_job (series->cli, series->session, series->spec);
    *status =
        ul_cli_report_job (series->cli, series->session, result, ul_job_result_get_title (result));
    if (result->counted) {
        g_autofree char *tally = ul_series_describe_tally (&result->count);
        ul_cli_print (series->cli, "%s", tally);
    }
    return ul_each_board_take (&series->boards, series->session, result);
}

int
ul_cli_run_each_board (UlCli *cli, UlSession *session, UlJobSpec *spec, guint n_boards,
                       UlCliConfirm confirm)
{
    Series series = { cli, session, spec, confirm, { 0 } };
    int status = UL_CLI_DONE;

    if (spec->unlock_first) {
        g_autoptr (GError) error = g_error_new_literal (
            UL_ERROR, UL_ERROR_USAGE,
            _ ("--unlock is for a board that somebody looks at; --unlock-if-locked is for each"));
        return ul_cli_fail (cli, error);
    }
    while (do_board (&series, &status) && series.boards.n_done != n_boards)
        ;
    ul_each_board_clear (&series.boards);
    return status;
}
