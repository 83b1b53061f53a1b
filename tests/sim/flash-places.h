/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the flash controllers have in common. */
#pragma once

#include "bare-chip.h"

#define BLANK   0xFF
#define FCF     0x400u
#define FREE    0x2000u /* a sector that is blank in every case here */
#define FLEXRAM 0x14000000u
#define FCNFG   (FTFX + 1)
#define FSEC    (FTFX + 2)
#define FPROT   (FTFX + 0x10)
#define SMC     0x4007E000u

static const guint8 some[8] = { 0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF0 };
