/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The J-Link's state, shared by its framing and its commands. */
#pragma once

#include "ul-emu-jlink.h"

G_BEGIN_DECLS

#define UL_EMU_JLINK_SWD         1u
#define UL_EMU_JLINK_MAX_CLIENTS 16u
#define UL_EMU_JLINK_CONFIG_SIZE 256u

/** UlEmuJlinkClient: as the probe keeps it, and lists it in its answer */
typedef struct {
    guint8 who[10]; /* process id, host's address, instance and client id, as they came */
    guint16 handle;
    guint32 since_ms;
} UlEmuJlinkClient;

typedef struct {
    UlEmuFirmware parent;
    UlEmuJlinkOptions options;
    char *strings[2]; /* of the options */

    GByteArray *stream; /* what came and is not yet a whole command */
    gboolean silent;
    guint interface;
    gboolean power;
    gboolean tck, tms, tdi, trst;
    guint8 config[UL_EMU_JLINK_CONFIG_SIZE];
    guint config_writes;
    UlEmuJlinkClient clients[UL_EMU_JLINK_MAX_CLIENTS];
    guint n_clients;
    guint16 next_handle;
} UlEmuJlink;

/** ul_emu_jlink_has_cap: @cap: one of the bits; 0: always */
gboolean ul_emu_jlink_has_cap (UlEmuJlink *self, guint32 cap);
/** ul_emu_jlink_command_size: Returns: bytes of the command that begins with @command, 0 while
 *   that cannot be told yet, -1 for one that it does not know */
int ul_emu_jlink_command_size (const guint8 *command, gsize available);
/** ul_emu_jlink_run: carries out one whole command */
void ul_emu_jlink_run (UlEmuJlink *self, const guint8 *command, gsize size);

G_END_DECLS
