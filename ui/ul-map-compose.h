/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-profile.h"
#include "ul-session.h"

G_BEGIN_DECLS

/*
 * What the map shows of each sector while no job runs: what is known of the chip, what the files
 * and the plan want there, and how far the last job came.
 */

/** UlMapSources: where it comes from; nothing of it is owned */
typedef struct {
    const UlDevice *device;
    const UlChip *chip;
    const UlPlan *plan;        /* (nullable) */
    UlImage *image;            /* (nullable): all files together */
    const GPtrArray *clashing; /* (nullable) of UlImage: without one: the files that do not agree */
    const GArray *kept;        /* (nullable) of UlProfileRange: that are left alone */
    gboolean blocked; /* protection stands against the plan: nothing has been agreed to yet */
} UlMapSources;

/** ul_map_compose: @states: (out caller-allocates): one for each sector of the device */
void ul_map_compose (const UlMapSources *sources, UlSectorState *states);

/** ul_map_compose_keep: lays over @states how far a job came with each sector */
void ul_map_compose_keep (UlSectorState *states, guint n_states, const UlSectorState *kept,
                          guint n_kept);

/** ul_map_compose_pins: marks the sectors with bytes in @kept (nullable, of UlProfileRange) */
void ul_map_compose_pins (UlSectorState *states, const UlDevice *device, const GArray *kept);

/** ul_map_compose_strays: Returns: (transfer full) (element-type UlSegment): parts of @image
 *   (nullable) that are outside all regions; without data */
GArray *ul_map_compose_strays (const UlDevice *device, UlImage *image);

G_END_DECLS
