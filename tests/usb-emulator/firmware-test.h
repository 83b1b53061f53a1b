/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of both firmwares need: bytes in hexadecimal, as one reads them in a log. */
#pragma once

#include "fake-wire.h"
#include "test.h"
#include "ul-emu-firmware.h"

G_BEGIN_DECLS

/** send_hex: one OUT transfer: "01", "c7 ff", ... */
void send_hex (UlEmuFirmware *firmware, const char *hex);
/** read_hex: Returns: (transfer full): one IN transfer into a buffer of @size, "" when nothing came
 *   and "..." after what is not at its end */
char *read_hex (UlEmuFirmware *firmware, gsize size);

/** assert_answer: the next IN transfer is exactly that */
#define assert_answer(firmware, hex)                                                               \
    do {                                                                                           \
        g_autofree char *answer_ = read_hex (firmware, 2048);                                      \
        assert_string_equal (answer_, hex);                                                        \
    } while (0)
#define assert_silence(firmware) assert_answer (firmware, "")

G_END_DECLS
