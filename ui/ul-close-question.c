/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-close-question.h"

#include "ul-question.h"

#include <glib/gi18n.h>

typedef struct {
    const char *title, *keep;
} Words;

static Words
words_for (UlJobKind kind)
{
    switch (kind) {
    case UL_JOB_PROGRAM:
        return (Words){ _ ("Stop programming and close?"), _ ("_Keep Programming") };
    case UL_JOB_ERASE:
        return (Words){ _ ("Stop erasing and close?"), _ ("_Keep Erasing") };
    case UL_JOB_UNLOCK:
        return (Words){ _ ("Stop unlocking and close?"), _ ("_Keep Unlocking") };
    case UL_JOB_UNPROTECT:
        return (Words){ _ ("Stop lifting the protection and close?"), _ ("_Keep Going") };
    case UL_JOB_CONNECT:
    case UL_JOB_VERIFY:
    case UL_JOB_READ:
    case UL_JOB_BLANK_CHECK:
    default:
        return (Words){ _ ("Stop and close?"), _ ("_Keep Going") };
    }
}

static char *
describe_rest (const UlSnapshot *snapshot)
{
    guint n_left = 0;

    for (guint i = 0; i < snapshot->n_sectors; i++) {
        UlActivity activity = snapshot->sectors[i].activity;
        if (activity == UL_ACTIVITY_QUEUED || activity == UL_ACTIVITY_ERASED ||
            activity == UL_ACTIVITY_ERASING || activity == UL_ACTIVITY_PROGRAMMING)
            n_left++;
    }
    if (n_left == 0 || snapshot->kind != UL_JOB_PROGRAM)
        return g_strdup (_ ("It stops at the next safe point."));
    return g_strdup_printf (ngettext ("%u sector is still to be written. The board will not run.",
                                      "%u sectors are still to be written. The board will not run.",
                                      n_left),
                            n_left);
}

GtkWidget *
ul_close_question_new (GtkWindow *parent, const UlSnapshot *snapshot)
{
    Words words = words_for (snapshot->kind);
    g_autofree char *body = describe_rest (snapshot);
    GtkWidget *question = ul_question_new (parent, words.title, body);

    ul_question_add_safe (question, words.keep, GTK_RESPONSE_CANCEL);
    ul_question_add_destructive (question, _ ("_Stop and Close"), GTK_RESPONSE_ACCEPT);
    g_signal_connect_after (question, "response", G_CALLBACK (gtk_widget_destroy), NULL);
    return question;
}
