/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "probe-world.h"
#include "swd-host.h"

#define DP_DPIDR     0x0
#define DP_CTRL_STAT 0x4
#define DP_SELECT    0x8

void
probe_world_open (ProbeWorld *world)
{
    g_autoptr (GError) error = NULL;

    ul_probe_open (world->probe, NULL, &error);
    assert_no_error (error);
    ul_probe_connect_swd (world->probe, 4000, &error);
    assert_no_error (error);
}

int
probe_world_set_up (void **state)
{
    ProbeWorld *world = g_new0 (ProbeWorld, 1);

    world->board = ul_sim_board_new (ul_sim_board_find_kind ("frdm-k64f"));
    world->chip = ul_sim_board_get_chip (world->board);
    world->probe = UL_PROBE (ul_sim_probe_new_for_board (world->board));
    world->batch = ul_batch_new ();
    ul_sim_board_faults_init (&world->faults);
    probe_world_open (world);
    *state = world;
    return 0;
}

int
probe_world_tear_down (void **state)
{
    ProbeWorld *world = *state;

    ul_batch_free (world->batch);
    g_object_unref (world->probe);
    ul_sim_board_close (world->board);
    g_free (world);
    return 0;
}

gboolean
probe_world_run (ProbeWorld *world, GError **error)
{
    gboolean ok = ul_probe_run_batch (world->probe, world->batch, &world->n_done, NULL, error);

    ul_batch_clear (world->batch);
    return ok;
}

void
probe_world_run_well (ProbeWorld *world)
{
    g_autoptr (GError) error = NULL;

    probe_world_run (world, &error);
    assert_no_error (error);
}

void
probe_world_connect (ProbeWorld *world)
{
    g_autoptr (GError) error = NULL;
    guint32 dpidr = 0;

    ul_probe_send_bits (world->probe, swd_from_jtag, sizeof swd_from_jtag * 8, &error);
    assert_no_error (error);
    ul_batch_read (world->batch, FALSE, DP_DPIDR, &dpidr);
    ul_batch_write (world->batch, FALSE, DP_CTRL_STAT, 0x50000000);
    ul_batch_poll (world->batch, FALSE, DP_CTRL_STAT, 0xA0000000, 0xA0000000, 10, NULL);
    ul_batch_write (world->batch, FALSE, DP_SELECT, 0);
    probe_world_run_well (world);
    assert_int_equal (dpidr, world->chip->dpidr);
    assert_int_equal (world->n_done, 4);
}

guint
probe_world_count_transfers (ProbeWorld *world)
{
    return ul_sim_probe_get_n_transfers (UL_SIM_PROBE (world->probe));
}
