/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-usb.h"
#include "ul-sim-board.h"

G_BEGIN_DECLS

/** UlEmuTally: what the probes that were unplugged since did */
typedef struct {
    guint64 commands, refused, config_writes;
    guint64 commands_of[256];
    char *last_refusal;
} UlEmuTally;

/** ul_emu_tally_add: adds what @firmware did; @jlink: it is one */
void ul_emu_tally_add (UlEmuTally *self, UlEmuFirmware *firmware, gboolean jlink);
void ul_emu_tally_clear (UlEmuTally *self);

/** ul_emu_counters_to_json: Returns: (transfer full): one line */
char *ul_emu_counters_to_json (const UlEmuTally *tally, const UlEmuBus *bus, UlSimBoard *board);

G_END_DECLS
