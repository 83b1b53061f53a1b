/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-jlink-engine.h"

G_BEGIN_DECLS

/**
 * ul_jlink_batch_run: see ul_probe_run_batch()
 *
 * Keeps the next command on its way while the present one is being clocked out, where the probe
 * bears it. An access that the chip answers with WAIT is repeated, for 100 ms at most.
 */
gboolean ul_jlink_batch_run (UlJlinkEngine *engine, const UlBatch *batch, guint *n_done,
                             GCancellable *cancellable, GError **error);

G_END_DECLS
