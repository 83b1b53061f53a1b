/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For core/job/ul-backup*.c alone. */
#pragma once

#include "ul-backup.h"

G_BEGIN_DECLS

#define UL_BACKUP_SUFFIX ".backup"

/** ul_backup_read_all: entries of all kinds, newest first; @pile: (nullable): only of this one */
GPtrArray *ul_backup_read_all (const char *folder, const char *pile);
char *ul_backup_get_object_path (const UlBackup *self);
/** ul_backup_read_object: Returns: (nullable): the bytes, checked against size and SHA-256 */
guint8 *ul_backup_read_object (const UlBackup *self, GError **error);
/** ul_backup_name_pile: the folder of those that were taken from the same chip as @like */
char *ul_backup_name_pile (const UlBackup *like);
/** ul_backup_prune: removes the oldest until the objects fit; never @keep */
void ul_backup_prune (const char *folder, guint64 max_bytes, const UlBackup *keep);

G_END_DECLS
