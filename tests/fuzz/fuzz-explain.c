/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever is pasted, the explanation keeps its promises. */
#include "ul-explain.h"

#include <string.h>

static void
check_evidence (const UlExplanation *explanation, const UlEvidence *evidence)
{
    g_assert (evidence->line >= 1 && evidence->line <= explanation->n_lines);
    g_assert (evidence->count >= 1 && evidence->count <= explanation->n_lines);
    g_assert (g_utf8_validate (evidence->quote, -1, NULL));
    g_assert (strchr (evidence->quote, '\n') == NULL);
}

static void
check_finding (const UlExplanation *explanation, const UlFinding *finding)
{
    g_assert (*finding->problem->title != '\0' && *finding->problem->cause != '\0');
    g_assert (finding->evidence->len > 0);
    for (guint i = 0; i < finding->evidence->len; i++)
        check_evidence (explanation, finding->evidence->pdata[i]);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
    g_autoptr (UlExplanation) explanation = ul_explain_log ((const char *) data, size);
    g_autofree char *text = ul_explanation_to_text (explanation);
    g_autoptr (GError) error = ul_explanation_to_error (explanation);

    g_assert ((error != NULL) == (explanation->findings->len == 0));
    g_assert (g_utf8_validate (text, -1, NULL));
    for (guint i = 0; i < explanation->findings->len; i++)
        check_finding (explanation, explanation->findings->pdata[i]);
    return 0;
}
