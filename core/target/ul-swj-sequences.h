/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What wakes a debug port: sent least significant bit first. For core/target alone. Source: Arm IHI
 * 0031, the chapter on SWJ-DP, switching from JTAG to SWD and leaving the dormant state. */

static const guint8 swd_switch[] = {
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, /* 56 high: line reset */
    0x9E, 0xE7,                               /* JTAG to SWD */
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, /* line reset */
    0x00,                                     /* idle */
};

static const guint8 dormant_wake[] = {
    0xFF,                                           /* at least 8 high */
    0x92, 0xF3, 0x09, 0x62, 0x95, 0x2D, 0x85, 0x86, /* selection alert */
    0xE9, 0xAF, 0xDD, 0xE3, 0xA2, 0x0E, 0xBC, 0x19, /* ... */
    0xA0, 0xF1,                                     /* 4 low, activation 0x1A, 4 high ... */
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,       /* ... and on: line reset */
    0x00,                                           /* idle */
};

static const guint8 line_reset[] = {
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00,
};

G_END_DECLS
