/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a verb ends, when it is not a job with a result of its own. */
#include "ul-cli-report.h"

#include "ul-cli-json.h"
#include "ul-config.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* What the window's button is on the command line. */
static const char *
get_hint (const UlCli *cli, UlErrorCode code, UlRemedy remedy)
{
    switch (remedy) {
    case UL_REMEDY_UNLOCK:
        return _ (
            "Here: “unlatch-cli unlock”, or “program --unlock FILE”; with --device NAME where "
            "the chip hides what it is.");
    case UL_REMEDY_LIFT_PROTECTION:
        return _ ("Here: “unlatch-cli unprotect” keeps all else; --unlock erases everything first, "
                  "--skip-protected leaves them out.");
    case UL_REMEDY_KEEP_UNLOCKED:
        if (code == UL_ERROR_WOULD_LOCK_FOREVER)
            return _ ("Here: --keep-unlocked changes the lock byte so that the chip stays open, "
                      "--lock-forever with the chip's name writes what the file says.");
        return _ ("Here: --keep-unlocked changes the lock byte so that the chip stays open, "
                  "--lock-as-file writes what the file says.");
    case UL_REMEDY_CATCH:
        return _ ("Here: --catch tries until it is met, with the help of the reset button or the "
                  "power switch.");
    case UL_REMEDY_CHECK_UNDER_RESET:
        return cli->under_reset ? NULL
                                : _ ("Here: --under-reset connects while the chip is held in "
                                     "reset; that needs the RESET line.");
    case UL_REMEDY_LOWER_SPEED:
        return _ ("Here: --speed 1000.");
#ifdef UL_HAVE_SIMULATOR
    case UL_REMEDY_TRY_SIMULATED:
        return _ ("Here: “unlatch-cli probes” lists them; --probe sim:frdm-kl25z is a simulated "
                  "board.");
#endif
    case UL_REMEDY_RESUME:
        return _ (
            "Here: the same command again goes on where it stopped; what is done is skipped.");
    case UL_REMEDY_USE_FOUND_CHIP:
    case UL_REMEDY_CHOOSE_CHIP:
        return _ ("Here: --device NAME; “unlatch-cli devices” lists the names.");
    default:
        return NULL;
    }
}

void
ul_cli_print_problem (const UlCli *cli, const UlProblem *problem)
{
    const char *hint = get_hint (cli, problem->code, problem->remedy);

    if (hint == NULL)
        hint = get_hint (cli, problem->code, problem->second);

    fflush (stdout);
    ul_cli_note ("unlatch-cli: %s", problem->title);
    if (*problem->cause != '\0')
        ul_cli_note ("  %s", problem->cause);
    if (problem->has_where && problem->size == 1)
        ul_cli_note (_ ("  Where: 0x%08X"), problem->address);
    else if (problem->has_where)
        ul_cli_note (_ ("  Where: 0x%08X–0x%08X"), problem->address,
                     problem->address + (problem->size - 1));
    ul_cli_note ("  %s", problem->advice);
    if (hint != NULL)
        ul_cli_note ("  %s", hint);
    for (guint i = 0; cli->verbose && problem->details != NULL && problem->details[i] != NULL;
         i += 2)
        ul_cli_note ("  %s: %s", problem->details[i], problem->details[i + 1]);
}

static JsonObject *
make_result (int exit_status)
{
    JsonObject *result = ul_cli_json_new ("result");

    json_object_set_boolean_member (result, "ok", exit_status == UL_CLI_DONE);
    json_object_set_int_member (result, "exit", exit_status);
    return result;
}

int
ul_cli_done (const UlCli *cli)
{
    if (cli->json)
        ul_cli_json_print (make_result (UL_CLI_DONE));
    return UL_CLI_DONE;
}

int
ul_cli_fail_with (const UlCli *cli, const UlProblem *problem)
{
    ul_cli_print_problem (cli, problem);
    if (cli->json) {
        JsonObject *result = make_result (problem->exit_status);
        json_object_set_object_member (result, "problem", ul_cli_json_from_problem (problem));
        ul_cli_json_print (result);
    }
    return problem->exit_status;
}

int
ul_cli_fail (const UlCli *cli, const GError *error)
{
    g_autoptr (UlProblem) problem = ul_problem_new (error);

    return ul_cli_fail_with (cli, problem);
}
