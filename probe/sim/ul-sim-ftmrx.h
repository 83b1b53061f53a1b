/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-parts.h"

G_BEGIN_DECLS

/* For ul-sim-ftmrx*.c and ul-sim-ke.c. */
#define UL_SIM_FTMRX_WORDS 6

#define UL_SIM_MGSTAT 0x03

const UlSimFlashCommand *ul_sim_ftmrx_find_command (UlSimChip *self, guint8 opcode);
/** ul_sim_ftmrx_clocked_part: how far a command comes that would come to @part: not to the end with
 *   the wrong clock, which is noted */
guint ul_sim_ftmrx_clocked_part (UlSimChip *self, guint part);
/** ul_sim_ftmrx_only_adds: whether @after in FPROT protects all that @before does */
gboolean ul_sim_ftmrx_only_adds (guint8 before, guint8 after);

/** ul_sim_ke_bus_khz: the clock of the bus, as ICS and SIM are set */
guint ul_sim_ke_bus_khz (UlSimChip *self);

G_END_DECLS
