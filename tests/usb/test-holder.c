/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who has a node open, with a plain file in the node's place and a child as the other program. */
#include "test.h"

#include "ul-holder.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    char *folder, *node;
} World;

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->folder = g_dir_make_tmp ("unlatch-holder-XXXXXX", NULL);
    world->node = g_build_filename (world->folder, "009", NULL);
    g_file_set_contents (world->node, "", 0, NULL);
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    unlink (world->node);
    rmdir (world->folder);
    g_free (world->node);
    g_free (world->folder);
    g_free (world);
    return 0;
}

static gboolean
find (const char *node, UlHolder *holder)
{
    const char *const nodes[] = { node, NULL };

    return ul_holder_find (nodes, holder);
}

static void
the_program_that_has_a_node_open_is_named (void **state)
{
    World *world = *state;
    UlHolder holder = { 0 };
    int ready[2], status;

    assert_int_equal (pipe (ready), 0);
    pid_t child = fork ();
    if (child == 0) {
        prctl (PR_SET_NAME, "gdb-server");
        if (open (world->node, O_RDWR) >= 0 && write (ready[1], "x", 1) == 1)
            pause ();
        _exit (1);
    }
    char byte;
    assert_int_equal (read (ready[0], &byte, 1), 1);
    gboolean found = find (world->node, &holder);
    kill (child, SIGKILL);
    waitpid (child, &status, 0);
    close (ready[0]);
    close (ready[1]);
    assert_true (found);
    assert_string_equal (holder.name, "gdb-server");
    assert_int_equal (holder.pid, child);
    assert_false (find (world->node, &holder));
}

static void
this_program_itself_does_not_count (void **state)
{
    World *world = *state;
    UlHolder holder;
    int node = open (world->node, O_RDWR);

    assert_true (node >= 0);
    assert_false (find (world->node, &holder));
    close (node);
}

static void
a_node_that_is_gone_is_held_by_nobody (void **state)
{
    UlHolder holder;

    assert_false (find ("/dev/bus/usb/999/999", &holder));
    assert_false (ul_may_open ("/dev/bus/usb/999/999"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (the_program_that_has_a_node_open_is_named, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (this_program_itself_does_not_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_node_that_is_gone_is_held_by_nobody, set_up, tear_down),
    };
    return cmocka_run_group_tests_name ("holder", tests, NULL, NULL);
}
