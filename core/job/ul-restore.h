/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-backup.h"
#include "ul-plan.h"

G_BEGIN_DECLS

/**
 * ul_restore_new_spec:
 *
 * The job that brings a backup back: what was there before was wanted, also if it locks the chip,
 * short of for ever. It is for the single chip that the backup was taken from; clear only_chip when
 * another one shall get it. Where the backup holds anything of the FlexNVM, the job divides that
 * first, as it was; see ul_restore_find_division(). A backup that finishes a lift of protection is
 * gone once the chip holds it.
 *
 * Returns: (transfer full): or %NULL with the errors of ul_backup_load(). Blocks; any thread
 */
UlJobSpec *ul_restore_new_spec (const UlBackup *backup, GError **error);

/** ul_restore_find_division: Returns: (nullable): as the chip had divided its FlexNVM when the
 *   backup was taken, which has bytes of it; %NULL: it does not matter */
const UlDivision *ul_restore_find_division (const UlBackup *backup);
/**
 * ul_restore_describe_division:
 * @device: the chip on the board
 * @found: how that has divided its FlexNVM
 *
 * Returns: (transfer full) (nullable): translated sentences for a question: that the FlexNVM is
 *   going to be divided, and what that means; %NULL when it is not
 */
char *ul_restore_describe_division (const UlBackup *backup, const UlDevice *device,
                                    const UlDivision *found);

G_END_DECLS
