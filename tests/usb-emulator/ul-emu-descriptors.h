/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-firmware.h"

G_BEGIN_DECLS

/* The name of a composite probe's serial port, which must not be taken for the probe */
#define UL_EMU_PORT_NAME "CMSIS-DAP CDC"

/** ul_emu_descriptors: Returns: device and configuration descriptor, as sysfs has them in one */
GByteArray *ul_emu_descriptors (const UlEmuIdentity *identity);

/**
 * ul_emu_descriptors_answer:
 * @setup: the 8 bytes of a control request
 * @reply: filled, not longer than asked for
 *
 * Answers the standard requests for descriptors and status.
 *
 * Returns: %FALSE for anything else
 * Source: Universal Serial Bus 2.0, chapter 9; Device Class Definition for HID 1.11
 */
gboolean ul_emu_descriptors_answer (const UlEmuIdentity *identity, const guint8 *setup,
                                    GByteArray *reply);

G_END_DECLS
