/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unlock --key. The flash controller takes the backdoor key by a command, Verify Backdoor Access
 * Key, that only the chip's own core can give while the chip is secured: its bus is closed for
 * debuggers. So this tells what the key is still good for, instead of an erase by mistake. */
#include "ul-cli-key.h"

#include "ul-cli-report.h"
#include "ul-cli-session.h"

#include <glib/gi18n.h>
#include <string.h>

#define KEY_DIGITS 16

static char *key;

const GOptionEntry ul_cli_key_entries[] = {
    { "key", 0, 0, G_OPTION_ARG_STRING, &key,
      N_ ("Tell what the backdoor key can do here; erases nothing"), N_ ("HEX16") },
    { NULL },
};

gboolean
ul_cli_has_key (void)
{
    return key != NULL;
}

static gboolean
check_key (GError **error)
{
    const char *digits = g_ascii_strncasecmp (key, "0x", 2) == 0 ? key + 2 : key;
    gboolean same = TRUE;

    if (strlen (digits) != KEY_DIGITS || strspn (digits, "0123456789abcdefABCDEF") != KEY_DIGITS) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("--key: “%s” is not %d hex digits, the byte at the lowest address first"),
                     key, KEY_DIGITS);
        return FALSE;
    }
    for (guint i = 1; i < KEY_DIGITS; i++)
        same &= g_ascii_tolower (digits[i]) == g_ascii_tolower (digits[0]);
    if (!same || strchr ("0fF", digits[0]) == NULL)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                 _ ("--key: a chip refuses keys of all zeros and all ones"));
    return FALSE;
}

static void
set_key_error (const UlChip *chip, GError **error)
{
    const UlLockSamples *samples = &chip->protection.samples;

    switch (ul_lock_judge_key (samples)) {
    case UL_KEY_ON:
        g_set_error (
            error, UL_ERROR, UL_ERROR_KEY_OUT_OF_REACH,
            _ ("The backdoor key is enabled (%u of %u checks said so), but only the chip's "
               "own core can hand it to the flash controller while the chip is secured. "
               "Nothing was tried"),
            samples->backdoor, samples->n);
        break;
    case UL_KEY_OFF:
        g_set_error (
            error, UL_ERROR, UL_ERROR_KEY_OUT_OF_REACH,
            _ ("The backdoor key is not enabled on this chip (%u of %u checks said it is), "
               "and a debug probe could not hand it over. Nothing was tried"),
            samples->backdoor, samples->n);
        break;
    case UL_KEY_UNKNOWN:
    default:
        g_set_error_literal (error, UL_ERROR, UL_ERROR_KEY_OUT_OF_REACH,
                             _ ("The chip is found in reset, so that nothing runs on it that could "
                                "be given the key. Nothing was tried"));
    }
}

static int
tell (UlCli *cli, UlSession *session)
{
    g_autoptr (UlJobSpec) look = ul_job_spec_new (UL_JOB_CONNECT);
    g_autoptr (UlJobResult) looked = ul_cli_run_job (cli, session, look);
    const UlChip *chip = ul_session_get_chip (session);
    g_autoptr (GError) error = NULL;

    if (looked->ok)
        return ul_cli_report_job (cli, session, looked,
                                  _ ("The chip is not locked: no key needed"));
    if (chip->state != UL_SESSION_LOCKED && chip->state != UL_SESSION_LOCKED_FOREVER)
        return ul_cli_report_job (cli, session, looked, "");
    set_key_error (chip, &error);
    ul_error_add_detail (error, "MDM-AP status", "0x%08X", chip->protection.samples.last);
    ul_error_add_detail (error, "samples", "%u: backdoor key enabled %u",
                         chip->protection.samples.n, chip->protection.samples.backdoor);
    return ul_cli_fail (cli, error);
}

int
ul_cli_tell_about_key (UlCli *cli)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlSession) session = NULL;

    if (check_key (&error))
        session = ul_cli_open_session (cli, &error);
    return session != NULL ? tell (cli, session) : ul_cli_fail (cli, error);
}
