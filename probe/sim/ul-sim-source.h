/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

G_BEGIN_DECLS

/** ul_sim_source_new: Returns: (transfer full): one probe for each kind of simulated board, always
 *   the same ones */
UlProbeSource *ul_sim_source_new (void);

G_END_DECLS
