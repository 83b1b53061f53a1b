/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Probes that come and go where the kernel's events are not heard, as in a Flatpak. */
#include "test.h"

#include "fake-bus.h"
#include "ul-usb-scanner.h"

#define DEADLINE_MS 60000

static const FakeDevice jlink = { "1-1",          5,    0x1366, 0x0105, "J-Link",
                                  "000801012345", 0xFF, 0xFF,   NULL };
static const FakeDevice other = { "1-2",          6,    0x1366, 0x0105, "J-Link",
                                  "000801054321", 0xFF, 0xFF,   NULL };
static const FakeDevice stick = { "1-5", 9, 0x0781, 0x5567, "Cruzer", "123", 0x08, 0x06, NULL };

typedef struct {
    FakeBus *bus;
    UlUsbScanner *scanner;
} World;

static void
on_changed (gpointer user_data)
{
    g_main_context_wakeup (NULL);
}

static int
set_up_without_a_bus (void **state)
{
    World *world = g_new0 (World, 1);

    world->bus = fake_bus_new ();
    *state = world;
    return 0;
}

static int
set_up (void **state)
{
    set_up_without_a_bus (state);
    World *world = *state;
    fake_bus_plug (world->bus, &jlink);
    fake_bus_plug (world->bus, &other);
    fake_bus_plug (world->bus, &stick);
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    g_clear_pointer (&world->scanner, ul_usb_scanner_free);
    fake_bus_free (world->bus);
    g_free (world);
    return 0;
}

static void
start (World *world)
{
    world->scanner = ul_usb_scanner_new (TRUE, on_changed, NULL);
    assert_true (ul_usb_scanner_wait (world->scanner, DEADLINE_MS));
}

static gboolean
on_deadline (gpointer data)
{
    *(gboolean *) data = TRUE;
    return G_SOURCE_CONTINUE;
}

/* Returns: (transfer full): what was found, once it is so many */
static GPtrArray *
wait_for (World *world, guint count)
{
    gboolean late = FALSE;
    guint timer = g_timeout_add (DEADLINE_MS, on_deadline, &late);
    GPtrArray *found = ul_usb_scanner_get_found (world->scanner);

    while (found->len != count && !late) {
        g_main_context_iteration (NULL, TRUE);
        g_ptr_array_unref (found);
        found = ul_usb_scanner_get_found (world->scanner);
    }
    g_source_remove (timer);
    assert_int_equal (found->len, count);
    return found;
}

static void
a_probe_is_noticed_by_its_node (void **state)
{
    World *world = *state;

    fake_bus_hide (world->bus, &jlink);
    start (world);
    g_autoptr (GPtrArray) before = wait_for (world, 1);
    fake_bus_show (world->bus, &jlink);
    g_autoptr (GPtrArray) after = wait_for (world, 2);
    const UlUsbFound *found = g_ptr_array_index (after, 0);
    assert_string_equal (found->serial, "801012345");
    assert_true (found->arrived_us > 0);
}

static void
a_probe_that_stays_is_still_the_same (void **state)
{
    World *world = *state;

    fake_bus_hide (world->bus, &other);
    start (world);
    g_autoptr (GPtrArray) before = wait_for (world, 1);
    fake_bus_show (world->bus, &other);
    g_autoptr (GPtrArray) after = wait_for (world, 2);
    assert_ptr_equal (g_ptr_array_index (before, 0), g_ptr_array_index (after, 0));
    fake_bus_hide (world->bus, &other);
    g_autoptr (GPtrArray) again = wait_for (world, 1);
    assert_ptr_equal (g_ptr_array_index (before, 0), g_ptr_array_index (again, 0));
}

static void
on_gone (gpointer user_data)
{
    g_atomic_int_inc ((gint *) user_data);
}

static void
an_open_probe_hears_that_it_is_gone (void **state)
{
    World *world = *state;
    gint gone = 0;

    start (world);
    g_autoptr (GPtrArray) before = wait_for (world, 2);
    UlUsbFound *found = g_ptr_array_index (before, 0);
    UlUsbWatch watch = { found->device, on_gone, &gone };
    ul_usb_context_add_watch (found->context, &watch);
    fake_bus_hide (world->bus, &jlink);
    g_autoptr (GPtrArray) after = wait_for (world, 1);
    ul_usb_context_remove_watch (found->context, &watch);
    assert_int_equal (g_atomic_int_get (&gone), 1);
}

/* Nothing can be watched then: it is looked for. */
static void
a_probe_is_found_on_a_bus_that_was_not_there (void **state)
{
    World *world = *state;

    assert_false (g_file_test ("/dev/bus/usb", G_FILE_TEST_EXISTS));
    start (world);
    g_autoptr (GPtrArray) before = wait_for (world, 0);
    fake_bus_plug (world->bus, &jlink);
    g_autoptr (GPtrArray) after = wait_for (world, 1);
    fake_bus_plug (world->bus, &other);
    g_autoptr (GPtrArray) both = wait_for (world, 2);
    assert_ptr_equal (g_ptr_array_index (after, 0), g_ptr_array_index (both, 0));
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (a_probe_is_noticed_by_its_node),
        TEST (a_probe_that_stays_is_still_the_same),
        TEST (an_open_probe_hears_that_it_is_gone),
        cmocka_unit_test_setup_teardown (a_probe_is_found_on_a_bus_that_was_not_there,
                                         set_up_without_a_bus, tear_down),
    };
    return cmocka_run_group_tests_name ("usb-nodes", tests, NULL, NULL);
}
