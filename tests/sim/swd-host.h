/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-wire.h"

/** The debugger's side of SWD, bit by bit, written from its description alone. */

extern const guint8 swd_line_reset[8]; /* 56 high, 8 low */
extern const guint8 swd_from_jtag[17]; /* line reset, 0xE79E, line reset */
extern const guint8 swd_wake[28];      /* selection alert, activation of SWD, line reset */

guint8 swd_request (gboolean ap, guint8 reg, gboolean write);
/** swd_send: sends the low @n bits, the lowest first */
void swd_send (UlSimWire *wire, guint64 bits, guint n);
/** swd_sample: lets go of the line for @n cycles. Returns: levels before each rising edge, the
 *   first in bit 0; @after: (nullable): levels after it */
guint64 swd_sample (UlSimWire *wire, guint n, guint64 *after);

/**
 * swd_transfer:
 * @turn: turnaround, in cycles
 * @overrun: whether a refused transfer has a data phase
 * @flip: turned over in the 33 bits of a write's data
 *
 * Returns: the three bits of the acknowledge
 */
guint swd_transfer (UlSimWire *wire, guint turn, gboolean overrun, guint8 request, guint64 flip,
                    guint32 *value, gboolean *parity_ok);
