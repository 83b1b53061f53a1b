/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

G_BEGIN_DECLS

/** ul_sim_source_new: Returns: (transfer full): one probe for each kind of simulated board, always
 *   the same ones */
UlProbeSource *ul_sim_source_new (void);
/** ul_sim_source_watch: from now on boards that are taken off their probes and put back are told,
 * as changes of the item in the thread-default main context of the caller: see UlProbeInfo.empty */
void ul_sim_source_watch (UlProbeSource *self);

G_END_DECLS
