/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "test.h"

#include "ul-flash.h"
#include "ul-sim-probe.h"

/** JobWorld: a simulated board full of random bytes, and an image to put there */
typedef struct {
    UlSimBoard *board;
    UlSimChip *chip;
    UlSimBoardFaults faults;
    guint8 *flash; /* the chip's own */
    gsize size;
    UlProbe *probe;
    GCancellable *cancellable;

    UlTarget *target;
    const UlDevice *device;
    UlFlash *flasher;

    guint8 *image;
    UlSectorWork *work;
    guint n, sector;
} JobWorld;

JobWorld *job_world_new (const char *board);
void job_world_free (JobWorld *world);
void job_world_set_faults (JobWorld *world); /* those in @world */

gboolean job_world_connect (JobWorld *world, GError **error);
/** job_world_begin: connects and opens the flash */
gboolean job_world_begin (JobWorld *world, GError **error);
void job_world_begin_well (JobWorld *world);
/** job_world_run: works on @n sectors from @first on */
gboolean job_world_run (JobWorld *world, guint first, guint n, GError **error);
void job_world_run_well (JobWorld *world, guint first, guint n);
void job_world_end (JobWorld *world);
void job_world_assert_holds_image (JobWorld *world, guint first, guint n);

typedef struct {
    const char *name;
    CMUnitTestFunction function; /* *state is the name of a board */
} JobCase;

#define JOB_CASE(function)                                                                         \
    {                                                                                              \
#function, function                                                                        \
    }

/** job_world_run_cases: each on every board */
int job_world_run_cases (const char *group, const JobCase *cases, guint n_cases);
