/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    UL_SIM_SWJ_SWD,
    UL_SIM_SWJ_JTAG,
    UL_SIM_SWJ_DORMANT,
} UlSimSwjProtocol;

/**
 * UlSimSwj:
 *
 * Which protocol the debug port listens to, by the sequences seen on SWDIO/TMS: JTAG to SWD and
 * back, into dormant state and out of it; and line resets. Source: Arm IHI 0031, "Serial Wire Debug
 * and JTAG selection".
 */
typedef struct {
    UlSimSwjProtocol protocol;
    guint ones;            /* how long the line has been high */
    guint since_reset;     /* cycles since a line reset ended, its first low one included */
    guint since_alert;     /* cycles since the selection alert; dormant only */
    guint64 older, recent; /* the last 128 levels; the newest is the highest bit of recent */
} UlSimSwj;

#define UL_SIM_SWJ_RESET_ONES 50 /* cycles high that make a line reset */
#define UL_SIM_SWJ_SELECT     16 /* bits of a selection sequence, which follows a line reset */

void ul_sim_swj_init (UlSimSwj *self, UlSimSwjProtocol protocol);
/** ul_sim_swj_clock: takes one level. Returns: %TRUE when the protocol changed with it */
gboolean ul_sim_swj_clock (UlSimSwj *self, gboolean level);
/** ul_sim_swj_skip: as many cycles of a transfer, of which the last @ones were high */
void ul_sim_swj_skip (UlSimSwj *self, guint n_cycles, guint ones);
/** ul_sim_swj_can_skip: %FALSE when a selection sequence may be under way */
gboolean ul_sim_swj_can_skip (const UlSimSwj *self);

G_END_DECLS
