/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-plan.h"
#include "ul-target.h"

G_BEGIN_DECLS

typedef enum {
    UL_PHASE_CONNECT,
    UL_PHASE_UNLOCK,
    UL_PHASE_COMPARE,
    UL_PHASE_ERASE,
    UL_PHASE_PROGRAM,
    UL_PHASE_VERIFY,
    UL_PHASE_RESTORE, /* reset and let go */
    UL_N_PHASES
} UlPhase;

const char *ul_phase_to_nick (UlPhase phase);  /* "compare": the word in --json */
const char *ul_phase_to_title (UlPhase phase); /* translated: "Compare" */

typedef enum {
    UL_ACTIVITY_NONE,
    UL_ACTIVITY_QUEUED,
    UL_ACTIVITY_ERASING,
    UL_ACTIVITY_ERASED, /* and not written yet */
    UL_ACTIVITY_PROGRAMMING,
    UL_ACTIVITY_PROGRAMMED,
    UL_ACTIVITY_VERIFYING,
    UL_ACTIVITY_VERIFIED,
    UL_ACTIVITY_SKIPPED, /* already matches */
    UL_ACTIVITY_FAILED,
    UL_ACTIVITY_NOT_DONE, /* the job ended before its turn */
    UL_ACTIVITY_IN_DOUBT, /* the job ended in the middle of it: nobody knows what it holds */
} UlActivity;

/** UlSectorState: one sector as the map shows it; 8 bytes so that thousands are cheap to copy */
typedef struct {
    guint8 content;       /* UlContent: what the chip holds */
    guint8 step;          /* UlStepKind: what the present plan would do */
    guint8 activity;      /* UlActivity */
    guint8 protection;    /* UlProtectedState */
    guint8 fraction;      /* 0..255 of the activity under way */
    guint8 has_fcf;       /* holds the configuration field */
    guint8 in_image;      /* the image has bytes here */
    guint8 preserves : 1; /* the plan preserves bytes here */
    guint8 left_out : 1;  /* the step skips it because it is protected, not because it matches */
    guint8 pinned : 1;    /* the profile keeps it as it is; never set by a job */
    guint8 clash : 1;     /* files do not agree about bytes here; never set by a job */
    guint8 unused : 4;    /* 0 */
} UlSectorState;

/** UlPhaseCount: sectors in ERASE, milliseconds of the expected time in UNLOCK, bytes elsewhere */
typedef struct {
    gboolean entered;
    gboolean finished;
    guint64 done, total;
    gint64 time_us; /* spent, on the probe's clock */
} UlPhaseCount;

/** UlSnapshot: a copy of the progress of a job, for one frame of the window */
typedef struct {
    guint64 generation; /* grows with every change */
    gboolean running;
    UlJobKind kind;
    UlPhase phase;
    UlPhaseCount phases[UL_N_PHASES];
    guint64 bytes_done, bytes_total; /* of PROGRAM; VERIFY jobs: of VERIFY; READ jobs: of COMPARE */
    gboolean catching; /* CONNECT waits for the chip to be caught: a person may have to help */
    UlCatchCounts caught;
    UlAwait awaits;       /* CONNECT waits for a board to go, or to come */
    gboolean wants_power; /* UNLOCK waits for somebody to switch the board off and on */
    gint64 elapsed_us;
    gint64 left_us;         /* -1: not known yet */
    const UlDevice *device; /* (nullable) whose sectors they are; not owned */
    guint n_sectors;
    UlSectorState *sectors; /* owned; grows as needed */
} UlSnapshot;

void ul_snapshot_clear (UlSnapshot *self); /* frees what it holds */

/** ul_catch_counts_describe: Returns: (transfer full): translated: "attempt 17 · heard 4 · halted
 *   0" */
char *ul_catch_counts_describe (const UlCatchCounts *counts);
/** ul_catch_get_guidance: Returns: (transfer none): translated: what a person can do meanwhile */
const char *ul_catch_get_guidance (void);
/** ul_power_get_guidance: Returns: (transfer none): translated: what a person shall do now */
const char *ul_power_get_guidance (void);

/** ul_await_get_guidance: Returns: (transfer none): translated: what a person shall do now */
const char *ul_await_get_guidance (UlAwait awaits);

/**
 * UlProgress:
 *
 * Written by the job's thread as often as it likes, read by the window once per frame.
 */
typedef struct _UlProgress UlProgress;

UlProgress *ul_progress_new (void);
void ul_progress_free (UlProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlProgress, ul_progress_free)
guint64 ul_progress_get_generation (UlProgress *self); /* cheap: nothing changed if equal */
/** ul_progress_copy: fills @snapshot, reusing its memory; nothing is copied when its generation is
 *   the present one. A first @snapshot is all zero; one snapshot serves one progress. Any thread.
 */
void ul_progress_copy (UlProgress *self, UlSnapshot *snapshot);

/*
 * The job's side; any thread, one at a time. Times are the probe's clock. Phases may alternate, as
 * sectors are erased, programmed and verified in turn: the time since the last call belongs to the
 * phase that advances, or, when another is entered, to the one before.
 */
void ul_progress_set_device (UlProgress *self, const UlDevice *device); /* before its sectors */
void ul_progress_set_sectors (UlProgress *self, const UlSectorState *sectors, guint n_sectors);
void ul_progress_start (UlProgress *self, UlJobKind kind, gint64 now_us);
void ul_progress_enter (UlProgress *self, UlPhase phase, guint64 total, gint64 now_us);
void ul_progress_advance (UlProgress *self, UlPhase phase, guint64 done, gint64 now_us);
/** ul_progress_book: what took the time so far was @phase, which gets no further by that */
void ul_progress_book (UlProgress *self, UlPhase phase, gint64 now_us);
void ul_progress_set_activity (UlProgress *self, guint sector, UlActivity activity,
                               guint8 fraction);
void ul_progress_set_content (UlProgress *self, guint sector, UlContent content);
/** ul_progress_set_catch: @catching: still under way; the counts stay until the next start */
void ul_progress_set_catch (UlProgress *self, gboolean catching, const UlCatchCounts *counts);
void ul_progress_set_wants_power (UlProgress *self, gboolean wants_power);
void ul_progress_set_awaits (UlProgress *self, UlAwait awaits);
void ul_progress_set_left (UlProgress *self, gint64 left_us);
/** ul_progress_finish: sectors still queued become NOT_DONE */
void ul_progress_finish (UlProgress *self, gint64 now_us);

G_END_DECLS
