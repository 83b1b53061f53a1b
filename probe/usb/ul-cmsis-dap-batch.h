/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cmsis-dap-packets.h"

G_BEGIN_DECLS

/**
 * UlCmsisDapEngine:
 *
 * Runs batches with as many packets under way as the link allows. Packets that would take effect
 * though an earlier one failed wait for it.
 */
typedef struct {
    UlCmsisDapLink *link; /* not owned */
    guint speed_khz;
    UlCmsisDapPacket packets[UL_CMSIS_DAP_MAX_IN_FLIGHT];
} UlCmsisDapEngine;

void ul_cmsis_dap_engine_init (UlCmsisDapEngine *self, UlCmsisDapLink *link);
void ul_cmsis_dap_engine_finish (UlCmsisDapEngine *self);
/** ul_cmsis_dap_engine_configure: what suits the speed, so that no packet lasts longer than a stop
 *   by the user may wait */
gboolean ul_cmsis_dap_engine_configure (UlCmsisDapEngine *self, guint speed_khz, GError **error);
/** ul_cmsis_dap_engine_run: see ul_probe_run_batch() */
gboolean ul_cmsis_dap_engine_run (UlCmsisDapEngine *self, const UlBatch *batch, guint *n_done,
                                  GCancellable *cancellable, GError **error);

G_END_DECLS
