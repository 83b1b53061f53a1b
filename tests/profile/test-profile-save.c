/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Saving: whole or not at all, at another place, beside other programs. */
#include "profile-test.h"
#include "waiting.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "[Unlatch]\nFormat=1\n"

static UlProfile *
load (const char *name, const char *text)
{
    g_autoptr (GFile) file = profile_test_write (name, text, -1);
    g_autoptr (GError) error = NULL;
    UlProfile *self = ul_profile_load (file, NULL, &error);

    assert_no_error (error);
    return self;
}

static void
assert_saves (UlProfile *self, GFile *file)
{
    g_autoptr (GError) error = NULL;

    ul_profile_save (self, file, NULL, &error);
    assert_no_error (error);
    assert_false (ul_profile_get_dirty (self));
}

static void
a_saved_file_is_the_text_of_the_profile (void **state)
{
    g_autoptr (UlProfile) self = load ("save.unlatch", HEAD "Name=a\n# mine\n");

    ul_profile_set_text (self, UL_PROFILE_NAME, "b", NULL);
    assert_true (ul_profile_get_dirty (self));
    assert_saves (self, NULL);
    g_autofree char *text = profile_test_read (ul_profile_get_location (self));
    assert_string_equal (text, HEAD "Name=b\n# mine\n");
    ul_profile_set_text (self, UL_PROFILE_NAME, "c", NULL);
    assert_saves (self, NULL); /* it knows its own writing again */
}

static void
a_new_profile_needs_a_place (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autoptr (GFile) file = profile_test_path ("new.unlatch");
    g_autoptr (GError) error = NULL;

    assert_false (ul_profile_save (self, NULL, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);
    assert_saves (self, file);
    assert_true (g_file_equal (ul_profile_get_location (self), file));
    assert_saves (self, NULL);
}

static void
somebody_elses_change_is_not_overwritten (void **state)
{
    g_autoptr (UlProfile) self = load ("both.unlatch", HEAD);
    g_autoptr (GFile) other = profile_test_write ("both.unlatch", HEAD "Name=theirs\n", -1);
    g_autoptr (GError) error = NULL;

    ul_profile_set_text (self, UL_PROFILE_NAME, "ours", NULL);
    assert_false (ul_profile_save (self, NULL, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_CHANGED);
    assert_true (ul_profile_get_dirty (self));
    g_autofree char *text = profile_test_read (other);
    assert_string_equal (text, HEAD "Name=theirs\n");
}

static void
paths_follow_the_profile_to_another_folder (void **state)
{
    g_autoptr (UlProfile) self =
        load ("old/place.unlatch", HEAD "[File 1]\nPath=build/a.hex\n[File 2]\nPath=/x/b.hex\n"
                                        "[File 3]\nPath=../c.hex\n");
    g_autoptr (GFile) moved = profile_test_write ("new/deep/place.unlatch", "", 0);
    g_autoptr (GFile) a_before = ul_profile_resolve (self, 0);

    assert_saves (self, moved);
    g_autofree char *text = profile_test_read (moved);
    assert_string_equal (text,
                         HEAD "[File 1]\nPath=../../old/build/a.hex\n[File 2]\nPath=/x/b.hex\n"
                              "[File 3]\nPath=../../c.hex\n");
    g_autoptr (GFile) a_after = ul_profile_resolve (self, 0);
    assert_true (g_file_equal (a_before, a_after));
}

static void
the_files_of_a_series_follow_too (void **state)
{
    static const char *const text = HEAD "[Serial]\nCounter=counts/a\n[Record]\nFile=/x/boards\n";
    g_autoptr (UlProfile) self = load ("old/series.unlatch", text);
    g_autoptr (GFile) moved = profile_test_write ("new/series.unlatch", "", 0);

    assert_false (ul_profile_get_dirty (self));
    assert_saves (self, moved);
    g_autofree char *saved = profile_test_read (moved);
    assert_string_equal (saved,
                         HEAD "[Serial]\nCounter=../old/counts/a\n[Record]\nFile=/x/boards\n");
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_SERIAL_COUNTER), "../old/counts/a");
}

static void
a_new_profile_gets_relative_paths_when_it_is_saved (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autoptr (GFile) image = profile_test_path ("proj/build/a.hex");
    g_autoptr (GFile) elsewhere = g_file_new_for_path ("/usr/b.hex");
    g_autoptr (GFile) file = profile_test_write ("proj/p.unlatch", "", 0);

    ul_profile_add_file (self, image);
    ul_profile_add_file (self, elsewhere);
    assert_string_equal (ul_profile_get_file (self, 0)->path, g_file_peek_path (image));
    assert_saves (self, file);
    assert_string_equal (ul_profile_get_file (self, 0)->path, "build/a.hex");
    assert_string_equal (ul_profile_get_file (self, 1)->path, "/usr/b.hex");
}

static void
a_name_that_is_no_text_is_a_uri (void **state)
{
    g_autoptr (UlProfile) self = load ("odd.unlatch", HEAD);
    g_autoptr (GFile) odd = profile_test_path ("b\xfc.hex");

    g_autoptr (GFile) lines = profile_test_path ("two\nlines.hex");
    ul_profile_add_file (self, odd);
    ul_profile_add_file (self, lines);
    assert_true (g_str_has_suffix (ul_profile_get_file (self, 0)->path, "/b%FC.hex"));
    assert_true (g_str_has_suffix (ul_profile_get_file (self, 1)->path, "/two%0Alines.hex"));
    assert_saves (self, NULL);
    g_autoptr (GFile) back = ul_profile_resolve (self, 0);
    assert_true (g_file_equal (odd, back));
}

static void
a_link_and_the_rights_stay (void **state)
{
    g_autoptr (UlProfile) self = NULL;
    g_autoptr (GFile) target = profile_test_write ("target.unlatch", HEAD, -1);
    g_autoptr (GFile) link = profile_test_path ("link.unlatch");
    GStatBuf status, before;

    g_chmod (g_file_peek_path (target), 0640);
    g_stat (g_file_peek_path (target), &before);
    assert_int_equal (symlink ("target.unlatch", g_file_peek_path (link)), 0);
    self = ul_profile_load (link, NULL, NULL);
    ul_profile_set_text (self, UL_PROFILE_NAME, "x", NULL);
    assert_saves (self, NULL);
    g_autofree char *text = profile_test_read (target);
    assert_string_equal (text, HEAD "Name=x\n");
    assert_int_equal (g_lstat (g_file_peek_path (link), &status), 0);
    assert_true (S_ISLNK (status.st_mode));
    assert_int_equal (g_stat (g_file_peek_path (target), &status), 0);
    assert_int_equal (status.st_mode & 0777, 0640);
    assert_int_not_equal (status.st_ino, before.st_ino); /* replaced whole, not written over */
}

static void
a_save_that_fails_leaves_the_profile_dirty (void **state)
{
    g_autoptr (UlProfile) self = load ("fails.unlatch", HEAD);
    g_autoptr (GFile) nowhere = profile_test_path ("no/such/folder/p.unlatch");
    g_autoptr (GError) error = NULL;

    ul_profile_set_text (self, UL_PROFILE_NAME, "x", NULL);
    assert_false (ul_profile_save (self, nowhere, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
    assert_non_null (strstr (error->message, "no/such/folder/p.unlatch"));
    assert_true (ul_profile_get_dirty (self));
    assert_true (
        g_str_has_suffix (g_file_peek_path (ul_profile_get_location (self)), "fails.unlatch"));
}

/* No file may grow beyond @size bytes, as on a disk that is full; returns what was allowed. */
static rlim_t
limit_files (rlim_t size)
{
    struct rlimit limit;

    signal (SIGXFSZ, SIG_IGN);
    assert_int_equal (getrlimit (RLIMIT_FSIZE, &limit), 0);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = size;
    assert_int_equal (setrlimit (RLIMIT_FSIZE, &limit), 0);
    return before;
}

static void
a_save_without_room_leaves_no_new_file (void **state)
{
    g_autoptr (UlProfile) self = load ("room.unlatch", HEAD);
    g_autoptr (GFile) file = profile_test_path ("no-room.unlatch");
    g_autoptr (GError) error = NULL;

    rlim_t before = limit_files (16);
    gboolean saved = ul_profile_save (self, file, NULL, &error);
    limit_files (before);
    assert_false (saved);
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
    assert_false (g_file_query_exists (file, NULL));
}

static void
a_pipe_is_refused_and_not_waited_for (void **state)
{
    g_autoptr (UlProfile) self = load ("beside.unlatch", HEAD);
    g_autoptr (GFile) pipe_file = profile_test_path ("pipe.unlatch");
    g_autoptr (GError) error = NULL;

    assert_int_equal (mkfifo (g_file_peek_path (pipe_file), 0600), 0);
    assert_false (ul_profile_save (self, pipe_file, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
    g_unlink (g_file_peek_path (pipe_file));
}

static void
a_save_can_be_cancelled (void **state)
{
    g_autoptr (UlProfile) self = load ("cancel.unlatch", HEAD);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;

    g_cancellable_cancel (cancellable);
    assert_false (ul_profile_save (self, NULL, cancellable, &error));
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;

    ul_profile_save_finish (UL_PROFILE (source), result, &error);
    assert_no_error (error);
    *(gboolean *) user_data = TRUE;
}

static void
what_is_changed_during_a_save_is_still_to_be_saved (void **state)
{
    g_autoptr (UlProfile) self =
        load ("async.unlatch", HEAD "\n[File 1]\nPath=a\nMine=1\n\n[File 2]\nPath=b\nMine=2\n");
    g_autoptr (GFile) image = profile_test_path ("c");
    gboolean saved = FALSE;

    ul_profile_set_text (self, UL_PROFILE_NAME, "x", NULL);
    ul_profile_save_async (self, NULL, NULL, on_saved, &saved);
    ul_profile_remove_file (self, 0);
    ul_profile_add_file (self, image);
    wait_until (saved);
    g_autofree char *text = profile_test_read (ul_profile_get_location (self));
    assert_string_equal (text,
                         HEAD "Name=x\n\n[File 1]\nPath=a\nMine=1\n\n[File 2]\nPath=b\nMine=2\n");
    assert_true (ul_profile_get_dirty (self));
    assert_saves (self, NULL);
    g_autofree char *then = profile_test_read (ul_profile_get_location (self));
    assert_string_equal (then, HEAD "Name=x\n\n[File 1]\nPath=b\nMine=2\n\n[File 2]\nPath=c\n");
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_saved_file_is_the_text_of_the_profile),
        cmocka_unit_test (a_new_profile_needs_a_place),
        cmocka_unit_test (somebody_elses_change_is_not_overwritten),
        cmocka_unit_test (paths_follow_the_profile_to_another_folder),
        cmocka_unit_test (the_files_of_a_series_follow_too),
        cmocka_unit_test (a_new_profile_gets_relative_paths_when_it_is_saved),
        cmocka_unit_test (a_name_that_is_no_text_is_a_uri),
        cmocka_unit_test (a_link_and_the_rights_stay),
        cmocka_unit_test (a_save_that_fails_leaves_the_profile_dirty),
        cmocka_unit_test (a_save_without_room_leaves_no_new_file),
        cmocka_unit_test (a_pipe_is_refused_and_not_waited_for),
        cmocka_unit_test (a_save_can_be_cancelled),
        cmocka_unit_test (what_is_changed_during_a_save_is_still_to_be_saved),
    };

    return cmocka_run_group_tests_name ("profile-save", tests, NULL, NULL);
}
