/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-probes.h"

#include "ul-config.h"
#include "ul-probe-join.h"

#ifdef UL_HAVE_SIMULATOR
#include "ul-sim-source.h"
#endif

UlProbeSource *
ul_probes_new (void)
{
    UlProbeJoin *join = ul_probe_join_new ();

#ifdef UL_HAVE_SIMULATOR
    g_autoptr (UlProbeSource) boards = ul_sim_source_new ();
    ul_probe_join_add (join, boards);
#endif
    return UL_PROBE_SOURCE (join);
}
