/* SPDX-License-Identifier: GPL-2.0-or-later */
/* info: what chip is there, and what state it is in. Changes nothing. */
#include "ul-cli-json.h"
#include "ul-cli-report.h"
#include "ul-cli-session.h"
#include "ul-diagnosis.h"
#include "ul-cli-table.h"

#include <glib/gi18n.h>

static const char *const state_nicks[] = {
    [UL_SESSION_NO_PROBE] = "no-probe",
    [UL_SESSION_PROBE_UNUSABLE] = "probe-unusable",
    [UL_SESSION_NO_TARGET] = "no-target",
    [UL_SESSION_WRONG_CHIP] = "wrong-chip",
    [UL_SESSION_LOCKED] = "locked",
    [UL_SESSION_LOCKED_FOREVER] = "locked-forever",
    [UL_SESSION_LOCK_UNCLEAR] = "lock-unclear",
    [UL_SESSION_READY] = "ready",
};

static guint32
data_flash_size (const UlDevice *device)
{
    for (guint i = 0; i < device->n_regions; i++)
        if (device->regions[i].kind == UL_REGION_DATA_FLASH)
            return device->regions[i].size;
    return 0;
}

static gboolean
has_flexnvm (const UlDevice *device)
{
    return data_flash_size (device) + device->eeprom_backup > 0;
}

/* --- --json --- */

static void
set_probe (JsonObject *line, UlSession *session, const UlChip *chip)
{
    JsonObject *object = json_object_new ();
    const UlProbeInfo *info = ul_probe_get_info (ul_session_get_probe (session));

    ul_cli_json_set_text (object, "id", info->id);
    ul_cli_json_set_text (object, "name", info->name);
    ul_cli_json_set_text (object, "serial", info->serial);
    ul_cli_json_set_text (object, "firmware", chip->probe.firmware);
    if (chip->probe.vtref_mv >= 0)
        json_object_set_int_member (object, "vtref_mv", chip->probe.vtref_mv);
    else
        json_object_set_null_member (object, "vtref_mv");
    json_object_set_int_member (object, "speed_khz", chip->probe.speed_khz);
    json_object_set_object_member (line, "probe", object);
}

static void
set_ids (JsonObject *line, const UlTargetIds *ids)
{
    JsonObject *object = json_object_new ();
    g_autofree char *chip = ul_chip_id_to_text (&ids->chip);

    ul_cli_json_set_hex (object, "dpidr", ids->dpidr, 8);
    ul_cli_json_set_hex (object, "ahb_idr", ids->ahb_idr, 8);
    ul_cli_json_set_hex (object, "mdm_idr", ids->mdm_idr, 8);
    ul_cli_json_set_hex (object, "cpuid", ids->cpuid, 8);
    ul_cli_json_set_hex (object, "sdid", ids->sdid, 8);
    ul_cli_json_set_text (object, "chip_id", chip);
    json_object_set_object_member (line, "ids", object);
}

static void
count_contents (const UlChip *chip, guint *n_blank, guint *n_data)
{
    *n_blank = *n_data = 0;
    for (guint i = 0; i < chip->n_facts; i++) {
        *n_blank += chip->facts[i].content == UL_CONTENT_BLANK;
        *n_data += chip->facts[i].content == UL_CONTENT_DATA;
    }
}

static void
set_contents (JsonObject *line, const UlChip *chip)
{
    JsonObject *object = json_object_new ();
    guint n_blank, n_data;

    count_contents (chip, &n_blank, &n_data);
    json_object_set_int_member (object, "blank", n_blank);
    json_object_set_int_member (object, "data", n_data);
    json_object_set_object_member (line, "sectors", object);
}

/* A chip that is locked before it was identified is locked all the same. */
static UlLockState
get_lock (const UlChip *chip)
{
    if (chip->state == UL_SESSION_LOCKED)
        return UL_LOCK_SECURED;
    if (chip->state == UL_SESSION_LOCKED_FOREVER)
        return UL_LOCK_SECURED_FOREVER;
    return chip->protection.lock;
}

static const char *const lock_nicks[] = {
    [UL_LOCK_UNKNOWN] = "unknown",     [UL_LOCK_OPEN] = "open",
    [UL_LOCK_SECURED] = "secured",     [UL_LOCK_SECURED_FOREVER] = "secured-forever",
    [UL_LOCK_RESETTING] = "resetting", [UL_LOCK_UNCLEAR] = "unclear",
};

static const char *const kind_nicks[UL_N_SAMPLE_KINDS] = {
    [UL_SAMPLE_KIND_RESETTING] = "resetting",
    [UL_SAMPLE_KIND_OPEN] = "open",
    [UL_SAMPLE_KIND_LOCKED] = "secured",
    [UL_SAMPLE_KIND_LOCKED_FOREVER] = "secured-forever",
};

static JsonArray *
make_sequence (const UlLockSamples *samples, const UlDevice *device)
{
    JsonArray *array = json_array_sized_new (samples->n);

    for (guint i = 0; i < samples->n; i++)
        json_array_add_string_element (
            array, kind_nicks[ul_lock_samples_get_kind (samples, i,
                                                        ul_device_has_mass_erase_bit (device))]);
    return array;
}

/* What the verdict rests on. */
static JsonObject *
make_samples (const UlLockSamples *samples, const UlDevice *device)
{
    JsonObject *object = json_object_new ();

    json_object_set_int_member (object, "n", samples->n);
    json_object_set_int_member (object, "ready", samples->ready);
    json_object_set_int_member (object, "secured", samples->secured);
    json_object_set_int_member (object, "in_reset", samples->in_reset);
    json_object_set_int_member (object, "mass_erase", samples->mass_erase);
    json_object_set_int_member (object, "backdoor", samples->backdoor);
    ul_cli_json_set_hex (object, "last", samples->last, 8);
    json_object_set_array_member (object, "sequence", make_sequence (samples, device));
    return object;
}

static const char *const reset_line_nicks[] = {
    [UL_RESET_LINE_UNKNOWN] = NULL,
    [UL_RESET_LINE_WORKS] = "works",
    [UL_RESET_LINE_DEAD] = "no-effect",
};

static void
set_protection (JsonObject *line, const UlChip *chip, const UlDevice *device)
{
    UlProtection protection = chip->protection;

    protection.lock = get_lock (chip);
    JsonObject *object = ul_cli_json_from_protection (&protection, device);

    if (chip->protection.have_registers) {
        ul_cli_json_set_hex (object, "fopt", chip->protection.fopt, 2);
        ul_cli_json_set_hex (object, "fprot", chip->protection.fprot, 8);
    }
    if (device != NULL && has_flexnvm (device) && chip->protection.have_registers) {
        ul_cli_json_set_hex (object, "fdprot", chip->protection.fdprot, 2);
        ul_cli_json_set_hex (object, "feprot", chip->protection.feprot, 2);
    }
    ul_cli_json_set_text (object, "lock", lock_nicks[protection.lock]);
    ul_cli_json_set_text (object, "reset_line", reset_line_nicks[protection.reset_line]);
    json_object_set_object_member (object, "samples", make_samples (&protection.samples, device));
    json_object_set_object_member (line, "protection", object);
}

static void
print_json (UlSession *session, const UlChip *chip, const UlDevice *device)
{
    JsonObject *line = ul_cli_json_new ("chip");

    ul_cli_json_set_text (line, "state", state_nicks[chip->state]);
    ul_cli_json_set_text (line, "device", device != NULL ? device->name : NULL);
    ul_cli_json_set_text (line, "described_in", device != NULL ? device->described_in : NULL);
    if (device != NULL && has_flexnvm (device)) {
        json_object_set_int_member (line, "data_flash", data_flash_size (device));
        json_object_set_int_member (line, "eeprom_backup", device->eeprom_backup);
    }
    set_probe (line, session, chip);
    set_ids (line, &chip->ids);
    set_protection (line, chip, device);
    set_contents (line, chip);
    ul_cli_json_print (line);
}

/* --- people --- */

static void
add_probe (UlCliTable *table, UlSession *session, const UlChip *chip)
{
    const UlProbeInfo *info = ul_probe_get_info (ul_session_get_probe (session));

    ul_cli_table_add_field (table, _ ("Probe:"), "%s (%s) %s", info->name, info->id,
                            chip->probe.firmware);
    if (chip->probe.vtref_mv >= 0)
        ul_cli_table_add_field (table, _ ("Supply:"), _ ("%.2f V"), chip->probe.vtref_mv / 1000.0);
    if (chip->probe.speed_khz > 0)
        ul_cli_table_add_field (table, _ ("SWD clock:"), _ ("%u kHz"), chip->probe.speed_khz);
}

static const char *
name_lock (UlLockState lock)
{
    switch (lock) {
    case UL_LOCK_OPEN:
        return _ ("unsecured");
    case UL_LOCK_SECURED:
        return _ ("secured, and can be unlocked by erasing everything");
    case UL_LOCK_SECURED_FOREVER:
        return _ ("secured, and mass erase is switched off");
    case UL_LOCK_RESETTING:
        return _ ("keeps resetting: empty, or firmware that crashes at once");
    case UL_LOCK_UNCLEAR:
        return _ ("not clear");
    case UL_LOCK_UNKNOWN:
    default:
        return NULL;
    }
}

/* Where neither samples nor registers tell more. */
static void
add_plain_lock (UlCliTable *table, const UlProtection *protection)
{
    if (protection->have_registers)
        return;
    if (protection->lock == UL_LOCK_OPEN)
        ul_cli_table_add (table, _ ("Lock:"), C_ ("lock of a chip", "open"), NULL);
    else if (protection->lock == UL_LOCK_SECURED)
        ul_cli_table_add (table, _ ("Lock:"), _ ("locked; erasing everything opens it"), NULL);
}

/* The verdict, and the counts behind it: a single read says nothing. */
static void
add_lock (UlCliTable *table, const UlChip *chip)
{
    const UlLockSamples *samples = &chip->protection.samples;
    UlLockState lock = get_lock (chip);
    g_autofree char *counts = ul_lock_describe (lock, samples);

    if (counts == NULL || name_lock (lock) == NULL) {
        add_plain_lock (table, &chip->protection);
        return;
    }
    ul_cli_table_add_field (table, _ ("Lock:"), _ ("%s (%s)"), name_lock (lock), counts);
    if (chip->protection.reset_line == UL_RESET_LINE_DEAD)
        ul_cli_table_add (table, _ ("RESET line:"),
                          _ ("pulled low, it did not keep the chip in reset"), NULL);
    if (lock != UL_LOCK_OPEN && ul_lock_judge_key (samples) == UL_KEY_ON)
        ul_cli_table_add_field (
            table, _ ("Key:"),
            _ ("the backdoor key is enabled (%u of %u checks): the "
               "chip's own firmware can still be told to open it, a debug probe "
               "cannot"),
            samples->backdoor, samples->n);
}

static void
add_protected (UlCliTable *table, const UlProtection *protection, const UlDevice *device)
{
    guint first, last = 0;

    for (guint from = 0; ul_protection_find_run (protection, device, from, &first, &last);
         from = last + 1) {
        guint32 start, end, size;
        ul_device_get_sector (device, first, &start, NULL, NULL);
        ul_device_get_sector (device, last, &end, &size, NULL);
        ul_cli_table_add_field (table, _ ("Protected:"), "0x%08X–0x%08X", start, end + (size - 1));
    }
}

static void
add_register (UlCliTable *table, const char *name, guint8 value, const char *text)
{
    g_autofree char *title = g_strdup_printf ("%s 0x%02X:", name, value);

    ul_cli_table_add (table, title, text, NULL);
}

static void
add_protection (UlCliTable *table, const UlChip *chip, const UlDevice *device)
{
    const UlProtection *protection = &chip->protection;

    if (device == NULL || !protection->have_registers)
        return;
    g_autofree char *fsec = ul_fsec_describe (device, protection->fsec);
    g_autofree char *fopt = ul_fopt_describe (device, protection->fopt);
    add_register (table, "FSEC", protection->fsec, fsec);
    add_register (table, "FOPT", protection->fopt, fopt);
    if (has_flexnvm (device))
        ul_cli_table_add_field (table, "FlexNVM:", "FDPROT 0x%02X, FEPROT 0x%02X",
                                protection->fdprot, protection->feprot);
    add_protected (table, protection, device);
}

static void
add_device (UlCliTable *table, const UlDevice *device)
{
    g_autofree char *origin = ul_device_get_origin (device);

    ul_cli_table_add_field (table, _ ("Chip:"), _ ("%s, %u KiB of flash, %u KiB of RAM"),
                            device->name, ul_device_get_flash_size (device) / 1024,
                            device->ram_size / 1024);
    if (origin != NULL)
        ul_cli_table_add_field (table, "", "%s", origin);
    for (guint i = 0; i < device->n_regions; i++) {
        const UlRegion *region = &device->regions[i];

        if (region->kind != UL_REGION_PROGRAM_FLASH)
            /* Translators: such as "EEPROM: 256 bytes from 0x10000000" */
            ul_cli_table_add_field (table, "", _ ("%s: %u bytes from 0x%08X"),
                                    ul_region_kind_to_title (region->kind), region->size,
                                    region->start);
    }
    if (device->eeprom_backup != 0)
        ul_cli_table_add_field (table, "", _ ("%u bytes of FlexNVM stand behind emulated EEPROM"),
                                device->eeprom_backup);
}

static void
print_text (const UlCli *cli, UlSession *session, const UlChip *chip, const UlDevice *device)
{
    g_autofree char *chip_id = ul_chip_id_to_text (&chip->ids.chip);
    g_autoptr (UlCliTable) table = ul_cli_table_new_fields ();
    guint n_blank, n_data;

    add_probe (table, session, chip);
    if (device != NULL)
        add_device (table, device);
    if (chip->ids.dpidr != 0)
        ul_cli_table_add_field (table, _ ("Ids:"), "DPIDR 0x%08X, CPUID 0x%08X, SDID 0x%08X",
                                chip->ids.dpidr, chip->ids.cpuid, chip->ids.sdid);
    if (chip_id != NULL)
        ul_cli_table_add (table, _ ("Chip id:"), chip_id, NULL);
    add_lock (table, chip);
    add_protection (table, chip, device);
    count_contents (chip, &n_blank, &n_data);
    if (n_blank + n_data > 0)
        ul_cli_table_add_field (table, _ ("Sectors:"), _ ("%u with data, %u blank"), n_data,
                                n_blank);
    ul_cli_table_print (table, cli);
}

static gboolean diagnoses;

static const GOptionEntry info_entries[] = {
    { "diagnosis", 0, 0, G_OPTION_ARG_NONE, &diagnoses,
      N_ ("Print all that somebody who helps would ask for, with the log"), NULL },
    { NULL },
};

static const GOptionEntry *const entries[] = { info_entries, NULL };

static void
take_log (UlSession *session, const char *line, GString *log)
{
    g_string_append_printf (log, "%s\n", line);
}

/* With --json it is a line as well. */
static void
print_diagnosis (const UlCli *cli, UlSession *session, const UlJobResult *result, const char *log)
{
    g_autofree char *last_job = ul_job_result_describe (result);
    UlDiagnosis more = { .last_job = last_job, .log = log };
    g_autofree char *text = ul_diagnosis_write (session, &more);

    if (!cli->json) {
        ul_cli_print_text (text);
        return;
    }
    JsonObject *line = ul_cli_json_new ("diagnosis");
    ul_cli_json_set_text (line, "text", text);
    ul_cli_json_print (line);
}

static int
run (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlSession) session = ul_cli_open_session (cli, &error);
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_CONNECT);
    g_autoptr (GString) log = g_string_new (NULL);

    if (session == NULL)
        return ul_cli_fail (cli, error);
    g_signal_connect (session, "log", G_CALLBACK (take_log), log);
    g_autoptr (UlJobResult) result = ul_cli_run_job (cli, session, spec);
    const UlChip *chip = ul_session_get_chip (session);
    const UlDevice *device = ul_session_get_device (session);
    if (cli->json)
        print_json (session, chip, device);
    else if (!diagnoses)
        print_text (cli, session, chip, device);
    if (diagnoses)
        print_diagnosis (cli, session, result, log->str);
    if (chip->problem != NULL && result->ok)
        return ul_cli_fail_with (cli, chip->problem);
    return ul_cli_report_job (cli, session, result, _ ("The chip is ready"));
}

const UlCliVerb ul_cli_info = {
    .name = "info",
    .summary = N_ ("Tell which chip is there, and whether it is locked or protected"),
    .description =
        N_ ("Ends with 0 when the chip is ready, and with 5 when it is locked. Changes nothing."),
    .entries = entries,
    .run = run,
};
