/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-chip.h"

UlChip *
ul_chip_new (UlSessionState state)
{
    UlChip *self = g_new0 (UlChip, 1);

    self->state = state;
    self->probe.vtref_mv = -1;
    return self;
}

void
ul_chip_free (UlChip *self)
{
    if (self == NULL)
        return;
    ul_problem_free (self->problem);
    g_free (self->facts);
    g_free (self);
}

void
ul_chip_set_facts (UlChip *self, const UlSectorFacts *facts, guint n_facts)
{
    g_free (self->facts);
    self->facts = facts != NULL ? g_memdup2 (facts, n_facts * sizeof *facts) : NULL;
    self->n_facts = facts != NULL ? n_facts : 0;
}

static UlSessionState
state_of (const GError *error)
{
    if (error->domain != UL_ERROR)
        return UL_SESSION_NO_TARGET;
    switch ((UlErrorCode) error->code) {
    case UL_ERROR_NO_PROBE:
        return UL_SESSION_NO_PROBE;
    case UL_ERROR_PROBE_PERMISSION:
    case UL_ERROR_PROBE_BUSY:
    case UL_ERROR_PROBE_GONE:
    case UL_ERROR_PROBE_SILENT:
    case UL_ERROR_PROBE_FAILED:
    case UL_ERROR_FILE_IO:
        return UL_SESSION_PROBE_UNUSABLE;
    case UL_ERROR_TARGET_WRONG_CHIP:
    case UL_ERROR_TARGET_UNKNOWN_CHIP:
        return UL_SESSION_WRONG_CHIP;
    case UL_ERROR_CHIP_LOCKED:
        return UL_SESSION_LOCKED;
    case UL_ERROR_CHIP_LOCKED_FOREVER:
        return UL_SESSION_LOCKED_FOREVER;
    case UL_ERROR_CHIP_LOCK_UNCLEAR:
    case UL_ERROR_CHIP_MUTE:
        return UL_SESSION_LOCK_UNCLEAR;
    default:
        return UL_SESSION_NO_TARGET;
    }
}

void
ul_chip_fail (UlChip *self, const GError *error)
{
    self->state = state_of (error);
    ul_problem_free (self->problem);
    self->problem = ul_problem_new (error);
}
