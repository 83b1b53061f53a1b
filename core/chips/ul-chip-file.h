/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define UL_CHIP_FILE_SUFFIX    ".chips"
#define UL_CHIP_FILE_MAX_SIZE  (64 * 1024)
#define UL_CHIP_FILE_MAX_CHIPS 64

/** UlChipFile: a file that describes chips, read and checked. Its keys are told of in
 *   unlatch-chips(5): change both. */
typedef struct {
    char *path;         /* as it is shown */
    char *base;         /* the last part of it, as the disk has it */
    char *name;         /* the same as it is shown */
    gboolean by_user;   /* it is in the user's own folder */
    char *text;         /* what it says */
    GPtrArray *devices; /* of UlDevice *, by the groups of the file */
    gboolean kept;      /* they are not the file's own any more */
} UlChipFile;

/**
 * ul_chip_file_read:
 * @by_user: whether its chips count as described by the user
 *
 * Each chip must keep the rules of the built-in ones (ul_device_check()), and those that only a
 * description can break: it is like a chip that something can be done with, its sectors have a size
 * that this flash controller knows, the routine that programs has room in its RAM, and its name
 * means no built-in row. Blocks; any thread.
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_CHIPS_SYNTAX (one sentence: file, group and key
 *   or line, reason), %UL_ERROR_FILE_NOT_FOUND, %UL_ERROR_FILE_IO or %G_IO_ERROR_CANCELLED
 */
UlChipFile *ul_chip_file_read (GFile *file, gboolean by_user, GCancellable *cancellable,
                               GError **error);
/** ul_chip_file_keep: from now on its devices live as long as the program, whatever becomes of it
 */
void ul_chip_file_keep (UlChipFile *self);
void ul_chip_file_free (UlChipFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlChipFile, ul_chip_file_free)

G_END_DECLS
