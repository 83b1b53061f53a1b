/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-progress.h"

#include <glib/gi18n.h>
#include <string.h>

G_STATIC_ASSERT (sizeof (UlSectorState) == 8);

struct _UlProgress {
    GMutex lock; /* guards the rest */
    UlSnapshot state;
    gint64 started_us;
    gint64 counted_us; /* time up to here is booked on a phase */
};

static const struct {
    const char *nick;
    const char *title;
} phases[] = {
    [UL_PHASE_CONNECT] = { "connect", N_ ("Connect") },
    [UL_PHASE_UNLOCK] = { "unlock", N_ ("Unlock") },
    [UL_PHASE_COMPARE] = { "compare", N_ ("Compare") },
    [UL_PHASE_ERASE] = { "erase", N_ ("Erase") },
    [UL_PHASE_PROGRAM] = { "program", N_ ("Program") },
    [UL_PHASE_VERIFY] = { "verify", N_ ("Verify") },
    [UL_PHASE_RESTORE] = { "restore", N_ ("Restore") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (phases) == UL_N_PHASES);

const char *
ul_phase_to_nick (UlPhase phase)
{
    g_return_val_if_fail (phase < UL_N_PHASES, "");
    return phases[phase].nick;
}

const char *
ul_phase_to_title (UlPhase phase)
{
    g_return_val_if_fail (phase < UL_N_PHASES, "");
    return _ (phases[phase].title);
}

void
ul_snapshot_clear (UlSnapshot *self)
{
    g_free (self->sectors);
    memset (self, 0, sizeof *self);
}

char *
ul_catch_counts_describe (const UlCatchCounts *counts)
{
    /* Translators: while a chip is being caught: how often it was tried, how often the chip
     * answered, how often its core was brought to a stop */
    return g_strdup_printf (_ ("attempt %u · heard %u · halted %u"), counts->attempts,
                            counts->heard, counts->halted);
}

const char *
ul_catch_get_guidance (void)
{
    return _ ("Press and hold RESET, or switch the board's power off and on. Keep doing it.");
}

const char *
ul_power_get_guidance (void)
{
    return _ ("Switch the board's power off and on now. The chip opens when its power comes back.");
}

UlProgress *
ul_progress_new (void)
{
    UlProgress *self = g_new0 (UlProgress, 1);
    g_mutex_init (&self->lock);
    self->state.generation = 1;
    self->state.left_us = -1;
    return self;
}

void
ul_progress_free (UlProgress *self)
{
    if (self == NULL)
        return;
    ul_snapshot_clear (&self->state);
    g_mutex_clear (&self->lock);
    g_free (self);
}

guint64
ul_progress_get_generation (UlProgress *self)
{
    g_mutex_lock (&self->lock);
    guint64 generation = self->state.generation;
    g_mutex_unlock (&self->lock);
    return generation;
}

/* All but the sectors is plain data; their memory stays with each snapshot. */
static void
copy_state (const UlSnapshot *from, UlSnapshot *to)
{
    UlSectorState *sectors = to->sectors;
    if (to->n_sectors != from->n_sectors)
        sectors = g_renew (UlSectorState, sectors, from->n_sectors);
    if (from->n_sectors > 0)
        memcpy (sectors, from->sectors, from->n_sectors * sizeof *sectors);
    *to = *from;
    to->sectors = sectors;
}

void
ul_progress_copy (UlProgress *self, UlSnapshot *snapshot)
{
    g_mutex_lock (&self->lock);
    if (snapshot->generation != self->state.generation)
        copy_state (&self->state, snapshot);
    g_mutex_unlock (&self->lock);
}

void
ul_progress_set_device (UlProgress *self, const UlDevice *device)
{
    g_mutex_lock (&self->lock);
    self->state.device = device;
    self->state.generation++;
    g_mutex_unlock (&self->lock);
}

void
ul_progress_set_sectors (UlProgress *self, const UlSectorState *sectors, guint n_sectors)
{
    g_mutex_lock (&self->lock);
    if (self->state.n_sectors != n_sectors)
        self->state.sectors = g_renew (UlSectorState, self->state.sectors, n_sectors);
    if (n_sectors > 0)
        memcpy (self->state.sectors, sectors, n_sectors * sizeof *sectors);
    self->state.n_sectors = n_sectors;
    self->state.generation++;
    g_mutex_unlock (&self->lock);
}

void
ul_progress_start (UlProgress *self, UlJobKind kind, gint64 now_us)
{
    g_mutex_lock (&self->lock);
    UlSnapshot *state = &self->state;
    memset (state->phases, 0, sizeof state->phases);
    state->running = TRUE;
    state->kind = kind;
    state->phase = UL_PHASE_CONNECT;
    state->catching = state->wants_power = FALSE;
    state->awaits = UL_AWAIT_NOBODY;
    state->caught = (UlCatchCounts){ 0 };
    state->bytes_done = state->bytes_total = 0;
    state->elapsed_us = 0;
    state->left_us = -1;
    self->started_us = self->counted_us = now_us;
    state->generation++;
    g_mutex_unlock (&self->lock);
}

/* Books the time since the last call on @phase. The clock of a probe that was swapped may jump
 * back: that books nothing. */
static void
book_time (UlProgress *self, UlPhase phase, gint64 now_us)
{
    if (now_us > self->counted_us)
        self->state.phases[phase].time_us += now_us - self->counted_us;
    self->counted_us = now_us;
    self->state.elapsed_us = MAX (self->state.elapsed_us, now_us - self->started_us);
    self->state.generation++;
}

/* The phase whose bytes are what the job is about. */
static UlPhase
main_phase (UlJobKind kind)
{
    switch (kind) {
    case UL_JOB_VERIFY:
        return UL_PHASE_VERIFY;
    case UL_JOB_READ:
    case UL_JOB_BLANK_CHECK:
        return UL_PHASE_COMPARE;
    default:
        return UL_PHASE_PROGRAM;
    }
}

static void
enter_phase (UlProgress *self, UlPhase phase)
{
    UlPhaseCount *last = &self->state.phases[self->state.phase];

    if (phase != self->state.phase && last->entered)
        last->finished = last->done >= last->total;
    self->state.phases[phase].entered = TRUE;
    self->state.phases[phase].finished = FALSE;
    self->state.phase = phase;
}

static void
mirror_bytes (UlProgress *self, UlPhase phase)
{
    if (phase != main_phase (self->state.kind))
        return;
    self->state.bytes_done = self->state.phases[phase].done;
    self->state.bytes_total = self->state.phases[phase].total;
}

void
ul_progress_enter (UlProgress *self, UlPhase phase, guint64 total, gint64 now_us)
{
    g_return_if_fail (phase < UL_N_PHASES);

    g_mutex_lock (&self->lock);
    book_time (self, self->state.phase, now_us);
    enter_phase (self, phase);
    self->state.phases[phase].total = total;
    self->state.phases[phase].done = 0;
    mirror_bytes (self, phase);
    g_mutex_unlock (&self->lock);
}

void
ul_progress_advance (UlProgress *self, UlPhase phase, guint64 done, gint64 now_us)
{
    g_return_if_fail (phase < UL_N_PHASES);

    g_mutex_lock (&self->lock);
    book_time (self, phase, now_us);
    enter_phase (self, phase);
    UlPhaseCount *count = &self->state.phases[phase];
    count->done = done;
    count->finished = count->total > 0 && done >= count->total;
    mirror_bytes (self, phase);
    g_mutex_unlock (&self->lock);
}

void
ul_progress_book (UlProgress *self, UlPhase phase, gint64 now_us)
{
    g_return_if_fail (phase < UL_N_PHASES);

    g_mutex_lock (&self->lock);
    book_time (self, phase, now_us);
    g_mutex_unlock (&self->lock);
}

void
ul_progress_set_activity (UlProgress *self, guint sector, UlActivity activity, guint8 fraction)
{
    g_mutex_lock (&self->lock);
    if (sector < self->state.n_sectors) {
        self->state.sectors[sector].activity = activity;
        self->state.sectors[sector].fraction = fraction;
        self->state.generation++;
    }
    g_mutex_unlock (&self->lock);
}

void
ul_progress_set_content (UlProgress *self, guint sector, UlContent content)
{
    g_mutex_lock (&self->lock);
    if (sector < self->state.n_sectors) {
        self->state.sectors[sector].content = content;
        self->state.generation++;
    }
    g_mutex_unlock (&self->lock);
}

void
ul_progress_set_catch (UlProgress *self, gboolean catching, const UlCatchCounts *counts)
{
    g_mutex_lock (&self->lock);
    self->state.catching = catching;
    self->state.caught = *counts;
    self->state.generation++;
    g_mutex_unlock (&self->lock);
}

void
ul_progress_set_wants_power (UlProgress *self, gboolean wants_power)
{
    g_mutex_lock (&self->lock);
    if (self->state.wants_power != wants_power) {
        self->state.wants_power = wants_power;
        self->state.generation++;
    }
    g_mutex_unlock (&self->lock);
}

void
ul_progress_set_awaits (UlProgress *self, UlAwait awaits)
{
    g_mutex_lock (&self->lock);
    if (self->state.awaits != awaits)
        self->state.generation++;
    self->state.awaits = awaits;
    g_mutex_unlock (&self->lock);
}

void
ul_progress_set_left (UlProgress *self, gint64 left_us)
{
    g_mutex_lock (&self->lock);
    self->state.left_us = left_us;
    self->state.generation++;
    g_mutex_unlock (&self->lock);
}

/* What an activity is once nothing goes on any more. */
static guint8
end_activity (guint8 activity)
{
    switch ((UlActivity) activity) {
    case UL_ACTIVITY_QUEUED:
        return UL_ACTIVITY_NOT_DONE;
    case UL_ACTIVITY_ERASING:
    case UL_ACTIVITY_PROGRAMMING:
        return UL_ACTIVITY_IN_DOUBT;
    case UL_ACTIVITY_VERIFYING:
        return UL_ACTIVITY_PROGRAMMED;
    default:
        return activity;
    }
}

void
ul_progress_finish (UlProgress *self, gint64 now_us)
{
    g_mutex_lock (&self->lock);
    UlSnapshot *state = &self->state;
    book_time (self, state->phase, now_us);
    UlPhaseCount *last = &state->phases[state->phase];
    last->finished = last->entered && last->done >= last->total;
    for (guint i = 0; i < state->n_sectors; i++)
        state->sectors[i].activity = end_activity (state->sectors[i].activity);
    state->running = state->catching = state->wants_power = FALSE;
    state->left_us = 0;
    g_mutex_unlock (&self->lock);
}
