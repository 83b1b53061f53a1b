/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-probe.h"

G_BEGIN_DECLS

/* For ul-sim-probe.c and ul-sim-batch.c alone. */
struct _UlSimProbe {
    GObject parent_instance;

    UlProbeInfo info;
    const UlSimBoardKind *kind;
    char *id, *name;
    UlSimBoard *given; /* (nullable): not owned */

    UlSimBoard *board; /* (nullable): while open */
    gboolean gone;     /* unplugged */
    gboolean away;     /* the board is, and @board but a stand-in */
    guint n_transfers;
    guint speed_khz;
    gboolean was_powered; /* the debug logic, after the last batch */
    gint64 earlier_us;    /* of the probe's clock, before this board's */

    gint64 pace_virtual_us, pace_wall_us; /* both clocks, when they were last compared */
};

/** ul_sim_probe_transfer: one USB transfer; fails as the board's faults ask for */
gboolean ul_sim_probe_transfer (UlSimProbe *self, GError **error);
/** ul_sim_probe_keep_pace: waits for the wall clock where the board is to be no faster */
gboolean ul_sim_probe_keep_pace (UlSimProbe *self, GCancellable *cancellable, GError **error);
gint64 ul_sim_probe_get_time_us (UlSimProbe *self);

/** ul_sim_probe_run_batch: as ul_probe_run_batch(), of an open probe */
gboolean ul_sim_probe_run_batch (UlSimProbe *self, const UlBatch *batch, guint *n_done,
                                 GCancellable *cancellable, GError **error);

G_END_DECLS
