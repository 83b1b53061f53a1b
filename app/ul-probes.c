/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-probes.h"

#include "ul-config.h"
#include "ul-probe-join.h"
#include "ul-usb-source.h"

#ifdef UL_HAVE_SIMULATOR
#include "ul-sim-source.h"
#endif

#define LOOK_MS 3000 /* at what is plugged in: usually some milliseconds */

static UlProbeSource *
join (UlProbeSource *usb, gboolean watch)
{
    UlProbeJoin *all = ul_probe_join_new ();

    ul_probe_join_add (all, usb);
#ifdef UL_HAVE_SIMULATOR
    g_autoptr (UlProbeSource) boards = ul_sim_source_new ();
    ul_probe_join_add (all, boards);
    if (watch)
        ul_sim_source_watch (boards);
#endif
    return UL_PROBE_SOURCE (all);
}

UlProbeSource *
ul_probes_new (void)
{
    g_autoptr (UlProbeSource) usb = ul_usb_source_new ();

    return join (usb, TRUE);
}

UlProbeSource *
ul_probes_new_complete (void)
{
    g_autoptr (UlProbeSource) usb = ul_usb_source_new ();

    ul_usb_source_wait (UL_USB_SOURCE (usb), LOOK_MS);
    return join (usb, FALSE);
}
