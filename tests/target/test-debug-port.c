/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The debug port, the MEM-AP and the MDM-AP, against a fake at the level of batches. */
#include "test.h"

#include "fake-probe.h"
#include "ul-debug-port.h"
#include "ul-error.h"
#include "ul-mdm-ap.h"
#include "ul-mem-ap.h"

#include <string.h>

typedef struct {
    FakeProbe *probe;
    UlDebugPort *port;
    UlMemAp ap;
} World;

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->probe = fake_probe_new ();
    world->port = ul_debug_port_new (UL_PROBE (world->probe));
    ul_mem_ap_init (&world->ap, world->port, 0);
    *state = world;
    return 0;
}

static int
set_up_connected (void **state)
{
    set_up (state);
    World *world = *state;
    g_autoptr (GError) error = NULL;

    ul_debug_port_connect (world->port, &error);
    assert_no_error (error);
    fake_probe_forget (world->probe);
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    ul_debug_port_free (world->port);
    g_object_unref (world->probe);
    g_free (world);
    return 0;
}

static const FakeAccess *
logged (World *world, guint i)
{
    assert_true (i < world->probe->log->len);
    return &g_array_index (world->probe->log, FakeAccess, i);
}

/* --- connect --- */

static void
connect_reads_dpidr_first (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    assert_true (ul_debug_port_connect (world->port, &error));
    assert_int_equal (ul_debug_port_get_dpidr (world->port), 0x0BC11477);
    assert_int_equal (world->probe->n_sends, 1);
    assert_int_equal (world->probe->n_batches, 1);
    assert_false (logged (world, 0)->ap);
    assert_false (logged (world, 0)->write);
    assert_int_equal (logged (world, 0)->reg, 0x0);
}

static void
connect_powers_up (void **state)
{
    World *world = *state;

    assert_true (ul_debug_port_connect (world->port, NULL));
    assert_int_equal (world->probe->ctrl, 0x50000000);
}

static void
connect_detects_overruns_on_raw_streams (void **state)
{
    World *world = *state;

    world->probe->info.raw_stream = TRUE;
    assert_true (ul_debug_port_connect (world->port, NULL));
    assert_int_equal (world->probe->ctrl, 0x50000001);
}

static void
connect_wakes_a_dormant_port (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    world->probe->dormant = TRUE;
    assert_true (ul_debug_port_connect (world->port, &error));
    assert_int_equal (world->probe->n_sends, 2);
}

static void
connect_tells_silence (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    world->probe->dead = TRUE;
    assert_false (ul_debug_port_connect (world->port, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK);
}

static void
connect_tells_a_board_without_power (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    world->probe->dead = TRUE;
    world->probe->vtref_mv = 30;
    assert_false (ul_debug_port_connect (world->port, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_NO_POWER);
}

static void
connect_does_with_debug_power_alone (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    world->probe->power_ack = 0x20000000;
    assert_true (ul_debug_port_connect (world->port, &error));
    assert_no_error (error);
}

static void
connect_needs_debug_power (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    world->probe->power_ack = 0;
    assert_false (ul_debug_port_connect (world->port, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_TIMEOUT);
}

static void
connect_refuses_an_impossible_id (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    world->probe->dpidr = 0x0BC11476; /* bit 0 is always 1 */
    assert_false (ul_debug_port_connect (world->port, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_UNSTABLE);
}

/* --- registers --- */

static void
select_is_written_when_it_changes (void **state)
{
    World *world = *state;
    guint32 a, b, c;

    ul_debug_port_read_ap (world->port, 0, 0xFC, &a, 1);
    ul_debug_port_read_ap (world->port, 0, 0xFC, &b, 1);
    ul_debug_port_read_ap (world->port, 1, 0xFC, &c, 1);
    assert_true (ul_debug_port_flush (world->port, NULL));
    assert_int_equal (a, 0x04770031);
    assert_int_equal (c, 0x001C0020);
    assert_int_equal (world->probe->n_batches, 1);

    guint n_selects = 0;
    for (guint i = 0; i < world->probe->log->len; i++)
        n_selects +=
            logged (world, i)->write && !logged (world, i)->ap && logged (world, i)->reg == 0x8;
    assert_int_equal (n_selects, 2);
}

static void
a_last_write_is_confirmed (void **state)
{
    World *world = *state;

    ul_debug_port_write_ap (world->port, 0, 0x04, FAKE_RAM_START);
    assert_true (ul_debug_port_flush (world->port, NULL));
    const FakeAccess *last = logged (world, world->probe->log->len - 1);
    assert_false (last->ap);
    assert_false (last->write);
    assert_int_equal (last->reg, 0xC);
}

static void
fault_says_why_and_is_cleared (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;
    guint8 data[4] = { 0 };

    assert_false (ul_mem_ap_read (&world->ap, 0x40000000, data, 4, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_FAULT);
    assert_non_null (strstr (error->message, "bus"));
    const char *const *details = ul_error_get_details (error);
    assert_non_null (details);
    assert_string_equal (details[0], "CTRL/STAT");
    assert_int_equal (world->probe->sticky, 0);

    guint32 where = 0, size = 0;
    assert_true (ul_error_get_where (error, &where, &size));
    assert_int_equal (where, 0x40000000);
    /* And the port works on. */
    assert_true (ul_mem_ap_read (&world->ap, FAKE_RAM_START, data, 4, NULL));
}

static void
lost_power_is_told_apart (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;
    guint8 data[4];

    world->probe->power_ack = 0;
    assert_false (ul_mem_ap_read (&world->ap, 0x40000000, data, 4, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_LOST_POWER);
}

/* A chip that falls silent tells nothing; its supply, where the probe measures it, does. */
static void
silence_in_the_midst_is_told_by_the_supply (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;
    guint8 data[4];

    world->probe->dead = TRUE;
    world->probe->awake = FALSE;
    assert_false (ul_mem_ap_read (&world->ap, FAKE_RAM_START, data, 4, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK);
    g_clear_error (&error);
    world->probe->vtref_mv = 30;
    assert_false (ul_mem_ap_read (&world->ap, FAKE_RAM_START, data, 4, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_LOST_POWER);
    assert_non_null (strstr (error->message, "0.03 V"));
    g_clear_error (&error);
    world->probe->vtref_mv = -1;
    assert_false (ul_mem_ap_read (&world->ap, FAKE_RAM_START, data, 4, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK);
}

typedef struct {
    const char *name;
    int code;
    guint times;
    gboolean ok;
    guint32 sticky; /* in CTRL/STAT */
} Garbled;

static const Garbled garbled[] = {
    { "one parity error is tried again", UL_ERROR_TARGET_PARITY, 1, TRUE },
    { "one WAIT is tried again", UL_ERROR_TARGET_WAIT, 1, TRUE },
    { "one lost ACK is tried again", UL_ERROR_TARGET_NO_ACK, 1, TRUE },
    { "parity errors without end are an error", UL_ERROR_TARGET_PARITY, 100, FALSE },
    { "WAIT without end is an error", UL_ERROR_TARGET_WAIT, 100, FALSE },
    { "a write that arrived garbled is tried again", UL_ERROR_TARGET_FAULT, 1, TRUE, 0x80 },
    { "a refused write is not", UL_ERROR_TARGET_FAULT, 1, FALSE, 0xA0 },
};

static void
garbled_accesses (void **state)
{
    for (guint i = 0; i < G_N_ELEMENTS (garbled); i++) {
        void *inner = NULL;
        g_autoptr (GError) error = NULL;
        guint8 in[64], out[64];

        set_up_connected (&inner);
        World *world = inner;
        for (guint k = 0; k < sizeof out; k++)
            out[k] = k * 7 + 1;
        world->probe->fail_at = 9;
        world->probe->fail_times = garbled[i].times;
        world->probe->fail_code = garbled[i].code;
        world->probe->sticky = garbled[i].sticky;
        gboolean ok = ul_mem_ap_write (&world->ap, FAKE_RAM_START, out, sizeof out, &error) &&
                      ul_mem_ap_read (&world->ap, FAKE_RAM_START, in, sizeof in, &error);
        if (ok != garbled[i].ok)
            fail_msg ("%s", garbled[i].name);
        if (ok)
            assert_memory_equal (in, out, sizeof in);
        else
            assert_error (error, UL_ERROR, garbled[i].code);
        tear_down (&inner);
    }
}

/* --- memory --- */

static void
any_address_and_size (void **state)
{
    World *world = *state;
    guint8 *ram = world->probe->ram, expected[FAKE_RAM_SIZE];

    for (guint i = 0; i < FAKE_RAM_SIZE; i++)
        ram[i] = i * 31 + (i >> 8);
    memcpy (expected, ram, sizeof expected);
    for (guint offset = 0; offset < 8; offset++)
        for (guint size = 0; size < 24; size++) {
            guint8 data[24], bytes[24];

            assert_true (ul_mem_ap_read (&world->ap, FAKE_RAM_START + offset, data, size, NULL));
            assert_memory_equal (data, expected + offset, size);
            for (guint i = 0; i < size; i++)
                bytes[i] = offset * 37 + size * 11 + i;
            memcpy (expected + offset, bytes, size);
            assert_true (ul_mem_ap_write (&world->ap, FAKE_RAM_START + offset, bytes, size, NULL));
            assert_memory_equal (ram, expected, sizeof expected);
        }
}

static void
blocks_cross_address_lines (void **state)
{
    World *world = *state;
    guint8 out[5000], in[5000];

    for (guint i = 0; i < sizeof out; i++)
        out[i] = i * 13 + (i >> 9);
    assert_true (ul_mem_ap_write (&world->ap, FAKE_RAM_START + 1000, out, sizeof out, NULL));
    assert_memory_equal (world->probe->ram + 1000, out, sizeof out);
    assert_int_equal (world->probe->n_batches, 1);
    assert_int_equal (fake_probe_count (world->probe, 0, 0x00, TRUE), 1); /* CSW */
    assert_int_equal (fake_probe_count (world->probe, 0, 0x04, TRUE), 6); /* TAR, one a line */
    assert_true (ul_mem_ap_read (&world->ap, FAKE_RAM_START + 1000, in, sizeof in, NULL));
    assert_memory_equal (in, out, sizeof in);
}

static void
neighbours_need_no_address (void **state)
{
    World *world = *state;

    ul_mem_ap_queue_write_value (&world->ap, FAKE_RAM_START + 16, UL_MEM_WORD, 1);
    ul_mem_ap_queue_write_value (&world->ap, FAKE_RAM_START + 20, UL_MEM_WORD, 2);
    assert_true (ul_debug_port_flush (world->port, NULL));
    assert_int_equal (fake_probe_count (world->probe, 0, 0x04, TRUE), 1);
}

static void
caches_are_dropped_after_a_reset (void **state)
{
    World *world = *state;
    guint8 data[4];

    assert_true (ul_mem_ap_read (&world->ap, FAKE_RAM_START, data, 4, NULL));
    world->probe->csw = 0; /* what a reset may do */
    world->probe->tar = 0;
    ul_debug_port_invalidate (world->port);
    world->probe->ram[4] = 0x77;
    assert_true (ul_mem_ap_read (&world->ap, FAKE_RAM_START + 4, data, 4, NULL));
    assert_int_equal (data[0], 0x77);
}

static void
polls_do_not_move_the_address (void **state)
{
    World *world = *state;
    guint32 value = 0;

    world->probe->ram[8] = 0x80;
    ul_mem_ap_queue_poll (&world->ap, FAKE_RAM_START + 8, 0x80, 0x80, 10, &value);
    assert_true (ul_debug_port_flush (world->port, NULL));
    assert_int_equal (value, 0x80);
    g_autoptr (GError) error = NULL;
    ul_mem_ap_queue_poll (&world->ap, FAKE_RAM_START + 8, 0x40, 0x40, 10, &value);
    assert_false (ul_debug_port_flush (world->port, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_TIMEOUT);
}

static void
cancel_stops_before_the_wire (void **state)
{
    World *world = *state;
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    guint8 data[4];

    g_cancellable_cancel (cancellable);
    ul_debug_port_set_cancellable (world->port, cancellable);
    assert_false (ul_mem_ap_read (&world->ap, FAKE_RAM_START, data, 4, &error));
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    ul_debug_port_set_cancellable (world->port, NULL);
    assert_true (ul_mem_ap_read (&world->ap, FAKE_RAM_START, data, 4, NULL));
}

/* --- MDM-AP --- */

static void
samples_are_counted (void **state)
{
    World *world = *state;
    UlMdmAp mdm = { .port = world->port, .index = 1, .idr = 0x001C0020 };
    UlLockSamples samples;

    for (guint i = 0; i < 8; i++)
        world->probe->mdm_status[i] = i % 2 == 0 ? 0x36 : 0x34;
    world->probe->mdm_status[7] = 0x4A;
    assert_true (ul_mdm_ap_sample (&mdm, &samples, NULL));
    assert_int_equal (samples.n, 32);
    assert_int_equal (samples.ready, 20);
    assert_int_equal (samples.secured, 28);
    assert_int_equal (samples.in_reset, 28);
    assert_int_equal (samples.mass_erase, 28);
    assert_int_equal (samples.backdoor, 4);
    assert_int_equal (samples.last, 0x4A);
    assert_int_equal (world->probe->n_batches, 1);
}

static void
any_version_of_the_mdm_ap_is_known (void **state)
{
    assert_true (ul_mdm_ap_is_idr (0x001C0000));
    assert_true (ul_mdm_ap_is_idr (0x001C0020));
    assert_true (ul_mdm_ap_is_idr (0x001C0030));
    assert_false (ul_mdm_ap_is_idr (0x04770031));
    assert_false (ul_mdm_ap_is_idr (0));
}

#define FRESH(test)     cmocka_unit_test_setup_teardown (test, set_up, tear_down)
#define CONNECTED(test) cmocka_unit_test_setup_teardown (test, set_up_connected, tear_down)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        FRESH (connect_reads_dpidr_first),
        FRESH (connect_powers_up),
        FRESH (connect_detects_overruns_on_raw_streams),
        FRESH (connect_wakes_a_dormant_port),
        FRESH (connect_tells_silence),
        FRESH (connect_tells_a_board_without_power),
        FRESH (connect_does_with_debug_power_alone),
        FRESH (connect_needs_debug_power),
        FRESH (connect_refuses_an_impossible_id),
        CONNECTED (select_is_written_when_it_changes),
        CONNECTED (a_last_write_is_confirmed),
        CONNECTED (fault_says_why_and_is_cleared),
        CONNECTED (lost_power_is_told_apart),
        CONNECTED (silence_in_the_midst_is_told_by_the_supply),
        cmocka_unit_test (garbled_accesses),
        CONNECTED (any_address_and_size),
        CONNECTED (blocks_cross_address_lines),
        CONNECTED (neighbours_need_no_address),
        CONNECTED (caches_are_dropped_after_a_reset),
        CONNECTED (polls_do_not_move_the_address),
        CONNECTED (cancel_stops_before_the_wire),
        CONNECTED (samples_are_counted),
        cmocka_unit_test (any_version_of_the_mdm_ap_is_known),
    };
    return cmocka_run_group_tests_name ("debug-port", tests, NULL, NULL);
}
