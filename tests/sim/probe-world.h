/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "plain-chip.h"
#include "ul-sim-probe.h"

/** ProbeWorld: the driver of a simulated FRDM-K64F with a plain chip; open, at 4 MHz */
typedef struct {
    UlSimBoard *board;
    UlSimChip *chip;
    UlSimBoardFaults faults;
    UlProbe *probe;
    UlBatch *batch;
    guint n_done;
} ProbeWorld;

/* For cmocka: *state is a ProbeWorld. */
int probe_world_set_up (void **state);
int probe_world_tear_down (void **state);

void probe_world_open (ProbeWorld *world);
/** probe_world_run: runs and empties the batch */
gboolean probe_world_run (ProbeWorld *world, GError **error);
void probe_world_run_well (ProbeWorld *world);
/** probe_world_connect: SWD, debug power, and the first access port selected */
void probe_world_connect (ProbeWorld *world);
guint probe_world_count_transfers (ProbeWorld *world);
