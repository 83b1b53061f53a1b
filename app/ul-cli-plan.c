/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan: what program would do, without doing it. */
#include "ul-cli-plan.h"

#include "ul-cli-config.h"
#include "ul-cli-files.h"
#include "ul-cli-json.h"
#include "ul-cli-report.h"
#include "ul-cli-series.h"
#include "ul-cli-session.h"
#include "ul-cli-spec.h"
#include "ul-cli-table.h"
#include "ul-words.h"

#include <glib/gi18n.h>

static const char *const kind_nicks[] = {
    [UL_STEP_NONE] = "none",       [UL_STEP_SKIP] = "skip",       [UL_STEP_ERASE] = "erase",
    [UL_STEP_PROGRAM] = "program", [UL_STEP_REWRITE] = "rewrite",
};
static const char *const kind_titles[] = {
    [UL_STEP_NONE] = N_ ("look at"),
    [UL_STEP_SKIP] = N_ ("skip"),
    [UL_STEP_ERASE] = N_ ("erase"),
    [UL_STEP_PROGRAM] = N_ ("program"),
    [UL_STEP_REWRITE] = N_ ("erase and program"),
};
static const char *const reason_nicks[] = {
    [UL_REASON_NONE] = "none",       [UL_REASON_IN_FILE] = "in-file",
    [UL_REASON_MATCHES] = "matches", [UL_REASON_BLANK] = "blank",
    [UL_REASON_RANGE] = "range",     [UL_REASON_PROTECTED] = "protected",
    [UL_REASON_CONFIG] = "config",   [UL_REASON_UNPROTECT] = "unprotect",
    [UL_REASON_KEPT] = "kept",
};

/* --- --json --- */

static void
print_step (const UlStep *step)
{
    JsonObject *line = ul_cli_json_new ("step");

    json_object_set_int_member (line, "address", step->address);
    json_object_set_int_member (line, "size", step->size);
    ul_cli_json_set_text (line, "action", kind_nicks[step->kind]);
    ul_cli_json_set_text (line, "reason", reason_nicks[step->reason]);
    json_object_set_boolean_member (line, "preserves", step->preserves);
    json_object_set_boolean_member (line, "protected", step->was_protected);
    json_object_set_int_member (line, "predicted_us", step->predicted_us);
    ul_cli_json_print (line);
}

/* Of unprotect alone. */
static void
set_lift (JsonObject *line, const UlPlan *plan)
{
    g_auto (GStrv) words = ul_lift_describe (&plan->lift);
    JsonObject *lift = json_object_new ();

    json_object_set_int_member (lift, "freed", plan->lift.n_freed);
    json_object_set_int_member (lift, "along", plan->lift.n_along);
    json_object_set_int_member (lift, "left", plan->lift.n_left);
    json_object_set_boolean_member (lift, "by_mass_erase", plan->lift.by_mass_erase);
    ul_cli_json_set_texts (lift, "words", (const char *const *) words);
    json_object_set_object_member (line, "lift", lift);
}

static void
set_serial (JsonObject *line, const UlJobSpec *spec)
{
    const UlSerial *serial = spec->series != NULL ? ul_series_get_serial (spec->series) : NULL;
    UlCount count;

    if (serial == NULL || !ul_series_read (spec->series, &count, NULL))
        return;
    g_autofree char *text = ul_serial_to_text (serial, count.next);
    ul_cli_json_set_text (line, "serial_number", text);
}

static void
print_json (const UlJobSpec *spec, const UlPlan *plan, const UlProtection *chip)
{
    JsonObject *line = ul_cli_json_new ("plan");
    JsonObject *counts = json_object_new ();

    for (guint i = 0; i < plan->steps->len; i++)
        print_step (&g_array_index (plan->steps, UlStep, i));
    json_object_set_int_member (counts, "skip", plan->n_skip);
    json_object_set_int_member (counts, "erase", plan->n_erase);
    json_object_set_int_member (counts, "program", plan->n_program);
    json_object_set_int_member (counts, "preserve", plan->n_preserve);
    json_object_set_int_member (counts, "protected", plan->n_protected);
    ul_cli_json_set_text (line, "device", plan->device->name);
    json_object_set_boolean_member (line, "erase_all", plan->erase_all);
    json_object_set_object_member (line, "sectors", counts);
    json_object_set_int_member (line, "bytes", (gint64) plan->bytes_to_program);
    json_object_set_int_member (line, "predicted_us", plan->predicted_us);
    json_object_set_boolean_member (line, "power_loss_may_lock", plan->risk != UL_LOCK_RISK_NONE);
    json_object_set_object_member (line, "forecast",
                                   ul_cli_json_from_forecast (&plan->forecast, plan->device));
    if (plan->lift.freed != NULL)
        set_lift (line, plan);
    set_serial (line, spec);
    ul_cli_config_set_json (line, plan, chip);
    ul_cli_json_print (line);
}

/* --- people --- */

static gboolean
are_alike (const UlStep *a, const UlStep *b)
{
    return a->address + a->size == b->address && a->kind == b->kind && a->reason == b->reason &&
           a->preserves == b->preserves;
}

static void
print_run (UlCliTable *table, const UlStep *first, const UlStep *last)
{
    guint n = last->sector - first->sector + 1;
    g_autofree char *range =
        g_strdup_printf ("0x%08X–0x%08X", first->address, last->address + (last->size - 1));
    g_autofree char *count = g_strdup_printf (ngettext ("%4u sector", "%4u sectors", n), n);
    const char *const reasons[] = {
        ul_step_reason_to_text (first->reason),
        first->preserves ? _ ("other bytes are kept") : NULL,
        NULL,
    };
    g_autofree char *reason = ul_words_list_strv (reasons);
    g_autofree char *what =
        /* Translators: what is done to sectors, and why: "skip: already matches" */
        g_strdup_printf (_ ("%s: %s"), _ (kind_titles[first->kind]), reason);

    ul_cli_table_add (table, range, count, what, NULL);
}

static void
print_text (const UlCli *cli, const UlJobSpec *spec, const UlPlan *plan)
{
    static const guint least[] = { 21, 12 };
    g_autoptr (UlCliTable) table = ul_cli_table_new (2, least, G_N_ELEMENTS (least));
    g_autofree char *serial = ul_cli_describe_serial (spec);
    g_autofree char *summary = ul_plan_summarize (plan);
    const UlStep *steps = (const UlStep *) (gpointer) plan->steps->data;

    for (guint i = 0, first = 0; i < plan->steps->len; i++)
        if (i + 1 == plan->steps->len || !are_alike (&steps[i], &steps[i + 1])) {
            print_run (table, &steps[first], &steps[i]);
            first = i + 1;
        }
    ul_cli_table_print (table, cli);
    if (serial != NULL)
        ul_cli_print (cli, "%s", serial);
    ul_cli_print (cli, _ ("%s."), summary);
    ul_cli_print (cli, _ ("Predicted time: %.2f s"), plan->predicted_us / 1e6);
    g_autofree char *risk = ul_plan_describe_risk (plan, UL_LOCK_RISK_ERASE);
    if (risk != NULL)
        ul_cli_print (cli, "%s", risk);
    if (plan->forecast.kind == UL_FORECAST_NO_CHANGE)
        return;
    g_auto (GStrv) words = ul_fcf_describe (plan->device, &plan->forecast.fcf);
    for (guint i = 0; words[i] != NULL; i++)
        ul_cli_print (cli, _ ("After the next reset: %s"), words[i]);
}

static gboolean
would_lock (const GError *error)
{
    return g_error_matches (error, UL_ERROR, UL_ERROR_WOULD_LOCK) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_WOULD_LOCK_FOREVER) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_MIGHT_LOCK_FOREVER);
}

void
ul_cli_print_plan (const UlCli *cli, const UlJobSpec *spec, const UlPlan *plan,
                   const UlProtection *chip)
{
    if (cli->json)
        print_json (spec, plan, chip);
    else {
        print_text (cli, spec, plan);
        ul_cli_config_print (cli, plan, chip);
    }
}

static int
finish (const UlCli *cli, const UlJobSpec *spec, const UlPlan *plan, const UlProtection *chip)
{
    ul_cli_print_plan (cli, spec, plan, chip);
    return ul_cli_done (cli);
}

/* Of a file that would lock the chip, the settings are shown all the same: they are the reason. */
static int
fail (const UlCli *cli, const UlPlan *as_file, const UlProtection *chip, const GError *error)
{
    if (as_file != NULL && cli->json) {
        JsonObject *line = ul_cli_json_new ("config");
        ul_cli_config_set_json (line, as_file, chip);
        ul_cli_json_print (line);
    } else if (as_file != NULL)
        ul_cli_config_print (cli, as_file, chip);
    return ul_cli_fail (cli, error);
}

/* As if it had been agreed to. */
static UlJobSpec *
agree (const UlJobSpec *spec)
{
    UlJobSpec *agreed = ul_job_spec_copy (spec);

    agreed->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    agreed->lock_forever_confirmed = TRUE;
    agreed->skip_protected = TRUE;
    return agreed;
}

static int
plan_for_chip (UlCli *cli, const UlJobSpec *spec)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlSession) session = ul_cli_open_session (cli, &error);
    g_autoptr (UlJobSpec) look = ul_job_spec_new (UL_JOB_CONNECT);

    if (session == NULL)
        return ul_cli_fail (cli, error);
    g_autoptr (UlJobResult) looked = ul_cli_run_job (cli, session, look);
    gboolean locked = ul_session_get_chip (session)->state == UL_SESSION_LOCKED;
    if (!looked->ok && !(locked && (spec->unlock_first || spec->unlock_if_locked)))
        return ul_cli_report_job (cli, session, looked, "");
    const UlProtection *chip = &ul_session_get_chip (session)->protection;
    g_autoptr (UlPlan) plan = ul_session_preview (session, spec, &error);
    if (plan != NULL)
        return finish (cli, spec, plan, chip);
    g_autoptr (UlJobSpec) agreed = agree (spec);
    g_autoptr (UlPlan) as_file =
        would_lock (error) ? ul_session_preview (session, agreed, NULL) : NULL;
    return fail (cli, as_file, chip, error);
}

static UlPlan *
plan_for_device (const UlDevice *device, const UlJobSpec *spec, GError **error)
{
    if (device->support[UL_ACTION_PROGRAM] == UL_SUPPORT_NONE) {
        g_set_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                     _ ("%s is known by name only and cannot be programmed yet"), device->name);
        return NULL;
    }
    return ul_plan_new (device, spec, NULL, NULL, NULL, NULL, error);
}

static int
run (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) spec = ul_cli_make_spec (cli, UL_JOB_PROGRAM, &error);

    if (spec == NULL)
        return ul_cli_fail (cli, error);
    if (cli->probe_id != NULL || cli->device == NULL)
        return plan_for_chip (cli, spec);
    g_autoptr (UlPlan) plan = plan_for_device (cli->device, spec, &error);
    if (plan != NULL)
        return finish (cli, spec, plan, NULL);
    g_autoptr (UlJobSpec) agreed = agree (spec);
    g_autoptr (UlPlan) as_file =
        would_lock (error) ? plan_for_device (cli->device, agreed, NULL) : NULL;
    return fail (cli, as_file, NULL, error);
}

static const GOptionEntry *const entries[] = { ul_cli_file_entries, ul_cli_plan_entries,
                                               ul_cli_skip_entries, ul_cli_series_entries, NULL };

const UlCliVerb ul_cli_plan = {
    .name = "plan",
    .parameters = N_ ("FILE…"),
    .summary = N_ ("Show what program would do to each sector, and why"),
    .description = N_ ("With --device and without --probe, for a chip of which nothing is known."),
    .describe_more = ul_cli_describe_places,
    .entries = entries,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .takes_files = TRUE,
    .run = run,
};
