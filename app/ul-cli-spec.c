/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From options to a UlJobSpec. */
#include "ul-cli-spec.h"

#include "ul-cli-files.h"
#include "ul-cli-number.h"
#include "ul-cli-report.h"
#include "ul-cli-series.h"
#include "ul-profile.h"

#include <glib/gi18n.h>

static gboolean erase_all, unlock_first, unlock_if_locked, skip_protected, keep_unlocked,
    lock_as_file, no_verify, read_back, no_backup, halt_after;
static char *lock_forever, *range;

const GOptionEntry ul_cli_range_entries[] = {
    { "range", 'r', 0, G_OPTION_ARG_STRING, &range,
      N_ ("First and last address, such as 0x400-0x7FF"), N_ ("A-B") },
    { NULL },
};

const GOptionEntry ul_cli_skip_entries[] = {
    { "skip-protected", 0, 0, G_OPTION_ARG_NONE, &skip_protected,
      N_ ("Leave protected sectors out instead of stopping"), NULL },
    { NULL },
};

const GOptionEntry ul_cli_plan_entries[] = {
    { "erase-all", 0, 0, G_OPTION_ARG_NONE, &erase_all,
      N_ ("Erase all other sectors as well, not only those the file needs"), NULL },
    { "range", 'r', 0, G_OPTION_ARG_STRING, &range,
      N_ ("Erase the sectors from A to B as well, such as 0x400-0x7FF"), N_ ("A-B") },
    { "unlock", 0, 0, G_OPTION_ARG_NONE, &unlock_first,
      N_ ("Unlock the chip first, which erases everything on it"), NULL },
    { "unlock-if-locked", 0, 0, G_OPTION_ARG_NONE, &unlock_if_locked,
      N_ ("The same, but only if the chip is certainly locked"), NULL },
    { "keep-unlocked", 0, 0, G_OPTION_ARG_NONE, &keep_unlocked,
      N_ ("Write FSEC 0xFE where the file would lock the chip"), NULL },
    { "lock-as-file", 0, 0, G_OPTION_ARG_NONE, &lock_as_file,
      N_ ("Write FSEC as the file says, even if that locks the chip"), NULL },
    { "lock-forever", 0, 0, G_OPTION_ARG_STRING, &lock_forever,
      N_ ("The chip's name, to confirm that it shall be locked for ever"), N_ ("NAME") },
    { NULL },
};

const GOptionEntry ul_cli_write_entries[] = {
    { "no-verify", 0, 0, G_OPTION_ARG_NONE, &no_verify, N_ ("Do not compare after programming"),
      NULL },
    { "halt", 0, 0, G_OPTION_ARG_NONE, &halt_after,
      N_ ("Leave the core halted instead of starting the program"), NULL },
    { NULL },
};

const GOptionEntry ul_cli_compare_entries[] = {
    { "read-back", 0, 0, G_OPTION_ARG_NONE, &read_back,
      N_ ("Read every byte back, beside the checksums that the chip makes"), NULL },
    { NULL },
};

const GOptionEntry ul_cli_keep_entries[] = {
    { "no-backup", 0, 0, G_OPTION_ARG_NONE, &no_backup,
      N_ ("Do not save what the chip holds before it is erased"), NULL },
    { NULL },
};

gboolean
ul_cli_get_range (UlJobSpec *spec, gboolean *given, GError **error)
{
    *given = range != NULL;
    if (range == NULL)
        return TRUE;
    spec->scope = UL_SCOPE_RANGE;
    return ul_cli_parse_range (range, &spec->range_start, &spec->range_size, error);
}

static gboolean
set_usage (GError **error, const char *message)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE, message);
    return FALSE;
}

/* Options are settings of the profile for this one time, so that it can guard what it keeps. */

static gboolean
set_scope (UlProfile *profile, UlScope scope, const UlJobSpec *spec, GError **error)
{
    g_autofree char *text = g_strdup_printf ("0x%X-0x%X", spec->range_start,
                                             spec->range_start + (spec->range_size - 1));

    ul_profile_set_number (profile, UL_PROFILE_ERASE, scope);
    return scope != UL_SCOPE_RANGE ||
           ul_profile_set_text (profile, UL_PROFILE_SELECTED, text, error);
}

static gboolean
take_scope (UlProfile *profile, gboolean all, GError **error)
{
    UlJobSpec spec = { .kind = UL_JOB_ERASE };
    gboolean has_range;

    if (!ul_cli_get_range (&spec, &has_range, error))
        return FALSE;
    if (has_range && all)
        return set_usage (error, _ ("--range excludes --erase-all and --chip"));
    if (!has_range && !all)
        return TRUE;
    return set_scope (profile, all ? UL_SCOPE_ALL : UL_SCOPE_RANGE, &spec, error);
}

static void
take_switch (UlProfile *profile, gboolean given, UlProfileKey key, gint64 value)
{
    if (given)
        ul_profile_set_number (profile, key, value);
}

static gboolean
take_options (UlProfile *profile, GError **error)
{
    if (keep_unlocked && (lock_as_file || lock_forever != NULL))
        return set_usage (error, _ ("--keep-unlocked excludes --lock-as-file and --lock-forever"));
    if (no_verify && read_back)
        return set_usage (error, _ ("--no-verify excludes --read-back"));
    take_switch (profile, unlock_if_locked, UL_PROFILE_UNLOCK, UL_PROFILE_UNLOCK_WHEN_LOCKED);
    take_switch (profile, skip_protected, UL_PROFILE_SKIP_PROTECTED, TRUE);
    take_switch (profile, no_verify, UL_PROFILE_VERIFY, UL_PROFILE_VERIFY_NO);
    take_switch (profile, read_back, UL_PROFILE_VERIFY, UL_PROFILE_VERIFY_FULL);
    take_switch (profile, no_backup, UL_PROFILE_BACKUP, FALSE);
    take_switch (profile, halt_after, UL_PROFILE_RESET, UL_PROFILE_RESET_HALT);
    take_switch (profile, keep_unlocked, UL_PROFILE_LOCK_BYTES, UL_LOCK_BYTES_KEEP_UNLOCKED);
    take_switch (profile, lock_as_file || lock_forever != NULL, UL_PROFILE_LOCK_BYTES,
                 UL_LOCK_BYTES_AS_FILE);
    return TRUE;
}

/* The name typed out is the confirmation; from then on no other chip will do. */
static gboolean
take_lock_forever (UlCli *cli, UlJobSpec *spec, GError **error)
{
    const UlDevice *device;

    if (lock_forever == NULL)
        return TRUE;
    device = ul_devices_find (lock_forever);
    if (device == NULL || (cli->device != NULL && cli->device != device))
        return set_usage (error, _ ("--lock-forever needs the name of the chip"));
    cli->device = device;
    spec->lock_forever_confirmed = TRUE;
    return TRUE;
}

static UlProfile *
get_profile (UlCli *cli)
{
    return cli->profile != NULL ? g_object_ref (cli->profile) : ul_profile_new ();
}

/* What is odd about the files, but no reason to leave them alone. */
static void
tell_warnings (UlImage *image)
{
    gboolean is_one = ul_cli_get_files ()->len == 1; /* else the names are in the warnings */

    for (const char *const *w = ul_image_get_warnings (image); w != NULL && *w != NULL; w++) {
        g_autofree char *text =
            is_one ? g_strdup_printf ("%s: %s", ul_image_get_name (image), *w) : g_strdup (*w);
        ul_cli_note (_ ("Note: %s"), text);
    }
}

UlJobSpec *
ul_cli_make_spec (UlCli *cli, UlJobKind kind, GError **error)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (kind);
    g_autoptr (UlProfile) profile = get_profile (cli);

    if (!take_scope (profile, erase_all, error) || !take_options (profile, error) ||
        !take_lock_forever (cli, spec, error))
        return NULL;
    spec->unlock_first = unlock_first;
    spec->image = ul_cli_load_all (cli, error);
    if (spec->image != NULL)
        tell_warnings (spec->image);
    if (spec->image == NULL ||
        (kind == UL_JOB_PROGRAM && !ul_cli_join_series (profile, spec, error)) ||
        !ul_profile_apply_to_spec (profile, spec, cli->device, error))
        return NULL;
    return g_steal_pointer (&spec);
}

UlJobSpec *
ul_cli_make_erase_spec (UlCli *cli, gboolean whole_chip, GError **error)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_ERASE);
    g_autoptr (UlProfile) profile = get_profile (cli);

    if (!whole_chip && range == NULL) {
        set_usage (error, _ ("erase needs either --chip or --range A-B"));
        return NULL;
    }
    if (!take_scope (profile, whole_chip, error) || !take_options (profile, error) ||
        !ul_profile_apply_to_spec (profile, spec, cli->device, error))
        return NULL;
    return g_steal_pointer (&spec);
}

UlJobSpec *
ul_cli_make_unlock_spec (UlCli *cli, GError **error)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_UNLOCK);
    g_autoptr (UlProfile) profile = get_profile (cli);

    if (!take_options (profile, error) ||
        !ul_profile_apply_to_spec (profile, spec, cli->device, error))
        return NULL;
    return g_steal_pointer (&spec);
}

gboolean
ul_cli_take_keep_options (UlCli *cli, UlJobSpec *spec, GError **error)
{
    spec->no_backup = no_backup;
    return cli->profile == NULL ||
           ul_profile_check_allowed (cli->profile, spec, cli->device, error);
}
