/* SPDX-License-Identifier: GPL-2.0-or-later */
/* probes: what --probe can be. */
#include "ul-cli-json.h"
#include "ul-cli-report.h"
#include "ul-probes.h"
#include "ul-words.h"

#include <glib/gi18n.h>

static const char *const kind_nicks[] = {
    [UL_PROBE_KIND_SIMULATED] = "simulated",
    [UL_PROBE_KIND_JLINK] = "jlink",
    [UL_PROBE_KIND_CMSIS_DAP] = "cmsis-dap",
};

static void
print_json (const UlProbeInfo *info)
{
    JsonObject *line = ul_cli_json_new ("probe");

    ul_cli_json_set_text (line, "id", info->id);
    ul_cli_json_set_text (line, "kind", kind_nicks[info->kind]);
    ul_cli_json_set_text (line, "name", info->name);
    ul_cli_json_set_text (line, "serial", info->serial);
    ul_cli_json_set_text (line, "location", info->location);
    ul_cli_json_set_text (line, "device", info->device_hint);
    ul_cli_json_set_text (line, "trouble", info->trouble);
    ul_cli_json_print (line);
}

static void
print_text (const UlCli *cli, const UlProbeInfo *info)
{
    const char *parts[4] = { info->name };
    guint n = 1;

    if (info->location != NULL)
        parts[n++] = info->location;
    if (info->trouble != NULL)
        parts[n++] = info->trouble;
    g_autofree char *list = ul_words_list_strv (parts);
    ul_cli_print (cli, "%-24s %s", info->id, list);
}

static int
run (UlCli *cli)
{
    g_autoptr (UlProbeSource) probes = ul_probes_new_complete ();
    guint n = g_list_model_get_n_items (G_LIST_MODEL (probes));

    for (guint i = 0; i < n; i++) {
        g_autoptr (UlProbe) probe = g_list_model_get_item (G_LIST_MODEL (probes), i);
        if (cli->json)
            print_json (ul_probe_get_info (probe));
        else
            print_text (cli, ul_probe_get_info (probe));
    }
    if (n == 0)
        ul_cli_print (cli, "%s", _ ("No debug probe found"));
    return ul_cli_done (cli);
}

const UlCliVerb ul_cli_probes = {
    .name = "probes",
    .summary = N_ ("List the debug probes and simulated boards"),
    .description = N_ ("The first word of each line is what --probe takes. No probe is opened."),
    .run = run,
};
