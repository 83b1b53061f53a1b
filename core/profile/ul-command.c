/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-command.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_SPEED_KHZ 4000

static const char *const verbs[] = {
    [UL_JOB_CONNECT] = "info",        [UL_JOB_UNLOCK] = "unlock",     [UL_JOB_ERASE] = "erase",
    [UL_JOB_PROGRAM] = "program",     [UL_JOB_VERIFY] = "verify",     [UL_JOB_READ] = "read",
    [UL_JOB_UNPROTECT] = "unprotect", [UL_JOB_BLANK_CHECK] = "blank",
};

static const UlJobSpec nothing;

/* Words that no shell touches are nicer to read without quotes. */
static void
add_word (GString *line, const char *word)
{
    const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@%+,-";
    gboolean safe = word[0] != '\0' && word[strspn (word, plain)] == '\0';
    g_autofree char *quoted = safe ? g_strdup (word) : g_shell_quote (word);

    if (line->len > 0)
        g_string_append_c (line, ' ');
    g_string_append (line, quoted);
}

static void
add_option (GString *line, const char *option, const char *value)
{
    if (value == NULL)
        return;
    add_word (line, option);
    add_word (line, value);
}

static void
add_switch (GString *line, const char *option, gboolean on)
{
    if (on)
        add_word (line, option);
}

static void
add_range (GString *line, const UlJobSpec *spec)
{
    g_autofree char *range = g_strdup_printf ("0x%X-0x%X", spec->range_start,
                                              spec->range_start + (spec->range_size - 1));

    add_option (line, "--range", range);
}

static void
add_speed (GString *line, guint speed_khz)
{
    g_autofree char *speed = g_strdup_printf ("%u", speed_khz);

    if (speed_khz != 0 && speed_khz != DEFAULT_SPEED_KHZ)
        add_option (line, "--speed", speed);
}

/* What the profile says is left to it. */
static void
add_program_options (GString *line, const UlJobSpec *spec, const UlJobSpec *said)
{
    gboolean if_locked = spec->unlock_if_locked && !spec->unlock_first;
    UlLockBytes lock_bytes = spec->lock_bytes != said->lock_bytes ? spec->lock_bytes : 0;

    if (spec->scope == UL_SCOPE_RANGE && said->scope != UL_SCOPE_RANGE)
        add_range (line, spec);
    add_switch (line, "--erase-all", spec->scope == UL_SCOPE_ALL && said->scope != UL_SCOPE_ALL);
    add_switch (line, "--unlock", spec->unlock_first);
    add_switch (line, "--unlock-if-locked", if_locked && !said->unlock_if_locked);
    add_switch (line, "--skip-protected", spec->skip_protected && !said->skip_protected);
    add_switch (line, "--keep-unlocked", lock_bytes == UL_LOCK_BYTES_KEEP_UNLOCKED);
    add_switch (line, "--lock-as-file", lock_bytes == UL_LOCK_BYTES_AS_FILE);
    add_switch (line, "--no-verify", spec->no_verify && !said->no_verify);
    add_switch (line, "--read-back", spec->read_back && !said->read_back);
    add_switch (line, "--halt", spec->halt_after && !said->halt_after);
    add_switch (line, "--no-backup", spec->no_backup && !said->no_backup);
}

static void
add_erase_options (GString *line, const UlJobSpec *spec)
{
    if (spec->scope == UL_SCOPE_ALL)
        add_word (line, "--chip");
    else
        add_range (line, spec);
    add_switch (line, "--skip-protected", spec->skip_protected);
}

/* What a backup holds is programmed as it is. */
static void
add_restore (GString *line, const UlJobSpec *spec)
{
    add_word (line, "restore");
    add_switch (line, "--other-chip", spec->only_chip == NULL);
    add_switch (line, "--no-backup", spec->no_backup);
    add_word (line, spec->backup);
}

static void
add_options (GString *line, const UlJobSpec *spec, const UlCommandSettings *settings)
{
    switch (spec->kind) {
    case UL_JOB_PROGRAM:
        add_switch (line, "--each-board", settings->each_board);
        add_program_options (line, spec, settings->said != NULL ? settings->said : &nothing);
        break;
    case UL_JOB_ERASE:
        add_erase_options (line, spec);
        add_switch (line, "--no-backup", spec->no_backup);
        break;
    case UL_JOB_READ:
        add_range (line, spec);
        add_option (line, "-o", settings->output != NULL ? settings->output : "chip.bin");
        break;
    case UL_JOB_UNPROTECT:
        if (spec->scope == UL_SCOPE_RANGE)
            add_range (line, spec);
        add_switch (line, "--no-backup", spec->no_backup);
        break;
    case UL_JOB_BLANK_CHECK:
        if (spec->scope == UL_SCOPE_RANGE)
            add_range (line, spec);
        break;
    case UL_JOB_UNLOCK:
        add_switch (line, "--no-backup", spec->no_backup);
        break;
    case UL_JOB_VERIFY:
        add_switch (line, "--read-back", spec->read_back && settings->profile == NULL);
        break;
    case UL_JOB_CONNECT:
    default:
        break;
    }
}

/* A raw binary file that was moved begins at another address, that is all. */
static char *
name_file (const UlCommandFile *file)
{
    const char *dot = file->path[0] == '-' ? "./" : "";

    if (file->has_base)
        return g_strdup_printf ("%s%s@0x%X", dot, file->path,
                                (guint) ((gint64) file->base + file->offset));
    if (file->offset == 0)
        return g_strconcat (dot, file->path, NULL);
    return g_strdup_printf ("%s%s@%c0x%X", dot, file->path, file->offset < 0 ? '-' : '+',
                            (guint) ABS (file->offset));
}

static void
add_files (GString *line, const UlCommandSettings *settings)
{
    for (guint i = 0; i < settings->n_files; i++) {
        g_autofree char *word = name_file (&settings->files[i]);
        add_word (line, word);
    }
}

static void
add_mode (GString *line, UlConnectMode mode)
{
    add_switch (line, "--under-reset", mode == UL_CONNECT_UNDER_RESET);
    add_switch (line, "--catch", mode == UL_CONNECT_CATCH);
}

static gboolean
takes_files (const UlJobSpec *spec)
{
    return (spec->kind == UL_JOB_PROGRAM && spec->backup == NULL) || spec->kind == UL_JOB_VERIFY;
}

static void
add_verb (GString *line, const UlJobSpec *spec, const UlCommandSettings *settings)
{
    if (spec->kind == UL_JOB_PROGRAM && spec->backup != NULL) {
        add_restore (line, spec);
        return;
    }
    add_word (line, verbs[spec->kind]);
    add_options (line, spec, settings);
    if (takes_files (spec) && settings->profile == NULL)
        add_files (line, settings);
}

char *
ul_command_format (const UlJobSpec *spec, const UlCommandSettings *settings, GError **error)
{
    if (spec->scope == UL_SCOPE_SECTORS) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                             _ ("What was done with chosen sectors cannot be said on the command "
                                "line"));
        return NULL;
    }
    GString *line = g_string_new ("unlatch-cli");

    add_option (line, "--profile", settings->profile);
    add_option (line, "--probe", settings->probe_id);
    add_option (line, "--device", settings->device);
    add_speed (line, settings->speed_khz);
    add_mode (line, settings->mode);
    add_switch (line, "--power", settings->power);
    add_verb (line, spec, settings);
    return g_string_free (line, FALSE);
}

/* Whether a ticked file must be the very one that the profile has seen. */
static gboolean
has_pin (UlProfile *profile)
{
    for (guint i = 0; i < ul_profile_get_n_files (profile); i++) {
        const UlProfileFile *file = ul_profile_get_file (profile, i);
        if (file->ticked && file->sha256[0] != '\0')
            return TRUE;
    }
    return FALSE;
}

static gboolean
guards (UlProfile *profile, const UlJobSpec *spec)
{
    return ul_profile_get_text (profile, UL_PROFILE_KEEP)[0] != '\0' ||
           ul_profile_get_number (profile, UL_PROFILE_EXPECT_ID) != UL_PROFILE_UNSET ||
           ul_profile_get_number (profile, UL_PROFILE_MIN_MILLIVOLTS) > 0 ||
           ul_profile_get_number (profile, UL_PROFILE_CONNECT) == UL_CONNECT_NORMAL ||
           (takes_files (spec) && has_pin (profile));
}

/* Their options would make a long line, and the counter goes by the profile's name. */
static gboolean
numbers_boards (UlProfile *profile, const UlJobSpec *spec)
{
    return spec->kind == UL_JOB_PROGRAM && spec->backup == NULL &&
           (ul_profile_get_number (profile, UL_PROFILE_SERIAL_ADDRESS) != UL_PROFILE_UNSET ||
            ul_profile_get_text (profile, UL_PROFILE_RECORD)[0] != '\0');
}

gboolean
ul_command_check_profile (UlProfile *profile, const UlJobSpec *spec, GError **error)
{
    if (guards (profile, spec))
        g_set_error_literal (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                             _ ("Ranges to keep, pinned files, the chip expected and the way to "
                                "connect need a saved profile on the command line"));
    else if (numbers_boards (profile, spec))
        g_set_error_literal (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                             _ ("Serial numbers and the record of boards need a saved profile on "
                                "the command line"));
    else
        return TRUE;
    return FALSE;
}
