/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "ul-stall-watch.h"

#include <glib/gstdio.h>

static gboolean
dawdle (gpointer user_data)
{
    gint64 end = g_get_monotonic_time () + 30 * 1000;

    while (g_get_monotonic_time () < end)
        ;
    return G_SOURCE_REMOVE;
}

static double
read_longest (const char *path, const char *what)
{
    g_autofree char *text = NULL;

    assert_true (g_file_get_contents (path, &text, NULL, NULL));
    const char *place = strstr (text, what);
    assert_non_null (place);
    return g_ascii_strtod (place + strlen (what), NULL);
}

static void
the_longest_turn_of_the_loop_is_told (void **state)
{
    g_autofree char *path = g_build_filename (g_get_tmp_dir (), "unlatch-stalls-XXXXXX", NULL);
    int fd = g_mkstemp (path);

    assert_true (fd >= 0);
    g_close (fd, NULL);
    g_setenv ("UNLATCH_STALL_LOG", path, TRUE);
    ul_stall_watch_start ();
    g_idle_add (dawdle, NULL);
    for (guint i = 0; i < 3; i++) {
        g_main_context_iteration (NULL, FALSE);
    }
    ul_stall_watch_finish ();
    double longest = read_longest (path, "longest_ms=");
    double own = read_longest (path, "longest_own_ms=");
    double work = read_longest (path, "longest_cpu_ms=");
    ul_stall_watch_reset ();
    ul_stall_watch_finish ();
    double after_reset = read_longest (path, "longest_ms=");
    g_unlink (path);

    assert_true (longest >= 30);
    assert_true (own <= longest && own >= work - 1);
    assert_true (after_reset < 1);
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_longest_turn_of_the_loop_is_told),
    };

    return cmocka_run_group_tests_name ("stall watch", tests, NULL, NULL);
}
