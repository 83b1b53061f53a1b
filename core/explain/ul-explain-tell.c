/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An explanation for people, and where logs come from. */
#include "ul-explain-private.h"
#include "ul-explain.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#define MAX_SHOWN 1000 /* bytes of a line */

GBytes *
ul_explain_read (GInputStream *stream, GCancellable *cancellable, GError **error)
{
    gsize size = UL_EXPLAIN_MAX_SIZE + 1;
    g_autofree char *data = g_malloc (size);
    if (!g_input_stream_read_all (stream, data, size, &size, cancellable, error))
        return NULL;
    return g_bytes_new_take (g_steal_pointer (&data), size);
}

/* Windows programs like to save their logs so. */
char *
ul_explain_from_utf16 (const char *text, gsize *size)
{
    gsize written;

    if (*size < 2 || (memcmp (text, "\xFF\xFE", 2) != 0 && memcmp (text, "\xFE\xFF", 2) != 0))
        return NULL;
    char *converted = g_convert_with_fallback (text, *size & ~(gsize) 1, "UTF-8", "UTF-16", "?",
                                               NULL, &written, NULL);
    if (converted != NULL)
        *size = MIN (written, UL_EXPLAIN_MAX_SIZE);
    return converted;
}

char *
ul_explain_to_shown (GBytes *log)
{
    gsize size;
    const char *raw = g_bytes_get_data (log, &size);
    g_autoptr (GString) text = g_string_new (NULL);
    gsize column = 0;

    size = MIN (size, UL_EXPLAIN_MAX_SIZE);
    g_autofree char *converted = ul_explain_from_utf16 (raw, &size);
    if (converted != NULL)
        raw = converted;
    for (gsize i = 0; i < size; i++) {
        gboolean ends = raw[i] == '\n';
        column = ends ? 0 : column + 1;
        if (ends || (column <= MAX_SHOWN && raw[i] != '\r'))
            g_string_append_c (text, ends || !g_ascii_iscntrl (raw[i]) ? raw[i] : ' ');
    }
    return g_utf8_make_valid (text->str, text->len);
}

GError *
ul_explanation_to_error (const UlExplanation *self)
{
    if (self->findings->len > 0)
        return NULL;
    if (self->n_lines == 0)
        return g_error_new_literal (UL_ERROR, UL_ERROR_LOG_UNKNOWN, _ ("the log is empty"));
    return g_error_new (
        UL_ERROR, UL_ERROR_LOG_UNKNOWN,
        ngettext ("%u line was looked at, and no message that is known stands in it",
                  "%u lines were looked at, and no message that is known stands in "
                  "them",
                  self->n_lines),
        self->n_lines);
}

char *
ul_evidence_describe (const UlEvidence *evidence)
{
    guint more = evidence->count - 1;

    if (more == 0) /* Translators: the name of a program, and a line of its log */
        return g_strdup_printf (_ ("%s, line %u"), evidence->tool, evidence->line);
    return g_strdup_printf (ngettext ("%s, line %u and %u more like it",
                                      "%s, line %u and %u more like it", more),
                            evidence->tool, evidence->line, more);
}

static void
add_finding (GString *text, const UlFinding *finding, guint n)
{
    const UlProblem *problem = finding->problem;

    g_autofree char *title =
        finding->follows
            /* Translators: %s is the title of a problem */
            ? g_strdup_printf (_ ("%s (follows from the first)"), problem->title)
            : g_strdup (problem->title);

    g_string_append_printf (text, "%u. %s\n", n, title);
    for (guint i = 0; i < finding->evidence->len; i++) {
        const UlEvidence *evidence = finding->evidence->pdata[i];
        g_autofree char *where = ul_evidence_describe (evidence);
        g_string_append_printf (text, "   %s: %s\n", where, evidence->quote);
    }
    if (finding->follows)
        return;
    g_string_append_printf (text, "   %s\n   %s\n   %s\n", problem->cause, problem->advice,
                            finding->here);
    for (guint i = 0; problem->details != NULL && problem->details[i] != NULL; i += 2)
        g_string_append_printf (text, "   %s: %s\n", problem->details[i], problem->details[i + 1]);
}

char *
ul_explanation_to_text (const UlExplanation *self)
{
    GString *text = g_string_new (NULL);

    if (self->device != NULL)
        g_string_append_printf (text, _ ("The log is about: %s\n"), self->device->name);
    for (guint i = 0; i < self->findings->len; i++)
        add_finding (text, self->findings->pdata[i], i + 1);
    if (self->cut)
        g_string_append_printf (text, _ ("Only the first %u KiB of the log were looked at."),
                                UL_EXPLAIN_MAX_SIZE / 1024);
    if (self->cut)
        g_string_append_c (text, '\n');
    return g_string_free (text, FALSE);
}
