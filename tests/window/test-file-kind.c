/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "waiting.h"

#include "ul-file-kind.h"

#include <glib/gstdio.h>

typedef struct {
    const char *name; /* of the file; of the case as well */
    const char *content;
    UlFileKind kind;
} Case;

static const Case cases[] = {
    { "blinky.srec", "whatever", UL_FILE_KIND_FIRMWARE },
    { "BLINKY.HEX", "whatever", UL_FILE_KIND_FIRMWARE },
    { "kl25z.unlatch", "whatever", UL_FILE_KIND_PROFILE },
    { "Board.JFLASH", "whatever", UL_FILE_KIND_PROFILE },
    { "program.jlink", "whatever", UL_FILE_KIND_PROFILE },
    { "photo.png", ":020000040800F2", UL_FILE_KIND_OTHER },
    { "no-suffix-hex", ":020000040800F2\n", UL_FILE_KIND_FIRMWARE },
    { "no-suffix-srec", "S0030000FC\n", UL_FILE_KIND_FIRMWARE },
    { "ti.txt", "@F000\n00 01\nq\n", UL_FILE_KIND_FIRMWARE },
    { "elf-image", "\177ELF\002\001\001", UL_FILE_KIND_FIRMWARE },
    { "byte-order-mark", "\357\273\277\r\n:00000001FF\n", UL_FILE_KIND_FIRMWARE },
    { "comment-first", "# built on Monday\n:00000001FF\n", UL_FILE_KIND_UNKNOWN },
    { "letter", "Dear Sir or Madam", UL_FILE_KIND_OTHER },
    { "empty", "", UL_FILE_KIND_OTHER },
    { "one-byte", ":", UL_FILE_KIND_OTHER },
};

static void
done (GObject *source, GAsyncResult *result, gpointer user_data)
{
    *(GAsyncResult **) user_data = g_object_ref (result);
}

static UlFileKind
guess (GFile *file)
{
    g_autoptr (GAsyncResult) result = NULL;

    ul_file_kind_guess_async (file, NULL, done, &result);
    wait_until (result != NULL);
    return ul_file_kind_guess_finish (result);
}

static void
is_told_before_the_drop (void **state)
{
    const Case *c = *state;
    g_autofree char *folder = g_dir_make_tmp ("unlatch-kind-XXXXXX", NULL);
    g_autofree char *path = g_build_filename (folder, c->name, NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);

    assert_true (g_file_set_contents (path, c->content, -1, NULL));
    UlFileKind kind = guess (file);
    g_unlink (path);
    g_rmdir (folder);
    assert_int_equal (kind, c->kind);
}

static void
a_folder_is_no_firmware (void **state)
{
    g_autoptr (GFile) folder = g_file_new_for_path (g_get_tmp_dir ());

    assert_int_equal (guess (folder), UL_FILE_KIND_OTHER);
}

static void
what_cannot_be_read_is_unknown (void **state)
{
    g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/thing");

    assert_int_equal (guess (file), UL_FILE_KIND_UNKNOWN);
}

static void
a_cancelled_guess_is_unknown (void **state)
{
    g_autoptr (GFile) file = g_file_new_for_path (g_get_tmp_dir ());
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GAsyncResult) result = NULL;

    g_cancellable_cancel (cancellable);
    ul_file_kind_guess_async (file, cancellable, done, &result);
    wait_until (result != NULL);
    assert_int_equal (ul_file_kind_guess_finish (result), UL_FILE_KIND_UNKNOWN);
}

int
main (void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test (a_folder_is_no_firmware),
        cmocka_unit_test (what_cannot_be_read_is_unknown),
        cmocka_unit_test (a_cancelled_guess_is_unknown),
    };
    struct CMUnitTest tests[G_N_ELEMENTS (cases)];

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i] = case_of (cases[i].name, is_told_before_the_drop, &cases[i]);
    int failed = cmocka_run_group_tests_name ("file kind: table", tests, NULL, NULL);
    return failed + cmocka_run_group_tests_name ("file kind", others, NULL, NULL);
}
