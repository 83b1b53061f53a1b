/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folders that describe chips, and what is known because of them. */
#include "profile-test.h"
#include "ul-chips.h"
#include "ul-error.h"

#include <string.h>

#define HEAD             "[Unlatch]\nFormat=1\n"
#define CHIP(name, more) HEAD "[Chip]\nName=" name "\nLike=MKL25Z128\n" more
#define OWN              "data/unlatch/devices/"
#define SYSTEM           "system/unlatch/devices/"

static void
put (const char *name, const char *text)
{
    g_object_unref (profile_test_write (name, text, -1));
}

static const UlChipFile *
find_file (const char *base)
{
    const GPtrArray *files = ul_chips_get_files ();

    for (guint i = 0; i < files->len; i++) {
        const UlChipFile *file = files->pdata[i];
        if (g_str_equal (file->base, base))
            return file;
    }
    return NULL;
}

static UlChipFile *
read_anywhere (const char *name, const char *text)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GFile) file = profile_test_write (name, text, -1);
    UlChipFile *read = ul_chip_file_read (file, FALSE, NULL, &error);

    assert_no_error (error);
    return read;
}

static guint
count_known (void)
{
    guint n = 0;

    ul_devices_get_all (&n);
    return n;
}

/* --- the start --- */

static void
nothing_is_known_without_a_folder (void **state)
{
    guint n = count_known ();

    ul_chips_load ();
    assert_int_equal (ul_chips_get_files ()->len, 0);
    assert_null (ul_chips_get_problems ()[0]);
    assert_int_equal (count_known (), n);
}

static void
folders_are_read_and_bad_files_left_out (void **state)
{
    guint n = count_known ();

    put (OWN "a.chips", CHIP ("OWN-A", ""));
    put (OWN "bad.chips", CHIP ("OWN-B", "RamSize=no\n"));
    put (OWN "notes.txt", CHIP ("OWN-C", ""));
    put (OWN "twin.chips", CHIP ("own-a", ""));
    put (SYSTEM "a.chips", CHIP ("HIDDEN", ""));
    put (SYSTEM "z.chips", CHIP ("SYSTEM-Z", ""));
    ul_chips_load ();

    assert_int_equal (count_known (), n + 2);
    assert_int_equal (ul_chips_get_files ()->len, 2);
    assert_true (find_file ("a.chips")->by_user);
    assert_false (find_file ("z.chips")->by_user);
    const char *const *problems = ul_chips_get_problems ();
    assert_int_equal (g_strv_length ((char **) problems), 2);
    assert_non_null (strstr (problems[0], "bad.chips, [Chip] RamSize: "));
    assert_non_null (strstr (problems[1], "twin.chips: the name own-a means OWN-A"));
}

/* --- what is known then --- */

static void
what_is_known_stays_sorted_and_is_found (void **state)
{
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);
    const UlDevice *own = ul_devices_find ("own-a");
    g_autoptr (GPtrArray) hits = ul_devices_search ("own-a");

    for (guint i = 1; i < n; i++)
        assert_true (strcmp (all[i - 1]->name, all[i]->name) < 0);
    assert_non_null (own);
    assert_int_equal (hits->len, 1);
    assert_ptr_equal (hits->pdata[0], own);
    assert_true (own->described_by_user);
    assert_false (ul_devices_find ("SYSTEM-Z")->described_by_user);
    assert_null (ul_devices_find ("HIDDEN"));
}

static void
built_in_names_mean_what_they_meant (void **state)
{
    g_autofree char *label = ul_device_get_label (ul_devices_find ("MKL25Z128"));

    assert_string_equal (ul_devices_find ("KL25Z128VLK4")->name, "MKL25Z128xxx4");
    assert_string_equal (label, "MKL25Z128");
    assert_null (ul_devices_find ("MK20DX128")); /* still two */
}

/* --- changes --- */

static void
a_file_is_added_and_taken_away (void **state)
{
    g_autoptr (UlChipFile) file = read_anywhere ("new.chips", CHIP ("ADDED", ""));
    g_autoptr (GError) error = NULL;
    guint n = count_known ();

    assert_false (ul_chips_has (file));
    const UlChipFile *own = ul_chips_add (file, &error);
    assert_no_error (error);
    assert_true (ul_chips_has (file));
    assert_true (own->by_user);
    assert_non_null (strstr (own->path, OWN "new.chips"));
    const UlDevice *added = ul_devices_find ("added");
    assert_string_equal (added->described_in, own->path);
    assert_int_equal (count_known (), n + 1);

    assert_true (ul_chips_remove (own, &error));
    assert_null (ul_devices_find ("added"));
    assert_int_equal (count_known (), n);
    assert_false (ul_chips_has (file));
    assert_string_equal (added->name, "ADDED"); /* whoever works with it goes on */
}

static void
a_file_of_the_same_name_is_replaced (void **state)
{
    g_autoptr (UlChipFile) first = read_anywhere ("again.txt", CHIP ("AGAIN", ""));
    g_assert_nonnull (ul_chips_add (first, NULL));
    const UlDevice *old = ul_devices_find ("AGAIN");
    g_autoptr (UlChipFile) second = read_anywhere ("again.txt", CHIP ("AGAIN", "FlashSize=64K\n"));

    assert_true (ul_chips_has (second));
    assert_non_null (ul_chips_add (second, NULL));
    assert_ptr_not_equal (ul_devices_find ("AGAIN"), old);
    assert_int_equal (ul_device_get_flash_size (ul_devices_find ("AGAIN")), 64 * 1024);
    assert_int_equal (ul_device_get_flash_size (old), 128 * 1024);
    assert_true (ul_chips_remove (find_file ("again.txt.chips"), NULL));
}

static void
a_name_that_another_file_has_is_refused (void **state)
{
    g_autoptr (UlChipFile) file = read_anywhere ("other.chips", CHIP ("SYSTEM-Z", ""));
    g_autoptr (GError) error = NULL;

    assert_null (ul_chips_add (file, &error));
    assert_error (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX);
    assert_non_null (strstr (error->message, SYSTEM "z.chips describes"));
    assert_false (ul_chips_has (file));
}

/* --- threads --- */

static gpointer
look_around (gpointer data)
{
    for (gint *stop = data; !g_atomic_int_get (stop);) {
        guint n = 0;
        const UlDevice *const *all = ul_devices_get_all (&n);
        const UlDevice *found = ul_devices_find ("MKL25Z128");

        g_assert_cmpstr (found->name, ==, "MKL25Z128xxx4");
        for (guint i = 1; i < n; i++)
            g_assert_cmpint (strcmp (all[i - 1]->name, all[i]->name), <, 0);
    }
    return NULL;
}

static void
threads_may_look_while_chips_come_and_go (void **state)
{
    g_autoptr (UlChipFile) file = read_anywhere ("busy.chips", CHIP ("BUSY", ""));
    gint stop = 0;
    GThread *thread = g_thread_new ("looks", look_around, &stop);

    for (guint i = 0; i < 50; i++) {
        const UlChipFile *own = ul_chips_add (file, NULL);
        g_assert_nonnull (own);
        assert_true (ul_chips_remove (own, NULL));
    }
    g_atomic_int_set (&stop, 1);
    g_thread_join (thread);
}

static void
use_folders (void)
{
    g_autofree char *own = g_build_filename (profile_test_folder (), "data", NULL);
    g_autofree char *system = g_build_filename (profile_test_folder (), "system", NULL);

    g_setenv ("XDG_DATA_HOME", own, TRUE);
    g_setenv ("XDG_DATA_DIRS", system, TRUE);
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test (nothing_is_known_without_a_folder),
        cmocka_unit_test (folders_are_read_and_bad_files_left_out),
        cmocka_unit_test (what_is_known_stays_sorted_and_is_found),
        cmocka_unit_test (built_in_names_mean_what_they_meant),
        cmocka_unit_test (a_file_is_added_and_taken_away),
        cmocka_unit_test (a_file_of_the_same_name_is_replaced),
        cmocka_unit_test (a_name_that_another_file_has_is_refused),
        cmocka_unit_test (threads_may_look_while_chips_come_and_go),
    };

    use_folders ();
    return cmocka_run_group_tests_name ("chips", tests, NULL, NULL);
}
