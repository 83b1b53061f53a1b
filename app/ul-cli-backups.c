/* SPDX-License-Identifier: GPL-2.0-or-later */
/* backups and restore: what jobs took away from chips. */
#include "ul-backup.h"
#include "ul-cli-ask.h"
#include "ul-cli-json.h"
#include "ul-cli-output.h"
#include "ul-cli-job-report.h"
#include "ul-cli-report.h"
#include "ul-cli-risk.h"
#include "ul-cli-session.h"
#include "ul-cli-spec.h"
#include "ul-restore.h"
#include "ul-size.h"

#include <glib/gi18n.h>

/* --- backups --- */

static char *chip_id;

static const GOptionEntry backups_entries[] = {
    { "chip-id", 0, 0, G_OPTION_ARG_STRING, &chip_id,
      N_ ("Only what was taken from the chip whose id begins so, see info"), N_ ("ID") },
    { NULL },
};

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
    ul_cli_json_set_text (line, "chip_id", backup->chip);
    ul_cli_json_set_text (line, "probe", backup->probe);
    ul_cli_json_set_text (line, "before", ul_backup_reason_to_nick (backup->reason));
    json_object_set_int_member (line, "bytes", (gint64) backup->size);
    json_object_set_boolean_member (line, "finishes", backup->finishes);
    json_object_set_array_member (line, "sectors", sectors);
    ul_cli_json_print (line);
}

/* The first word is what restore takes. */
static void
print_text (const UlCli *cli, const UlBackup *backup)
{
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (backup->time);
    g_autofree char *time = g_date_time_format (date, "%F %T");
    g_autofree char *ranges = ul_backup_describe_ranges (backup);
    g_autofree char *size = ul_size_to_text (backup->size);
    const char *reason = ul_backup_describe_reason (backup);

    ul_cli_print (cli, "%s  %s  %s  %s  %s", backup->id, time, backup->device, size, ranges);
    if (backup->chip != NULL)
        ul_cli_print (cli, _ ("    of the chip %s, through %s"), backup->chip, backup->probe);
    else
        ul_cli_print (cli, _ ("    of a chip that is not known, through %s"), backup->probe);
    if (reason != NULL)
        ul_cli_print (cli, "    %s", reason);
}

static int
run_backups (UlCli *cli)
{
    g_autoptr (GPtrArray) backups = ul_backups_list (NULL, cli->probe_id, chip_id);

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

static const GOptionEntry *const backups_groups[] = { backups_entries, NULL };

const UlCliVerb ul_cli_backups = {
    .name = "backups",
    .summary = N_ ("List what earlier jobs took away from chips, newest first"),
    .description =
        N_ ("Readable contents are kept before they are erased, for each single chip, whatever\n"
            "probe it was on. With --probe, only what was taken through that probe. The first\n"
            "word of each backup is what restore takes."),
    .entries = backups_groups,
    .run = run_backups,
};

/* --- restore --- */

static gboolean other_chip;

static const GOptionEntry other_entries[] = {
    { "other-chip", 0, 0, G_OPTION_ARG_NONE, &other_chip,
      N_ ("Also when it was taken from another chip than the one on the board"), NULL },
    { NULL },
};

static UlBackup *
find_named (UlCli *cli, GError **error)
{
    UlBackup *backup = ul_backups_find (NULL, cli->args[0]);

    if (backup == NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_NOT_FOUND,
                     _ ("there is no backup “%s”, or more than one"), cli->args[0]);
    return backup;
}

/* The newest one of another board than is meant would be worse than none. A chip without an id has
 * to do with what came from one of its kind through its probe. */
static UlBackup *
find_newest (UlSession *session, GError **error)
{
    const UlChip *chip = ul_session_get_chip (session);
    g_autofree char *id = ul_chip_id_to_text (&chip->ids.chip);
    const char *probe = ul_probe_get_info (ul_session_get_probe (session))->id;
    g_autoptr (GPtrArray) own = ul_backups_list (NULL, NULL, id);
    g_autoptr (GPtrArray) unknown = ul_backups_list (NULL, probe, NULL);

    if (id != NULL && own->len > 0)
        return g_ptr_array_steal_index (own, 0);
    for (guint i = 0; i < unknown->len; i++) {
        const UlBackup *backup = unknown->pdata[i];
        if (backup->chip == NULL && ul_backup_is_of_kind (backup, chip->found))
            return g_ptr_array_steal_index (unknown, i);
    }
    g_set_error (error, UL_ERROR, UL_ERROR_FILE_NOT_FOUND,
                 id != NULL ? _ ("there are no backups of the chip %s; “unlatch-cli backups” lists "
                                 "those of others")
                            : _ ("there are no backups of this kind of chip, through this probe"),
                 id);
    return NULL;
}

static UlJobSpec *
make_spec (const UlBackup *backup, GError **error)
{
    UlJobSpec *spec = ul_restore_new_spec (backup, error);

    if (spec != NULL && other_chip)
        g_clear_pointer (&spec->only_chip, g_free);
    return spec;
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

static char *
make_question (const UlBackup *backup)
{
    g_autofree char *ranges = ul_backup_describe_ranges (backup);

    if (backup->chip == NULL)
        return g_strdup_printf (_ ("It is not known which chip this backup was taken from. %s will "
                                   "hold what is in it. Go on?"),
                                ranges);
    if (other_chip)
        return g_strdup_printf (_ ("%s will hold what the chip %s held, whichever chip this is. Go "
                                   "on?"),
                                ranges, backup->chip);
    return g_strdup_printf (_ ("%s will again hold what it held before this backup. Go on?"),
                            ranges);
}

/* The chip may have to be divided for it, or has been in another way. */
static gboolean
check_division (const UlChip *chip, const UlBackup *backup, GError **error)
{
    const UlDivision *division = ul_restore_find_division (backup);
    const UlDevice *device = chip->found;
    gboolean give;

    if (division == NULL || device == NULL)
        return TRUE;
    if (!ul_division_choose (division, &chip->ids.division, FALSE, &device, &give, error))
        return FALSE;
    g_autofree char *note = ul_restore_describe_division (backup, chip->found, &chip->ids.division);
    if (note != NULL)
        ul_cli_note ("%s", note);
    return TRUE;
}

/* Where somebody is asked, the chip has been looked at: then a refusal comes before the question.
 * The job looks again, whatever was known. */
static gboolean
check_chip (UlSession *session, const UlBackup *backup, GError **error)
{
    const UlChip *chip = ul_session_get_chip (session);
    g_autofree char *id = ul_chip_id_to_text (&chip->ids.chip);

    if (!other_chip && ul_backup_get_origin (backup, id) == UL_BACKUP_OTHER_CHIP)
        return ul_backup_set_other_chip (backup->chip, id, error);
    return check_division (chip, backup, error);
}

static int
restore (UlCli *cli, UlSession *session, const UlBackup *backup)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) spec = NULL;
    g_autofree char *question = make_question (backup);

    if (take_device (cli, backup, &error))
        spec = make_spec (backup, &error);
    if (spec == NULL || !ul_cli_take_keep_options (cli, spec, &error))
        return ul_cli_fail (cli, error);
    ul_session_set_device (session, cli->device);
    ul_cli_look_for_risk (cli, session, spec);
    if (!check_chip (session, backup, &error) || !ul_cli_confirm (cli, question, &error))
        return ul_cli_fail (cli, error);
    if (cli->yes && backup->chip == NULL)
        ul_cli_note (_ ("Note: it is not known which chip this backup was taken from"));
    g_autoptr (UlJobResult) result = ul_cli_run_job (cli, session, spec);
    return ul_cli_report_job (cli, session, result, _ ("Restored and verified"));
}

/* Which chip is there has to be known before the newest backup of it can be. */
static int
restore_newest (UlCli *cli, UlSession *session)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlJobSpec) look = ul_job_spec_new (UL_JOB_CONNECT);
    g_autoptr (UlJobResult) looked = ul_cli_run_job (cli, session, look);

    if (!looked->ok)
        return ul_cli_report_job (cli, session, looked, NULL);
    g_autoptr (UlBackup) backup = find_newest (session, &error);
    return backup != NULL ? restore (cli, session, backup) : ul_cli_fail (cli, error);
}

static int
run_restore (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlBackup) named = NULL;
    g_autoptr (UlSession) session = NULL;
    gboolean ok = ul_cli_check_can_ask (cli, &error);

    if (ok && cli->args[0] != NULL) {
        named = find_named (cli, &error);
        ok = named != NULL && take_device (cli, named, &error);
    }
    if (ok)
        session = ul_cli_open_session (cli, &error);
    if (session == NULL)
        return ul_cli_fail (cli, error);
    return named != NULL ? restore (cli, session, named) : restore_newest (cli, session);
}

static const GOptionEntry *const restore_entries[] = { other_entries, ul_cli_keep_entries,
                                                       ul_cli_report_entries, ul_cli_output_entries,
                                                       NULL };

const UlCliVerb ul_cli_restore = {
    .name = "restore",
    .parameters = N_ ("[BACKUP]"),
    .summary = N_ ("Program what an earlier job took away, the newest by default"),
    .description =
        N_ ("The first letters of the backup's name are enough, see backups. Without one,\n"
            "the newest of the chip on the board. A backup of another chip is refused,\n"
            "unless --other-chip is given."),
    .entries = restore_entries,
    .max_args = 1,
    .run = run_restore,
};
