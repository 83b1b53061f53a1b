/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-firmware.h"

G_BEGIN_DECLS

/** UlEmuJlinkOptions: which J-Link; ul_emu_jlink_options_init() makes it a quick and healthy one */
typedef struct {
    const char *firmware; /* at most 80 characters: "J-Link V9 compiled ..." */
    const char *serial;   /* as in the USB string: 12 digits */
    guint16 product_id;
    gboolean full_speed;
    gboolean composite;
    guint32 caps;                    /* the capability bits 0 to 31 */
    guint32 hw_version;              /* decimal TTMMmmrr */
    guint32 free_memory;             /* bytes; bounds one SWD command */
    guint32 base_hz;                 /* speeds are base_hz / n, ... */
    guint16 min_divider;             /* ... n from here on */
    gboolean split_status;           /* the status of an SWD command comes in a packet of its own */
    gboolean needs_registration;     /* does not drive the wire for an unknown client */
    gboolean breaks_on_registration; /* goes silent at the register command until opened anew */
} UlEmuJlinkOptions;

/* Capability bits, by the numbers that the protocol gives them */
#define UL_EMU_JLINK_CAP_HW_VERSION   (1u << 1)
#define UL_EMU_JLINK_CAP_READ_CONFIG  (1u << 4)
#define UL_EMU_JLINK_CAP_WRITE_CONFIG (1u << 5)
#define UL_EMU_JLINK_CAP_SPEEDS       (1u << 9)
#define UL_EMU_JLINK_CAP_FREE_MEMORY  (1u << 11)
#define UL_EMU_JLINK_CAP_HW_INFO      (1u << 12)
#define UL_EMU_JLINK_CAP_POWER        (1u << 13)
#define UL_EMU_JLINK_CAP_SELECT_IF    (1u << 17)
#define UL_EMU_JLINK_CAP_COUNTERS     (1u << 19)
#define UL_EMU_JLINK_CAP_REGISTER     (1u << 27)
#define UL_EMU_JLINK_CAP_EXTENDED     (1u << 31)

void ul_emu_jlink_options_init (UlEmuJlinkOptions *options);

/**
 * ul_emu_jlink_new:
 * @options: copied, the strings too
 *
 * A J-Link: commands in one stream of bytes, framed by nothing but their own lengths; SWD bit by
 * bit, storing the level after each rising edge. Source: facts on the J-Link USB protocol as
 * libjaylink, OpenOCD and the public reference RM08001 describe it.
 */
UlEmuFirmware *ul_emu_jlink_new (const UlEmuJlinkOptions *options, const UlEmuWire *wire);

/** ul_emu_jlink_get_config_writes: how often a client changed the settings kept in the probe */
guint ul_emu_jlink_get_config_writes (UlEmuFirmware *firmware);
/** ul_emu_jlink_get_target_power: whether 5 V is on pin 19 */
gboolean ul_emu_jlink_get_target_power (UlEmuFirmware *firmware);

G_END_DECLS
