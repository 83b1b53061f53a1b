/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "port-world.h"
#include "swd-host.h"

UlSimAck
port_world_write (PortWorld *world, gboolean ap, guint8 reg, gboolean write, guint32 value)
{
    return ul_sim_wire_transfer (world->wire, ap, reg, write, &value, NULL);
}

guint32
port_world_read (PortWorld *world, gboolean ap, guint8 reg, gboolean write)
{
    guint32 value = 0;

    assert_int_equal (ul_sim_wire_transfer (world->wire, ap, reg, write, &value, NULL),
                      UL_SIM_ACK_OK);
    return value;
}

void
port_world_put (PortWorld *world, gboolean ap, guint8 reg, gboolean write, guint32 value)
{
    assert_int_equal (port_world_write (world, ap, reg, write, value), UL_SIM_ACK_OK);
}

guint32
port_world_get_sticky (PortWorld *world)
{
    return port_world_read (world, CTRL_STAT, READ) &
           (STICKYORUN | STICKYCMP | STICKYERR | WDATAERR);
}

void
port_world_connect (PortWorld *world)
{
    ul_sim_wire_send_bits (world->wire, swd_from_jtag, sizeof swd_from_jtag * 8);
    assert_int_equal (port_world_read (world, DPIDR), world->chip->dpidr);
    port_world_put (world, CTRL_STAT, WRITE, POWER_REQ);
    ul_sim_wire_idle (world->wire, 100);
}

PortWorld *
port_world_new (const char *device)
{
    PortWorld *world = g_new0 (PortWorld, 1);

    world->chip = ul_sim_chip_new (ul_devices_find (device));
    world->wire = ul_sim_wire_new (world->chip);
    ul_sim_wire_set_speed (world->wire, 4000);
    return world;
}

void
port_world_free (PortWorld *world)
{
    ul_sim_wire_free (world->wire);
    ul_sim_chip_free (world->chip);
    g_free (world);
}
