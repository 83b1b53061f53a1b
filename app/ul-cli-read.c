/* SPDX-License-Identifier: GPL-2.0-or-later */
/* read: from the chip into a file. */
#include "ul-cli-files.h"
#include "ul-cli-output.h"
#include "ul-cli-report.h"
#include "ul-cli-session.h"
#include "ul-cli-spec.h"

#include <glib/gi18n.h>

static char *output;

static const GOptionEntry own_entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      N_ ("File to write: .hex, .srec (or .s19, .s28, .s37, .mot) or .bin"), N_ ("FILE") },
    { NULL },
};

static gboolean
find_format (UlImageFormat *format, GError **error)
{
    *format = output != NULL ? ul_image_format_by_name (output) : UL_IMAGE_FORMAT_AUTO;
    if (*format != UL_IMAGE_FORMAT_AUTO)
        return TRUE;
    g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE,
                         output == NULL
                             ? _ ("read needs -o FILE")
                             : _ ("-o: the file's name must end in .hex, .srec or .bin"));
    return FALSE;
}

/* Without a range, all of the chip: which is known once it was looked at. */
static gboolean
take_all (UlCli *cli, UlSession *session, UlJobSpec *spec, int *status)
{
    g_autoptr (UlJobSpec) look = ul_job_spec_new (UL_JOB_CONNECT);
    g_autoptr (UlJobResult) looked = ul_cli_run_job (cli, session, look);
    const UlDevice *device = ul_session_get_device (session);

    if (!looked->ok || device == NULL || device->n_regions == 0) {
        *status = ul_cli_report_job (cli, session, looked, "");
        return FALSE;
    }
    spec->scope = UL_SCOPE_RANGE;
    spec->range_start = device->regions[0].start;
    spec->range_size = ul_device_get_flash_size (device);
    return TRUE;
}

static int
read_and_save (UlCli *cli, UlSession *session, const UlJobSpec *spec, UlImageFormat format)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobResult) result = ul_cli_run_job (cli, session, spec);
    g_autoptr (GFile) file = ul_cli_get_file (output);

    if (result->ok && !ul_image_save (result->data, file, format, 0xFF, NULL, &error))
        return ul_cli_fail (cli, error);
    g_autofree char *shown = g_filename_display_name (output);
    g_autofree char *done = g_strdup_printf (_ ("Saved as %s"), shown);
    return ul_cli_report_job (cli, session, result, done);
}

static int
run (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_READ);
    g_autoptr (UlSession) session = NULL;
    UlImageFormat format;
    gboolean has_range;
    int status;

    if (find_format (&format, &error) && ul_cli_check_output (output, &error) &&
        ul_cli_get_range (spec, &has_range, &error))
        session = ul_cli_open_session (cli, &error);
    if (session == NULL)
        return ul_cli_fail (cli, error);
    if (!has_range && !take_all (cli, session, spec, &status))
        return status;
    return read_and_save (cli, session, spec, format);
}

static const GOptionEntry *const entries[] = { ul_cli_range_entries, own_entries,
                                               ul_cli_output_entries, NULL };

const UlCliVerb ul_cli_read = {
    .name = "read",
    .summary = N_ ("Read from the chip into a file"),
    .description =
        N_ ("Without --range, all of the program flash. The file's suffix chooses the format."),
    .entries = entries,
    .run = run,
};
