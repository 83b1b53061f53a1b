/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session's one thread; private to core/job. */
#pragma once

#include "ul-chip.h"
#include "ul-job-result.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** UlRun: one job on its way to the worker and back. Not touched by the main thread meanwhile. */
typedef struct {
    UlJobSpec *spec;
    UlProbe *probe; /* (nullable) */
    const UlDevice *chosen;
    guint speed_khz;
    UlConnectMode mode;
    gboolean power;       /* the probe shall power the board */
    UlSectorFacts *facts; /* (nullable): of @facts_of, as known before */
    guint n_facts;
    const UlDevice *facts_of;
    UlProgress *progress; /* not owned: one of the worker's */
    GCancellable *cancellable;
    GCancellable *abort; /* ends also what a cancel has to wait for */
    UlJobResult *result; /* set by the worker */

    /* for the session alone */
    GCancellable *callers; /* (nullable): followed by @cancellable */
    gulong callers_id;
    GAsyncReadyCallback callback;
    gpointer user_data;
    GTask *task; /* (nullable) */
} UlRun;

void ul_run_free (UlRun *self);

/** UlWorkerFuncs: called on the thread that made the worker, in the order of what happened */
typedef struct {
    void (*log) (const char *line, gpointer user_data);
    void (*chip) (UlChip *chip, gpointer user_data); /* takes over */
    void (*done) (UlRun *run, gpointer user_data);   /* takes over */
} UlWorkerFuncs;

/**
 * UlWorker:
 *
 * Runs jobs one after the other on a thread of its own, which is started by the first. News comes
 * back through one idle source, however many there are, so that the main loop is never flooded.
 */
typedef struct _UlWorker UlWorker;

UlWorker *ul_worker_new (const UlWorkerFuncs *funcs, gpointer user_data);
UlProgress *ul_worker_get_progress (UlWorker *self);
/** ul_worker_push: takes over @run */
void ul_worker_push (UlWorker *self, UlRun *run);
/** ul_worker_switch_off: after what was pushed: the power that a probe gives for one of those jobs
 */
void ul_worker_switch_off (UlWorker *self);
/** ul_worker_stop: ends the thread and frees. Waits for what was pushed: call it when all of that
 *   has been told as done. */
void ul_worker_stop (UlWorker *self);

/* For the thread: */

/** ul_worker_log: takes over @line */
void ul_worker_log (UlWorker *self, char *line);
/** ul_worker_publish: takes over @chip */
void ul_worker_publish (UlWorker *self, UlChip *chip);

/** ul_worker_set_powering: @probe was switched on and is to be switched off */
void ul_worker_set_powering (UlWorker *self, UlProbe *probe);

G_END_DECLS
