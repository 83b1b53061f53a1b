/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"
#include "waiting.h"

#include "ul-file-watch.h"

#include <glib/gstdio.h>
#include <utime.h>

typedef struct {
    char *folder, *path, *other;
    GFile *file;
    guint n_told;
    guint64 told_us; /* of the last time */
} World;

static guint64
get_mtime_us (const char *path)
{
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GFileInfo) info = g_file_query_info (file, "time::*", 0, NULL, NULL);

    assert_non_null (info);
    return g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED) *
               G_USEC_PER_SEC +
           g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC);
}

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->folder = g_dir_make_tmp ("unlatch-watch-XXXXXX", NULL);
    assert_non_null (world->folder);
    world->path = g_build_filename (world->folder, "app.hex", NULL);
    world->other = g_build_filename (world->folder, "app.hex.new", NULL);
    assert_true (g_file_set_contents (world->path, "old", -1, NULL));
    world->file = g_file_new_for_path (world->path);
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    g_unlink (world->path);
    g_unlink (world->other);
    g_rmdir (world->folder);
    g_object_unref (world->file);
    g_free (world->folder);
    g_free (world->path);
    g_free (world->other);
    g_free (world);
    return 0;
}

static void
on_told (GFile *file, guint64 mtime_us, gpointer user_data)
{
    World *world = user_data;

    assert_ptr_equal (file, world->file);
    world->told_us = mtime_us;
    world->n_told++;
}

static void
wait_until_told (World *world, guint n)
{
    wait_until (world->n_told >= n);
    assert_true (world->told_us == get_mtime_us (world->path));
}

/* A second time that differs from the first, however coarse the clock of the disk. */
static void
make_later (const char *path, guint64 than_us)
{
    struct utimbuf times = { (time_t) (than_us / G_USEC_PER_SEC) + 10,
                             (time_t) (than_us / G_USEC_PER_SEC) + 10 };

    assert_int_equal (g_utime (path, &times), 0);
}

static void
a_file_that_is_written_again_is_told (void **state)
{
    World *world = *state;
    guint64 mtime_us = get_mtime_us (world->path);
    UlFileWatch *watch = ul_file_watch_new (world->file, mtime_us, on_told, world);
    FILE *stream = g_fopen (world->path, "w");

    fputs ("new", stream);
    fclose (stream);
    make_later (world->path, mtime_us);
    wait_until_told (world, 1);
    ul_file_watch_free (watch);
}

static void
a_file_that_is_replaced_is_told (void **state)
{
    World *world = *state;
    guint64 mtime_us = get_mtime_us (world->path);
    UlFileWatch *watch = ul_file_watch_new (world->file, mtime_us, on_told, world);

    assert_true (g_file_set_contents (world->other, "new", -1, NULL));
    make_later (world->other, mtime_us);
    assert_int_equal (g_rename (world->other, world->path), 0);
    wait_until_told (world, 1);
    ul_file_watch_free (watch);
}

static void
a_change_before_the_watch_began_is_told (void **state)
{
    World *world = *state;
    UlFileWatch *watch =
        ul_file_watch_new (world->file, get_mtime_us (world->path) - 1, on_told, world);

    wait_until_told (world, 1);
    ul_file_watch_free (watch);
}

static void
on_second (GFile *file, guint64 mtime_us, gpointer user_data)
{
    *(gboolean *) user_data = TRUE;
}

/* The watch of another file is the clock: it was begun later and has been told. */
static void
a_file_that_stays_is_not_told (void **state)
{
    World *world = *state;
    gboolean second = FALSE;
    UlFileWatch *watch =
        ul_file_watch_new (world->file, get_mtime_us (world->path), on_told, world);

    assert_true (g_file_set_contents (world->other, "other", -1, NULL));
    g_autoptr (GFile) other = g_file_new_for_path (world->other);
    UlFileWatch *later = ul_file_watch_new (other, 1, on_second, &second);
    wait_until (second);
    ul_file_watch_free (later);
    ul_file_watch_free (watch);
    assert_int_equal (world->n_told, 0);
}

static void
a_file_that_goes_is_told_without_a_time_and_again_when_it_is_back (void **state)
{
    World *world = *state;
    guint64 mtime_us = get_mtime_us (world->path);
    UlFileWatch *watch = ul_file_watch_new (world->file, mtime_us, on_told, world);

    assert_int_equal (g_unlink (world->path), 0);
    wait_until (world->n_told >= 1);
    assert_true (world->told_us == 0);
    assert_true (g_file_set_contents (world->other, "old", -1, NULL));
    make_later (world->other, mtime_us);
    assert_int_equal (g_rename (world->other, world->path), 0);
    wait_until_told (world, 2);
    ul_file_watch_free (watch);
}

#define CASE(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        CASE (a_file_that_is_written_again_is_told),
        CASE (a_file_that_is_replaced_is_told),
        CASE (a_change_before_the_watch_began_is_told),
        CASE (a_file_that_stays_is_not_told),
        CASE (a_file_that_goes_is_told_without_a_time_and_again_when_it_is_back),
    };

    return cmocka_run_group_tests_name ("file watch", tests, NULL, NULL);
}
