/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-session.h"

G_BEGIN_DECLS

/**
 * UlEachBoard:
 *
 * The same job again for each board that comes: what decides whether it may begin by itself. Window
 * and command line do the jobs: a look that waits, then, when the check allows it, the job. Only a
 * person begins this, and it ends with the first board that fails.
 */
typedef struct {
    guint n_done;
    const UlDevice *device; /* (nullable) of the first board; not owned */
    char *chip_id;          /* (nullable) owned: of the last board, where its chip has one */
} UlEachBoard;

void ul_each_board_clear (UlEachBoard *self);

/** ul_each_board_new_look: Returns: (transfer full): waits for the first board, or for the next one
 *   after the present one has gone, and looks at it */
UlJobSpec *ul_each_board_new_look (const UlEachBoard *self);

/** ul_each_board_is_same: whether @look has found the board that was done last again: it is not to
 *   be done twice, but waited for the next one */
gboolean ul_each_board_is_same (const UlEachBoard *self, const UlJobResult *look);

/** ul_each_board_get_same_guidance: Returns: (transfer none): translated: a sentence for that */
const char *ul_each_board_get_same_guidance (void);

/**
 * ul_each_board_check:
 * @look: how that ended
 * @job: to be done next
 *
 * Returns: %FALSE with %UL_ERROR_TARGET_WRONG_CHIP when the board is of another kind than those
 *   before; or, with @error left alone, when @look tells itself why not: locked, no board, stopped
 */
gboolean ul_each_board_check (const UlEachBoard *self, UlSession *session, const UlJobResult *look,
                              const UlJobSpec *job, GError **error);

/** ul_each_board_take: the job has ended. Returns: whether to go on with the next board */
gboolean ul_each_board_take (UlEachBoard *self, UlSession *session, const UlJobResult *result);

G_END_DECLS
