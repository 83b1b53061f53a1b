/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The example damaged in thousands of ways, the same ways in every run: each file is either read,
 * and then its chips keep the rules, or is refused with a sentence that names the file. */
#include "mutate.h"
#include "ul-chip-file.h"
#include "ul-device-check.h"
#include "ul-error.h"
#include "ul-flash.h"

#define N_MUTATIONS 5000

static void
assert_keeps_rules (const UlChipFile *file)
{
    for (guint i = 0; i < file->devices->len; i++) {
        const UlDevice *device = file->devices->pdata[i];
        g_autoptr (GError) error = NULL;

        ul_device_check (device, &error);
        assert_no_error (error);
        assert_true (ul_flash_check (device, NULL) && ul_flash_has_room (device));
        assert_null (ul_devices_find (device->name)); /* it is none of the built-in ones */
        for (guint a = 0; a < UL_N_ACTIONS; a++)
            assert_true (device->support[a] <= UL_SUPPORT_ANALOGY);
    }
}

static void
a_damaged_file_is_read_or_refused (void **state)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (4711);
    g_autofree char *whole = NULL;
    guint n_read = 0;

    assert_true (g_file_get_contents (EXAMPLE, &whole, NULL, NULL));
    for (guint i = 0; i < N_MUTATIONS; i++) {
        GString *text = mutate_text (whole, random);
        g_autoptr (GFile) location =
            profile_test_write ("damaged.chips", text->str, (gssize) text->len);
        g_autoptr (GError) error = NULL;
        g_autoptr (UlChipFile) file = ul_chip_file_read (location, TRUE, NULL, &error);

        g_string_free (text, TRUE);
        n_read += file != NULL;
        if (file != NULL)
            assert_keeps_rules (file);
        else if (!g_error_matches (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX) ||
                 !g_str_has_prefix (error->message, "damaged.chips"))
            fail_msg ("%s", error->message);
    }
    assert_in_range (n_read, 1, N_MUTATIONS - 1); /* the damage is not always fatal */
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_damaged_file_is_read_or_refused),
    };

    return cmocka_run_group_tests_name ("chip-mutations", tests, NULL, NULL);
}
