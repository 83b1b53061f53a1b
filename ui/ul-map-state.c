/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-state.h"
#include "ul-words.h"

#include <glib/gi18n.h>

static UlMapState
content_state (const UlSectorState *state, gboolean hidden)
{
    if (hidden)
        return UL_MAP_HIDDEN;
    switch (state->content) {
    case UL_CONTENT_BLANK:
        return UL_MAP_BLANK;
    case UL_CONTENT_DATA:
        return UL_MAP_DATA;
    default:
        return UL_MAP_UNKNOWN;
    }
}

static UlMapState
skip_state (const UlSectorState *state)
{
    if (state->left_out)
        return UL_MAP_LEFT;
    return state->in_image ? UL_MAP_MATCHES : UL_MAP_NONE; /* NONE: blank as wanted */
}

static UlMapState
plan_state (const UlSectorState *state)
{
    if (state->clash) /* then there is no plan */
        return UL_MAP_CLASH;
    switch (state->step) {
    case UL_STEP_SKIP:
        return skip_state (state);
    case UL_STEP_ERASE:
        return UL_MAP_WILL_ERASE;
    case UL_STEP_PROGRAM:
    case UL_STEP_REWRITE:
        return UL_MAP_WILL_CHANGE;
    default:
        return state->in_image ? UL_MAP_IN_FILE : UL_MAP_NONE;
    }
}

/* Activities that take the whole cell: what was there and what was planned is history. */
static UlMapState
job_state (const UlSectorState *state)
{
    static const UlMapState states[] = {
        [UL_ACTIVITY_NONE] = UL_MAP_NONE,
        [UL_ACTIVITY_QUEUED] = UL_MAP_NONE,
        [UL_ACTIVITY_ERASING] = UL_MAP_ERASING,
        [UL_ACTIVITY_ERASED] = UL_MAP_ERASED,
        [UL_ACTIVITY_PROGRAMMING] = UL_MAP_PROGRAMMING,
        [UL_ACTIVITY_PROGRAMMED] = UL_MAP_PROGRAMMED,
        [UL_ACTIVITY_VERIFYING] = UL_MAP_VERIFYING,
        [UL_ACTIVITY_VERIFIED] = UL_MAP_VERIFIED,
        [UL_ACTIVITY_SKIPPED] = UL_MAP_NONE,
        [UL_ACTIVITY_FAILED] = UL_MAP_FAILED,
        [UL_ACTIVITY_NOT_DONE] = UL_MAP_NONE,
        [UL_ACTIVITY_IN_DOUBT] = UL_MAP_IN_DOUBT,
    };

    /* nothing was to be written: then it is simply blank */
    if (state->activity == UL_ACTIVITY_ERASED && state->step < UL_STEP_PROGRAM)
        return UL_MAP_BLANK;
    return state->activity < G_N_ELEMENTS (states) ? states[state->activity] : UL_MAP_NONE;
}

static UlMapState
file_state (const UlSectorState *state)
{
    if (state->activity == UL_ACTIVITY_SKIPPED && !state->left_out)
        return state->content == UL_CONTENT_BLANK && !state->in_image ? UL_MAP_NONE
                                                                      : UL_MAP_MATCHES;
    if (state->activity == UL_ACTIVITY_SKIPPED)
        return UL_MAP_LEFT;
    return plan_state (state);
}

static UlMapState
waiting_state (const UlSectorState *state)
{
    if (state->activity == UL_ACTIVITY_QUEUED)
        return UL_MAP_QUEUED;
    return state->activity == UL_ACTIVITY_NOT_DONE ? UL_MAP_NOT_DONE : UL_MAP_NONE;
}

UlMapState
ul_map_state_get_content (const UlSectorState *state, gboolean hidden)
{
    return content_state (state, hidden);
}

UlMapState
ul_map_state_get_plan (const UlSectorState *state)
{
    return file_state (state);
}

UlMapState
ul_map_state_get_result (const UlSectorState *state)
{
    UlMapState waiting = waiting_state (state);

    return waiting != UL_MAP_NONE ? waiting : job_state (state);
}

UlMapLook
ul_map_state_look (const UlSectorState *state, gboolean hidden)
{
    UlMapState job = job_state (state), chip = content_state (state, hidden);
    UlMapState file = file_state (state);
    UlMapLook look = { .waiting = waiting_state (state),
                       .protection = state->protection,
                       .has_fcf = state->has_fcf != 0,
                       .kept = state->preserves,
                       .pinned = state->pinned };

    if (job != UL_MAP_NONE)
        chip = file = job;
    if (job == UL_MAP_PROGRAMMING) /* in the steps that can be seen */
        look.fraction = state->fraction & 0xF8;
    look.chip = chip;
    look.file = file == UL_MAP_NONE ? chip : file;
    look.whole = look.file;
    return look;
}

guint32
ul_map_state_mask (const UlSectorState *state, gboolean hidden)
{
    UlMapLook look = ul_map_state_look (state, hidden);
    guint32 mask = 1u << look.chip | 1u << look.file;

    if (look.waiting != UL_MAP_NONE)
        mask |= 1u << look.waiting;
    if (state->protection == UL_PROTECTED_FULL)
        mask |= 1u << UL_MAP_PROTECTED;
    if (state->protection == UL_PROTECTED_PART)
        mask |= 1u << UL_MAP_PART_PROTECTED;
    if (state->has_fcf)
        mask |= 1u << UL_MAP_FCF;
    if (state->preserves)
        mask |= 1u << UL_MAP_KEPT;
    if (state->pinned)
        mask |= 1u << UL_MAP_PINNED;
    return mask;
}

/* Failed, left undone or half done, wanted in two ways, or protected where something is to be
 * changed. */
gboolean
ul_map_state_is_problem (const UlSectorState *state)
{
    if (state->activity >= UL_ACTIVITY_FAILED || state->clash)
        return TRUE;
    if (state->activity != UL_ACTIVITY_NONE)
        return FALSE;
    return state->protection != UL_PROTECTED_NONE && state->step >= UL_STEP_ERASE;
}

const char *
ul_map_state_to_text (UlMapState state)
{
    static const char *const texts[UL_MAP_N_STATES] = {
        [UL_MAP_UNKNOWN] = N_ ("not read"),
        [UL_MAP_BLANK] = N_ ("blank"),
        [UL_MAP_DATA] = N_ ("holds data"),
        [UL_MAP_HIDDEN] = N_ ("hidden: chip is locked"),
        [UL_MAP_IN_FILE] = N_ ("in the file"),
        [UL_MAP_CLASH] = N_ ("files disagree"),
        [UL_MAP_MATCHES] = N_ ("already matches"),
        [UL_MAP_LEFT] = N_ ("left as it is"),
        [UL_MAP_WILL_ERASE] = N_ ("will be erased"),
        [UL_MAP_WILL_CHANGE] = N_ ("will be written"),
        [UL_MAP_QUEUED] = N_ ("waiting"),
        [UL_MAP_ERASING] = N_ ("erasing"),
        [UL_MAP_ERASED] = N_ ("erased, not written"),
        [UL_MAP_PROGRAMMING] = N_ ("programming"),
        [UL_MAP_PROGRAMMED] = N_ ("written"),
        [UL_MAP_VERIFYING] = N_ ("verifying"),
        [UL_MAP_VERIFIED] = N_ ("verified"),
        [UL_MAP_NOT_DONE] = N_ ("not done"),
        [UL_MAP_IN_DOUBT] = N_ ("in doubt"),
        [UL_MAP_FAILED] = N_ ("failed"),
        [UL_MAP_PROTECTED] = N_ ("protected"),
        [UL_MAP_PART_PROTECTED] = N_ ("partly protected"),
        [UL_MAP_FCF] = N_ ("lock settings"),
        [UL_MAP_KEPT] = N_ ("other bytes kept"),
        [UL_MAP_PINNED] = N_ ("kept as it is"),
        [UL_MAP_OUTSIDE] = N_ ("outside this chip"),
    };

    return state < UL_MAP_N_STATES ? _ (texts[state]) : "";
}

/* @why: (nullable): what stands behind the colon of @format */
static void
add_text (GPtrArray *texts, UlMapState state, const char *format, const char *why)
{
    g_ptr_array_add (texts, why != NULL ? g_strdup_printf (format, why)
                                        : g_strdup (ul_map_state_to_text (state)));
}

char *
ul_map_state_describe (const UlSectorState *state, gboolean hidden, const char *failed,
                       const char *clash)
{
    guint32 mask = ul_map_state_mask (state, hidden);
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < UL_MAP_N_STATES; i++) {
        if ((mask >> i & 1) == 0)
            continue;
        if (i == UL_MAP_FAILED)
            add_text (texts, i, _ ("failed: %s"), failed);
        else if (i == UL_MAP_CLASH)
            /* Translators: %s is like "boot.hex and app.hex differ in 3 bytes from 0x00003000 on"
             */
            add_text (texts, i, _ ("files disagree: %s"), clash);
        else
            add_text (texts, i, "%s", NULL);
    }
    return ul_words_list (texts);
}
