/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

G_BEGIN_DECLS

/** ul_probes_new: Returns: (transfer full): the probes of all drivers that were built in; those
 *   plugged in first, as they are found and come and go, then the simulated boards, which are
 *   watched as well */
UlProbeSource *ul_probes_new (void);
/** ul_probes_new_complete: the same, but waits until what is plugged in was found, and does not
 * watch the simulated boards */
UlProbeSource *ul_probes_new_complete (void);

G_END_DECLS
