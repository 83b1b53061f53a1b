/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a job ended. */
#include "ul-cli-json.h"
#include "ul-cli-report.h"
#include "ul-cli-session.h"

#include <glib/gi18n.h>

#define EXIT_ELSE 9 /* a job that ended badly and cannot say why */

static int
get_exit_status (const UlJobResult *result)
{
    if (result->ok)
        return UL_CLI_DONE;
    return result->problem != NULL ? result->problem->exit_status : EXIT_ELSE;
}

static JsonObject *
make_counts (const UlJobResult *result)
{
    JsonObject *counts = json_object_new ();

    json_object_set_int_member (counts, "skipped", result->n_skipped);
    json_object_set_int_member (counts, "erased", result->n_erased);
    json_object_set_int_member (counts, "programmed", result->n_programmed);
    json_object_set_int_member (counts, "verified", result->n_verified);
    json_object_set_int_member (counts, "preserved", result->n_preserved);
    return counts;
}

/* Whole milliseconds of the probe's clock. */
static JsonObject *
make_times (const UlJobResult *result)
{
    JsonObject *times = json_object_new ();

    for (guint i = 0; i < UL_N_PHASES; i++)
        json_object_set_int_member (times, ul_phase_to_nick (i), (result->time_us[i] + 500) / 1000);
    json_object_set_int_member (times, "total", (result->total_us + 500) / 1000);
    return times;
}

static void
print_json (UlSession *session, const UlJobResult *result)
{
    JsonObject *line = ul_cli_json_new ("result");

    json_object_set_boolean_member (line, "ok", result->ok);
    json_object_set_int_member (line, "exit", get_exit_status (result));
    json_object_set_object_member (line, "sectors", make_counts (result));
    json_object_set_int_member (line, "left_out", result->n_left_out);
    if (result->kind == UL_JOB_UNPROTECT)
        json_object_set_int_member (line, "freed", result->n_freed);
    json_object_set_int_member (line, "bytes", (gint64) result->bytes);
    json_object_set_object_member (line, "time_ms", make_times (result));
    if (result->have_protection)
        json_object_set_object_member (
            line, "protection", ul_cli_json_from_protection (&result->protection, result->device));
    else
        json_object_set_null_member (line, "protection");
    ul_cli_json_set_text (line, "device", result->device != NULL ? result->device->name : NULL);
    ul_cli_json_set_text (line, "chip_id", result->chip_id);
    ul_cli_json_set_text (line, "backup", result->backup);
    if (result->serial_number != NULL)
        ul_cli_json_set_text (line, "serial_number", result->serial_number);
    ul_cli_json_set_text (line, "tally", result->tally);
    if (result->counted) {
        JsonObject *count = json_object_new ();
        json_object_set_int_member (count, "done", (gint64) result->count.done);
        json_object_set_int_member (count, "failed", (gint64) result->count.failed);
        json_object_set_object_member (line, "series", count);
    }
    if (ul_probe_is_simulated (ul_session_get_probe (session)))
        json_object_set_int_member (line, "virtual_us", result->total_us);
    if (result->problem != NULL)
        json_object_set_object_member (line, "problem", ul_cli_json_from_problem (result->problem));
    ul_cli_json_print (line);
}

/* On standard error, whoever reads the output: no script shall take it for the whole. */
static void
tell_left_out (const UlJobResult *result)
{
    g_autofree char *left_out = ul_job_result_describe_left_out (result);

    if (left_out != NULL)
        ul_cli_note (_ ("Note: %s"), left_out);
}

int
ul_cli_report_job (UlCli *cli, UlSession *session, const UlJobResult *result, const char *done)
{
    g_autofree char *line = ul_job_result_describe (result);

    if (result->problem != NULL)
        ul_cli_print_problem (cli, result->problem);
    if (result->tally != NULL)
        ul_cli_note ("  %s", result->tally);
    tell_left_out (result);
    if (cli->json) {
        print_json (session, result);
        return get_exit_status (result);
    }
    if (result->ok)
        ul_cli_print (cli, "%s", done);
    ul_cli_print (cli, "%s", line);
    if (result->ok && result->serial_number != NULL)
        ul_cli_print (cli, _ ("Serial number %s"), result->serial_number);
    if (result->backup != NULL && result->kind == UL_JOB_UNPROTECT && !result->ok)
        ul_cli_print (cli,
                      _ ("What the chip held, without the protection: “unlatch-cli restore %s”"),
                      result->backup);
    else if (result->backup != NULL)
        ul_cli_print (cli, _ ("What was there before is kept: “unlatch-cli restore %s”"),
                      result->backup);
    return get_exit_status (result);
}
