/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-firmware.h"

G_BEGIN_DECLS

/** UlEmuDapOptions: which CMSIS-DAP; ul_emu_dap_options_init() makes it a v2 of high speed */
typedef struct {
    gboolean hid;             /* version 1, by reports; else version 2, by bulk endpoints */
    gboolean no_out_endpoint; /* version 1 only: reports come as SET_REPORT */
    gboolean full_speed;
    gboolean composite;
    const char *product; /* says "CMSIS-DAP" for hosts that look for it */
    const char *serial;
    const char *protocol_version; /* (nullable): what fits version 1 or 2 */
    guint16 vendor_id, product_id;
    guint packet_size;  /* of commands and answers, up to 1024 */
    guint packet_count; /* which it takes before the first answer is fetched */
    guint max_khz;
    gboolean atomic;      /* has ExecuteCommands */
    gboolean no_sequence; /* protocol before 1.2: no SWD_Sequence */
    gboolean no_retry;    /* tells every WAIT at once, whatever the retry count */
    gboolean
        loses_commands_in_flight; /* loses a command when a second one comes before its answer */
} UlEmuDapOptions;

void ul_emu_dap_options_init (UlEmuDapOptions *options);

/**
 * ul_emu_dap_new:
 * @options: copied, the strings too
 *
 * Source: Arm's CMSIS-DAP documentation, the pages on the commands
 */
UlEmuFirmware *ul_emu_dap_new (const UlEmuDapOptions *options, const UlEmuWire *wire);

G_END_DECLS
