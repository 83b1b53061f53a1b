/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-error.h"

G_BEGIN_DECLS

/** UlRemedy: the button that fixes a problem; the window maps it to a GAction */
typedef enum {
    UL_REMEDY_NONE,
    UL_REMEDY_TRY_AGAIN,
    UL_REMEDY_TRY_SIMULATED,
    UL_REMEDY_COPY_FIX,
    UL_REMEDY_CATCH,
    UL_REMEDY_LOWER_SPEED,
    UL_REMEDY_USE_FOUND_CHIP,
    UL_REMEDY_CHOOSE_CHIP,
    UL_REMEDY_UNLOCK,
    UL_REMEDY_LIFT_PROTECTION,
    UL_REMEDY_UNLOCK_AND_ERASE,
    UL_REMEDY_SKIP_PROTECTED,
    UL_REMEDY_SHOW_SECTORS,
    UL_REMEDY_KEEP_UNLOCKED,
    UL_REMEDY_PROGRAM_AGAIN,
    UL_REMEDY_OPEN_FILE,
    UL_REMEDY_RESUME,
    UL_REMEDY_CHECK_UNDER_RESET,
    UL_REMEDY_NO_BACKUP,
    UL_REMEDY_RELOAD,
    UL_REMEDY_RESTORE,
    UL_REMEDY_COMPARE,
    UL_REMEDY_WHAT_WORKS,
    UL_REMEDY_REVIEW_LOCK,
    UL_REMEDY_KEEP_OLD,
    UL_REMEDY_OPEN_AS_BINARY,
    UL_REMEDY_UNTICK,
    UL_REMEDY_PROGRAM_REST,
    UL_REMEDY_ERASE_AGAIN,
    UL_REMEDY_WAIT_LONGER,
    UL_REMEDY_SHOW_LINE,
    UL_REMEDY_SHOW_REPORT,
    UL_REMEDY_PROGRAM,
    UL_REMEDY_ERASE,
    UL_REMEDY_LEAVE_OUT,
    UL_N_REMEDIES
} UlRemedy;

const char *
ul_remedy_to_label (UlRemedy remedy); /* translated button text: "Unlock and Erase All…" */

/**
 * UlProblem: a failure a person can act on. One table serves window and command line. All texts
 * are translated and owned by the problem.
 */
typedef struct {
    UlErrorCode code;
    const char *nick; /* stable: "flash-protected"; not owned, not translated */
    char *title;      /* at most 60 characters, no code, no exclamation mark */
    char *cause;      /* one sentence or two */
    char *advice;     /* what to do, one sentence: "remedy" in --json */
    UlRemedy remedy;  /* the first button */
    UlRemedy second;  /* the second, or NONE */
    gboolean has_where;
    guint32 address, size;
    GStrv details;   /* pairs key, value; raw */
    int exit_status; /* of unlatch-cli: 0 done; 1 usage or file not found; 2 bad file; 3 no probe,
                        permission, busy; 4 no target; 5 locked or protected; 6 verify mismatch;
                        7 flash error; 8 cancelled; 9 anything else */
} UlProblem;

/**
 * ul_problem_new:
 * @error: any error of a job, image, probe or GIO; cancelled gives nick "cancelled" and exit
 *   status 8
 *
 * The cause is the message of @error with a capital and a full stop. A title names the sector, the
 * counts, the file or the line where @error has them as details and that leaves it short enough.
 *
 * Returns: (transfer full)
 */
UlProblem *ul_problem_new (const GError *error);
/** ul_problem_is_new_chip: whether it is a lock that an erased chip has as well:
 * %UL_ERROR_CHIP_LOCKED with the detail "may be empty" */
gboolean ul_problem_is_new_chip (const UlProblem *self);
/** ul_problem_find_detail: Returns: (nullable): the raw value of that key */
const char *ul_problem_find_detail (const UlProblem *self, const char *key);
UlProblem *ul_problem_copy (const UlProblem *self);
void ul_problem_free (UlProblem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlProblem, ul_problem_free)

G_END_DECLS
