/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "swd-host.h"

const guint8 swd_line_reset[8] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00 };
const guint8 swd_from_jtag[17] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x9E, 0xE7,
                                   0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00 };
const guint8 swd_wake[28] = { 0xFF, 0x92, 0xF3, 0x09, 0x62, 0x95, 0x2D, 0x85, 0x86, 0xE9,
                              0xAF, 0xDD, 0xE3, 0xA2, 0x0E, 0xBC, 0x19, 0xA0, 0xF1, 0xFF,
                              0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00 };

guint8
swd_request (gboolean ap, guint8 reg, gboolean write)
{
    guint8 request = 0x81;

    request |= ap ? 0x02 : 0;
    request |= write ? 0 : 0x04;
    request |= (reg & 0xC) << 1;
    for (guint i = 1; i <= 4; i++)
        if ((request & 1u << i) != 0)
            request ^= 0x20;
    return request;
}

void
swd_send (UlSimWire *wire, guint64 bits, guint n)
{
    for (guint i = 0; i < n; i++)
        ul_sim_wire_clock (wire, TRUE, bits >> i & 1, NULL);
}

guint64
swd_sample (UlSimWire *wire, guint n, guint64 *after)
{
    guint64 before = 0;
    gboolean level;

    for (guint i = 0; i < n; i++) {
        before |= (guint64) ul_sim_wire_clock (wire, FALSE, FALSE, &level) << i;
        if (after != NULL)
            *after |= (guint64) level << i;
    }
    return before;
}

static guint64
with_parity (guint32 value)
{
    guint64 ones = 0;

    for (guint i = 0; i < 32; i++)
        ones += value >> i & 1;
    return value | (ones & 1) << 32;
}

guint
swd_transfer (UlSimWire *wire, guint turn, gboolean overrun, guint8 request, guint64 flip,
              guint32 *value, gboolean *parity_ok)
{
    gboolean write = (request & 0x04) == 0;
    guint64 data = with_parity (*value);
    guint ack;

    *parity_ok = TRUE;
    swd_send (wire, request, 8);
    swd_sample (wire, turn, NULL);
    ack = swd_sample (wire, 3, NULL);
    if ((ack == UL_SIM_ACK_WAIT || ack == UL_SIM_ACK_FAULT) && !overrun) {
        swd_sample (wire, turn, NULL);
        return ack;
    }
    if (write) {
        swd_sample (wire, turn, NULL);
        swd_send (wire, data ^ flip, 33);
        return ack;
    }
    data = swd_sample (wire, 33, NULL);
    swd_sample (wire, turn, NULL);
    if (ack == UL_SIM_ACK_OK) {
        *value = data;
        *parity_ok = with_parity (*value) == data;
    }
    return ack;
}
