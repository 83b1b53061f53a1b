/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explain: what the log of another program says is wrong. Needs no probe. */
#include "ul-cli-files.h"
#include "ul-cli-json.h"
#include "ul-cli-report.h"
#include "ul-explain.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <unistd.h>

static GInputStream *
open_log (const char *name, GError **error)
{
    if (name == NULL || g_str_equal (name, "-"))
        return g_unix_input_stream_new (STDIN_FILENO, FALSE);
    g_autoptr (GFile) file = ul_cli_get_file (name);
    return G_INPUT_STREAM (g_file_read (file, NULL, error));
}

static JsonArray *
make_evidence (const GPtrArray *evidence)
{
    JsonArray *array = json_array_new ();

    for (guint i = 0; i < evidence->len; i++) {
        const UlEvidence *from = evidence->pdata[i];
        JsonObject *object = json_object_new ();
        ul_cli_json_set_text (object, "tool", from->tool);
        json_object_set_int_member (object, "line", from->line);
        json_object_set_int_member (object, "count", from->count);
        ul_cli_json_set_text (object, "text", from->quote);
        json_array_add_object_element (array, object);
    }
    return array;
}

static void
print_json (const UlExplanation *explanation)
{
    for (guint i = 0; i < explanation->findings->len; i++) {
        const UlFinding *finding = explanation->findings->pdata[i];
        JsonObject *line = ul_cli_json_new ("finding");
        json_object_set_object_member (line, "problem",
                                       ul_cli_json_from_problem (finding->problem));
        json_object_set_array_member (line, "evidence", make_evidence (finding->evidence));
        ul_cli_json_set_text (line, "here", finding->here);
        json_object_set_boolean_member (line, "follows", finding->follows);
        ul_cli_json_print (line);
    }
    JsonObject *line = ul_cli_json_new ("log");
    ul_cli_json_set_text (line, "device",
                          explanation->device != NULL ? explanation->device->name : NULL);
    json_object_set_int_member (line, "lines", explanation->n_lines);
    json_object_set_boolean_member (line, "cut", explanation->cut);
    ul_cli_json_print (line);
}

static int
run (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GInputStream) stream = open_log (cli->args[0], &error);
    g_autoptr (GBytes) log = stream != NULL ? ul_explain_read (stream, NULL, &error) : NULL;

    if (log == NULL)
        return ul_cli_fail (cli, error);
    g_autoptr (UlExplanation) explanation =
        ul_explain_log (g_bytes_get_data (log, NULL), g_bytes_get_size (log));
    if (cli->json)
        print_json (explanation);
    else {
        g_autofree char *text = ul_explanation_to_text (explanation);
        ul_cli_print_text (text);
    }
    error = ul_explanation_to_error (explanation);
    return error != NULL ? ul_cli_fail (cli, error) : ul_cli_done (cli);
}

const UlCliVerb ul_cli_explain = {
    .name = "explain",
    .parameters = N_ ("[FILE|-]"),
    .summary = N_ ("Tell what the log of another program says is wrong"),
    .description = N_ (
        "Recognises messages of J-Link Commander, J-Flash, SEGGER's GDB server, OpenOCD, pyOCD,\n"
        "P&E, CodeWarrior, MCUXpresso and others in a file or on standard input, and tells the\n"
        "cause, the remedy, and what this program does about it. What the rest follows from comes\n"
        "first. Needs no probe. Ends with 9 when nothing is recognised."),
    .max_args = 1,
    .run = run,
};
