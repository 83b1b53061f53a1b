/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be seen of a client's thread that may be about to send. */
#include "test.h"

#include "ul-emu-client.h"

#include <glib/gstdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEADLINE_US (DEADLINE_S * G_USEC_PER_SEC)

typedef struct {
    UlEmuClient page;
    GMutex lock;
    GCond cond;
    gboolean end; /* atomic */
    void (*work) (gpointer world);
    GThread *thread;
} World;

static gpointer
run (gpointer data)
{
    World *world = data;

    g_atomic_int_set (&world->page.sender, (int) syscall (SYS_gettid));
    world->work (world);
    return NULL;
}

static void
computes (gpointer data)
{
    World *world = data;

    while (!g_atomic_int_get (&world->end))
        continue;
}

static void
takes_the_lock (gpointer data)
{
    World *world = data;

    g_mutex_lock (&world->lock);
    g_mutex_unlock (&world->lock);
}

static void
waits_for_the_condition (gpointer data)
{
    World *world = data;

    g_mutex_lock (&world->lock);
    while (!world->end)
        g_cond_wait_until (&world->cond, &world->lock, g_get_monotonic_time () + DEADLINE_US);
    g_mutex_unlock (&world->lock);
}

static void
begin (World *world, void (*work) (gpointer world))
{
    world->work = work;
    world->thread = g_thread_new ("client", run, world);
}

static void
finish (World *world)
{
    g_mutex_lock (&world->lock);
    g_atomic_int_set (&world->end, TRUE);
    g_cond_signal (&world->cond);
    g_mutex_unlock (&world->lock);
    g_thread_join (world->thread);
}

/* Returns: whether it comes to be so, and stays */
static gboolean
comes_to_be (World *world, gboolean may_send)
{
    gint64 until = g_get_monotonic_time () + DEADLINE_US;
    guint n = 0;

    while (n < 1000 && g_get_monotonic_time () < until)
        n = !ul_emu_client_may_send (&world->page) == !may_send ? n + 1 : 0;
    return n == 1000;
}

static void
nobody_sends_before_the_first_transfer (void **state)
{
    World world = { 0 };

    assert_false (ul_emu_client_may_send (&world.page));
}

static void
a_thread_at_work_may_send (void **state)
{
    World world = { 0 };

    begin (&world, computes);
    gboolean right = comes_to_be (&world, TRUE);
    finish (&world);
    assert_true (right);
}

static void
a_thread_that_is_held_up_by_a_lock_may_send (void **state)
{
    World world = { 0 };

    g_mutex_lock (&world.lock);
    begin (&world, takes_the_lock);
    gboolean right = comes_to_be (&world, TRUE);
    g_mutex_unlock (&world.lock);
    finish (&world);
    assert_true (right);
}

static void
a_thread_that_waits_to_be_told_sends_nothing (void **state)
{
    World world = { 0 };

    begin (&world, waits_for_the_condition);
    gboolean right = comes_to_be (&world, FALSE);
    finish (&world);
    assert_true (right);
}

static void
both_sides_see_one_page (void **state)
{
    g_autofree char *path = g_build_filename (g_get_tmp_dir (), "unlatch-client-XXXXXX", NULL);
    int fd = g_mkstemp (path);

    assert_true (fd >= 0);
    close (fd);
    UlEmuClient *one = ul_emu_client_map (path), *other = ul_emu_client_map (path);
    assert_non_null (one);
    assert_non_null (other);
    one->slept_ns = 5;
    other->now_ns = 7;
    assert_int_equal (other->slept_ns, 5);
    assert_int_equal (one->now_ns, 7);
    ul_emu_client_unmap (one);
    ul_emu_client_unmap (other);
    g_unlink (path);
    assert_null (ul_emu_client_map ("/dev/null/nothing"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (nobody_sends_before_the_first_transfer),
        cmocka_unit_test (a_thread_at_work_may_send),
        cmocka_unit_test (a_thread_that_is_held_up_by_a_lock_may_send),
        cmocka_unit_test (a_thread_that_waits_to_be_told_sends_nothing),
        cmocka_unit_test (both_sides_see_one_page),
    };

    return cmocka_run_group_tests_name ("emulated client", tests, NULL, NULL);
}
