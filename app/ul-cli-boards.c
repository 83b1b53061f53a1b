/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boards: the simulated ones. */
#include "ul-cli-files.h"
#include "ul-cli-json.h"
#include "ul-cli-number.h"
#include "ul-cli-report.h"
#include "ul-sim-board.h"
#include "ul-sim-scenario.h"

#include <glib/gi18n.h>

static char *fsec, *fprot, *fopt, *image_name;
static gboolean locked, new_chip;
static GStrv faults;

static const GOptionEntry own_entries[] = {
    { "locked", 0, 0, G_OPTION_ARG_NONE, &locked,
      N_ ("reset: locked, but so that it can be unlocked"), NULL },
    { "fsec", 0, 0, G_OPTION_ARG_STRING, &fsec, N_ ("reset: security byte"), "0xNN" },
    { "fprot", 0, 0, G_OPTION_ARG_STRING, &fprot, N_ ("reset: protection, 0 bits protect"),
      "0xNNNNNNNN" },
    { "fopt", 0, 0, G_OPTION_ARG_STRING, &fopt, N_ ("reset: option byte"), "0xNN" },
    { "image", 0, 0, G_OPTION_ARG_FILENAME, &image_name, N_ ("reset: what the flash holds"),
      N_ ("FILE") },
    { "new-chip", 0, 0, G_OPTION_ARG_NONE, &new_chip,
      N_ ("reset: another board of the kind takes its place, with another chip id"), NULL },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &faults,
      N_ ("reset: something that goes wrong from now on; may be given again"), N_ ("FAULT") },
    { NULL },
};

/* --- list --- */

static void
print_board (const UlCli *cli, const UlSimBoardKind *kind)
{
    g_autofree char *id = g_strdup_printf ("sim:%s", kind->name);

    if (!cli->json) {
        ul_cli_print (cli, "%-14s %-14s %s", kind->name, kind->title, kind->device);
        return;
    }
    JsonObject *line = ul_cli_json_new ("board");
    ul_cli_json_set_text (line, "name", kind->name);
    ul_cli_json_set_text (line, "title", kind->title);
    ul_cli_json_set_text (line, "device", kind->device);
    ul_cli_json_set_text (line, "probe", id);
    ul_cli_json_print (line);
}

static char *
list_faults (void)
{
    GString *text = g_string_new (_ ("Faults that --fault knows:"));

    for (const char *const *pairs = ul_sim_board_faults_list (); pairs[0] != NULL; pairs += 2)
        g_string_append_printf (text, "\n  %-24s %s", pairs[0], pairs[1]);
    return g_string_free (text, FALSE);
}

static int
list (UlCli *cli)
{
    guint n;
    const UlSimBoardKind *kinds = ul_sim_board_get_kinds (&n);

    for (guint i = 0; i < n; i++)
        print_board (cli, &kinds[i]);
    return ul_cli_done (cli);
}

/* --- reset --- */

static gboolean
take_byte (const char *text, const char *option, int *byte, GError **error)
{
    guint32 value;

    if (text == NULL)
        return TRUE;
    if (!ul_cli_parse_number (text, option, 0xFF, &value, error))
        return FALSE;
    *byte = (int) value;
    return TRUE;
}

static gboolean
take_faults (UlSimBoardFaults *wrong, GError **error)
{
    ul_sim_board_faults_init (wrong);
    for (guint i = 0; faults != NULL && faults[i] != NULL; i++)
        if (!ul_sim_board_faults_parse (wrong, faults[i], error))
            return FALSE;
    return TRUE;
}

static gboolean
take_options (UlSimBoardState *state, UlSimBoardFaults *wrong, GError **error)
{
    ul_sim_board_state_init (state);
    state->locked = locked;
    state->new_chip = new_chip;
    state->have_fprot = fprot != NULL;
    if (!take_byte (fsec, "--fsec", &state->fsec, error) ||
        !take_byte (fopt, "--fopt", &state->fopt, error) ||
        (fprot != NULL &&
         !ul_cli_parse_number (fprot, "--fprot", G_MAXUINT32, &state->fprot, error)) ||
        !take_faults (wrong, error))
        return FALSE;
    if (faults != NULL)
        state->faults = wrong;
    return TRUE;
}

static gboolean
reset (const UlSimBoardKind *kind, GError **error)
{
    UlSimBoardState state;
    UlSimBoardFaults wrong;
    g_autoptr (UlImage) image = NULL;

    if (!take_options (&state, &wrong, error))
        return FALSE;
    if (image_name != NULL && (image = ul_cli_load (image_name, error)) == NULL)
        return FALSE;
    state.image = image;
    return ul_sim_board_reset (kind, &state, error);
}

/* --- stories --- */

static void
print_scenario (const UlCli *cli, const UlScenario *scenario)
{
    if (!cli->json) {
        ul_cli_print (cli, "%-14s %-15s %s", scenario->name, scenario->probe_id,
                      _ (scenario->title));
        return;
    }
    JsonObject *line = ul_cli_json_new ("scenario");
    ul_cli_json_set_text (line, "name", scenario->name);
    ul_cli_json_set_text (line, "title", _ (scenario->title));
    ul_cli_json_set_text (line, "story", _ (scenario->story));
    ul_cli_json_set_text (line, "probe", scenario->probe_id);
    ul_cli_json_print (line);
}

static const UlScenario *
find_scenario (const char *name, GError **error)
{
    const UlScenario *scenario;

    for (guint i = 0; (scenario = ul_sim_scenario_get (i)) != NULL; i++)
        if (g_str_equal (scenario->name, name))
            return scenario;
    g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("there is no scenario “%s”"), name);
    return NULL;
}

static void
tell_prepared (const UlCli *cli, const UlScenario *scenario, GPtrArray *files)
{
    g_autoptr (GString) line = g_string_new ("unlatch --probe ");

    g_string_append (line, scenario->probe_id);
    for (guint i = 0; i < files->len; i++)
        g_string_append_printf (line, " %s", g_file_peek_path (files->pdata[i]));
    ul_cli_print (cli, "%s", _ (scenario->story));
    ul_cli_print (cli, "%s", line->str);
}

static int
run_scenario (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) files = NULL;
    const UlScenario *scenario;

    if (cli->args[1] == NULL) {
        for (guint i = 0; (scenario = ul_sim_scenario_get (i)) != NULL; i++)
            print_scenario (cli, scenario);
        return ul_cli_done (cli);
    }
    scenario = find_scenario (cli->args[1], &error);
    if (scenario == NULL || (files = ul_sim_scenario_prepare (scenario, &error)) == NULL)
        return ul_cli_fail (cli, error);
    tell_prepared (cli, scenario, files);
    return ul_cli_done (cli);
}

/* --- one board --- */

static gboolean
is_away (const UlCli *cli)
{
    return g_str_equal (cli->args[0], "remove");
}

static const UlSimBoardKind *
find_kind (UlCli *cli, GError **error)
{
    const UlSimBoardKind *kind = NULL;
    const char *name = cli->args[1];

    if (!g_str_equal (cli->args[0], "reset") && !g_str_equal (cli->args[0], "insert") &&
        !is_away (cli))
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("boards does not know “%s”"),
                     cli->args[0]);
    else if (name == NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("boards %s needs: NAME"), cli->args[0]);
    else if ((kind = ul_sim_board_find_kind (name)) == NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("there is no simulated board “%s”"), name);
    return kind;
}

static const char *
get_sentence (const UlCli *cli)
{
    if (g_str_equal (cli->args[0], "reset"))
        return _ ("%s is set back");
    return is_away (cli) ? _ ("%s is off its probe") : _ ("%s is at its probe");
}

static int
run (UlCli *cli)
{
    g_autoptr (GError) error = NULL;

    if (cli->args[0] == NULL || (g_str_equal (cli->args[0], "list") && cli->args[1] == NULL))
        return list (cli);
    if (g_str_equal (cli->args[0], "scenario"))
        return run_scenario (cli);
    const UlSimBoardKind *kind = find_kind (cli, &error);
    if (kind == NULL)
        return ul_cli_fail (cli, error);
    if (g_str_equal (cli->args[0], "reset") ? !reset (kind, &error)
                                            : !ul_sim_board_set_away (kind, is_away (cli), &error))
        return ul_cli_fail (cli, error);
    g_autofree char *sentence = g_strdup_printf (get_sentence (cli), kind->title);
    ul_cli_print (cli, "%s", sentence);
    return ul_cli_done (cli);
}

static const GOptionEntry *const entries[] = { ul_cli_file_entries, own_entries, NULL };

const UlCliVerb ul_cli_boards = {
    .name = "boards",
    .parameters = N_ ("[list | reset NAME | remove NAME | insert NAME | scenario [NAME]]"),
    .summary = N_ ("List the simulated boards, or set one back to a given state"),
    .description = N_ ("Without options, reset makes a board as it is delivered: blank and open.\n"
                       "remove takes a board off its probe, also while another program waits for\n"
                       "the next one; insert puts it back, and reset puts a new one in its place.\n"
                       "scenario lists stories to try, or sets the board of one into the state in\n"
                       "which it begins."),
    .describe_more = list_faults,
    .entries = entries,
    .max_args = 2,
    .run = run,
};
