/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-plan.h"
#include "ul-problem.h"
#include "ul-target.h"

G_BEGIN_DECLS

typedef enum {
    UL_SESSION_NO_PROBE,
    UL_SESSION_PROBE_UNUSABLE, /* no permission, busy, silent: see the problem */
    UL_SESSION_NO_TARGET,      /* no power, no answer, resetting, unstable: see the problem */
    UL_SESSION_WRONG_CHIP,     /* not the chip chosen, or one that is not in the table */
    UL_SESSION_LOCKED,         /* secured, mass erase allowed */
    UL_SESSION_LOCKED_FOREVER,
    UL_SESSION_LOCK_UNCLEAR,
    UL_SESSION_READY,
} UlSessionState;

/** UlChip: what is known of the connected chip. Immutable; replaced whole. */
typedef struct {
    UlSessionState state;
    UlProblem *problem;    /* (nullable) why the state is not READY; NULL before the first look */
    const UlDevice *found; /* (nullable) device identified; not owned */
    UlTargetIds ids;
    UlProtection protection;
    UlProbeStatus probe;
    UlSectorFacts *facts; /* (nullable) one for each sector of the device */
    guint n_facts;
} UlChip;

UlChip *ul_chip_new (UlSessionState state);
void ul_chip_free (UlChip *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlChip, ul_chip_free)

/** ul_chip_set_facts: copies @facts (nullable) */
void ul_chip_set_facts (UlChip *self, const UlSectorFacts *facts, guint n_facts);
/** ul_chip_fail: what @error, met on the way to the chip, makes of its state and problem */
void ul_chip_fail (UlChip *self, const GError *error);

G_END_DECLS
