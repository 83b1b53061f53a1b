/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boards that are made one after the other: their options, and the verb that looks after the
 * counter. */
#include "ul-cli-series.h"

#include "ul-cli-files.h"
#include "ul-cli-json.h"
#include "ul-cli-report.h"

#include <glib/gi18n.h>

static char *address, *format, *width, *prefix, *first, *step, *counter, *record;
static gboolean replaces, each_board;
static int n_wanted;

const GOptionEntry ul_cli_series_entries[] = {
    { "serial", 0, 0, G_OPTION_ARG_STRING, &address,
      N_ ("Give each board a serial number, which begins at this address"), N_ ("ADDRESS") },
    { "serial-format", 0, 0, G_OPTION_ARG_STRING, &format,
      N_ ("little-endian or big-endian: a number; decimal or hex: a text"),
      /* Translators: stands for one of these words in the help: --serial-format=AS */
      N_ ("AS") },
    { "serial-width", 0, 0, G_OPTION_ARG_STRING, &width,
      N_ ("Bytes of the number, or digits of the text, 4 by default"), N_ ("N") },
    { "serial-prefix", 0, 0, G_OPTION_ARG_STRING, &prefix, N_ ("What the text begins with"),
      N_ ("ABC") },
    { "serial-first", 0, 0, G_OPTION_ARG_STRING, &first,
      N_ ("Number of the first board, 1 by default"), N_ ("N") },
    { "serial-step", 0, 0, G_OPTION_ARG_STRING, &step, N_ ("From number to number, 1 by default"),
      N_ ("N") },
    { "serial-replace", 0, 0, G_OPTION_ARG_NONE, &replaces,
      N_ ("The number goes before bytes that a file has there"), NULL },
    { "counter", 0, 0, G_OPTION_ARG_FILENAME, &counter,
      N_ ("Where the next number is kept; a profile needs no such file"), N_ ("FILE") },
    { "record", 0, 0, G_OPTION_ARG_FILENAME, &record,
      N_ ("Add a line of JSON for each board to this file"), N_ ("FILE") },
    { NULL },
};

const GOptionEntry ul_cli_boards_entries[] = {
    { "each-board", 0, 0, G_OPTION_ARG_NONE, &each_board,
      N_ ("Wait for a board, do the job, wait for the next one, until one fails"), NULL },
    { "boards", 0, 0, G_OPTION_ARG_INT, &n_wanted, N_ ("The same, and end after so many boards"),
      N_ ("COUNT") },
    { NULL },
};

gboolean
ul_cli_wants_each_board (gboolean *each, guint *n_boards, GError **error)
{
    if (n_wanted < 0) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE,
                             _ ("--boards needs a number of boards"));
        return FALSE;
    }
    *each = each_board || n_wanted > 0;
    *n_boards = (guint) n_wanted;
    return TRUE;
}

/* Options are settings of the profile for this one time. */

static gboolean
take (UlProfile *profile, UlProfileKey key, const char *text, GError **error)
{
    return text == NULL || ul_profile_set_written (profile, key, text, error);
}

/* Paths begin here, not at the folder of the profile. */
static gboolean
take_path (UlProfile *profile, UlProfileKey key, const char *name, GError **error)
{
    g_autoptr (GFile) file = name != NULL ? ul_cli_get_file (name) : NULL;
    g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

    return take (profile, key, path != NULL ? path : name, error);
}

static gboolean
take_options (UlProfile *profile, GError **error)
{
    return take (profile, UL_PROFILE_SERIAL_ADDRESS, address, error) &&
           take (profile, UL_PROFILE_SERIAL_FORMAT, format, error) &&
           take (profile, UL_PROFILE_SERIAL_WIDTH, width, error) &&
           take (profile, UL_PROFILE_SERIAL_PREFIX, prefix, error) &&
           take (profile, UL_PROFILE_SERIAL_FIRST, first, error) &&
           take (profile, UL_PROFILE_SERIAL_STEP, step, error) &&
           take (profile, UL_PROFILE_SERIAL_REPLACE, replaces ? "true" : NULL, error) &&
           take_path (profile, UL_PROFILE_SERIAL_COUNTER, counter, error) &&
           take_path (profile, UL_PROFILE_RECORD, record, error);
}

static gboolean
number_image (UlJobSpec *spec, GError **error)
{
    const UlSerial *serial = ul_series_get_serial (spec->series);
    UlCount count;

    if (serial == NULL)
        return TRUE;
    if (!ul_series_read (spec->series, &count, error))
        return FALSE;
    UlImage *joined = ul_serial_join (serial, spec->image, count.next, error);
    if (joined == NULL)
        return FALSE;
    g_object_unref (spec->image);
    spec->image = joined;
    return TRUE;
}

gboolean
ul_cli_join_series (UlProfile *profile, UlJobSpec *spec, GError **error)
{
    gboolean counts = each_board || n_wanted > 0;

    if (!take_options (profile, error) ||
        !ul_profile_new_series (profile, counts, &spec->series, error))
        return FALSE;
    spec->files = g_ptr_array_ref (ul_cli_get_files ());
    return spec->series == NULL || number_image (spec, error);
}

char *
ul_cli_describe_serial (const UlJobSpec *spec)
{
    const UlSerial *serial = spec->series != NULL ? ul_series_get_serial (spec->series) : NULL;
    UlCount count;

    if (serial == NULL || !ul_series_read (spec->series, &count, NULL))
        return NULL;
    g_autofree char *text = ul_serial_to_text (serial, count.next);
    return g_strdup_printf (_ ("Serial number %s at 0x%08X–0x%08X"), text, serial->address,
                            serial->address + (guint) ul_serial_get_size (serial) - 1);
}

/* --- the verb --- */

static int
show (UlCli *cli, UlSeries *series)
{
    const UlSerial *serial = ul_series_get_serial (series);
    g_autoptr (GError) error = NULL;
    UlCount count;

    if (!ul_series_read (series, &count, &error))
        return ul_cli_fail (cli, error);
    g_autofree char *next = serial != NULL ? ul_serial_to_text (serial, count.next) : NULL;
    if (cli->json) {
        JsonObject *line = ul_cli_json_new ("series");
        ul_cli_json_set_text (line, "next", next);
        json_object_set_int_member (line, "done", (gint64) count.done);
        json_object_set_int_member (line, "failed", (gint64) count.failed);
        ul_cli_json_set_text (line, "counter", ul_series_get_counter (series));
        ul_cli_json_print (line);
        return ul_cli_done (cli);
    }
    if (next != NULL)
        ul_cli_print (cli, _ ("Next serial number: %s"), next);
    g_autofree char *tally = ul_series_describe_tally (&count);
    ul_cli_print (cli, "%s", tally);
    ul_cli_print (cli, _ ("Kept in %s"), ul_series_get_counter (series));
    return ul_cli_done (cli);
}

static gboolean
change (UlCli *cli, UlSeries *series, GError **error)
{
    const char *verb = cli->args[0], *value = verb != NULL ? cli->args[1] : NULL;
    guint64 number;

    if (verb == NULL)
        return TRUE;
    if (g_str_equal (verb, "reset") && value == NULL)
        return ul_series_reset_tally (series, error);
    if (g_str_equal (verb, "next") && value != NULL &&
        g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, &number, NULL))
        return ul_series_set_next (series, number, error);
    g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE,
                         _ ("series takes: next NUMBER, or reset, or nothing"));
    return FALSE;
}

static int
run (UlCli *cli)
{
    g_autoptr (UlProfile) profile =
        cli->profile != NULL ? g_object_ref (cli->profile) : ul_profile_new ();
    g_autoptr (UlSeries) series = NULL;
    g_autoptr (GError) error = NULL;

    if (!take_options (profile, &error) || !ul_profile_new_series (profile, TRUE, &series, &error))
        return ul_cli_fail (cli, error);
    if (ul_series_get_counter (series) == NULL)
        g_set_error_literal (&error, UL_ERROR, UL_ERROR_USAGE,
                             _ ("series needs --profile FILE or --counter FILE"));
    if (error != NULL || !change (cli, series, &error))
        return ul_cli_fail (cli, error);
    return show (cli, series);
}

static const GOptionEntry *const entries[] = { ul_cli_series_entries, NULL };

const UlCliVerb ul_cli_series = {
    .name = "series",
    .parameters = N_ ("[next NUMBER | reset]"),
    .summary = N_ ("Show or set the counter of a project's boards"),
    .description = N_ ("next sets the serial number of the next board; reset has the boards done\n"
                       "and failed counted anew. Needs no probe."),
    .entries = entries,
    .max_args = 2,
    .run = run,
};
