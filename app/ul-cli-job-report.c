/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --report: the file about a job. */
#include "ul-cli-job-report.h"

#include "ul-cli-files.h"
#include "ul-cli-output.h"
#include "ul-cli-report.h"
#include "ul-cli-series.h"
#include "ul-report.h"

#include <glib/gi18n.h>
#include <string.h>

static char *report_name; /* (nullable): of --report */

static gboolean
take_report_name (const char *option, const char *value, gpointer data, GError **error)
{
    g_free (report_name);
    report_name = g_strdup (value);
    return ul_report_check_name (value, error);
}

const GOptionEntry ul_cli_report_entries[] = {
    { "report", 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, take_report_name,
      N_ ("Save what was done and how it ended as .html or .json"), N_ ("FILE") },
    { NULL },
};

static gboolean
is_one_of_many (void)
{
    gboolean each_board;
    guint n_boards;

    return ul_cli_wants_each_board (&each_board, &n_boards, NULL) && each_board;
}

gboolean
ul_cli_check_report (GError **error)
{
    g_autoptr (GFile) file = report_name != NULL ? ul_cli_get_file (report_name) : NULL;

    if (file != NULL && is_one_of_many ())
        return ul_cli_check_can_write (file, error); /* its folder */
    return ul_cli_check_output (report_name, error);
}

/* --- the names of many --- */

/* Returns: (transfer full): "report-0042.html" */
static char *
put_behind_name (const char *label, guint again)
{
    const char *dot = strrchr (report_name, '.');
    g_autofree char *stem = g_strndup (report_name, (gsize) (dot - report_name));
    g_autofree char *tail = again > 1 ? g_strdup_printf ("-%u", again) : g_strdup ("");

    return g_strconcat (stem, "-", label, tail, dot, NULL);
}

/* @label: letters of a serial number that a file's name had better not have are replaced */
static char *
find_free_name (char *label)
{
    g_autoptr (GError) error = NULL;
    char *name = NULL;
    guint again = 0;

    for (char *at = label; *at != '\0'; at++)
        if (!g_ascii_isalnum (*at) && strchr ("._-", *at) == NULL)
            *at = '_';
    do {
        g_clear_error (&error);
        g_free (name);
        name = put_behind_name (label, ++again);
    } while (!ul_cli_check_output (name, &error) &&
             g_error_matches (error, UL_ERROR, UL_ERROR_NOT_CONFIRMED));
    return name;
}

static char *
choose_name (const UlJobResult *result)
{
    static guint n_boards;

    if (!is_one_of_many ())
        return g_strdup (report_name);
    n_boards++;
    g_autofree char *label = result->serial_number != NULL ? g_strdup (result->serial_number)
                                                           : g_strdup_printf ("%u", n_boards);
    return find_free_name (label);
}

/* --- saving --- */

static void
tell_lost (UlJobResult *result, const GError *error)
{
    g_autoptr (GError) failure =
        g_error_new (UL_ERROR, UL_ERROR_FILE_IO,
                     _ ("the job has ended, but its report could not be saved: %s"),
                     error->message);

    if (!result->ok) {
        ul_cli_note ("%s", failure->message);
        return;
    }
    result->ok = FALSE;
    result->problem = ul_problem_new (failure);
}

void
ul_cli_save_report (const UlCli *cli, UlSession *session, const UlJobSpec *spec,
                    UlJobResult *result)
{
    GPtrArray *files = ul_cli_get_files ();
    g_autoptr (GError) error = NULL;

    if (report_name == NULL || spec->kind == UL_JOB_CONNECT)
        return;
    g_autofree char *name = choose_name (result);
    g_autoptr (UlReport) report =
        ul_report_new (session, spec, result, (UlImage *const *) files->pdata, files->len);
    g_autoptr (GFile) file = ul_cli_get_file (name);
    if (!ul_report_save (report, file, NULL, &error))
        tell_lost (result, error);
    else if (is_one_of_many ())
        ul_cli_print (cli, _ ("Saved as %s"), name);
}
