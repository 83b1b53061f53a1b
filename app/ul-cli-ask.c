/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions, where somebody is there to answer. */
#include "ul-cli-ask.h"

#include "ul-cli-text.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <langinfo.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static gboolean
has_terminal (void)
{
    return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

static gboolean
set_not_confirmed (GError **error)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_NOT_CONFIRMED,
                         _ ("there is no terminal to ask on, and nothing was touched"));
    return FALSE;
}

static gboolean
set_refused (GError **error)
{
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("nothing was touched"));
    return FALSE;
}

gboolean
ul_cli_check_can_ask (const UlCli *cli, GError **error)
{
    return cli->yes || has_terminal () || set_not_confirmed (error);
}

static gboolean
read_answer (const char *question, char *answer, int size)
{
    signal (SIGINT, SIG_DFL); /* an earlier look at the chip has turned them off */
    signal (SIGTERM, SIG_DFL);
    signal (SIGHUP, SIG_DFL);
    fflush (stdout);
    ul_cli_ask_note (question);
    if (fgets (answer, size, stdin) == NULL)
        return FALSE;
    g_strstrip (answer);
    return TRUE;
}

static gboolean
is_one_of (const char *answer, const char *words)
{
    g_auto (GStrv) each = g_strsplit (words, ";", -1);
    g_autofree char *given = g_utf8_casefold (answer, -1);

    for (guint i = 0; each[i] != NULL; i++) {
        g_autofree char *word = g_utf8_casefold (each[i], -1);
        if (*word != '\0' && g_str_equal (given, word))
            return TRUE;
    }
    return FALSE;
}

/* The language of the system may be another one than that of the messages: a yes is what either
 * takes for one, or the English word, which stands in every manual. The system knows how a
 * yes begins, which is enough for a letter alone. */
static gboolean
means_yes (const char *typed)
{
    g_autofree char *answer = g_locale_to_utf8 (typed, -1, NULL, NULL, NULL);
    regex_t system;

    if (answer == NULL)
        return FALSE;
    /* Translators: what may be typed for yes, in lower case, with semicolons between */
    if (is_one_of (answer, C_ ("answers", "y;yes")) || is_one_of (answer, "y;yes"))
        return TRUE;
    if (g_utf8_strlen (answer, -1) != 1 || !g_unichar_isalpha (g_utf8_get_char (answer)) ||
        regcomp (&system, nl_langinfo (YESEXPR), REG_EXTENDED | REG_NOSUB) != 0)
        return FALSE;
    gboolean yes = regexec (&system, typed, 0, NULL, 0) == 0;
    regfree (&system);
    return yes;
}

gboolean
ul_cli_confirm (const UlCli *cli, const char *question, GError **error)
{
    char answer[64];
    g_autofree char *asked = NULL;

    if (cli->yes)
        return TRUE;
    if (!has_terminal ())
        return set_not_confirmed (error);
    /* Translators: y is what is typed for yes; see "y;yes" */
    asked = g_strdup_printf (_ ("%s [y/N]"), question);
    if (read_answer (asked, answer, sizeof answer) && means_yes (answer))
        return TRUE;
    return set_refused (error);
}

gboolean
ul_cli_confirm_typed (const char *question, const char *word, GError **error)
{
    char answer[64];

    if (!has_terminal ())
        return set_not_confirmed (error);
    if (read_answer (question, answer, sizeof answer) && g_ascii_strcasecmp (answer, word) == 0)
        return TRUE;
    return set_refused (error);
}
