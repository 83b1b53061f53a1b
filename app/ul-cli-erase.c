/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unlock and erase. */
#include "ul-cli-ask.h"
#include "ul-cli-dry-run.h"
#include "ul-cli-key.h"
#include "ul-cli-output.h"
#include "ul-cli-job-report.h"
#include "ul-cli-report.h"
#include "ul-cli-risk.h"
#include "ul-cli-session.h"
#include "ul-cli-spec.h"

#include <glib/gi18n.h>

static int
ask_and_run (UlCli *cli, const UlJobSpec *spec, const char *question, const char *done)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlSession) session = NULL;

    if (ul_cli_check_can_ask (cli, &error))
        session = ul_cli_open_session (cli, &error);
    if (session != NULL)
        ul_cli_look_for_risk (cli, session, spec);
    if (session == NULL || !ul_cli_confirm (cli, question, &error))
        return ul_cli_fail (cli, error);
    g_autoptr (UlJobResult) result = ul_cli_run_job (cli, session, spec);
    return ul_cli_report_job (cli, session, result, done);
}

/* --- unlock --- */

static int
run_unlock (UlCli *cli)
{
    if (ul_cli_has_key ())
        return ul_cli_tell_about_key (cli);

    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) spec = ul_cli_make_unlock_spec (cli, &error);

    if (spec == NULL)
        return ul_cli_fail (cli, error);
    return ask_and_run (cli, spec, _ ("Unlocking erases everything on the chip. Go on?"),
                        _ ("Unlocked: after a reset the chip is unsecured, unprotected and blank"));
}

static const GOptionEntry *const unlock_entries[] = { ul_cli_keep_entries, ul_cli_key_entries,
                                                      ul_cli_report_entries, ul_cli_output_entries,
                                                      NULL };

const UlCliVerb ul_cli_unlock = {
    .name = "unlock",
    .summary = N_ ("Unlock the chip, which erases everything on it"),
    .description =
        N_ ("Mass erase, FSEC made permanent, reset, fresh connection, and proof that the\n"
            "chip is unsecured, unprotected and blank. A chip whose mass erase is disabled\n"
            "is told so, and nothing is tried. The backdoor key opens a chip from inside only:\n"
            "--key tells what it is good for here, and erases nothing."),
    .entries = unlock_entries,
    .run = run_unlock,
};

/* --- erase --- */

static gboolean whole_chip;

static const GOptionEntry erase_own_entries[] = {
    { "chip", 0, 0, G_OPTION_ARG_NONE, &whole_chip, N_ ("Erase the whole chip"), NULL },
    { NULL },
};

static int
run_erase (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) spec = ul_cli_make_erase_spec (cli, whole_chip, &error);

    if (spec == NULL)
        return ul_cli_fail (cli, error);
    if (ul_cli_is_dry_run ())
        return ul_cli_run_dry (cli, spec);
    return ask_and_run (cli, spec,
                        whole_chip ? _ ("Everything on the chip will be erased. Go on?")
                                   : _ ("All sectors of the range will be erased. Go on?"),
                        _ ("Erased"));
}

static const GOptionEntry *const erase_entries[] = { erase_own_entries,     ul_cli_dry_run_entries,
                                                     ul_cli_range_entries,  ul_cli_skip_entries,
                                                     ul_cli_keep_entries,   ul_cli_report_entries,
                                                     ul_cli_output_entries, NULL };

const UlCliVerb ul_cli_erase = {
    .name = "erase",
    .summary = N_ ("Erase the whole chip, or the sectors of a range"),
    .description =
        N_ ("An erased configuration field would lock the chip at the next reset, so its\n"
            "FSEC is written as 0xFE, unsecured."),
    .entries = erase_entries,
    .run = run_erase,
};
