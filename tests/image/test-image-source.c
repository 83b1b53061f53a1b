/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where files come from and what goes wrong there; loading off the main loop. */
#include "image-test.h"
#include "waiting.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT "S1050100CAFE31\nS9030000FC\n"

static GFile *
new_file (const char *name)
{
    g_autofree char *path = image_test_path (name);
    return g_file_new_for_path (path);
}

static void
assert_load_fails (GFile *file, guint code, const char *part)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_image_load (file, NULL, NULL, &error);
    assert_null (image);
    assert_error (error, UL_ERROR, (int) code);
    if (strstr (error->message, part) == NULL)
        fail_msg ("“%s” is not in: %s", part, error->message);
    g_autofree char *name = g_file_get_basename (file);
    assert_true (g_str_has_prefix (error->message, name));
}

static void
the_source_is_remembered (void **state)
{
    g_autoptr (GFile) file = image_test_write ("a.s19", TEXT, strlen (TEXT));
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_image_load (file, NULL, NULL, &error);
    assert_no_error (error);
    assert_string_equal (ul_image_get_name (image), "a.s19");
    assert_true (g_file_equal (ul_image_get_file (image), file));
    struct stat info;
    assert_int_equal (stat (g_file_peek_path (file), &info), 0);
    assert_int_equal (ul_image_get_mtime_us (image),
                      (guint64) info.st_mtim.tv_sec * G_USEC_PER_SEC +
                          (guint64) info.st_mtim.tv_nsec / 1000);
    g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, TEXT, -1);
    assert_string_equal (ul_image_get_sha256 (image), hash);
    assert_string_equal (ul_image_get_sha256 (image), hash);
}

static void
the_hash_of_another_content_is_not_told (void **state)
{
    g_autoptr (GFile) file = image_test_write ("a.s19", TEXT, strlen (TEXT));
    g_autoptr (UlImage) image = ul_image_load (file, NULL, NULL, NULL);
    g_autoptr (GFile) same_name = image_test_write ("a.s19", "other", 5);
    assert_null (ul_image_get_sha256 (image));
}

static void
a_missing_file_is_told (void **state)
{
    g_autoptr (GFile) file = new_file ("missing.hex");
    assert_load_fails (file, UL_ERROR_FILE_NOT_FOUND, "no such file");
}

static void
a_folder_is_told (void **state)
{
    g_autoptr (GFile) file = new_file ("folder.hex");
    assert_int_equal (g_mkdir (g_file_peek_path (file), 0700), 0);
    assert_load_fails (file, UL_ERROR_FILE_IO, "folder");
}

static void
a_device_is_told (void **state)
{
    g_autoptr (GFile) file = g_file_new_for_path ("/dev/zero");
    assert_load_fails (file, UL_ERROR_FILE_IO, "device");
}

/* As another user when this one may read everything. */
static void
an_unreadable_file_is_told (void **state)
{
    g_autoptr (GFile) file = image_test_write ("unreadable.hex", TEXT, strlen (TEXT));
    gboolean root = geteuid () == 0;
    assert_int_equal (chmod (image_test_folder (), 0755), 0);
    assert_int_equal (chmod (g_file_peek_path (file), 0), 0);
    assert_true (!root || seteuid (65534) == 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_image_load (file, NULL, NULL, &error);
    assert_true (!root || seteuid (0) == 0);
    assert_null (image);
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
    assert_non_null (strstr (error->message, "Permission denied"));
}

static void
a_pipe_that_nobody_writes_to_is_told (void **state)
{
    g_autoptr (GFile) file = new_file ("pipe.hex");
    assert_int_equal (mkfifo (g_file_peek_path (file), 0600), 0);
    assert_load_fails (file, UL_ERROR_FILE_IO, "nobody writes to");
}

static gpointer
write_slowly (gpointer data)
{
    int fd = GPOINTER_TO_INT (data);
    for (const char *p = TEXT; *p != '\0'; p++) {
        g_assert (write (fd, p, 1) == 1);
        g_thread_yield ();
    }
    close (fd);
    return NULL;
}

static GFile *
file_of_descriptor (int fd)
{
    g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
    return g_file_new_for_path (path);
}

static void
what_comes_through_a_pipe_is_loaded (void **state)
{
    int fds[2];
    assert_int_equal (pipe (fds), 0);
    g_autoptr (GFile) file = file_of_descriptor (fds[0]);
    g_autoptr (GThread) writer = g_thread_new ("writer", write_slowly, GINT_TO_POINTER (fds[1]));
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_image_load (file, NULL, NULL, &error);
    g_thread_join (g_steal_pointer (&writer));
    close (fds[0]);
    assert_no_error (error);
    g_autofree char *text = image_to_text (image);
    assert_string_equal (text, "100:CAFE start=0");
    g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, TEXT, -1);
    assert_string_equal (ul_image_get_sha256 (image), hash);
}

static gpointer
pour (gpointer data)
{
    static const char zeros[4096];
    int fd = GPOINTER_TO_INT (data);
    while (write (fd, zeros, sizeof zeros) > 0)
        ;
    close (fd);
    return NULL;
}

static void
a_pipe_without_end_is_told (void **state)
{
    int fds[2];
    assert_int_equal (pipe (fds), 0);
    signal (SIGPIPE, SIG_IGN);
    g_autoptr (GFile) file = file_of_descriptor (fds[0]);
    g_autoptr (GThread) writer = g_thread_new ("writer", pour, GINT_TO_POINTER (fds[1]));
    const UlImageOptions options = { .max_size = 1 << 20 };
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_image_load (file, &options, NULL, &error);
    close (fds[0]);
    g_thread_join (g_steal_pointer (&writer));
    assert_null (image);
    assert_error (error, UL_ERROR, UL_ERROR_IMAGE_TOO_BIG);
}

static void
a_file_without_a_path_is_loaded (void **state)
{
    g_autoptr (GFile) file = g_file_new_for_uri ("resource:///org/unlatch/test/small.hex");
    assert_null (g_file_peek_path (file));
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_image_load (file, NULL, NULL, &error);
    assert_no_error (error);
    assert_string_equal (ul_image_get_name (image), "small.hex");
    assert_int_equal (ul_image_get_size (image), 30);
    assert_non_null (ul_image_get_sha256 (image));
}

static void
a_missing_file_without_a_path_is_told (void **state)
{
    g_autoptr (GFile) file = g_file_new_for_uri ("resource:///org/unlatch/test/missing.hex");
    assert_load_fails (file, UL_ERROR_FILE_NOT_FOUND, "no such file");
}

static void
the_size_limit_holds (void **state)
{
    g_autoptr (GFile) file = image_test_write ("a.s19", TEXT, strlen (TEXT));
    const UlImageOptions fits = { .max_size = strlen (TEXT) };
    const UlImageOptions too_small = { .max_size = strlen (TEXT) - 1 };
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_image_load (file, &fits, NULL, &error);
    assert_no_error (error);
    g_autoptr (UlImage) none = ul_image_load (file, &too_small, NULL, &error);
    assert_null (none);
    assert_error (error, UL_ERROR, UL_ERROR_IMAGE_TOO_BIG);
}

typedef struct {
    GThread *main_thread;
    gboolean done;
    UlImage *image;
    GError *error;
} Async;

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Async *async = user_data;
    assert_ptr_equal (g_thread_self (), async->main_thread);
    async->image = ul_image_load_finish (result, &async->error);
    async->done = TRUE;
}

static void
load_async (Async *async, GFile *file, const UlImageOptions *options, GCancellable *cancellable)
{
    async->main_thread = g_thread_self ();
    ul_image_load_async (file, options, cancellable, on_loaded, async);
}

static void
loads_on_a_worker (void **state)
{
    Async async = { 0 };
    g_autoptr (GFile) file = image_test_write ("a.bin", "abc", 3);
    UlImageOptions options = { .base = 0x400 };
    load_async (&async, file, &options, NULL);
    options.base = 0; /* the options were copied */
    wait_until (async.done);
    assert_no_error (async.error);
    g_autofree char *text = image_to_text (async.image);
    assert_string_equal (text, "400:616263");
    g_object_unref (async.image);
}

static void
fails_on_a_worker (void **state)
{
    Async async = { 0 };
    g_autoptr (GFile) file = image_test_write ("a.hex", ":1", 2);
    load_async (&async, file, NULL, NULL);
    wait_until (async.done);
    assert_null (async.image);
    assert_error (async.error, UL_ERROR, UL_ERROR_IMAGE_SYNTAX);
    g_clear_error (&async.error);
}

static gboolean
cancel (gpointer cancellable)
{
    g_cancellable_cancel (cancellable);
    return G_SOURCE_REMOVE;
}

/* A file that takes long: all comment, as large as is allowed. */
static GFile *
write_long_file (void)
{
    GFile *file = new_file ("long.hex");
    int fd = g_open (g_file_peek_path (file), O_CREAT | O_WRONLY | O_TRUNC, 0600);
    g_autofree char *chunk = g_malloc (1 << 20);
    memset (chunk, ';', 1 << 20);
    for (guint i = 0; i < 200; i++)
        assert_int_equal (write (fd, chunk, 1 << 20), 1 << 20);
    close (fd);
    return file;
}

/* Returns: how long a load lasts that is cancelled after 5 ms */
static gint64
load_and_cancel (GFile *file)
{
    Async async = { 0 };
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    load_async (&async, file, NULL, cancellable);
    g_timeout_add (5, cancel, cancellable);
    gint64 start_us = g_get_monotonic_time ();
    wait_until (async.done);
    gint64 took_us = g_get_monotonic_time () - start_us;
    assert_null (async.image);
    assert_error (async.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&async.error);
    return took_us;
}

static void
a_cancel_is_obeyed_within_100_ms (void **state)
{
    g_autoptr (GFile) file = write_long_file ();
    for (guint n = 1; load_and_cancel (file) >= 105 * 1000; n++)
        assert_true (n < TRIES);
    g_file_delete (file, NULL, NULL);
}

static gpointer
touch_until_told (gpointer data)
{
    int *stop = data;
    g_autofree char *path = image_test_path ("long.hex");
    int fd = g_open (path, O_WRONLY, 0);
    while (!g_atomic_int_get (stop)) {
        g_assert (pwrite (fd, ";", 1, 0) == 1);
        g_usleep (500);
    }
    close (fd);
    return NULL;
}

static void
a_file_that_changes_meanwhile_is_refused (void **state)
{
    int stop = FALSE;
    g_autoptr (GFile) file = write_long_file ();
    FILE *end = g_fopen (g_file_peek_path (file), "ab");
    fputs ("\n:00000001FF\n", end);
    fclose (end);
    g_autoptr (GThread) writer = g_thread_new ("writer", touch_until_told, &stop);
    g_autoptr (GError) error = NULL;
    UlImage *image;
    for (guint n = 1; (image = ul_image_load (file, NULL, NULL, &error)) != NULL; n++) {
        g_object_unref (image); /* the writer did not get its turn meanwhile */
        assert_true (n < TRIES);
    }
    g_atomic_int_set (&stop, TRUE);
    g_thread_join (g_steal_pointer (&writer));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
    assert_non_null (strstr (error->message, "changed while it was read"));

    g_autoptr (UlImage) at_rest = ul_image_load (file, NULL, NULL, NULL);
    assert_non_null (at_rest);
    g_file_delete (file, NULL, NULL);
}

static void
a_silent_pipe_can_be_cancelled (void **state)
{
    int fds[2];
    assert_int_equal (pipe (fds), 0);
    g_autoptr (GFile) file = file_of_descriptor (fds[0]);
    for (guint n = 1; load_and_cancel (file) >= 105 * 1000; n++)
        assert_true (n < TRIES);
    close (fds[0]);
    close (fds[1]);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_source_is_remembered),
        cmocka_unit_test (the_hash_of_another_content_is_not_told),
        cmocka_unit_test (a_missing_file_is_told),
        cmocka_unit_test (a_folder_is_told),
        cmocka_unit_test (a_device_is_told),
        cmocka_unit_test (an_unreadable_file_is_told),
        cmocka_unit_test (a_pipe_that_nobody_writes_to_is_told),
        cmocka_unit_test (what_comes_through_a_pipe_is_loaded),
        cmocka_unit_test (a_pipe_without_end_is_told),
        cmocka_unit_test (a_file_without_a_path_is_loaded),
        cmocka_unit_test (a_missing_file_without_a_path_is_told),
        cmocka_unit_test (the_size_limit_holds),
        cmocka_unit_test (loads_on_a_worker),
        cmocka_unit_test (fails_on_a_worker),
        cmocka_unit_test (a_cancel_is_obeyed_within_100_ms),
        cmocka_unit_test (a_file_that_changes_meanwhile_is_refused),
        cmocka_unit_test (a_silent_pipe_can_be_cancelled),
    };
    return cmocka_run_group_tests_name ("image source", tests, NULL, NULL);
}
