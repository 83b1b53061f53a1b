/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The library that the simulated cores run in, which may not be there. */
#include "test.h"

#include "ul-error.h"
#include "ul-sim-unicorn.h"

#include <string.h>

static void
a_missing_library_is_named (void **state)
{
    g_autoptr (GError) error = NULL;

    assert_false (ul_sim_unicorn_load_from ("libunicorn.so.none", &error));
    assert_error (error, UL_ERROR, UL_ERROR_FAILED);
    assert_non_null (strstr (error->message, "libunicorn.so.none cannot be loaded: install lib"));
}

static void
another_library_is_not_taken_for_it (void **state)
{
    g_autoptr (GError) error = NULL;

    assert_false (ul_sim_unicorn_load_from ("libc.so.6", &error));
    assert_error (error, UL_ERROR, UL_ERROR_FAILED);
}

static void
it_can_be_there_the_next_time (void **state)
{
    g_autoptr (GError) error = NULL;

    assert_true (ul_sim_unicorn_load (&error));
    assert_no_error (error);
    assert_non_null (uc_open);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_missing_library_is_named),
        cmocka_unit_test (another_library_is_not_taken_for_it),
        cmocka_unit_test (it_can_be_there_the_next_time),
    };

    return cmocka_run_group_tests_name ("sim-unicorn", tests, NULL, NULL);
}
