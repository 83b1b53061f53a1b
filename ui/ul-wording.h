/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

G_BEGIN_DECLS

/* Numbers as a person reads them. All translated; the caller frees. */

/** ul_wording_size: "218 bytes", "14.2 KiB", "1 MiB" */
char *ul_wording_size (guint64 bytes);
/** ul_wording_range: "0x00000000–0x000003FF"; @size is at least 1 */
char *ul_wording_range (guint32 start, guint64 size);
/** ul_wording_duration: "0.35 s", "12 s", "3 min" */
char *ul_wording_duration (gint64 us);
/** ul_wording_left: "about 12 s left"; empty when @us is negative */
char *ul_wording_left (gint64 us);
/** ul_wording_voltage: "3.30 V" */
char *ul_wording_voltage (int millivolts);
/** ul_wording_speed: "4 MHz", "100 kHz" */
char *ul_wording_speed (guint khz);
/** ul_wording_rate: "57 KiB/s"; empty when nothing can be said */
char *ul_wording_rate (guint64 bytes, gint64 us);

/** ul_wording_core: "Cortex-M0+"; not to be freed */
const char *ul_wording_core (const UlDevice *device);
/** ul_wording_support: "emulated", "by analogy", "known by name only"; not to be freed */
const char *ul_wording_support (const UlDevice *device);
/** ul_wording_origin: "described by you in board.chips"; %NULL for what is built in */
char *ul_wording_origin (const UlDevice *device);
/** ul_wording_support_details: one line for each action, for a tooltip */
char *ul_wording_support_details (const UlDevice *device);

/** ul_wording_parse_address: "0x400", "400h", "1024"; Returns: %FALSE when it is none */
gboolean ul_wording_parse_address (const char *text, guint32 *address);

G_END_DECLS
