/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From options to a UlJobSpec. */
#include "ul-cli-spec.h"

#include "ul-cli-files.h"
#include "ul-cli-number.h"

#include <glib/gi18n.h>

static gboolean erase_all, unlock_first, unlock_if_locked, skip_protected, keep_unlocked,
    lock_as_file, no_verify, halt_after;
static char *lock_forever, *range;

const GOptionEntry ul_cli_range_entries[] = {
    { "range", 'r', 0, G_OPTION_ARG_STRING, &range,
      N_ ("First and last address, such as 0x400-0x7FF"), N_ ("A-B") },
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
    { "skip-protected", 0, 0, G_OPTION_ARG_NONE, &skip_protected,
      N_ ("Leave protected sectors out instead of stopping"), NULL },
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

static gboolean
take_scope (UlJobSpec *spec, GError **error)
{
    gboolean has_range;

    if (!ul_cli_get_range (spec, &has_range, error))
        return FALSE;
    if (has_range && erase_all)
        return set_usage (error, _ ("--range and --erase-all exclude each other"));
    if (erase_all)
        spec->scope = UL_SCOPE_ALL;
    return TRUE;
}

/* The name typed out is the confirmation; from then on no other chip will do. */
static gboolean
take_lock_forever (UlCli *cli, UlJobSpec *spec, GError **error)
{
    const UlDevice *device = ul_devices_find (lock_forever);

    if (device == NULL || (cli->device != NULL && cli->device != device))
        return set_usage (error, _ ("--lock-forever needs the name of the chip"));
    cli->device = device;
    spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    spec->lock_forever_confirmed = TRUE;
    return TRUE;
}

static gboolean
take_lock_bytes (UlCli *cli, UlJobSpec *spec, GError **error)
{
    if (keep_unlocked && (lock_as_file || lock_forever != NULL))
        return set_usage (error, _ ("--keep-unlocked excludes --lock-as-file and --lock-forever"));
    if (keep_unlocked)
        spec->lock_bytes = UL_LOCK_BYTES_KEEP_UNLOCKED;
    if (lock_as_file)
        spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    return lock_forever == NULL || take_lock_forever (cli, spec, error);
}

UlJobSpec *
ul_cli_make_spec (UlCli *cli, UlJobKind kind, GError **error)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (kind);

    spec->unlock_first = unlock_first;
    spec->unlock_if_locked = unlock_if_locked;
    spec->skip_protected = skip_protected;
    spec->no_verify = no_verify;
    spec->halt_after = halt_after;
    if (!take_scope (spec, error) || !take_lock_bytes (cli, spec, error))
        return NULL;
    spec->image = ul_cli_load_all (cli->args, error);
    return spec->image != NULL ? g_steal_pointer (&spec) : NULL;
}
