/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The drivers as such, on an emulated probe under real libusb. Runs under unlatch-usb-emulator
 * --control. Argument: the probe's id. */
#include "test.h"
#include "waiting.h"

#include "../usb-emulator/emulator-control.h"
#include "ul-error.h"
#include "ul-usb-source.h"

#include <libusb.h>
#include <string.h>

#define SPEED_KHZ 4000
#define DPIDR     0x0BC11477u
#define LONG_MS   60000
#define SOON_US   1000000 /* a stop takes 100 ms at most; the machine may be busy */

static const char *probe_id;

typedef struct {
    UlProbeSource *source;
    UlProbe *probe;
} World;

static void
tell (const char *command)
{
    g_autofree char *answer = emulator_tell (command);

    assert_string_equal (answer, "ok");
}

static void
wait_for_probes (World *world, guint n)
{
    wait_until (g_list_model_get_n_items (G_LIST_MODEL (world->source)) == n);
}

static int
open_world (void **state)
{
    World *world = g_new0 (World, 1);

    *state = world;
    world->source = ul_usb_source_new ();
    ul_usb_source_wait (UL_USB_SOURCE (world->source), DEADLINE_S * 1000);
    world->probe = ul_probe_source_find (world->source, probe_id, NULL);
    return world->probe != NULL ? 0 : -1;
}

static int
close_world (void **state)
{
    World *world = *state;

    g_object_unref (world->probe);
    g_object_unref (world->source);
    g_free (world);
    return 0;
}

static void
must_open (World *world)
{
    g_autoptr (GError) error = NULL;

    ul_probe_open (world->probe, NULL, &error);
    assert_no_error (error);
}

/* Opens the probe and brings the chip's debug port to where it answers. */
static void
wake (World *world)
{
    static const guint8 bits[] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x9E, 0xE7,
                                   0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00 };
    g_autoptr (GError) error = NULL;

    must_open (world);
    ul_probe_connect_swd (world->probe, SPEED_KHZ, &error);
    assert_no_error (error);
    ul_probe_send_bits (world->probe, bits, sizeof bits * 8, &error);
    assert_no_error (error);
}

static gboolean
read_dpidr (World *world, guint32 *value, GError **error)
{
    g_autoptr (UlBatch) batch = ul_batch_new ();

    ul_batch_read (batch, FALSE, 0x0, value);
    return ul_probe_run_batch (world->probe, batch, NULL, NULL, error);
}

static void
must_answer (World *world)
{
    g_autoptr (GError) error = NULL;
    guint32 value = 0;

    wake (world);
    read_dpidr (world, &value, &error);
    assert_no_error (error);
    assert_int_equal (value, DPIDR);
}

static void
must_fail (World *world, int code)
{
    g_autoptr (GError) error = NULL;
    guint32 value;

    assert_false (read_dpidr (world, &value, &error));
    if (!g_error_matches (error, UL_ERROR, code))
        fail_msg ("%s", error->message);
}

/* --- the cases --- */

static void
the_chip_answers (void **state)
{
    must_answer (*state);
    ul_probe_close (((World *) *state)->probe);
}

static void
the_probe_tells_its_firmware_the_supply_and_the_clock (void **state)
{
    World *world = *state;
    UlProbeStatus status;
    gboolean jlink = g_str_has_prefix (probe_id, "jlink");

    must_open (world);
    assert_true (ul_probe_get_status (world->probe, &status, NULL));
    assert_int_equal (status.speed_khz, 0);
    assert_int_equal (status.vtref_mv, jlink ? 3300 : -1);
    assert_true (status.firmware[0] != '\0');
    assert_true (ul_probe_connect_swd (world->probe, SPEED_KHZ, NULL));
    assert_true (ul_probe_get_status (world->probe, &status, NULL));
    assert_int_equal (status.speed_khz, SPEED_KHZ);
    ul_probe_close (world->probe);
    assert_false (ul_probe_get_status (world->probe, &status, NULL));
}

/* How many of its commands that let nRESET go (or move it) the probe has seen. */
static guint64
count_releases (void)
{
    g_autofree char *counters = emulator_tell ("counters");
    const char *key = g_str_has_prefix (probe_id, "jlink") ? "\"dd\":" : "\"10\":";
    const char *at = strstr (counters, key);

    return at != NULL ? g_ascii_strtoull (at + strlen (key), NULL, 10) : 0;
}

static void
the_reset_line_is_pulled_and_let_go_at_the_latest_by_closing (void **state)
{
    World *world = *state;
    gboolean asserted = FALSE;

    wake (world);
    assert_true (ul_probe_set_reset (world->probe, TRUE, NULL));
    assert_true (ul_probe_get_reset (world->probe, &asserted, NULL));
    assert_true (asserted);
    guint64 before = count_releases ();
    ul_probe_close (world->probe);
    assert_int_equal (count_releases (), before + 1);
    wake (world);
    for (guint i = 0; i < 1000 && asserted; i++) /* the chip itself holds it for a moment */
        assert_true (ul_probe_get_reset (world->probe, &asserted, NULL));
    assert_false (asserted);
    ul_probe_close (world->probe);
}

static gpointer
stop (gpointer cancellable)
{
    g_usleep (50000);
    g_cancellable_cancel (cancellable);
    return NULL;
}

/* Runs @batch, which takes for ever, and stops it. Returns: how long that took */
static gint64
must_stop (World *world, const UlBatch *batch)
{
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    gint64 before = g_get_monotonic_time ();
    GThread *thread = g_thread_new ("stop", stop, cancellable);
    gboolean ok = ul_probe_run_batch (world->probe, batch, NULL, cancellable, &error);
    gint64 us = g_get_monotonic_time () - before;

    g_thread_join (thread);
    assert_false (ok);
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    return us;
}

static void
a_stop_by_the_user_ends_a_long_poll_and_leaves_the_probe_in_step (void **state)
{
    World *world = *state;
    g_autoptr (UlBatch) batch = ul_batch_new ();
    guint32 value = 0;

    must_answer (world);
    ul_batch_poll (batch, FALSE, 0x0, G_MAXUINT32, 0x12345678, LONG_MS, NULL);
    for (guint n = 1; must_stop (world, batch) >= SOON_US; n++)
        assert_true (n < TRIES);
    assert_true (read_dpidr (world, &value, NULL));
    assert_int_equal (value, DPIDR);
    ul_probe_close (world->probe);
}

static void
a_poll_ends_by_itself_and_tells_the_last_value (void **state)
{
    World *world = *state;
    g_autoptr (UlBatch) batch = ul_batch_new ();
    g_autoptr (GError) error = NULL;
    guint32 value = 0;
    guint n_done = 9;

    must_answer (world);
    ul_batch_read (batch, FALSE, 0x0, NULL);
    ul_batch_poll (batch, FALSE, 0x0, G_MAXUINT32, 0x12345678, 10, &value);
    ul_batch_write (batch, FALSE, 0x8, 0);
    assert_false (ul_probe_run_batch (world->probe, batch, &n_done, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_TIMEOUT);
    assert_int_equal (value, DPIDR);
    assert_int_equal (n_done, 1);
    ul_probe_close (world->probe);
}

static libusb_device_handle *
take_away (libusb_context *context)
{
    libusb_device **list;
    libusb_device_handle *handle = NULL;
    gssize n = libusb_get_device_list (context, &list);

    for (gssize i = 0; i < n; i++)
        if (libusb_open (list[i], &handle) == 0) {
            libusb_set_auto_detach_kernel_driver (handle, 1);
            if (libusb_claim_interface (handle, 0) == 0)
                break;
            libusb_close (handle);
            handle = NULL;
        }
    libusb_free_device_list (list, 1);
    return handle;
}

static void
a_probe_that_somebody_else_has_is_busy_and_then_free (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;
    libusb_context *context;

    assert_int_equal (libusb_init (&context), 0);
    libusb_device_handle *other = take_away (context);
    assert_non_null (other);
    assert_false (ul_probe_open (world->probe, NULL, &error));
    libusb_close (other);
    libusb_exit (context);
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_BUSY);
    must_answer (world);
    ul_probe_close (world->probe);
}

static void
after_a_stall_opening_it_again_is_enough (void **state)
{
    World *world = *state;

    must_answer (world);
    tell ("fault stall-at=1");
    must_fail (world, UL_ERROR_PROBE_FAILED);
    must_answer (world);
    ul_probe_close (world->probe);
}

static void
an_unplugged_probe_says_so_and_works_when_it_is_back (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    must_answer (world);
    tell ("unplug");
    must_fail (world, UL_ERROR_PROBE_GONE);
    ul_probe_close (world->probe);
    wait_for_probes (world, 0);
    assert_false (ul_probe_open (world->probe, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_GONE);
    tell ("plug");
    wait_for_probes (world, 1);
    must_answer (world);
    ul_probe_close (world->probe);
}

static void
a_stop_by_the_user_also_ends_the_wait_for_a_silent_probe (void **state)
{
    World *world = *state;
    g_autoptr (UlBatch) batch = ul_batch_new ();

    must_answer (world);
    tell ("fault silent-at=1");
    ul_batch_read (batch, FALSE, 0x0, NULL);
    for (guint n = 1; must_stop (world, batch) >= SOON_US; n++)
        assert_true (n < TRIES);
    ul_probe_close (world->probe);
    tell ("unplug");
    wait_for_probes (world, 0);
    tell ("plug");
    wait_for_probes (world, 1);
    must_answer (world);
    ul_probe_close (world->probe);
}

int
main (int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_chip_answers),
        cmocka_unit_test (the_probe_tells_its_firmware_the_supply_and_the_clock),
        cmocka_unit_test (the_reset_line_is_pulled_and_let_go_at_the_latest_by_closing),
        cmocka_unit_test (a_stop_by_the_user_ends_a_long_poll_and_leaves_the_probe_in_step),
        cmocka_unit_test (a_poll_ends_by_itself_and_tells_the_last_value),
        cmocka_unit_test (a_probe_that_somebody_else_has_is_busy_and_then_free),
        cmocka_unit_test (after_a_stall_opening_it_again_is_enough),
        cmocka_unit_test (an_unplugged_probe_says_so_and_works_when_it_is_back),
        cmocka_unit_test (a_stop_by_the_user_also_ends_the_wait_for_a_silent_probe),
    };

    probe_id = argv[1];
    return cmocka_run_group_tests_name (probe_id, tests, open_world, close_world);
}
