/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-progress.h"

G_BEGIN_DECLS

/** UlTally: how the sectors of a job that did not end well are left; arrays of guint, by number */
typedef struct {
    GArray *written;   /* as the job wants them */
    GArray *erased;    /* and not written, where they were to be */
    GArray *in_doubt;  /* begun, or failed: nobody knows what they hold */
    GArray *unchanged; /* not begun */
} UlTally;

/** ul_tally_init: @erase_only: erased sectors are as they are wanted */
void ul_tally_init (UlTally *self, const UlSnapshot *snapshot, gboolean erase_only);
void ul_tally_clear (UlTally *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlTally, ul_tally_clear)

/** ul_tally_describe: Returns: (transfer full) (nullable): translated: "Sectors: 5 written (0–4), 1
 *   erased and not written (5), 7 unchanged (6–12)."; %NULL when there is none */
char *ul_tally_describe (const UlTally *self, gboolean erase_only);

G_END_DECLS
