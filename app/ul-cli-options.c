/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: which verb, with which options. */
#include "ul-cli.h"

#include "ul-cli-report.h"
#include "ul-config.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

static gboolean
print_version (const char *name, const char *value, gpointer data, GError **error)
{
    g_print ("unlatch-cli %s\n", UL_VERSION);
    exit (UL_CLI_DONE);
}

static UlCli common; /* what GOption fills in; given away once it is complete */

static const GOptionEntry common_entries[] = {
    { "probe", 'p', 0, G_OPTION_ARG_STRING, &common.probe_id,
      N_ ("Use this probe: sim:frdm-kl25z, jlink:SERIAL, …"), N_ ("ID") },
    { "device", 'd', 0, G_OPTION_ARG_STRING, &common.device_name,
      N_ ("Work with this chip instead of identifying it"), N_ ("NAME") },
    { "speed", 's', 0, G_OPTION_ARG_INT, &common.speed_khz, N_ ("Clock of SWD, 4000 by default"),
      N_ ("kHz") },
    { "catch", 0, 0, G_OPTION_ARG_NONE, &common.catches,
      N_ ("Try until a chip is met that keeps resetting or takes the debug pins"), NULL },
    { "under-reset", 0, 0, G_OPTION_ARG_NONE, &common.under_reset,
      N_ ("Connect while the chip is held in reset"), NULL },
    { "power", 0, 0, G_OPTION_ARG_NONE, &common.power,
      N_ ("Have the probe power a board without its own supply until the verb is done"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &common.json,
      N_ ("Print one JSON object per line; the log goes to standard error"), NULL },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &common.profile_name,
      N_ ("Take files and settings from this project; options go first"), N_ ("FILE") },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &common.yes,
      N_ ("Do not ask before contents of the chip are changed"), NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &common.verbose, N_ ("Print the log as well"), NULL },
    { "version", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, print_version,
      N_ ("Print the version and exit"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &common.args, NULL, NULL },
    { NULL },
};

static gboolean
is_called (const GOptionEntry *entry, const char *word)
{
    if (entry->long_name == NULL || *entry->long_name == '\0')
        return FALSE;
    if (g_str_has_prefix (word, "--"))
        return g_str_equal (word + 2, entry->long_name);
    return entry->short_name != 0 && word[1] == entry->short_name && word[2] == '\0';
}

static const GOptionEntry *
find_in (const GOptionEntry *entries, const char *word)
{
    for (; entries->long_name != NULL; entries++)
        if (is_called (entries, word))
            return entries;
    return NULL;
}

/* Options of one name take a value with every verb that has them, or with none. */
static gboolean
takes_next_word (const char *word)
{
    guint n_verbs;
    const UlCliVerb *const *verbs = ul_cli_get_verbs (&n_verbs);
    const GOptionEntry *entry = find_in (common_entries, word);

    for (guint i = 0; entry == NULL && i < n_verbs; i++)
        for (guint j = 0; entry == NULL && verbs[i]->entries != NULL && verbs[i]->entries[j]; j++)
            entry = find_in (verbs[i]->entries[j], word);
    return entry != NULL && entry->arg != G_OPTION_ARG_NONE &&
           (entry->flags & G_OPTION_FLAG_NO_ARG) == 0;
}

/* The first word that is neither an option nor an option's value. */
static int
find_verb_word (GStrv args)
{
    for (int i = 1; args[i] != NULL; i++) {
        if (g_str_equal (args[i], "--"))
            return args[i + 1] != NULL ? i + 1 : -1;
        if (args[i][0] != '-' || args[i][1] == '\0')
            return i;
        if (takes_next_word (args[i]) && args[i + 1] != NULL)
            i++;
    }
    return -1;
}

static const UlCliVerb *
find_verb (const char *name)
{
    guint n_verbs;
    const UlCliVerb *const *verbs = ul_cli_get_verbs (&n_verbs);

    for (guint i = 0; i < n_verbs; i++)
        if (g_str_equal (verbs[i]->name, name))
            return verbs[i];
    return NULL;
}

static char *
list_verbs (void)
{
    guint n_verbs;
    const UlCliVerb *const *verbs = ul_cli_get_verbs (&n_verbs);
    GString *text = g_string_new (_ ("Verbs:"));

    for (guint i = 0; i < n_verbs; i++)
        g_string_append_printf (text, "\n  %-10s %s", verbs[i]->name, _ (verbs[i]->summary));
    g_string_append_printf (text, "\n\n%s\n\n%s",
                            _ ("“unlatch-cli VERB --help” tells more of a verb."),
                            _ ("Exit status:\n"
                               "  0  done\n"
                               "  1  wrong usage, file not found, or --yes missing\n"
                               "  2  bad file, or one that does not fit the chip\n"
                               "  3  no probe, no permission, or busy\n"
                               "  4  no target, or another one\n"
                               "  5  locked or protected\n"
                               "  6  verify mismatch\n"
                               "  7  flash error\n"
                               "  8  cancelled\n"
                               "  9  anything else"));
    return g_string_free (text, FALSE);
}

static char *
describe (const UlCliVerb *verb)
{
    if (verb == NULL)
        return list_verbs ();
    g_autofree char *more = verb->describe_more != NULL ? verb->describe_more () : NULL;
    return g_strconcat (_ (verb->description), more != NULL ? "\n\n" : "", more, NULL);
}

static GOptionContext *
make_context (const UlCliVerb *verb)
{
    g_autofree char *shown = verb == NULL ? g_strdup (_ ("VERB …"))
                             : verb->parameters != NULL
                                 ? g_strjoin (" ", verb->name, _ (verb->parameters), NULL)
                                 : g_strdup (verb->name);
    GOptionContext *context = g_option_context_new (shown);
    g_autofree char *description = describe (verb);

    g_option_context_set_summary (context, verb == NULL
                                               ? _ ("Program, erase and unlock microcontrollers.")
                                               : _ (verb->summary));
    g_option_context_set_description (context, description);
    for (guint i = 0; verb != NULL && verb->entries != NULL && verb->entries[i] != NULL; i++)
        g_option_context_add_main_entries (context, verb->entries[i], UL_GETTEXT_PACKAGE);
    g_option_context_add_main_entries (context, common_entries, UL_GETTEXT_PACKAGE);
    return context;
}

static gboolean
set_usage_error (GError **error, const char *message)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE, message);
    return FALSE;
}

static gboolean
take_device (UlCli *cli, GError **error)
{
    g_autofree char *candidates = NULL;

    if (cli->device_name == NULL)
        return TRUE;
    cli->device = ul_devices_choose (cli->device_name, &candidates);
    if (cli->device != NULL)
        return TRUE;
    if (candidates != NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("%s fits several chips that differ: %s. Give the whole name of one"),
                     cli->device_name, candidates);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("no chip is called %s; “unlatch-cli devices %s” lists those that are like "
                        "it"),
                     cli->device_name, cli->device_name);
    return FALSE;
}

static gboolean
take_profile (UlCli *cli, GError **error)
{
    if (cli->profile_name == NULL)
        return TRUE;
    g_autoptr (GFile) file = g_file_new_for_commandline_arg (cli->profile_name);
    cli->profile = ul_profile_load (file, NULL, error);
    if (cli->profile == NULL)
        return FALSE;
    for (const char *const *warnings = ul_profile_get_warnings (cli->profile); *warnings != NULL;
         warnings++)
        ul_cli_note (_ ("Note: %s"), *warnings);
    if (cli->probe_id == NULL)
        cli->probe_id = ul_profile_get_probe_id (cli->profile);
    if (cli->speed_khz == 0)
        cli->speed_khz = (int) ul_profile_get_speed_khz (cli->profile);
    return cli->device != NULL || ul_profile_find_device (cli->profile, &cli->device, error);
}

static gboolean
check_common (UlCli *cli, GError **error)
{
    if (cli->speed_khz < 0 || cli->speed_khz > 100000)
        return set_usage_error (error, _ ("--speed must be between 1 and 100000 kHz"));
    if (cli->catches && cli->under_reset)
        return set_usage_error (error, _ ("--catch excludes --under-reset"));
    return take_device (cli, error) && take_profile (cli, error);
}

/* The files may be those of the profile. */
static gboolean
check_count (const UlCliVerb *verb, const UlCli *cli, GError **error)
{
    guint n = g_strv_length (cli->args);
    guint min = verb->takes_files && cli->profile != NULL ? 0 : verb->min_args;

    if (n < min)
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("%s needs: %s"), verb->name,
                     _ (verb->parameters));
    else if (n > verb->max_args)
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("%s does not take “%s”"), verb->name,
                     cli->args[verb->max_args]);
    return n >= min && n <= verb->max_args;
}

/* Before anything can go wrong: how failures are told depends on it. */
static gboolean
asks_for_json (GStrv args)
{
    for (int i = 1; args[i] != NULL && !g_str_equal (args[i], "--"); i++)
        if (g_str_equal (args[i], "--json"))
            return TRUE;
    return FALSE;
}

/* Takes the verb out of @args, so that only options and arguments are left. */
static gboolean
take_verb (GStrv args, const UlCliVerb **verb, GError **error)
{
    int at = find_verb_word (args);

    *verb = at > 0 ? find_verb (args[at]) : NULL;
    if (at > 0 && *verb == NULL) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("there is no verb “%s”"), args[at]);
        return FALSE;
    }
    if (at > 0) {
        g_free (args[at]);
        memmove (&args[at], &args[at + 1], (g_strv_length (&args[at + 1]) + 1) * sizeof *args);
    }
    return TRUE;
}

static gboolean
parse_options (UlCli *cli, GStrv *args, const UlCliVerb *verb, GError **error)
{
    g_autoptr (GOptionContext) context = make_context (verb);
    g_autoptr (GError) local = NULL;

    if (!g_option_context_parse_strv (context, args, &local))
        return set_usage_error (error, local->message);
    *cli = common;
    memset (&common, 0, sizeof common);
    if (cli->args == NULL)
        cli->args = g_new0 (char *, 1);
    return TRUE;
}

gboolean
ul_cli_parse (UlCli *cli, GStrv args, const UlCliVerb **verb, GError **error)
{
    g_auto (GStrv) words = g_strdupv (args);

    cli->json = asks_for_json (args);
    if (!take_verb (words, verb, error) || !parse_options (cli, &words, *verb, error))
        return FALSE;
    if (*verb == NULL)
        return set_usage_error (error, _ ("no verb was given"));
    return check_common (cli, error) && check_count (*verb, cli, error);
}

void
ul_cli_clear (UlCli *cli)
{
    g_free (cli->probe_id);
    g_free (cli->device_name);
    g_free (cli->profile_name);
    g_clear_object (&cli->profile);
    g_strfreev (cli->args);
    memset (cli, 0, sizeof *cli);
}
