/* SPDX-License-Identifier: GPL-2.0-or-later */
/* devices: the chips that are known, and what can be done with each. */
#include "ul-chips.h"
#include "ul-cli-files.h"
#include "ul-cli-json.h"
#include "ul-cli-report.h"
#include "ul-words.h"
#include "ul-cli-table.h"

#include <glib/gi18n.h>

static const char *const support_nicks[] = {
    [UL_SUPPORT_NONE] = "none",
    [UL_SUPPORT_ANALOGY] = "by-analogy",
    [UL_SUPPORT_EMULATED] = "emulated",
};
static const char *const action_nicks[UL_N_ACTIONS] = {
    [UL_ACTION_IDENTIFY] = "identify",     [UL_ACTION_ERASE] = "erase",
    [UL_ACTION_PROGRAM] = "program",       [UL_ACTION_UNLOCK] = "unlock",
    [UL_ACTION_PROTECTION] = "protection",
};

static void
print_json (const UlDevice *device)
{
    JsonObject *line = ul_cli_json_new ("device");
    JsonObject *support = json_object_new ();

    ul_cli_json_set_text (line, "name", device->name);
    ul_cli_json_set_text (line, "vendor", device->vendor);
    ul_cli_json_set_text (line, "family", device->family);
    ul_cli_json_set_text (line, "core", device->core_name);
    json_object_set_int_member (line, "flash", ul_device_get_flash_size (device));
    json_object_set_int_member (line, "ram", device->ram_size);
    for (guint i = 0; i < UL_N_ACTIONS; i++)
        json_object_set_string_member (support, action_nicks[i], support_nicks[device->support[i]]);
    json_object_set_object_member (line, "support", support);
    ul_cli_json_set_text (line, "described_in", device->described_in);
    ul_cli_json_set_text (line, "like", device->like != NULL ? device->like->name : NULL);
    ul_cli_json_print (line);
}

static const char *
describe_support (const UlDevice *device)
{
    switch (device->support[UL_ACTION_PROGRAM]) {
    case UL_SUPPORT_EMULATED:
        return _ ("tried on its simulated board");
    case UL_SUPPORT_ANALOGY:
        return _ ("by analogy, not tried");
    default:
        return device->support[UL_ACTION_UNLOCK] != UL_SUPPORT_NONE ? _ ("unlock only")
                                                                    : _ ("known by name only");
    }
}

static void
print_text (const UlCli *cli, const UlDevice *device)
{
    guint32 flash = ul_device_get_flash_size (device);
    g_autofree char *size = flash > 0 ? g_strdup_printf ("%u KiB", flash / 1024) : g_strdup ("?");
    g_autofree char *origin = ul_device_get_origin (device);
    const char *const more[] = { describe_support (device), origin, NULL };
    g_autofree char *words = ul_words_list_strv (more);

    ul_cli_print (cli, "%-18s %-12s %-14s %10s  %s", device->name, device->vendor,
                  device->core_name, size, words);
}

static char *
describe_action (const UlDevice *device, UlAction action)
{
    const char *obstacle = ul_device_get_obstacle (device, action);

    switch (device->support[action]) {
    case UL_SUPPORT_EMULATED:
        return g_strdup (_ ("tried on its simulated board"));
    case UL_SUPPORT_ANALOGY:
        return g_strdup (_ ("by analogy, not tried"));
    case UL_SUPPORT_NONE:
    default:
        return obstacle != NULL ? g_strdup_printf (_ ("not supported: %s"), obstacle)
                                : g_strdup (_ ("not supported"));
    }
}

/* What a single chip has, and how each thing that can be done with it was tried. */
static void
print_details (const UlCli *cli, const UlDevice *device)
{
    static const char *const titles[UL_N_ACTIONS] = {
        [UL_ACTION_IDENTIFY] = N_ ("Identify:"),     [UL_ACTION_ERASE] = N_ ("Erase:"),
        [UL_ACTION_PROGRAM] = N_ ("Program:"),       [UL_ACTION_UNLOCK] = N_ ("Unlock:"),
        [UL_ACTION_PROTECTION] = N_ ("Protection:"),
    };

    g_autoptr (UlCliTable) table = ul_cli_table_new_fields ();

    print_text (cli, device);
    for (guint i = 0; i < device->n_regions; i++) {
        const UlRegion *region = &device->regions[i];

        ul_cli_print (cli, _ ("%s: 0x%08X–0x%08X, sectors of %u bytes"),
                      ul_region_kind_to_title (region->kind), region->start,
                      region->start + (region->size - 1), region->sector_size);
    }
    if (device->ram_size > 0)
        ul_cli_print (cli, _ ("RAM: 0x%08X–0x%08X"), device->ram_start,
                      device->ram_start + (device->ram_size - 1));
    if (device->like != NULL)
        ul_cli_table_add (table, _ ("Works like:"), device->like->name, NULL);
    for (guint i = 0; i < UL_N_ACTIONS; i++) {
        g_autofree char *how = describe_action (device, i);

        ul_cli_table_add (table, _ (titles[i]), how, NULL);
    }
    ul_cli_table_print (table, cli);
}

static char *check;

static const GOptionEntry own_entries[] = {
    { "check", 0, 0, G_OPTION_ARG_FILENAME, &check,
      N_ ("Check a file that describes chips, and tell of those; see unlatch-chips(5)"),
      N_ ("FILE") },
    { NULL },
};

static int
run_check (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GFile) location = ul_cli_get_file (check);
    g_autoptr (UlChipFile) file = ul_chip_file_read (location, FALSE, NULL, &error);

    if (file == NULL || !ul_chips_check (file, &error))
        return ul_cli_fail (cli, error);
    for (guint i = 0; i < file->devices->len; i++) {
        if (cli->json)
            print_json (file->devices->pdata[i]);
        else
            print_details (cli, file->devices->pdata[i]);
    }
    g_autofree char *folder = ul_chips_get_folder ();
    g_autofree char *shown = g_filename_display_name (folder);
    ul_cli_print (cli,
                  ngettext ("%s is in order: %u chip. In %s it is read at every start.",
                            "%s is in order: %u chips. In %s it is read at every start.",
                            file->devices->len),
                  file->name, file->devices->len, shown);
    return ul_cli_done (cli);
}

static int
run (UlCli *cli)
{
    g_autofree char *words = g_strjoinv (" ", cli->args);
    g_autoptr (GPtrArray) found = ul_devices_search (words);

    if (check != NULL)
        return run_check (cli);
    if (found->len == 1 && !cli->json)
        print_details (cli, found->pdata[0]);
    for (guint i = 0; i < found->len && (found->len > 1 || cli->json); i++) {
        if (cli->json)
            print_json (found->pdata[i]);
        else
            print_text (cli, found->pdata[i]);
    }
    ul_cli_print (cli, ngettext ("%u chip", "%u chips", found->len), found->len);
    return ul_cli_done (cli);
}

static const GOptionEntry *const entries[] = { own_entries, NULL };

const UlCliVerb ul_cli_devices = {
    .name = "devices",
    .parameters = N_ ("[WORD…]"),
    .summary = N_ ("List the chips that are known"),
    .description = N_ ("With words, only those whose name, maker or family has all of them;\n"
                       "best match first. A single chip is told of in detail."),
    .entries = entries,
    .max_args = G_MAXUINT,
    .run = run,
};
