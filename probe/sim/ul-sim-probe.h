/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"
#include "ul-sim-board.h"

G_BEGIN_DECLS

/**
 * UlSimProbe:
 *
 * The probe in front of a simulated board, as a driver: no USB is emulated, but what it would cost
 * is counted on the board's virtual clock, which is the clock of this probe.
 *
 * The model of cost: a command is one USB transfer out and one with the answer in, each
 * %UL_SIM_USB_TRANSFER_US, bytes included; out, work on the wire, and in follow each other without
 * overlap. A probe with 16 KiB for a command's bits takes %UL_SIM_COMMAND_ACCESSES accesses with
 * it, so a batch is as many commands as that takes. The probe itself repeats what is answered with
 * WAIT, polls, and collects posted reads; each access costs its cycles of SWCLK. Setting nRESET is
 * a transfer without an answer.
 */
#define UL_TYPE_SIM_PROBE (ul_sim_probe_get_type ())
G_DECLARE_FINAL_TYPE (UlSimProbe, ul_sim_probe, UL, SIM_PROBE, GObject)

#define UL_SIM_USB_TRANSFER_US  125
#define UL_SIM_COMMAND_ACCESSES 1424

/** ul_sim_probe_new: one for the stored board of that kind, which is read when the probe is opened
 *   and kept when it is closed, and whenever a debugger says that it is done */
UlSimProbe *ul_sim_probe_new (const UlSimBoardKind *kind);
/** ul_sim_probe_update: looks whether the board is at the probe: UlProbeInfo.empty. Returns:
 * whether that has changed. Main thread */
gboolean ul_sim_probe_update (UlSimProbe *self);
/** ul_sim_probe_new_for_board: for tests. @board is not owned and outlives the probe */
UlSimProbe *ul_sim_probe_new_for_board (UlSimBoard *board);
/** ul_sim_probe_get_board: Returns: (nullable): %NULL while it is not open */
UlSimBoard *ul_sim_probe_get_board (UlSimProbe *self);
/** ul_sim_probe_get_n_transfers: USB transfers since the probe was made; the faults that name a
 *   transfer count these, so that an unplugged probe is there again when it is opened next */
guint ul_sim_probe_get_n_transfers (UlSimProbe *self);

G_END_DECLS
