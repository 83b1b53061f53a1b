/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-group.h"

/* What calls for a person comes first, then what is going on, what is to come, what is done, and
 * what was there. */
static const UlMapState worst_first[] = {
    UL_MAP_FAILED,     UL_MAP_IN_DOUBT,    UL_MAP_CLASH,     UL_MAP_ERASED,  UL_MAP_PROGRAMMED,
    UL_MAP_ERASING,    UL_MAP_PROGRAMMING, UL_MAP_VERIFYING, UL_MAP_LEFT,    UL_MAP_WILL_CHANGE,
    UL_MAP_WILL_ERASE, UL_MAP_IN_FILE,     UL_MAP_VERIFIED,  UL_MAP_MATCHES, UL_MAP_DATA,
    UL_MAP_UNKNOWN,    UL_MAP_BLANK,
};

static guint
rank_state (UlMapState state)
{
    guint rank = 0;

    while (rank < G_N_ELEMENTS (worst_first) && worst_first[rank] != state)
        rank++;
    return rank;
}

/* Lower is worse. A turn that did not come is worse than one that goes on. */
static guint
rank_sector (const UlSectorState *state)
{
    UlMapLook look = ul_map_state_look (state, FALSE);
    guint rank = 2 * rank_state (look.whole) + 1;

    if (look.waiting == UL_MAP_NOT_DONE)
        return MIN (rank, 2 * rank_state (UL_MAP_ERASING));
    return rank;
}

static gboolean
is_same (const UlSectorState *one, const UlSectorState *other)
{
    return one->content == other->content && one->step == other->step &&
           one->activity == other->activity && one->in_image == other->in_image &&
           one->left_out == other->left_out && one->clash == other->clash;
}

UlSectorState
ul_map_group_join (const UlSectorState *states, guint n)
{
    UlSectorState joined = states[0], roles = states[0];
    guint worst = rank_sector (&states[0]);

    for (guint i = 1; i < n; i++) {
        const UlSectorState *state = &states[i];
        guint rank = is_same (state, &joined) ? worst : rank_sector (state);
        if (rank < worst)
            joined = *state;
        worst = MIN (worst, rank);
        roles.has_fcf |= state->has_fcf;
        roles.preserves |= state->preserves;
        roles.pinned |= state->pinned;
        if (state->protection != roles.protection)
            roles.protection = UL_PROTECTED_PART;
    }
    joined.has_fcf = roles.has_fcf;
    joined.preserves = roles.preserves;
    joined.pinned = roles.pinned;
    joined.protection = roles.protection;
    return joined;
}
