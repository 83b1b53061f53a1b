/* SPDX-License-Identifier: GPL-2.0-or-later */
/* backups and restore: what jobs took away from chips. */
#include "ul-backup.h"
#include "ul-cli-ask.h"
#include "ul-cli-json.h"
#include "ul-cli-report.h"
#include "ul-cli-risk.h"
#include "ul-cli-session.h"
#include "ul-cli-spec.h"

#include <glib/gi18n.h>

/* --- backups --- */

static void
print_json (const UlBackup *backup)
{
    JsonObject *line = ul_cli_json_new ("backup");
    JsonArray *sectors = json_array_new ();
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (backup->time);
    g_autofree char *time = g_date_time_format_iso8601 (date);

    for (guint i = 0; i < backup->n_sectors; i++) {
        JsonObject *sector = json_object_new ();
        json_object_set_int_member (sector, "address", backup->sectors[i].address);
        json_object_set_int_member (sector, "size", backup->sectors[i].size);
        json_array_add_object_element (sectors, sector);
    }
    ul_cli_json_set_text (line, "id", backup->id);
    ul_cli_json_set_text (line, "time", time);
    ul_cli_json_set_text (line, "device", backup->device);
    ul_cli_json_set_text (line, "chip", backup->chip);
    json_object_set_int_member (line, "bytes", (gint64) backup->size);
    json_object_set_array_member (line, "sectors", sectors);
    ul_cli_json_print (line);
}

static void
print_text (const UlCli *cli, const UlBackup *backup)
{
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (backup->time);
    g_autofree char *time = g_date_time_format (date, "%F %T");
    g_autofree char *ranges = ul_backup_describe_ranges (backup);

    ul_cli_print (cli, "%s  %s  %s  %s  %s", backup->id, time, backup->device, backup->chip,
                  ranges);
}

static int
run_backups (UlCli *cli)
{
    g_autoptr (GPtrArray) backups = ul_backups_list (NULL, cli->probe_id);

    for (guint i = 0; i < backups->len; i++) {
        if (cli->json)
            print_json (backups->pdata[i]);
        else
            print_text (cli, backups->pdata[i]);
    }
    if (backups->len == 0)
        ul_cli_print (cli, "%s", _ ("There are no backups"));
    return ul_cli_done (cli);
}

const UlCliVerb ul_cli_backups = {
    .name = "backups",
    .summary = N_ ("List what earlier jobs took away from chips, newest first"),
    .description =
        N_ ("Readable contents are kept before they are erased. With --probe, only those of\n"
            "that probe. The first word of each line is what restore takes."),
    .run = run_backups,
};

/* --- restore --- */

/* The newest one of another board than is meant would be worse than none. */
static gboolean
are_of_one_chip (GPtrArray *backups, GError **error)
{
    for (guint i = 1; i < backups->len; i++) {
        const UlBackup *one = backups->pdata[i - 1], *other = backups->pdata[i];

        if (g_str_equal (one->chip, other->chip))
            continue;
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("backups were taken through both %s and %s: name one of them"), one->chip,
                     other->chip);
        return FALSE;
    }
    return TRUE;
}

static UlBackup *
find_backup (UlCli *cli, GError **error)
{
    if (cli->args[0] == NULL) {
        g_autoptr (GPtrArray) backups = ul_backups_list (NULL, cli->probe_id);

        if (!are_of_one_chip (backups, error))
            return NULL;
        if (backups->len > 0)
            return g_ptr_array_steal_index (backups, 0);
        g_set_error_literal (error, UL_ERROR, UL_ERROR_FILE_NOT_FOUND, _ ("there are no backups"));
        return NULL;
    }
    UlBackup *backup = ul_backups_find (NULL, cli->args[0]);
    if (backup == NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_NOT_FOUND,
                     _ ("there is no backup “%s”, or more than one"), cli->args[0]);
    return backup;
}

/* What was there before was wanted: also if it locks the chip, short of for ever. */
static UlJobSpec *
make_spec (const UlBackup *backup, GError **error)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_PROGRAM);

    spec->image = ul_backup_load (backup, error);
    spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    return spec->image != NULL ? g_steal_pointer (&spec) : NULL;
}

/* Bytes of one kind of chip are no use to another. */
static gboolean
take_device (UlCli *cli, const UlBackup *backup, GError **error)
{
    const UlDevice *device = ul_devices_find (backup->device);

    if (device == NULL || (cli->device != NULL && cli->device != device)) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("the backup is of another chip, %s"),
                     backup->device);
        return FALSE;
    }
    cli->device = device;
    return TRUE;
}

static int
restore (UlCli *cli, const UlBackup *backup, UlSession *session, const UlJobSpec *spec)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *ranges = ul_backup_describe_ranges (backup);
    g_autofree char *question =
        g_strdup_printf (_ ("%s will again hold what it held before this backup. Go on?"), ranges);

    ul_cli_look_for_risk (cli, session, spec);
    if (!ul_cli_confirm (cli, question, &error))
        return ul_cli_fail (cli, error);
    g_autoptr (UlJobResult) result = ul_cli_run_job (cli, session, spec);
    return ul_cli_report_job (cli, session, result, _ ("Restored and verified"));
}

static int
run_restore (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlBackup) backup = NULL;
    g_autoptr (UlJobSpec) spec = NULL;
    g_autoptr (UlSession) session = NULL;

    if (ul_cli_check_can_ask (cli, &error))
        backup = find_backup (cli, &error);
    if (backup != NULL && take_device (cli, backup, &error))
        spec = make_spec (backup, &error);
    if (spec != NULL && ul_cli_take_keep_options (cli, spec, &error))
        session = ul_cli_open_session (cli, &error);
    if (session == NULL)
        return ul_cli_fail (cli, error);
    return restore (cli, backup, session, spec);
}

static const GOptionEntry *const restore_entries[] = { ul_cli_keep_entries, ul_cli_report_entries,
                                                       NULL };

const UlCliVerb ul_cli_restore = {
    .name = "restore",
    .parameters = N_ ("[BACKUP]"),
    .summary = N_ ("Program what an earlier job took away, the newest by default"),
    .description = N_ ("The first letters of the backup's name are enough, see backups."),
    .entries = restore_entries,
    .max_args = 1,
    .run = run_restore,
};
