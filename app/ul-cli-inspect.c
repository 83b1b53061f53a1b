/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inspect: what is in a firmware file. Needs neither probe nor chip. */
#include "ul-cli-files.h"
#include "ul-cli-json.h"
#include "ul-cli-report.h"

#include <glib/gi18n.h>

static JsonArray *
make_segments (UlImage *image)
{
    guint n = ul_image_get_n_segments (image);
    JsonArray *array = json_array_sized_new (n);

    for (guint i = 0; i < n; i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        JsonObject *object = json_object_new ();
        json_object_set_int_member (object, "address", segment->address);
        json_object_set_int_member (object, "size", segment->size);
        json_array_add_object_element (array, object);
    }
    return array;
}

static void
set_forecast (const UlCli *cli, UlImage *image, JsonObject *line)
{
    UlForecast forecast;

    if (cli->device == NULL) {
        json_object_set_null_member (line, "forecast"); /* it depends on the chip */
        return;
    }
    ul_forecast_image (cli->device, image, NULL, &forecast);
    json_object_set_object_member (line, "forecast",
                                   ul_cli_json_from_forecast (&forecast, cli->device));
}

static void
print_json (const UlCli *cli, const char *name, UlImage *image)
{
    JsonObject *line = ul_cli_json_new ("image");
    g_autofree char *crc32 = g_strdup_printf ("%08X", ul_image_get_crc32 (image));
    guint32 start;

    ul_cli_json_set_text (line, "file", name);
    ul_cli_json_set_text (line, "format", ul_image_format_to_nick (ul_image_get_format (image)));
    json_object_set_array_member (line, "segments", make_segments (image));
    json_object_set_int_member (line, "bytes", (gint64) ul_image_get_size (image));
    ul_cli_json_set_text (line, "crc32", crc32);
    if (ul_image_get_start (image, &start))
        json_object_set_int_member (line, "start", start);
    else
        json_object_set_null_member (line, "start");
    ul_cli_json_set_texts (line, "warnings", ul_image_get_warnings (image));
    set_forecast (cli, image, line);
    ul_cli_json_print (line);
}

static void
print_forecast (const UlCli *cli, UlImage *image)
{
    UlForecast forecast;

    if (cli->device == NULL)
        return;
    ul_forecast_image (cli->device, image, NULL, &forecast);
    g_autofree char *label = ul_device_get_label (cli->device);
    if (forecast.kind == UL_FORECAST_NO_CHANGE) {
        ul_cli_print (cli, _ ("  Leaves the protection of %s as it is"), label);
        return;
    }
    g_auto (GStrv) words = ul_fcf_describe (cli->device, &forecast.fcf);
    ul_cli_print (cli, _ ("  %s after the next reset:"), label);
    for (guint i = 0; words[i] != NULL; i++)
        ul_cli_print (cli, "    %s", words[i]);
}

static void
print_text (const UlCli *cli, const char *name, UlImage *image)
{
    guint n = ul_image_get_n_segments (image);
    g_autofree char *size = ul_cli_format_size (ul_image_get_size (image));
    g_autofree char *shown = g_filename_display_name (name);
    const char *const *warnings = ul_image_get_warnings (image);
    guint32 start;

    ul_cli_print (cli, ngettext ("%s: %s, %s in %u segment", "%s: %s, %s in %u segments", n), shown,
                  ul_image_format_to_title (ul_image_get_format (image)), size, n);
    for (guint i = 0; i < n; i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        ul_cli_print (cli, "  0x%08X–0x%08X  %10" G_GSIZE_FORMAT, segment->address,
                      (guint32) (segment->address + (segment->size - 1)), segment->size);
    }
    ul_cli_print (cli, "  CRC-32 %08X", ul_image_get_crc32 (image));
    if (ul_image_get_start (image, &start))
        ul_cli_print (cli, _ ("  Starts at 0x%08X"), start);
    for (; *warnings != NULL; warnings++)
        ul_cli_print (cli, _ ("  Warning: %s"), *warnings);
    print_forecast (cli, image);
}

static void
print (const UlCli *cli, const char *name, UlImage *image)
{
    if (cli->json)
        print_json (cli, name, image);
    else
        print_text (cli, name, image);
}

static int
run (UlCli *cli)
{
    g_autoptr (GError) error = NULL;

    if (ul_cli_uses_profile (cli)) {
        g_autoptr (UlImage) image = ul_cli_load_all (cli, &error);
        if (image == NULL)
            return ul_cli_fail (cli, error);
        print (cli, cli->profile_name, image);
    }
    for (guint i = 0; cli->args[i] != NULL; i++) {
        g_autoptr (UlImage) image = ul_cli_load (cli->args[i], &error);
        if (image == NULL)
            return ul_cli_fail (cli, error);
        print (cli, cli->args[i], image);
    }
    return ul_cli_done (cli);
}

static const GOptionEntry *const entries[] = { ul_cli_file_entries, NULL };

const UlCliVerb ul_cli_inspect = {
    .name = "inspect",
    .parameters = N_ ("FILE…"),
    .summary = N_ ("Show what is in firmware files"),
    .description =
        N_ ("Reads Intel HEX, Motorola S-record, ELF, TI-TXT, UF2 and raw binary files,\n"
            "told apart by what they hold. With --device, tells as well what the file's\n"
            "configuration field makes of that chip: which sectors will be protected, and\n"
            "whether it will be locked."),
    .describe_more = ul_cli_describe_places,
    .entries = entries,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .takes_files = TRUE,
    .run = run,
};
