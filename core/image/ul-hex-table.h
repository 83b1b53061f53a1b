/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/** UL_HEX_BAD: no byte: at least one of the two characters is no hexadecimal digit */
#define UL_HEX_BAD 0x100

/**
 * ul_hex_table:
 *
 * Returns: (transfer none): for each pair of characters, taken as one 16-bit number in the
 *   machine's own byte order, the byte they spell, or %UL_HEX_BAD. One look-up a byte is what
 *   makes large text files quick to read.
 */
const guint16 *ul_hex_table (void);

/** ul_hex_pair: Returns: the byte spelt by the two characters at @text, or %UL_HEX_BAD */
static inline guint
ul_hex_pair (const guint16 *table, const guint8 *text)
{
    guint16 pair;
    memcpy (&pair, text, sizeof pair);
    return table[pair];
}

/**
 * ul_hex_decode:
 * @text: 2 * @n characters
 * @data: (out caller-allocates): @n bytes
 * @sum: the sum of the bytes is added to it
 *
 * Returns: 0, or %UL_HEX_BAD among other bits when a character is no digit
 */
static inline guint
ul_hex_decode (const guint16 *table, const guint8 *text, guint8 *data, guint n, guint *sum)
{
    guint all = 0;
    guint total = 0;
    for (guint i = 0; i < n; i++) {
        guint value = ul_hex_pair (table, text + 2 * i);
        data[i] = (guint8) value;
        total += value;
        all |= value;
    }
    *sum += total;
    return all & UL_HEX_BAD;
}

G_END_DECLS
