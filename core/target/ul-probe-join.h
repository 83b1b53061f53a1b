/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

G_BEGIN_DECLS

/**
 * UlProbeJoin:
 *
 * Several sources of probes as one list: those of the first source first, and so on. Forwards
 * their changes and passes a rescan on. A #UlProbeSource.
 */
#define UL_TYPE_PROBE_JOIN (ul_probe_join_get_type ())
G_DECLARE_FINAL_TYPE (UlProbeJoin, ul_probe_join, UL, PROBE_JOIN, GObject)

UlProbeJoin *ul_probe_join_new (void);
/** ul_probe_join_add: appends @source, of which a reference is taken */
void ul_probe_join_add (UlProbeJoin *self, UlProbeSource *source);

G_END_DECLS
