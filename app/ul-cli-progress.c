/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cli-progress.h"

#include "ul-cli-json.h"
#include "ul-cli-report.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What can be told of a sector, in the order in which it happens. */
enum {
    TOLD_SKIPPED = 1 << 0,
    TOLD_ERASED = 1 << 1,
    TOLD_PROGRAMMED = 1 << 2,
    TOLD_PRESERVED = 1 << 3,
    TOLD_VERIFIED = 1 << 4,
    TOLD_FAILED = 1 << 5,
};
static const char *const told_nicks[] = {
    "skipped", "erased", "programmed", "preserved", "verified", "failed",
};

struct _UlCliProgress {
    UlCli *cli;         /* not owned */
    UlSession *session; /* not owned */
    UlSnapshot snapshot;
    UlPhaseCount told[UL_N_PHASES]; /* as last told */
    UlCatchCounts told_catch;
    UlAwait told_awaits;
    gboolean told_power; /* that somebody has to switch it off and on */
    guint8 *sectors;     /* TOLD_ flags of each */
    guint n_sectors;
    gboolean redraws; /* a terminal, and people */
    gboolean drawn;   /* there is a line to wipe */
};

UlCliProgress *
ul_cli_progress_new (UlCli *cli, UlSession *session)
{
    UlCliProgress *self = g_new0 (UlCliProgress, 1);

    self->cli = cli;
    self->session = session;
    self->redraws = !cli->json && isatty (STDERR_FILENO);
    /* what is there now is of an earlier job */
    ul_progress_copy (ul_session_get_progress (session), &self->snapshot);
    return self;
}

void
ul_cli_progress_free (UlCliProgress *self)
{
    ul_snapshot_clear (&self->snapshot);
    g_free (self->sectors);
    g_free (self);
}

/* --- people --- */

static void
wipe (UlCliProgress *self)
{
    if (self->drawn)
        ul_cli_redraw_note ("");
    self->drawn = FALSE;
}

static char *
describe_count (UlPhase phase, const UlPhaseCount *count)
{
    if (count->total == 0)
        return g_strdup (ul_phase_to_title (phase));
    if (phase == UL_PHASE_ERASE)
        return g_strdup_printf (_ ("%s: %u of %u sectors"), ul_phase_to_title (phase),
                                (guint) count->done, (guint) count->total);
    return g_strdup_printf (_ ("%s: %.0f of %.0f KiB"), ul_phase_to_title (phase),
                            (double) count->done / 1024, (double) count->total / 1024);
}

char *
ul_cli_progress_describe (UlCliProgress *self)
{
    ul_progress_copy (ul_session_get_progress (self->session), &self->snapshot);
    return describe_count (self->snapshot.phase, &self->snapshot.phases[self->snapshot.phase]);
}

static void
draw (UlCliProgress *self)
{
    const UlSnapshot *now = &self->snapshot;
    g_autofree char *text = now->catching ? ul_catch_counts_describe (&now->caught)
                            : now->awaits != UL_AWAIT_NOBODY
                                ? g_strdup (ul_await_get_guidance (now->awaits))
                                : describe_count (now->phase, &now->phases[now->phase]);
    g_autofree char *line =
        now->left_us >= 0
            /* Translators: what is being done, and for how long still */
            ? g_strdup_printf (_ ("%s, %.1f s left"), text, (double) now->left_us / 1e6)
            : g_strdup (text);

    ul_cli_redraw_note (line);
    self->drawn = TRUE;
}

static void
print_phase (UlCliProgress *self, UlPhase phase)
{
    if (!self->told[phase].entered)
        ul_cli_note ("%s", ul_phase_to_title (phase));
}

/* --- --json --- */

static void
print_progress (UlPhase phase, const UlPhaseCount *count)
{
    JsonObject *line = ul_cli_json_new ("progress");

    ul_cli_json_set_text (line, "phase", ul_phase_to_nick (phase));
    json_object_set_int_member (line, "done", (gint64) count->done);
    json_object_set_int_member (line, "total", (gint64) count->total);
    ul_cli_json_print (line);
}

/* States that were passed between two looks are told as well. */
static guint
get_history (const UlSectorState *sector)
{
    gboolean erases = sector->step == UL_STEP_ERASE || sector->step == UL_STEP_REWRITE;
    gboolean programs = sector->step == UL_STEP_PROGRAM || sector->step == UL_STEP_REWRITE;
    guint written = (erases ? TOLD_ERASED : 0u) | (programs ? TOLD_PROGRAMMED : 0u) |
                    (programs && sector->preserves ? TOLD_PRESERVED : 0u);

    switch ((UlActivity) sector->activity) {
    case UL_ACTIVITY_SKIPPED:
        return TOLD_SKIPPED;
    case UL_ACTIVITY_ERASED:
        return TOLD_ERASED;
    case UL_ACTIVITY_PROGRAMMING:
        return erases ? TOLD_ERASED : 0;
    case UL_ACTIVITY_PROGRAMMED:
        return written;
    case UL_ACTIVITY_VERIFIED:
        return written | TOLD_VERIFIED;
    case UL_ACTIVITY_FAILED:
    case UL_ACTIVITY_IN_DOUBT: /* no state that is promised */
        return TOLD_FAILED;
    default:
        return 0;
    }
}

static void
print_sector (const UlDevice *device, guint index, const char *state)
{
    JsonObject *line = ul_cli_json_new ("sector");
    guint32 address, size;

    ul_device_get_sector (device, index, &address, &size, NULL);
    json_object_set_int_member (line, "address", address);
    json_object_set_int_member (line, "size", size);
    ul_cli_json_set_text (line, "state", state);
    ul_cli_json_print (line);
}

static void
tell_sectors (UlCliProgress *self)
{
    const UlSnapshot *now = &self->snapshot;

    if (now->device == NULL || now->n_sectors != ul_device_get_n_sectors (now->device))
        return;
    if (now->n_sectors != self->n_sectors) {
        g_free (self->sectors);
        self->sectors = g_new0 (guint8, now->n_sectors);
        self->n_sectors = now->n_sectors;
    }
    for (guint i = 0; i < now->n_sectors; i++) {
        guint news = get_history (&now->sectors[i]) & ~(guint) self->sectors[i];
        for (guint bit = 0; bit < G_N_ELEMENTS (told_nicks); bit++)
            if (news & 1u << bit)
                print_sector (now->device, i, told_nicks[bit]);
        self->sectors[i] |= (guint8) news;
    }
}

static void
print_catch (const UlCatchCounts *counts)
{
    JsonObject *line = ul_cli_json_new ("catch");

    json_object_set_int_member (line, "attempts", counts->attempts);
    json_object_set_int_member (line, "heard", counts->heard);
    json_object_set_int_member (line, "halted", counts->halted);
    ul_cli_json_print (line);
}

/* --- both --- */

/* People are told what to do once, and how it went at the end; in between the line is redrawn. */
static void
tell_catch (UlCliProgress *self)
{
    const UlSnapshot *now = &self->snapshot;
    gboolean first = self->told_catch.attempts == 0;

    if (now->caught.attempts == 0 ||
        memcmp (&now->caught, &self->told_catch, sizeof now->caught) == 0)
        return;
    if (first)
        ul_cli_progress_note (self, "%s", ul_catch_get_guidance ());
    if (self->cli->json)
        print_catch (&now->caught);
    self->told_catch = now->caught;
}

static void
tell_power (UlCliProgress *self)
{
    if (self->snapshot.wants_power && !self->told_power)
        ul_cli_progress_note (self, "%s", ul_power_get_guidance ());
    self->told_power = self->snapshot.wants_power;
}

static void
tell_awaits (UlCliProgress *self)
{
    UlAwait awaits = self->snapshot.awaits;

    if (awaits == self->told_awaits)
        return;
    self->told_awaits = awaits;
    if (awaits == UL_AWAIT_NOBODY)
        return;
    ul_cli_progress_note (self, "%s", ul_await_get_guidance (awaits));
    if (!self->cli->json)
        return;
    JsonObject *line = ul_cli_json_new ("await");
    ul_cli_json_set_text (line, "for", awaits == UL_AWAIT_NEXT ? "removal" : "board");
    ul_cli_json_print (line);
}

static gboolean
is_news (const UlPhaseCount *count, const UlPhaseCount *told)
{
    return count->entered &&
           (!told->entered || count->done != told->done || count->total != told->total);
}

static void
tell_phases (UlCliProgress *self)
{
    for (guint phase = 0; phase < UL_N_PHASES; phase++) {
        const UlPhaseCount *count = &self->snapshot.phases[phase];
        if (!is_news (count, &self->told[phase]))
            continue;
        if (self->cli->json)
            print_progress (phase, count);
        else if (!self->redraws)
            print_phase (self, phase);
        self->told[phase] = *count;
    }
}

void
ul_cli_progress_update (UlCliProgress *self)
{
    guint64 before = self->snapshot.generation;

    ul_progress_copy (ul_session_get_progress (self->session), &self->snapshot);
    if (self->snapshot.generation == before)
        return;
    tell_phases (self);
    tell_catch (self);
    tell_power (self);
    tell_awaits (self);
    if (self->cli->json)
        tell_sectors (self);
    else if (self->redraws && self->snapshot.running)
        draw (self);
}

void
ul_cli_progress_finish (UlCliProgress *self)
{
    ul_cli_progress_update (self);
    wipe (self);
    if (self->told_catch.attempts > 0) {
        g_autofree char *counts = ul_catch_counts_describe (&self->told_catch);
        ul_cli_note ("%s", counts);
    }
}

void
ul_cli_progress_note (UlCliProgress *self, const char *format, ...)
{
    va_list arguments;

    wipe (self);
    va_start (arguments, format);
    g_autofree char *line = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    ul_cli_note ("%s", line);
}

void
ul_cli_progress_log (UlCliProgress *self, const char *line)
{
    if (self->cli->json || self->cli->verbose)
        ul_cli_progress_note (self, "%s", line);
}
