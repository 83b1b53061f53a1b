/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cli-text.h"

#include "ul-visible.h"

#include <errno.h>
#include <stdio.h>

#define EXIT_ELSE 9

static int lost_output; /* errno of the first loss */

static void
write_out (const char *text)
{
    if ((fputs (text, stdout) < 0 || fflush (stdout) != 0) && lost_output == 0)
        lost_output = errno;
}

/* In an encoding without them, quotation marks and dashes become those of a typewriter. */
static char *
encode (const char *text)
{
    const char *charset;
    char *encoded = NULL;

    if (!g_get_charset (&charset)) {
        g_autofree char *nearly = g_strconcat (charset, "//TRANSLIT", NULL);
        encoded = g_convert_with_fallback (text, -1, nearly, "UTF-8", "?", NULL, NULL, NULL);
    }
    return encoded != NULL ? encoded : g_strdup (text);
}

static char *
make_line (const char *format, va_list arguments)
{
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    g_autofree char *shown = ul_visible_line (text);
    g_autofree char *line = g_strconcat (shown, "\n", NULL);

    return encode (line);
}

void
ul_cli_print (const UlCli *cli, const char *format, ...)
{
    va_list arguments;

    if (cli->json)
        return;
    va_start (arguments, format);
    g_autofree char *line = make_line (format, arguments);
    va_end (arguments);
    write_out (line);
}

void
ul_cli_print_text (const char *text)
{
    g_autofree char *shown = ul_visible_text (text);
    g_autofree char *encoded = encode (shown);

    write_out (encoded);
}

void
ul_cli_note (const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *line = make_line (format, arguments);
    va_end (arguments);
    fputs (line, stderr);
}

/* At once, or it flickers. */
static void
note_part (const char *before, const char *text, const char *behind)
{
    g_autofree char *shown = ul_visible_line (text);
    g_autofree char *encoded = encode (shown);

    fprintf (stderr, "%s%s%s", before, encoded, behind);
    fflush (stderr);
}

void
ul_cli_ask_note (const char *question)
{
    note_part ("", question, " ");
}

void
ul_cli_redraw_note (const char *text)
{
    note_part ("\r\033[K", text, "");
}

void
ul_cli_write_line (const char *line)
{
    g_autofree char *whole = g_strconcat (line, "\n", NULL);

    write_out (whole);
}

int
ul_cli_end (int status)
{
    if (status != UL_CLI_DONE || lost_output == 0 || lost_output == EPIPE)
        return status;
    ul_cli_note ("unlatch-cli: stdout: %s", g_strerror (lost_output));
    return EXIT_ELSE;
}
