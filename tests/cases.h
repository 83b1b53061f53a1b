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

/** CaseOfEach: what is tried with each row of a table */
typedef struct {
    const char *name;
    CMUnitTestFunction function;
} CaseOfEach;

/**
 * run_cases_of_each:
 * @rows: of @size bytes each, the first of them a const char * with the name of the row
 *
 * Runs each case with each row as its *state, under both names. Returns: the exit status
 */
static inline int
run_cases_of_each (const char *group, const CaseOfEach *cases, guint n_cases, gconstpointer rows,
                   gsize size, guint n_rows)
{
    g_autoptr (GArray) tests = g_array_new (FALSE, FALSE, sizeof (struct CMUnitTest));
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < n_rows; i++) {
        const char *const *row = (gconstpointer) ((const char *) rows + i * size);
        for (guint c = 0; c < n_cases; c++) {
            g_ptr_array_add (names, g_strdup_printf ("%s: %s", *row, cases[c].name));
            add_case (tests, names->pdata[names->len - 1], cases[c].function, row);
        }
    }
    return _cmocka_run_group_tests (group, (const struct CMUnitTest *) tests->data, tests->len,
                                    NULL, NULL);
}
