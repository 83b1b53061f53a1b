/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How close streams to and from RAM come to what the wire carries, on the virtual clock of an
 * emulated probe. Runs under unlatch-usb-emulator --control with a board of much RAM. Arguments:
 * the probe's id, the speed in kHz, the bar in percent of the limit. */
#include "test.h"

#include "../usb-emulator/emulator-control.h"
#include "ul-target.h"
#include "ul-usb-source.h"

#include <string.h>

#define RAM       0x20000000u
#define SIZE      65536u
#define WAIT_MS   60000
#define WORD_BITS 46u

static const char *probe_id;
static guint speed_khz, bar;

typedef struct {
    UlProbeSource *source;
    UlProbe *probe;
    UlTarget *target;
    guint8 *data;
} World;

static int
open_world (void **state)
{
    World *world = g_new0 (World, 1);

    *state = world;
    world->data = g_malloc0 (SIZE);
    world->source = ul_usb_source_new ();
    ul_usb_source_wait (UL_USB_SOURCE (world->source), WAIT_MS);
    world->probe = ul_probe_source_find (world->source, probe_id, NULL);
    if (world->probe == NULL || !ul_probe_open (world->probe, NULL, NULL))
        return -1;
    world->target = ul_target_new (world->probe);
    return ul_target_connect (world->target, UL_CONNECT_AUTO, speed_khz, NULL) &&
                   ul_target_halt (world->target, NULL)
               ? 0
               : -1;
}

static int
close_world (void **state)
{
    World *world = *state;

    ul_target_free (world->target);
    ul_probe_close (world->probe);
    g_object_unref (world->probe);
    g_object_unref (world->source);
    g_free (world->data);
    g_free (world);
    return 0;
}

static guint64
virtual_us (void)
{
    static const char key[] = "\"virtual_us\":";
    g_autofree char *counters = emulator_tell ("counters");
    const char *at = strstr (counters, key);

    assert_non_null (at);
    return g_ascii_strtoull (at + strlen (key), NULL, 10);
}

/* Returns: percent of the limit */
static guint
measure (World *world, gboolean write)
{
    guint64 limit_us = (guint64) SIZE / 4 * WORD_BITS * 1000 / speed_khz;
    guint64 before = virtual_us ();

    assert_true (write ? ul_target_write_mem (world->target, RAM, world->data, SIZE, NULL)
                       : ul_target_read_mem (world->target, RAM, world->data, SIZE, NULL));
    return limit_us * 100 / MAX (virtual_us () - before, 1);
}

static void
reaches_the_bar (World *world, gboolean write)
{
    guint reached = measure (world, write);

    g_print ("# %s at %u kHz: %u %% of the limit\n", probe_id, speed_khz, reached);
    assert_in_range (reached, bar, 100);
}

static void
writing_comes_close_to_the_limit_of_the_wire (void **state)
{
    reaches_the_bar (*state, TRUE);
}

static void
reading_comes_close_to_the_limit_of_the_wire (void **state)
{
    reaches_the_bar (*state, FALSE);
}

int
main (int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (writing_comes_close_to_the_limit_of_the_wire),
        cmocka_unit_test (reading_comes_close_to_the_limit_of_the_wire),
    };

    probe_id = argv[1];
    speed_khz = (guint) g_ascii_strtoull (argv[2], NULL, 10);
    bar = (guint) g_ascii_strtoull (argv[3], NULL, 10);
    return cmocka_run_group_tests_name (probe_id, tests, open_world, close_world);
}
