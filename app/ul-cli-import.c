/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import: the projects of other programs as profiles. Needs neither probe nor chip. */
#include "ul-cli-json.h"
#include "ul-cli-output.h"
#include "ul-cli-report.h"

#include <glib/gi18n.h>

static char *output;

static const GOptionEntry own_entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Where the profile goes"),
      N_ ("FILE") },
    { NULL },
};

static void
tell (const UlCli *cli, UlProfile *profile)
{
    const char *const *warnings = ul_profile_get_warnings (profile);

    if (!cli->json) {
        for (guint i = 0; warnings[i] != NULL; i++)
            ul_cli_note ("%s", warnings[i]);
        ul_cli_print (cli, _ ("%s has been written"), output);
        return;
    }
    JsonObject *line = ul_cli_json_new ("profile");
    JsonArray *left_out = json_array_new ();
    for (guint i = 0; warnings[i] != NULL; i++)
        json_array_add_string_element (left_out, warnings[i]);
    ul_cli_json_set_text (line, "file", output);
    json_object_set_array_member (line, "warnings", left_out);
    ul_cli_json_print (line);
}

static int
run (UlCli *cli)
{
    g_autoptr (GFile) from = g_file_new_for_commandline_arg (cli->args[0]);
    g_autoptr (GFile) to = output != NULL ? g_file_new_for_commandline_arg (output) : NULL;
    g_autoptr (UlProfile) profile = NULL;
    g_autoptr (GError) error = NULL;

    if (to == NULL)
        g_set_error_literal (&error, UL_ERROR, UL_ERROR_USAGE, _ ("import needs: --output FILE"));
    else if (ul_cli_check_output (output, &error))
        profile = ul_profile_import (from, NULL, &error);
    if (profile == NULL || !ul_profile_save (profile, to, NULL, &error))
        return ul_cli_fail (cli, error);
    tell (cli, profile);
    return ul_cli_done (cli);
}

static const GOptionEntry *const entries[] = { own_entries, ul_cli_output_entries, NULL };

const UlCliVerb ul_cli_import = {
    .name = "import",
    .parameters = N_ ("FILE"),
    .summary = N_ ("Make a profile of a J-Flash project or a J-Link script"),
    .description =
        N_ ("Takes over what a J-Flash project (.jflash) or a script of J-Link Commander\n"
            "(.jlink) says in words that profiles have too, and lists the rest."),
    .entries = entries,
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
