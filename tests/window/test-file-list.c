/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"
#include "waiting.h"

#include "ul-file-list.h"

#include <glib/gstdio.h>

static char *folder;

static GFile *
write_file (const char *name, const char *content)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);

    assert_true (g_file_set_contents (path, content, -1, NULL));
    return g_file_new_for_path (path);
}

static void
wait_loaded (UlFileList *list)
{
    wait_until (!ul_file_list_get_loading (list));
}

/* Two files of two bytes each, at 0x1000 and, moved, at 0x4010. */
static UlFileList *
open_two (void)
{
    UlFileList *list = ul_file_list_new ();
    g_autoptr (GFile) a = write_file ("a.srec", "S1051000AABB85\nS9030000FC\n");
    g_autoptr (GFile) b = write_file ("b.bin", "xy");
    UlImageOptions options = { .base = 0x4000, .offset = 0x10 };

    ul_file_list_open (list, a);
    wait_loaded (list);
    ul_file_list_open_as (list, b, &options, TRUE);
    wait_loaded (list);
    return list;
}

static UlImage *
get (UlFileList *list, guint index)
{
    UlImage *image = g_list_model_get_item (G_LIST_MODEL (list), index);

    g_object_unref (image); /* the list holds it */
    return image;
}

static void
files_have_the_addresses_that_were_asked_for (void **state)
{
    g_autoptr (UlFileList) list = open_two ();
    UlImage *all = ul_file_list_get_image (list);

    assert_int_equal (ul_image_get_n_segments (all), 2);
    assert_int_equal (ul_image_get_segment (all, 1)->address, 0x4010);
    ul_file_list_set_base (list, get (list, 1), 0x8000);
    wait_loaded (list);
    all = ul_file_list_get_image (list);
    assert_int_equal (ul_image_get_segment (all, 1)->address, 0x8010);
    ul_file_list_reload (list);
    wait_loaded (list);
    all = ul_file_list_get_image (list);
    assert_int_equal (ul_image_get_segment (all, 1)->address, 0x8010);
}

static void
count (UlFileList *list, UlImage *image, guint *n)
{
    ++*n;
}

static void
count_up (guint *n)
{
    ++*n;
}

static void
only_ticked_files_take_part (void **state)
{
    g_autoptr (UlFileList) list = open_two ();
    guint n_ticked = 0;
    g_autofree char *both = ul_file_list_get_title (list);

    assert_string_equal (both, "2 files");
    g_signal_connect (list, "ticked", G_CALLBACK (count), &n_ticked);
    ul_file_list_set_ticked (list, get (list, 0), FALSE);
    ul_file_list_set_ticked (list, get (list, 0), FALSE);
    assert_int_equal (n_ticked, 1);
    assert_ptr_equal (ul_file_list_get_image (list), get (list, 1));
    g_autofree char *one = ul_file_list_get_title (list);
    assert_string_equal (one, "b.bin");
    ul_file_list_set_ticked (list, get (list, 1), FALSE);
    assert_null (ul_file_list_get_image (list));
    assert_null (ul_file_list_get_title (list));
}

static void
a_tick_survives_a_reload (void **state)
{
    g_autoptr (UlFileList) list = open_two ();
    GFile *file = ul_image_get_file (get (list, 0));

    ul_file_list_set_ticked (list, get (list, 0), FALSE);
    ul_file_list_reload (list);
    wait_loaded (list);
    assert_false (ul_file_list_get_ticked (list, get (list, 0)));
    ul_file_list_open (list, file);
    wait_loaded (list);
    assert_false (ul_file_list_get_ticked (list, get (list, 0)));
    assert_true (ul_file_list_get_ticked (list, get (list, 1)));
}

static void
what_was_asked_for_before_a_clear_stays_out (void **state)
{
    g_autoptr (UlFileList) list = open_two ();
    g_autoptr (GFile) late = write_file ("c.bin", "z");

    ul_file_list_open (list, late);
    ul_file_list_clear (list);
    assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (list)), 0);
    assert_null (ul_file_list_get_image (list));
    wait_loaded (list);
    assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (list)), 0);
}

/* The first takes the longest to read by far. */
static void
files_stand_in_the_order_in_which_they_were_opened (void **state)
{
    g_autoptr (UlFileList) list = ul_file_list_new ();
    g_autofree char *large = g_strnfill (4 << 20, 'x');
    const char *const names[] = { "a.srec", "b.bin", "c.bin" };
    const char *const contents[] = { large, "y", "z" };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        g_autoptr (GFile) file = write_file (names[i], contents[i]);
        UlImageOptions options = { .format = UL_IMAGE_FORMAT_BIN, .force_bin = TRUE };
        options.base = i << 24;
        ul_file_list_open_as (list, file, &options, TRUE);
    }
    wait_loaded (list);
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        assert_string_equal (ul_image_get_name (get (list, i)), names[i]);
    ul_file_list_open (list, ul_image_get_file (get (list, 0)));
    wait_loaded (list);
    assert_string_equal (ul_image_get_name (get (list, 0)), names[0]);
}

static void
what_is_taken_out_while_it_is_read_again_stays_out (void **state)
{
    g_autoptr (UlFileList) list = open_two ();

    ul_file_list_set_base (list, get (list, 1), 0x8000);
    ul_file_list_remove (list, get (list, 1));
    wait_loaded (list);
    assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (list)), 1);
    assert_int_equal (ul_image_get_n_segments (ul_file_list_get_image (list)), 1);
}

static void
note_failed (GPtrArray *failed, GFile *file, const GError *error)
{
    assert_non_null (error);
    g_ptr_array_add (failed, g_object_ref (file));
}

/* What a job would do is never planned for some of them. */
static void
files_that_are_opened_together_take_part_together (void **state)
{
    g_autoptr (UlFileList) list = ul_file_list_new ();
    g_autoptr (GFile) a = write_file ("a.srec", "S1051000AABB85\nS9030000FC\n");
    g_autoptr (GFile) b = write_file ("b.bin", "xy");
    g_autoptr (GFile) gone = g_file_new_for_path ("/nowhere/c.bin");
    UlImageOptions options = { .base = 0x4000 };
    g_autoptr (GPtrArray) failed = g_ptr_array_new_with_free_func (g_object_unref);
    guint n_images = 0;

    g_signal_connect_swapped (list, "notify::image", G_CALLBACK (count_up), &n_images);
    g_signal_connect_swapped (list, "failed", G_CALLBACK (note_failed), failed);
    ul_file_list_open (list, a);
    ul_file_list_open_as (list, b, &options, TRUE);
    ul_file_list_open (list, gone);
    wait_loaded (list);
    assert_int_equal (n_images, 1);
    assert_int_equal (ul_image_get_n_segments (ul_file_list_get_image (list)), 2);
    assert_true (ul_file_list_has (list, a));
    assert_false (ul_file_list_has (list, gone));
    assert_int_equal (failed->len, 1);
    assert_true (g_file_equal (failed->pdata[0], gone));
}

static int
set_up (void **state)
{
    folder = g_dir_make_tmp ("unlatch-list-XXXXXX", NULL);
    return folder != NULL ? 0 : -1;
}

static int
tear_down (void **state)
{
    static const char *const names[] = { "a.srec", "b.bin", "c.bin" };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        g_autofree char *path = g_build_filename (folder, names[i], NULL);
        g_unlink (path);
    }
    g_rmdir (folder);
    g_free (folder);
    return 0;
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test (files_have_the_addresses_that_were_asked_for),
        cmocka_unit_test (only_ticked_files_take_part),
        cmocka_unit_test (a_tick_survives_a_reload),
        cmocka_unit_test (what_was_asked_for_before_a_clear_stays_out),
        cmocka_unit_test (files_stand_in_the_order_in_which_they_were_opened),
        cmocka_unit_test (files_that_are_opened_together_take_part_together),
        cmocka_unit_test (what_is_taken_out_while_it_is_read_again_stays_out),
    };

    return cmocka_run_group_tests_name ("file-list", tests, set_up, tear_down);
}
