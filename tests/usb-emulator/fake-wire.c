/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake-wire.h"

#include "test.h"

#include <string.h>

static gboolean
level (const char *levels, guint at)
{
    return levels == NULL || at >= strlen (levels) || levels[at] == '1';
}

static gboolean
wire_clock (gpointer data, gboolean drive, gboolean out, gboolean *after)
{
    FakeWire *self = data;
    guint at = self->n_cycles++;

    g_string_append_c (self->driven, drive ? (out ? '1' : '0') : 'z');
    if (after != NULL)
        *after = drive ? out : level (self->after, at);
    return drive ? out : level (self->before, at);
}

static UlSimAck
wire_transfer (gpointer data, gboolean ap, guint8 reg, gboolean write, guint32 *value,
               gboolean *parity_ok)
{
    FakeWire *self = data;
    const FakeTransfer *expected = &self->script[self->n_transfers];

    assert_non_null (self->script);
    if (expected->ack == 0)
        fail_msg ("transfer %u is one too many", self->n_transfers + 1);
    self->n_transfers++;
    assert_int_equal (ap, expected->ap);
    assert_int_equal (reg, expected->reg);
    assert_int_equal (write, expected->write);
    if (write)
        assert_int_equal (*value, expected->value);
    else
        *value = expected->value;
    *parity_ok = !expected->garbled;
    return expected->ack;
}

static void
wire_idle (gpointer data, guint n_cycles)
{
    ((FakeWire *) data)->n_idle += n_cycles;
}

static void
set_speed (gpointer data, guint khz)
{
    ((FakeWire *) data)->khz = khz;
}

static void
pull_reset (gpointer data, gboolean pulled)
{
    ((FakeWire *) data)->reset_pulled = pulled;
}

static gboolean
get_reset_low (gpointer data)
{
    FakeWire *self = data;

    return self->reset_pulled || self->reset_stuck;
}

static int
get_vtref_mv (gpointer data)
{
    return ((FakeWire *) data)->vtref_mv;
}

static void
set_power (gpointer data, gboolean on)
{
    ((FakeWire *) data)->power = on;
}

static guint64
get_n_bits (gpointer data)
{
    return ((FakeWire *) data)->n_cycles;
}

static guint64
get_time_ns (gpointer data)
{
    return ((FakeWire *) data)->time_ns;
}

static void
advance (gpointer data, guint64 ns)
{
    ((FakeWire *) data)->time_ns += ns;
}

static gboolean
is_working (gpointer data)
{
    return FALSE;
}

static const UlEmuWireOps fake_ops = {
    .clock = wire_clock,
    .transfer = wire_transfer,
    .idle = wire_idle,
    .set_speed = set_speed,
    .pull_reset = pull_reset,
    .get_reset_low = get_reset_low,
    .get_vtref_mv = get_vtref_mv,
    .set_power = set_power,
    .get_n_bits = get_n_bits,
    .get_time_ns = get_time_ns,
    .advance = advance,
    .is_working = is_working,
};

void
fake_wire_init (FakeWire *self)
{
    *self = (FakeWire){ .driven = g_string_new (NULL), .vtref_mv = 3300 };
}

void
fake_wire_clear (FakeWire *self)
{
    g_string_free (self->driven, TRUE);
}

UlEmuWire
fake_wire_get (FakeWire *self)
{
    return (UlEmuWire){ &fake_ops, self };
}
