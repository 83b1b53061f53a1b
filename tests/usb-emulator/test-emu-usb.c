/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The emulated USB under real libusb: what a driver meets there when all goes well and when not.
 * Runs under unlatch-usb-emulator --control, in front of an emulated J-Link. */
#include "emulator-control.h"
#include "test.h"

#include <libusb.h>
#include <string.h>

#define OUT        0x01
#define IN         0x81
#define TIMEOUT_MS 60000
#define SHORT_MS   50

typedef struct {
    libusb_context *context;
    libusb_device_handle *handle;
    guint n_arrived, n_left;
} World;

static void
tell (const char *command)
{
    g_autofree char *answer = emulator_tell (command);

    assert_string_equal (answer, "ok");
}

static int
open_world (void **state)
{
    World *world = g_new0 (World, 1);

    *state = world;
    if (libusb_init (&world->context) != 0)
        return -1;
    world->handle = libusb_open_device_with_vid_pid (world->context, 0x1366, 0x0101);
    return world->handle != NULL ? libusb_claim_interface (world->handle, 0) : -1;
}

static int
close_world (void **state)
{
    World *world = *state;

    if (world->handle != NULL)
        libusb_close (world->handle);
    libusb_exit (world->context);
    g_free (world);
    return 0;
}

static int
send_command (World *world, guint8 command)
{
    int n = 0;

    return libusb_bulk_transfer (world->handle, OUT, &command, 1, &n, TIMEOUT_MS);
}

static int
read_answer (World *world, guint8 *buffer, int size, int *n, guint timeout_ms)
{
    *n = 0;
    return libusb_bulk_transfer (world->handle, IN, buffer, size, n, timeout_ms);
}

/* Asks for the free memory, which every J-Link tells in four bytes */
static void
assert_well (World *world)
{
    guint8 buffer[512];
    int n;

    assert_int_equal (send_command (world, 0xD4), 0);
    assert_int_equal (read_answer (world, buffer, sizeof buffer, &n, TIMEOUT_MS), 0);
    assert_int_equal (n, 4);
    assert_memory_equal (buffer, "\xe8\x0d\x01\x00", 4);
}

static void
answers_a_command (void **state)
{
    assert_well (*state);
}

static void
has_its_strings (void **state)
{
    World *world = *state;
    char text[64];

    assert_int_equal (
        libusb_get_string_descriptor_ascii (world->handle, 3, (guint8 *) text, sizeof text), 12);
    assert_string_equal (text, "000801012345");
    assert_int_equal (libusb_get_string_descriptor_ascii (world->handle, 9, (guint8 *) text,
                                                          sizeof text),
                      LIBUSB_ERROR_PIPE);
}

static void
belongs_to_one_program_at_a_time (void **state)
{
    World *world = *state;
    libusb_device_handle *other;

    assert_int_equal (libusb_open (libusb_get_device (world->handle), &other), 0);
    assert_int_equal (libusb_claim_interface (other, 0), LIBUSB_ERROR_BUSY);
    assert_int_equal (libusb_release_interface (world->handle, 0), 0);
    assert_int_equal (libusb_claim_interface (other, 0), 0);
    libusb_close (other); /* which gives it back */
    assert_int_equal (libusb_claim_interface (world->handle, 0), 0);
    assert_well (world);
}

static void
times_out_when_nothing_comes_and_goes_on (void **state)
{
    World *world = *state;
    guint8 buffer[512];
    int n;

    assert_int_equal (read_answer (world, buffer, sizeof buffer, &n, SHORT_MS),
                      LIBUSB_ERROR_TIMEOUT);
    assert_int_equal (n, 0);
    assert_well (world);
}

static void
overflows_a_buffer_that_is_too_small (void **state)
{
    World *world = *state;
    guint8 buffer[2];
    int n;

    assert_int_equal (send_command (world, 0xD4), 0);
    assert_int_equal (read_answer (world, buffer, sizeof buffer, &n, TIMEOUT_MS),
                      LIBUSB_ERROR_OVERFLOW);
    assert_well (world);
}

static void
stays_stalled_until_that_is_cleared (void **state)
{
    World *world = *state;

    tell ("fault stall-at=1");
    assert_int_equal (send_command (world, 0xD4), LIBUSB_ERROR_PIPE);
    assert_int_equal (send_command (world, 0xD4), LIBUSB_ERROR_PIPE);
    assert_int_equal (libusb_clear_halt (world->handle, OUT), 0);
    assert_well (world);
}

static void
shortens_and_garbles_answers (void **state)
{
    World *world = *state;
    guint8 buffer[512];
    int n;

    tell ("fault short-at=2");
    assert_int_equal (send_command (world, 0xD4), 0);
    assert_int_equal (read_answer (world, buffer, sizeof buffer, &n, TIMEOUT_MS), 0);
    assert_int_equal (n, 2);
    tell ("fault garbage-at=2");
    assert_int_equal (send_command (world, 0xD4), 0);
    assert_int_equal (read_answer (world, buffer, sizeof buffer, &n, TIMEOUT_MS), 0);
    assert_int_equal (n, 4);
    assert_memory_not_equal (buffer, "\xe8\x0d\x01\x00", 4);
    assert_well (world);
}

static int
on_hotplug (libusb_context *context, libusb_device *device, libusb_hotplug_event event,
            gpointer data)
{
    World *world = data;

    if (event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED)
        world->n_arrived++;
    else
        world->n_left++;
    return 0;
}

static void
wait_for (World *world, const guint *count)
{
    gint64 deadline = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;

    while (*count == 0 && g_get_monotonic_time () < deadline) {
        struct timeval moment = { 0, 50000 };

        libusb_handle_events_timeout_completed (world->context, &moment, NULL);
    }
    assert_int_equal (*count, 1);
}

static void
on_done (struct libusb_transfer *transfer)
{
    *(guint *) transfer->user_data = 1;
}

static void
pulls_what_is_pending_down_with_it (World *world)
{
    struct libusb_transfer *transfer = libusb_alloc_transfer (0);
    guint8 buffer[512];
    guint done = 0;

    libusb_fill_bulk_transfer (transfer, world->handle, IN, buffer, sizeof buffer, on_done, &done,
                               0);
    assert_int_equal (libusb_submit_transfer (transfer), 0);
    tell ("unplug");
    wait_for (world, &done);
    assert_int_equal (transfer->status, LIBUSB_TRANSFER_NO_DEVICE);
    libusb_free_transfer (transfer);
}

static void
comes_and_goes (void **state)
{
    World *world = *state;

    assert_int_equal (
        libusb_hotplug_register_callback (
            world->context, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
            0, 0x1366, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug, world, NULL),
        0);
    pulls_what_is_pending_down_with_it (world);
    assert_int_equal (send_command (world, 0xD4), LIBUSB_ERROR_NO_DEVICE);
    wait_for (world, &world->n_left);
    libusb_close (world->handle);
    world->handle = NULL;
    tell ("plug");
    wait_for (world, &world->n_arrived);
    world->handle = libusb_open_device_with_vid_pid (world->context, 0x1366, 0x0101);
    assert_non_null (world->handle);
    assert_int_equal (libusb_claim_interface (world->handle, 0), 0);
    assert_well (world);
}

static void
goes_silent_and_comes_back_when_plugged_again (void **state)
{
    World *world = *state;
    guint8 buffer[512];
    int n;

    tell ("fault silent-at=1");
    assert_int_equal (send_command (world, 0xD4), 0);
    assert_int_equal (read_answer (world, buffer, sizeof buffer, &n, SHORT_MS),
                      LIBUSB_ERROR_TIMEOUT);
    tell ("unplug");
    tell ("plug");
    libusb_close (world->handle);
    world->n_arrived = 0;
    wait_for (world, &world->n_arrived);
    world->handle = libusb_open_device_with_vid_pid (world->context, 0x1366, 0x0101);
    assert_non_null (world->handle);
    assert_int_equal (libusb_claim_interface (world->handle, 0), 0);
    assert_well (world);
}

static void
counts_what_happens (void **state)
{
    World *world = *state;
    g_autofree char *before = emulator_tell ("counters"), *after = NULL;
    const char *urbs;

    assert_well (world);
    after = emulator_tell ("counters");
    urbs = strstr (before, "\"urbs\":");
    assert_non_null (urbs);
    assert_int_equal (g_ascii_strtoull (strstr (after, "\"urbs\":") + 7, NULL, 10),
                      g_ascii_strtoull (urbs + 7, NULL, 10) + 2);
    assert_string_not_equal (strstr (before, "\"virtual_us\":"), strstr (after, "\"virtual_us\":"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (answers_a_command),
        cmocka_unit_test (has_its_strings),
        cmocka_unit_test (belongs_to_one_program_at_a_time),
        cmocka_unit_test (times_out_when_nothing_comes_and_goes_on),
        cmocka_unit_test (overflows_a_buffer_that_is_too_small),
        cmocka_unit_test (stays_stalled_until_that_is_cleared),
        cmocka_unit_test (shortens_and_garbles_answers),
        cmocka_unit_test (comes_and_goes),
        cmocka_unit_test (goes_silent_and_comes_back_when_plugged_again),
        cmocka_unit_test (counts_what_happens),
    };

    return cmocka_run_group_tests_name ("emulated USB", tests, open_world, close_world);
}
