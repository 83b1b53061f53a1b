/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For core/job/ul-job-flash*.c alone. */
#pragma once

#include "ul-job.h"

G_BEGIN_DECLS

/** UlFlashing: the work of a plan in its order, and how far it has come */
typedef struct {
    UlJob *job;
    UlSectorWork *work;
    const UlStep **steps; /* of each work */
    guint n;
    int *work_of; /* by sector; -1: none */

    guint n_erased;
    guint64 programmed, verified; /* bytes */
    guint64 bytes_to_verify;
    gint64 start_us;
    guint64 predicted_done_us;
} UlFlashing;

/** ul_flashing_on_event: what the flash tells of a sector, for the window and for the job */
void ul_flashing_on_event (UlFlashEvent event, guint32 address, guint32 bytes, gpointer user_data);
/** ul_flashing_advance: @done of @total of a phase, and the time that is left */
void ul_flashing_advance (UlFlashing *self, UlPhase phase, guint64 done, guint64 total);

G_END_DECLS
