/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-bus.h"

static guint64
latency_ns (const UlEmuBus *self)
{
    return self->full_speed ? 1000000 : 125000;
}

static guint64
bytes_ns (const UlEmuBus *self, gsize size)
{
    guint64 bytes_per_ms = self->full_speed ? 1000 : 30000;

    return size * 1000000 / bytes_per_ms;
}

guint64
ul_emu_bus_out (UlEmuBus *self, gsize size, guint64 asked_ns, guint64 ready_ns)
{
    guint64 start = MAX (MAX (asked_ns + latency_ns (self), self->out_free_ns), ready_ns);

    self->out_free_ns = start + bytes_ns (self, size);
    self->urbs++;
    self->out_bytes += size;
    return self->out_free_ns;
}

guint64
ul_emu_bus_in (UlEmuBus *self, gsize size, guint64 asked_ns, guint64 ready_ns)
{
    guint64 start = MAX (MAX (asked_ns, ready_ns) + latency_ns (self), self->in_free_ns);

    self->in_free_ns = start + bytes_ns (self, size);
    self->urbs++;
    self->in_bytes += size;
    return self->in_free_ns;
}

guint64
ul_emu_bus_control (UlEmuBus *self)
{
    self->control_urbs++;
    return self->host_ns + latency_ns (self);
}

guint64
ul_emu_bus_get_pause (UlEmuBus *self)
{
    guint64 slept =
        self->client != NULL ? __atomic_load_n (&self->client->slept_ns, __ATOMIC_SEQ_CST) : 0;
    guint64 pause = slept - self->slept_before;

    self->slept_before = slept;
    if (self->keep_up && self->quiet_since != 0)
        pause = (guint64) (g_get_monotonic_time () - self->quiet_since) * 1000;
    return pause;
}

void
ul_emu_bus_reaped (UlEmuBus *self, guint64 ns)
{
    self->quiet_since = g_get_monotonic_time ();
    self->host_ns = MAX (self->host_ns, ns);
    if (self->client != NULL)
        __atomic_store_n (&self->client->now_ns, self->host_ns - self->paused_ns, __ATOMIC_SEQ_CST);
}
