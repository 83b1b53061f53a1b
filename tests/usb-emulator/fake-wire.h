/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-wire.h"

G_BEGIN_DECLS

/** FakeTransfer: what the wire is asked for, and answers */
typedef struct {
    gboolean ap, write;
    guint8 reg;
    guint32 value; /* expected of a write, given to a read */
    UlSimAck ack;
    gboolean garbled;
} FakeTransfer;

/** FakeWire: pins that lead to the test: it records what is driven and answers from a script */
typedef struct {
    GString *driven;    /* a character for each cycle: '0', '1', or 'z' where the host listens */
    const char *before; /* (nullable): levels before the rising edges, '1' after its end */
    const char *after;  /* (nullable): levels after them */
    guint n_cycles, n_idle;
    const FakeTransfer *script; /* ends with an ack of 0 */
    guint n_transfers;
    guint khz;
    gboolean reset_pulled, reset_stuck;
    int vtref_mv;
    gboolean power;
    guint64 time_ns;
} FakeWire;

void fake_wire_init (FakeWire *self);
void fake_wire_clear (FakeWire *self);
UlEmuWire fake_wire_get (FakeWire *self);

G_END_DECLS
