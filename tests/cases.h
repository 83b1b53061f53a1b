/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases that come from tables. */
#pragma once

#include "test.h"

/** case_of: the case of that name, whose *state is @row, often of a table */
static inline struct CMUnitTest
case_of (const char *name, CMUnitTestFunction run, const void *row)
{
    return (struct CMUnitTest){ name, run, NULL, NULL, (void *) row };
}

/** add_case: puts such a case at the end of an array of struct CMUnitTest */
static inline void
add_case (GArray *cases, const char *name, CMUnitTestFunction run, const void *row)
{
    struct CMUnitTest one = case_of (name, run, row);

    g_array_append_val (cases, one);
}
