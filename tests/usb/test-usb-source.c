/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of probes on a bus of umockdev: what comes, goes, and cannot be used. */
#include "test.h"
#include "waiting.h"

#include "fake-bus.h"
#include "ul-error.h"
#include "ul-usb-source.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const FakeDevice jlink = { "1-1",          5,    0x1366, 0x0105, "J-Link",
                                  "000801012345", 0xFF, 0xFF,   NULL };
static const FakeDevice twin = { "1-2",          6,    0x1366, 0x0105, "J-Link",
                                 "000801012345", 0xFF, 0xFF,   NULL };
static const FakeDevice daplink = { "1-3",  7,         0x0D28,
                                    0x0204, "DAPLink", "0240AB",
                                    0xFF,   0,         "DAPLink CMSIS-DAP v2" };
static const FakeDevice nameless = { "1-4", 8, 0x1366, 0x1015, "J-Link", NULL, 0xFF, 0xFF, NULL };
static const FakeDevice stick = { "1-5", 9, 0x0781, 0x5567, "Cruzer", "123", 0x08, 0x06, NULL };

typedef struct {
    FakeBus *bus;
    UlProbeSource *source;
    guint n_changes;
} World;

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->bus = fake_bus_new ();
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    g_clear_object (&world->source);
    fake_bus_free (world->bus);
    g_free (world);
    return 0;
}

static void
on_changed (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
    ((World *) data)->n_changes++;
}

static void
start (World *world)
{
    world->source = ul_usb_source_new ();
    assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (world->source)), 0); /* later */
    g_signal_connect (world->source, "items-changed", G_CALLBACK (on_changed), world);
    assert_true (ul_usb_source_wait (UL_USB_SOURCE (world->source), DEADLINE_S * 1000));
}

static guint
count (World *world)
{
    return g_list_model_get_n_items (G_LIST_MODEL (world->source));
}

/* Returns: (transfer none) */
static const UlProbeInfo *
info_at (World *world, guint index)
{
    g_autoptr (UlProbe) probe = g_list_model_get_item (G_LIST_MODEL (world->source), index);

    assert_non_null (probe);
    return ul_probe_get_info (probe);
}

static void
what_is_plugged_in_at_the_start_is_listed (void **state)
{
    World *world = *state;

    fake_bus_plug (world->bus, &jlink);
    fake_bus_plug (world->bus, &daplink);
    fake_bus_plug (world->bus, &stick);
    start (world);
    assert_int_equal (count (world), 2);
    const UlProbeInfo *first = info_at (world, 0), *second = info_at (world, 1);
    assert_string_equal (first->id, "jlink:801012345");
    assert_string_equal (first->name, "J-Link");
    assert_string_equal (first->serial, "801012345");
    assert_string_equal (first->location, "1-1");
    assert_null (first->trouble);
    assert_true (first->raw_stream);
    assert_int_equal (first->kind, UL_PROBE_KIND_JLINK);
    assert_string_equal (second->id, "cmsis-dap:0240AB");
    assert_string_equal (second->name, "DAPLink");
    assert_false (second->raw_stream);
}

/* Returns: which of the two took longer */
static gint64
plug_and_unplug (World *world)
{
    gint64 before = g_get_monotonic_time ();

    fake_bus_plug (world->bus, &jlink);
    wait_until (count (world) == 1);
    gint64 between = g_get_monotonic_time ();
    fake_bus_unplug (world->bus, &jlink);
    wait_until (count (world) == 0);
    return MAX (between - before, g_get_monotonic_time () - between);
}

static void
a_probe_appears_and_goes_within_a_second (void **state)
{
    World *world = *state;
    guint n = 1;

    start (world);
    assert_int_equal (count (world), 0);
    while (plug_and_unplug (world) >= G_USEC_PER_SEC)
        assert_true (++n <= TRIES);
    assert_int_equal (world->n_changes, 2 * n);
}

static void
a_probe_that_is_plugged_in_again_is_the_same (void **state)
{
    World *world = *state;
    FakeDevice again = jlink;

    fake_bus_plug (world->bus, &jlink);
    start (world);
    g_autoptr (UlProbe) probe = g_list_model_get_item (G_LIST_MODEL (world->source), 0);
    fake_bus_unplug (world->bus, &jlink);
    wait_until (count (world) == 0);
    g_autoptr (GError) error = NULL;
    assert_false (ul_probe_open (probe, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_GONE);
    again.address = 20;
    again.port = "1-6";
    fake_bus_plug (world->bus, &again);
    wait_until (count (world) == 1);
    g_autoptr (UlProbe) same = g_list_model_get_item (G_LIST_MODEL (world->source), 0);
    assert_ptr_equal (probe, same);
    assert_string_equal (ul_probe_get_info (probe)->location, "1-6");
}

static void
two_probes_of_one_serial_are_told_apart_by_port (void **state)
{
    World *world = *state;

    fake_bus_plug (world->bus, &jlink);
    fake_bus_plug (world->bus, &twin);
    start (world);
    assert_int_equal (count (world), 2);
    assert_string_equal (info_at (world, 0)->id, "jlink:801012345@1-1");
    assert_string_equal (info_at (world, 1)->id, "jlink:801012345@1-2");
    fake_bus_unplug (world->bus, &jlink);
    wait_until (count (world) == 1);
    wait_until (g_str_equal (info_at (world, 0)->id, "jlink:801012345"));
}

static void
a_probe_without_serial_goes_by_its_port (void **state)
{
    World *world = *state;

    fake_bus_plug (world->bus, &nameless);
    start (world);
    assert_string_equal (info_at (world, 0)->id, "jlink:@1-4");
    g_autoptr (UlProbe) found = ul_probe_source_find (world->source, "jlink", NULL);
    assert_non_null (found);
}

/* Holds the node open as a debug server would. */
static pid_t
start_holder (const char *node, int *ready)
{
    int ends[2];

    assert_int_equal (pipe (ends), 0);
    pid_t child = fork ();
    if (child == 0) {
        prctl (PR_SET_NAME, "JLinkGDBServer");
        if (open (node, O_RDWR) >= 0 && write (ends[1], "x", 1) == 1)
            pause ();
        _exit (1);
    }
    close (ends[1]);
    *ready = ends[0];
    return child;
}

static void
a_busy_probe_is_listed_with_the_program_that_has_it (void **state)
{
    World *world = *state;
    int ready, status;
    char byte;

    fake_bus_plug (world->bus, &jlink);
    g_autofree char *node = fake_bus_get_node (world->bus, &jlink);
    pid_t child = start_holder (node, &ready);
    assert_int_equal (read (ready, &byte, 1), 1);
    start (world);
    assert_int_equal (count (world), 1);
    g_autofree char *trouble = g_strdup (info_at (world, 0)->trouble);
    kill (child, SIGKILL);
    waitpid (child, &status, 0);
    close (ready);
    assert_string_equal (trouble, "in use by JLinkGDBServer");
    wait_until (info_at (world, 0)->trouble == NULL); /* by itself, once it is free */
}

/* In a child without rights: who may do everything is never refused. */
static int
list_without_rights (World *world)
{
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

    if (syscall (SYS_capset, &header, none) != 0)
        return 1;
    world->source = ul_usb_source_new ();
    if (!ul_usb_source_wait (UL_USB_SOURCE (world->source), DEADLINE_S * 1000) ||
        count (world) != 1)
        return 2;
    if (g_strcmp0 (info_at (world, 0)->trouble, "no permission") != 0)
        return 3;
    g_autoptr (UlProbe) probe = g_list_model_get_item (G_LIST_MODEL (world->source), 0);
    g_autoptr (GError) error = NULL;
    if (ul_probe_open (probe, NULL, &error) ||
        !g_error_matches (error, UL_ERROR, UL_ERROR_PROBE_PERMISSION) ||
        strstr (error->message, "/dev/bus/usb/001/005") == NULL)
        return 4;
    return 0;
}

static void
a_probe_without_permission_is_listed_and_says_so (void **state)
{
    World *world = *state;
    int status = 0;

    fake_bus_plug (world->bus, &jlink);
    g_autofree char *node = fake_bus_get_node (world->bus, &jlink);
    assert_int_equal (chmod (node, 0), 0);
    if (geteuid () != 0) {
        start (world);
        assert_string_equal (info_at (world, 0)->trouble, "no permission");
        return;
    }
    pid_t child = fork ();
    if (child == 0)
        _exit (list_without_rights (world));
    waitpid (child, &status, 0);
    assert_true (WIFEXITED (status));
    assert_int_equal (WEXITSTATUS (status), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (a_probe_without_permission_is_listed_and_says_so),
        TEST (what_is_plugged_in_at_the_start_is_listed),
        TEST (a_probe_appears_and_goes_within_a_second),
        TEST (a_probe_that_is_plugged_in_again_is_the_same),
        TEST (two_probes_of_one_serial_are_told_apart_by_port),
        TEST (a_probe_without_serial_goes_by_its_port),
        TEST (a_busy_probe_is_listed_with_the_program_that_has_it),
    };
    return cmocka_run_group_tests_name ("usb-source", tests, NULL, NULL);
}
