/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole jobs through the USB drivers, libusb and an emulated probe, to a simulated board. Runs
 * under unlatch-usb-emulator --control. Arguments: the probe's id, the device's name. */
#include "test.h"
#include "waiting.h"

#include "../session/own-folders.h"
#include "../usb-emulator/emulator-control.h"
#include "ul-device.h"
#include "ul-error.h"
#include "ul-session.h"
#include "ul-usb-source.h"

#include <string.h>

#define FSEC_LOCKED 0xFC /* secured, mass erase allowed */
#define FSEC_OPEN   0xFE

#define LARGE 0x40000u
#define SMALL 0x8000u
/* Transfers into a job that programs a small image; looking at the chip takes some 120 before */
#define AMIDST "150"

static const char *probe_id, *device_name;

typedef struct {
    UlProbeSource *source;
    UlSession *session;
    const UlDevice *device;
    gsize size;          /* of the next images */
    UlJobResult *result; /* of the last job */
} World;

static void
tell (const char *command)
{
    g_autofree char *answer = emulator_tell (command);

    assert_string_equal (answer, "ok");
}

static guint64
count (const char *name)
{
    g_autofree char *counters = emulator_tell ("counters");
    g_autofree char *key = g_strdup_printf ("\"%s\":", name);
    const char *at = strstr (counters, key);

    assert_non_null (at);
    return g_ascii_strtoull (at + strlen (key), NULL, 10);
}

/* --- jobs --- */

static void
on_done (GObject *session, GAsyncResult *result, gpointer data)
{
    World *world = data;

    world->result = ul_session_run_finish (UL_SESSION (session), result);
}

static void
run (World *world, UlJobSpec *spec)
{
    g_clear_pointer (&world->result, ul_job_result_free);
    ul_session_run_async (world->session, spec, NULL, on_done, world);
    wait_until (world->result != NULL);
}

static void
must_run (World *world, UlJobSpec *spec)
{
    run (world, spec);
    if (world->result->problem != NULL)
        fail_msg ("%s: %s", world->result->problem->title, world->result->problem->cause);
}

static UlImage *
make_image (const UlDevice *device, gsize size, guint seed, guint8 fsec)
{
    g_autofree guint8 *bytes = g_malloc (size);
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    static const guint8 vectors[] = { 0x00, 0x20, 0x00, 0x20, 0x11, 0x04, 0x00, 0x00 };

    for (gsize i = 0; i < size; i++)
        bytes[i] = g_rand_int (rand);
    memcpy (bytes, vectors, sizeof vectors);
    memset (bytes + device->fcf_address, 0xFF, 16);
    bytes[device->fcf_address + 12] = fsec;
    bytes[0x410] = 0xFE; /* b . */
    bytes[0x411] = 0xE7;
    return ul_image_new_from_data ("test", 0, bytes, size);
}

static UlJobSpec *
make_spec (World *world, UlJobKind kind, guint seed, guint8 fsec)
{
    UlJobSpec *spec = ul_job_spec_new (kind);

    spec->no_backup = TRUE;
    if (kind == UL_JOB_PROGRAM || kind == UL_JOB_VERIFY)
        spec->image = make_image (world->device, world->size, seed, fsec);
    spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    return spec;
}

static void
do_job (World *world, UlJobKind kind, guint seed, guint8 fsec)
{
    g_autoptr (UlJobSpec) spec = make_spec (world, kind, seed, fsec);
    guint64 us = count ("virtual_us"), urbs = count ("urbs");

    must_run (world, spec);
    us = count ("virtual_us") - us;
    urbs = count ("urbs") - urbs;
    g_print ("# %s: job %d took %" G_GUINT64_FORMAT " ms and %" G_GUINT64_FORMAT " URBs\n",
             probe_id, kind, us / 1000, urbs);
}

static void
fail_job (World *world, UlJobKind kind, guint seed, UlErrorCode code)
{
    g_autoptr (UlJobSpec) spec = make_spec (world, kind, seed, FSEC_OPEN);

    run (world, spec);
    assert_false (world->result->ok);
    if (world->result->problem->code != code)
        fail_msg ("%s: %s", world->result->problem->title, world->result->problem->cause);
}

static UlSessionState
look (World *world)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_CONNECT);

    run (world, spec);
    return ul_session_get_chip (world->session)->state;
}

/* --- the cases --- */

static void
finds_the_probe (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;
    g_autoptr (UlProbe) probe = ul_probe_source_find (world->source, probe_id, &error);

    assert_no_error (error);
    assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (world->source)), 1);
    assert_null (ul_probe_get_info (probe)->trouble);
    assert_true (ul_session_set_probe (world->session, probe));
}

static void
identifies_the_chip (void **state)
{
    World *world = *state;

    assert_int_equal (look (world), UL_SESSION_READY);
    assert_ptr_equal (ul_session_get_device (world->session), world->device);
    assert_int_equal (ul_session_get_chip (world->session)->probe.vtref_mv,
                      g_str_has_prefix (probe_id, "jlink") ? 3300 : -1);
}

static void
programs_and_verifies (void **state)
{
    World *world = *state;

    world->size = MIN (world->device->regions[0].size, LARGE);
    do_job (*state, UL_JOB_PROGRAM, 1, FSEC_OPEN);
    do_job (*state, UL_JOB_VERIFY, 1, FSEC_OPEN);
    do_job (*state, UL_JOB_PROGRAM, 1, FSEC_OPEN);
    fail_job (*state, UL_JOB_VERIFY, 2, UL_ERROR_VERIFY_MISMATCH);
    world->size = SMALL;
}

static void
wait_for_probe (World *world, guint n)
{
    wait_until (g_list_model_get_n_items (G_LIST_MODEL (world->source)) == n);
}

static void
ends_a_job_when_unplugged_and_goes_on_when_plugged_again (void **state)
{
    World *world = *state;

    tell ("fault unplug-at=" AMIDST);
    fail_job (world, UL_JOB_PROGRAM, 3, UL_ERROR_PROBE_GONE);
    wait_for_probe (world, 0);
    tell ("plug");
    wait_for_probe (world, 1);
    do_job (world, UL_JOB_PROGRAM, 3, FSEC_OPEN);
}

static void
goes_on_after_a_stall (void **state)
{
    World *world = *state;
    g_autoptr (UlJobSpec) spec = make_spec (world, UL_JOB_PROGRAM, 4, FSEC_OPEN);

    tell ("fault stall-at=" AMIDST);
    run (world, spec); /* may do without this one transfer, or tell */
    if (!world->result->ok)
        assert_in_range (world->result->problem->code, UL_ERROR_PROBE_GONE, UL_ERROR_PROBE_FAILED);
    do_job (world, UL_JOB_PROGRAM, 4, FSEC_OPEN);
}

static void
tells_a_silent_probe (void **state)
{
    World *world = *state;

    tell ("fault silent-at=" AMIDST);
    fail_job (world, UL_JOB_PROGRAM, 5, UL_ERROR_PROBE_SILENT);
    tell ("unplug");
    wait_for_probe (world, 0);
    tell ("plug");
    wait_for_probe (world, 1);
    do_job (world, UL_JOB_PROGRAM, 5, FSEC_OPEN);
}

static void
unlocks (void **state)
{
    World *world = *state;

    do_job (world, UL_JOB_PROGRAM, 6, FSEC_LOCKED);
    assert_int_equal (look (world), UL_SESSION_LOCKED);
    ul_session_set_device (world->session, world->device); /* a locked chip hides what it is */
    do_job (world, UL_JOB_UNLOCK, 0, 0);
    assert_int_equal (look (world), UL_SESSION_READY);
    do_job (world, UL_JOB_PROGRAM, 7, FSEC_OPEN);
}

static void
asks_the_probe_for_nothing_it_refuses (void **state)
{
    g_autofree char *counters = emulator_tell ("counters");

    if (count ("refused") != 0)
        fail_msg ("%s", counters);
    assert_int_equal (count ("config_writes"), 0);
}

static int
open_world (void **state)
{
    World *world = g_new0 (World, 1);

    *state = world;
    world->source = ul_usb_source_new ();
    world->session = ul_session_new ();
    world->device = ul_devices_find (device_name);
    return ul_usb_source_wait (UL_USB_SOURCE (world->source), DEADLINE_S * 1000) ? 0 : -1;
}

static int
close_world (void **state)
{
    World *world = *state;

    g_clear_pointer (&world->result, ul_job_result_free);
    g_object_unref (world->session);
    g_object_unref (world->source);
    g_free (world);
    return 0;
}

int
main (int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (finds_the_probe),
        cmocka_unit_test (identifies_the_chip),
        cmocka_unit_test (programs_and_verifies),
        cmocka_unit_test (ends_a_job_when_unplugged_and_goes_on_when_plugged_again),
        cmocka_unit_test (goes_on_after_a_stall),
        cmocka_unit_test (tells_a_silent_probe),
        cmocka_unit_test (unlocks),
        cmocka_unit_test (asks_the_probe_for_nothing_it_refuses),
    };

    use_own_folders ();
    probe_id = argv[1];
    device_name = argv[2];
    return cmocka_run_group_tests_name (probe_id, tests, open_world, close_world);
}
