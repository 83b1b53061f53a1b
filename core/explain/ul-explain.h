/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"
#include "ul-problem.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** A longer log is looked at up to here; lines beyond %UL_EXPLAIN_MAX_LINES are not counted. */
#define UL_EXPLAIN_MAX_SIZE  (1024 * 1024)
#define UL_EXPLAIN_MAX_LINES 65536

/** UlEvidence: a line of the log that says what is wrong */
typedef struct {
    const char
        *tool;   /* who writes such lines: "SEGGER J-Link"; a name, not translated; not owned */
    guint line;  /* the first of them; counted from 1 */
    guint count; /* how many lines say the same */
    char *quote; /* valid UTF-8, shortened, without control characters */
} UlEvidence;

/** UlFinding: one thing that is wrong, in the words that a job of our own would have for it */
typedef struct {
    UlProblem *problem;  /* remedies that only make sense after a job of our own are left out */
    GPtrArray *evidence; /* of UlEvidence; the most telling one first */
    const char *here;    /* what this program does about it; translated; not owned */
    gboolean follows;    /* most likely a consequence of the first finding */
} UlFinding;

/** UlExplanation: what a log of another program tells */
typedef struct {
    GPtrArray *findings; /* of UlFinding: the root cause first; empty when nothing was recognised */
    const UlDevice *device; /* (nullable) the chip that the log names; not owned */
    guint n_lines;
    gboolean cut; /* the log is longer than what was looked at */
} UlExplanation;

/**
 * ul_explain_log:
 * @text: (array length=size): any bytes; UTF-16 with a byte order mark is understood
 *
 * Looks for the messages of J-Link Commander, J-Flash, OpenOCD, pyOCD, P&E's and NXP's tools and
 * others. White space and line breaks within a message do not matter: terminals and mail programs
 * wrap them anywhere. Needs no probe, reads and writes nothing, and may run on any thread.
 *
 * Returns: (transfer full): never %NULL
 */
UlExplanation *ul_explain_log (const char *text, gsize size);
void ul_explanation_free (UlExplanation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlExplanation, ul_explanation_free)

/** ul_explain_read: Returns: (transfer full): the first %UL_EXPLAIN_MAX_SIZE bytes of a log, and
 * one more when there is more; or %NULL with an error of %G_IO_ERROR */
GBytes *ul_explain_read (GInputStream *stream, GCancellable *cancellable, GError **error);

/** ul_explain_to_shown: Returns: (transfer full): a log as text that can be shown: valid UTF-8
 * without control characters, with over-long lines and what is not looked at left out */
char *ul_explain_to_shown (GBytes *log);

/** ul_explanation_to_error: Returns: (transfer full) (nullable): %UL_ERROR_LOG_UNKNOWN when nothing
 *   was recognised */
GError *ul_explanation_to_error (const UlExplanation *self);
/** ul_evidence_describe: Returns: (transfer full): translated: "SEGGER J-Link, line 12 and 3 more"
 */
char *ul_evidence_describe (const UlEvidence *evidence);
/** ul_explanation_to_text: Returns: (transfer full): everything, for people, lines ended */
char *ul_explanation_to_text (const UlExplanation *self);

G_END_DECLS
