/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Profiles and imports damaged in thousands of ways, the same ways in every run: each is either
 * read, and then prints, or is refused with a sentence that names the file. */
#include "mutate.h"

#define N_MUTATIONS 1000

static void
assert_keeps_promises (UlProfile *self)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text = ul_profile_to_text (self);
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_PROGRAM);
    const UlDevice *device;

    ul_profile_find_device (self, &device, NULL);
    ul_profile_apply_to_spec (self, spec, device, NULL);
    g_free (ul_profile_get_probe_id (self));
    if (ul_profile_get_read_only (self))
        return;
    g_autoptr (GFile) file = profile_test_write ("again.unlatch", text, -1);
    g_autoptr (UlProfile) back = ul_profile_load (file, NULL, &error);
    assert_no_error (error);
    g_autofree char *again = ul_profile_to_text (back);
    assert_string_equal (again, text);
}

static void
damage (const char *name, UlProfile *(*load) (GFile *, GCancellable *, GError **) )
{
    g_autoptr (GFile) data = profile_test_data (name);
    g_autofree char *whole = profile_test_read (data);
    g_autoptr (GRand) random = g_rand_new_with_seed (4711);
    guint n_read = 0;

    for (guint i = 0; i < N_MUTATIONS; i++) {
        GString *text = mutate_text (whole, random);
        g_autoptr (GFile) file = profile_test_write (name, text->str, (gssize) text->len);
        g_autoptr (GError) error = NULL;
        g_autoptr (UlProfile) self = load (file, NULL, &error);
        g_string_free (text, TRUE);
        n_read += self != NULL;
        if (self != NULL)
            assert_keeps_promises (self);
        else if (error->domain != UL_ERROR || error->code != UL_ERROR_PROFILE_SYNTAX ||
                 strstr (error->message, name) == NULL)
            fail_msg ("%s", error->message);
    }
    assert_in_range (n_read, 1, N_MUTATIONS); /* the damage is not always fatal */
}

static void
a_damaged_profile_is_read_or_refused (void **state)
{
    damage ("by-hand.unlatch", ul_profile_load);
}

static void
a_damaged_project_is_read_or_refused (void **state)
{
    damage ("board.jflash", ul_profile_import);
}

static void
a_damaged_script_is_read_or_refused (void **state)
{
    damage ("program.jlink", ul_profile_import);
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_damaged_profile_is_read_or_refused),
        cmocka_unit_test (a_damaged_project_is_read_or_refused),
        cmocka_unit_test (a_damaged_script_is_read_or_refused),
    };

    return cmocka_run_group_tests_name ("profile-mutations", tests, NULL, NULL);
}
