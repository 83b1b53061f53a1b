/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CMSIS-DAP's state and the reading and writing of its packets. */
#pragma once

#include "ul-emu-cmsis-dap.h"

G_BEGIN_DECLS

#define UL_EMU_DAP_MAX_PACKET 1024u
#define UL_EMU_DAP_OK         0x00
#define UL_EMU_DAP_ERROR      0xFF

typedef struct {
    UlEmuFirmware parent;
    UlEmuDapOptions options;
    char *strings[3]; /* of the options */

    gboolean connected; /* to SWD */
    guint8 idle_cycles;
    guint16 retries, match_retries;
    guint32 match_mask;
    guint turnaround;
    gboolean data_phase; /* also after WAIT and FAULT */
    gboolean swdio, swclk;
} UlEmuDap;

/** UlEmuDapPacket: a command being read and its answer being written */
typedef struct {
    const guint8 *in;
    gsize n_in, at;
    gboolean short_of_data; /* the command ended too early */
    GByteArray *out;
} UlEmuDapPacket;

guint8 ul_emu_dap_get8 (UlEmuDapPacket *packet);
guint16 ul_emu_dap_get16 (UlEmuDapPacket *packet);
guint32 ul_emu_dap_get32 (UlEmuDapPacket *packet);
/** ul_emu_dap_get_data: Returns: (nullable): @n bytes in the command */
const guint8 *ul_emu_dap_get_data (UlEmuDapPacket *packet, gsize n);
void ul_emu_dap_put8 (UlEmuDapPacket *packet, guint8 value);
void ul_emu_dap_put32 (UlEmuDapPacket *packet, guint32 value);

/* ul-emu-dap-transfer.c: the commands 0x05, 0x06, 0x08 after their id */
void ul_emu_dap_transfer (UlEmuDap *self, UlEmuDapPacket *packet);
void ul_emu_dap_transfer_block (UlEmuDap *self, UlEmuDapPacket *packet);
void ul_emu_dap_write_abort (UlEmuDap *self, UlEmuDapPacket *packet);
/* ul-emu-dap-pins.c: 0x10, 0x11, 0x12, 0x13, 0x1D */
void ul_emu_dap_swj_pins (UlEmuDap *self, UlEmuDapPacket *packet);
void ul_emu_dap_swj_clock (UlEmuDap *self, UlEmuDapPacket *packet);
void ul_emu_dap_swj_sequence (UlEmuDap *self, UlEmuDapPacket *packet);
void ul_emu_dap_swd_configure (UlEmuDap *self, UlEmuDapPacket *packet);
void ul_emu_dap_swd_sequence (UlEmuDap *self, UlEmuDapPacket *packet);

G_END_DECLS
