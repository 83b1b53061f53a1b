/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-swd-bits.h"

#include <string.h>

#define REQUEST_BITS 8u
#define ACK_BITS     3u

/* Where the answer's parts are found, from the first bit of the access: a turnaround and the
 * acknowledge follow the request, and everything is seen one bit early. */
#define ACK_AT       8u
#define DATA_AT      11u
#define PARITY_AT    43u
#define WRITE_GAP    5u  /* turnaround, acknowledge, turnaround */
#define READ_SILENCE 38u /* all after the request, the last turnaround included */

guint8
ul_swd_parity (guint32 value)
{
    return __builtin_parity (value);
}

guint8
ul_swd_request (gboolean ap, gboolean read, guint8 reg)
{
    guint8 what = (ap ? 1 : 0) | (read ? 2 : 0) | (reg & 0xC);

    return 0x81 | what << 1 | ul_swd_parity (what) << 5;
}

void
ul_swd_bits_init (UlSwdBits *self, guint max_bits)
{
    gsize n_bytes = max_bits / 8 + 1;

    *self = (UlSwdBits){ .drive = g_malloc0 (n_bytes),
                         .out = g_malloc0 (n_bytes),
                         .max_bits = max_bits };
}

void
ul_swd_bits_finish (UlSwdBits *self)
{
    g_clear_pointer (&self->drive, g_free);
    g_clear_pointer (&self->out, g_free);
    self->n_bits = self->max_bits = 0;
}

void
ul_swd_bits_clear (UlSwdBits *self)
{
    gsize n_bytes = (self->n_bits + 7) / 8;

    memset (self->drive, 0, n_bytes);
    memset (self->out, 0, n_bytes);
    self->n_bits = 0;
}

guint
ul_swd_bits_get_room (const UlSwdBits *self)
{
    return self->max_bits - self->n_bits;
}

/* The bits at and behind @at are still 0. */
static void
put (guint8 *bits, guint at, guint64 value, guint n)
{
    guint64 shifted = value << (at % 8);

    for (guint i = at / 8; i <= (at + n - 1) / 8; i++, shifted >>= 8)
        bits[i] |= shifted & 0xFF;
}

static guint64
ones (guint n)
{
    return (G_GUINT64_CONSTANT (1) << n) - 1;
}

static void
drive (UlSwdBits *self, guint64 value, guint n)
{
    put (self->drive, self->n_bits, ones (n), n);
    put (self->out, self->n_bits, value, n);
    self->n_bits += n;
}

guint
ul_swd_bits_add_read (UlSwdBits *self, guint8 request)
{
    guint first = self->n_bits;

    drive (self, request, REQUEST_BITS);
    self->n_bits += READ_SILENCE;
    return first;
}

guint
ul_swd_bits_add_write (UlSwdBits *self, guint8 request, guint32 value)
{
    guint first = self->n_bits;

    drive (self, request, REQUEST_BITS);
    self->n_bits += WRITE_GAP;
    drive (self, value | (guint64) ul_swd_parity (value) << 32, 33);
    return first;
}

void
ul_swd_bits_add_idle (UlSwdBits *self, guint n_cycles)
{
    for (; n_cycles > 32; n_cycles -= 32)
        drive (self, 0, 32);
    if (n_cycles > 0)
        drive (self, 0, n_cycles);
}

void
ul_swd_bits_add_raw (UlSwdBits *self, const guint8 *bits, guint n_bits)
{
    for (guint i = 0; i < n_bits; i += 8) {
        guint n = MIN (8, n_bits - i);

        drive (self, bits[i / 8] & ones (n), n);
    }
}

static guint32
get (const guint8 *bits, guint at, guint n)
{
    guint64 value = 0;

    for (guint i = (at + n - 1) / 8 + 1; i-- > at / 8;)
        value = value << 8 | bits[i];
    return (value >> (at % 8)) & ones (n);
}

guint
ul_swd_bits_get_ack (const guint8 *in, guint first)
{
    return get (in, first + ACK_AT, ACK_BITS);
}

gboolean
ul_swd_bits_get_data (const guint8 *in, guint first, guint32 *value)
{
    *value = get (in, first + DATA_AT, 32);
    return get (in, first + PARITY_AT, 1) == ul_swd_parity (*value);
}
