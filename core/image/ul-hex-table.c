/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-table.h"

static guint16 table[1 << 16];

static void
fill_table (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (table); i++)
        table[i] = UL_HEX_BAD;

    const char digits[] = "0123456789abcdefABCDEF";
    for (guint high = 0; high + 1 < sizeof digits; high++)
        for (guint low = 0; low + 1 < sizeof digits; low++) {
            char text[2] = { digits[high], digits[low] };
            guint16 pair;
            memcpy (&pair, text, sizeof pair);
            table[pair] =
                (guint16) (g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]));
        }
}

const guint16 *
ul_hex_table (void)
{
    static gsize once;
    if (g_once_init_enter (&once)) {
        fill_table ();
        g_once_init_leave (&once, 1);
    }
    return table;
}
