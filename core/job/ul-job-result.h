/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-problem.h"
#include "ul-progress.h"
#include "ul-series.h"

G_BEGIN_DECLS

/** UlJobResult: how a job ended */
typedef struct {
    UlJobKind kind;
    gboolean ok;
    gboolean cancelled;
    UlProblem *problem; /* (nullable): NULL if ok */
    gboolean touched;   /* an erase or a write was begun; FALSE: the chip is as it was */
    guint n_skipped, n_erased, n_programmed, n_verified, n_preserved; /* sectors */
    guint n_left_out; /* sectors that stay as they were, since they are protected, as was asked */
    guint n_freed;    /* UNPROTECT: sectors that were seen to be free after the reset */
    guint64 bytes;    /* programmed, verified or read */
    gint64 time_us[UL_N_PHASES]; /* on the probe's clock */
    gint64 total_us;
    const UlDevice *device; /* (nullable) not owned */
    char *chip_id;          /* (nullable): of the single chip: see ul_chip_id_to_text() */
    gboolean have_protection;
    UlProtection
        protection; /* after the job, as read after a reset; registers only if it is open */
    UlImage *data;  /* (nullable) READ: what was read */
    char *left_as;  /* (nullable): how a job that did not end well leaves the chip, a sentence that
                       its problem's cause ends with */
    char *tally; /* (nullable): which sectors a PROGRAM or an ERASE that did not end well has left
                    how, a sentence */
    char *serial_number; /* (nullable): of the board, as people know it */
    gboolean counted;    /* the board counts in its series: */
    UlCount count;       /* how far that is */
    char *backup;        /* (nullable) id of the backup of what the job took away */
} UlJobResult;

/** ul_job_result_describe: Returns: (transfer full): the line of timings: "Connect 0.02 s, Compare
 *   0.08 s, Erase ..., 12 sectors written, 3 already matched, 14.2 KiB at 57 KiB/s" */
char *ul_job_result_describe (const UlJobResult *result);
/** ul_job_result_get_title: Returns: (transfer none): translated: what to call the success:
 *   "Programmed and verified", "Skipped. Contents already match" */
const char *ul_job_result_get_title (const UlJobResult *result);
/** ul_job_result_describe_left_out: Returns: (transfer full) (nullable): translated: the sentence
 *   that a job with sectors left out must not be without: it is done, but not all of it; %NULL when
 *   none was */
char *ul_job_result_describe_left_out (const UlJobResult *result);
/** ul_job_result_copy: without data */
UlJobResult *ul_job_result_copy (const UlJobResult *result);
void ul_job_result_free (UlJobResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlJobResult, ul_job_result_free)

G_END_DECLS
