/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile-test.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

static char *folder;

static void
remove_tree (GFile *file)
{
    g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
        file, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
    GFile *child;

    while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
           child != NULL)
        remove_tree (child);
    g_file_delete (file, NULL, NULL);
}

static void
remove_folder (void)
{
    g_autoptr (GFile) file = g_file_new_for_path (folder);

    remove_tree (file);
    g_free (folder);
}

const char *
profile_test_folder (void)
{
    /* In memory where that can be: thousands of small files are slow on some disks. */
    const char *parent = g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir ();

    if (folder == NULL) {
        folder = g_mkdtemp (g_build_filename (parent, "unlatch-profile-XXXXXX", NULL));
        g_assert_nonnull (folder);
        atexit (remove_folder);
    }
    return folder;
}

GFile *
profile_test_path (const char *name)
{
    g_autofree char *path = g_build_filename (profile_test_folder (), name, NULL);

    return g_file_new_for_path (path);
}

GFile *
profile_test_write (const char *name, const void *content, gssize size)
{
    g_autoptr (GError) error = NULL;
    GFile *file = profile_test_path (name);
    g_autoptr (GFile) parent = g_file_get_parent (file);

    g_file_make_directory_with_parents (parent, NULL, NULL);
    g_file_delete (file, NULL, NULL);
    g_file_set_contents_full (g_file_peek_path (file), content, size, G_FILE_SET_CONTENTS_NONE,
                              0644, &error);
    assert_no_error (error);
    return file;
}

char *
profile_test_read (GFile *file)
{
    g_autoptr (GError) error = NULL;
    char *text = NULL;

    g_file_load_contents (file, NULL, &text, NULL, NULL, &error);
    assert_no_error (error);
    return text;
}

GFile *
profile_test_data (const char *name)
{
    return g_file_new_build_filename (DATA_FOLDER, name, NULL);
}

UlProfile *
profile_test_load (const char *text)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GFile) file = profile_test_write ("case.unlatch", text, -1);
    UlProfile *profile = ul_profile_load (file, NULL, &error);

    assert_no_error (error);
    return profile;
}

void
assert_warns (UlProfile *profile, const char *part)
{
    const char *const *warnings = ul_profile_get_warnings (profile);

    for (guint i = 0; warnings[i] != NULL; i++)
        if (strstr (warnings[i], part) != NULL)
            return;
    g_autofree char *all = g_strjoinv ("\n", (char **) warnings);
    fail_msg ("no warning has “%s”:\n%s", part, all);
}
