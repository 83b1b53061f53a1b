/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-problem.h"

G_BEGIN_DECLS

/** UlProblemRow: what is the same for every problem of a code; texts are not translated yet */
typedef struct {
    const char *nick;
    const char *title;
    const char *sector_title; /* (nullable) title with one %s for the sector's number */
    const char *advice;
    UlRemedy remedy, second;
    int exit_status;
} UlProblemRow;

/** ul_problem_get_row: the row of @code; unknown codes have that of %UL_ERROR_FAILED */
const UlProblemRow *ul_problem_get_row (UlErrorCode code);

/** ul_problem_make_title: Returns: (transfer full): by code and details, which are there already */
char *ul_problem_make_title (const UlProblem *self, const UlProblemRow *row);

G_END_DECLS
