/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** UL_SWD_ACCESS_BITS: one read or write on the wire, turnarounds included */
#define UL_SWD_ACCESS_BITS 46u

typedef enum {
    UL_SWD_ACK_OK = 1,
    UL_SWD_ACK_WAIT = 2,
    UL_SWD_ACK_FAULT = 4,
    UL_SWD_ACK_NONE = 7, /* nobody drives the line; other values are garbled */
} UlSwdAck;

/** ul_swd_request: the eight bits that open an access. Source: Arm IHI 0031, SWD protocol */
guint8 ul_swd_request (gboolean ap, gboolean read, guint8 reg);
/** ul_swd_parity: Returns: the bit that follows @value on the wire */
guint8 ul_swd_parity (guint32 value);

/**
 * UlSwdBits:
 *
 * A stream of SWCLK cycles as a J-Link takes it: for each, whether the host drives SWDIO, and with
 * what. Bit 0 of byte 0 goes first. The answer has a bit for each cycle, the line as it is *after*
 * the clock edge: a bit that the target sends is found one place earlier than its cycle.
 */
typedef struct {
    guint8 *drive; /* 1: the host drives */
    guint8 *out;
    guint n_bits;
    guint max_bits;
} UlSwdBits;

void ul_swd_bits_init (UlSwdBits *self, guint max_bits);
void ul_swd_bits_finish (UlSwdBits *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlSwdBits, ul_swd_bits_finish)
void ul_swd_bits_clear (UlSwdBits *self);
guint ul_swd_bits_get_room (const UlSwdBits *self); /* bits that still fit */

/** ul_swd_bits_add_read, _add_write: Returns: the first bit, for the functions below. The caller
 *   has made sure that it fits, here and in all others. */
guint ul_swd_bits_add_read (UlSwdBits *self, guint8 request);
guint ul_swd_bits_add_write (UlSwdBits *self, guint8 request, guint32 value);
/** ul_swd_bits_add_idle: cycles with SWDIO low */
void ul_swd_bits_add_idle (UlSwdBits *self, guint n_cycles);
/** ul_swd_bits_add_raw: drives @bits as they are */
void ul_swd_bits_add_raw (UlSwdBits *self, const guint8 *bits, guint n_bits);

/** ul_swd_bits_get_ack: what the target answered in @in to the access that starts at @first */
guint ul_swd_bits_get_ack (const guint8 *in, guint first);
/** ul_swd_bits_get_data: Returns: %FALSE when the parity is wrong */
gboolean ul_swd_bits_get_data (const guint8 *in, guint first, guint32 *value);

G_END_DECLS
