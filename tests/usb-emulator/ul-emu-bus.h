/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-client.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * UlEmuBus:
 *
 * When transfers happen, on the virtual clock, and how much went over. A transfer of data costs
 * its submission a fixed latency, and the endpoint the time of its bytes: transfers that are
 * queued together share the latency and line up for the bytes. High speed: 125 us and 30 MB/s.
 * Full speed: 1 ms and 1 MB/s. The host lives at the time at which it learned of the latest
 * transfer it has reaped.
 *
 * What the client sleeps is time for the chip. With keep_up, so is what the machine takes for
 * client and emulation: for clients whose deadlines are on the machine's clock, when figures do
 * not matter.
 */
typedef struct {
    gboolean full_speed;
    guint64 host_ns;
    guint64 out_free_ns, in_free_ns;

    guint64 submitted; /* URBs of data, bulk and interrupt, that were asked for ... */
    guint64 urbs;      /* ... and that took place */
    guint64 control_urbs;
    guint64 out_bytes, in_bytes;
    guint64 paused_ns; /* of the client, as far as the chip used it */

    UlEmuClient *client;  /* (nullable) not owned */
    guint64 slept_before; /* what it had slept at the latest look, in ns */
    gboolean keep_up;     /* all time of the real machine counts as a pause */
    gint64 quiet_since;   /* on its clock: the latest that the client asked or was told */
} UlEmuBus;

/** ul_emu_bus_out: Returns: when @size bytes that the host sent off at @asked_ns are with the
 *   probe, which takes none before @ready_ns */
guint64 ul_emu_bus_out (UlEmuBus *self, gsize size, guint64 asked_ns, guint64 ready_ns);
/** ul_emu_bus_in: Returns: when the host has @size bytes that it asked for at @asked_ns and that
 *   the probe had at @ready_ns */
guint64 ul_emu_bus_in (UlEmuBus *self, gsize size, guint64 asked_ns, guint64 ready_ns);
/** ul_emu_bus_control: Returns: when a control request of now is answered */
guint64 ul_emu_bus_control (UlEmuBus *self);
/** ul_emu_bus_get_pause: Returns: how long the client paused since the latest call, in ns */
guint64 ul_emu_bus_get_pause (UlEmuBus *self);
/** ul_emu_bus_reaped: the host learns of what happened at @ns */
void ul_emu_bus_reaped (UlEmuBus *self, guint64 ns);

G_END_DECLS
