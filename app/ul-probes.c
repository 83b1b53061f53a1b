/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-probes.h"

#include "ul-probe-join.h"

UlProbeSource *
ul_probes_new (void)
{
    return UL_PROBE_SOURCE (ul_probe_join_new ());
}
