/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image.h"

G_BEGIN_DECLS

/*
 * What jobs take away from chips is kept in the user's data directory:
 *
 *   unlatch/backups/objects/SHA256        bytes, each content once
 *   unlatch/backups/CHIP/ID.backup        a key file: device, chip, date, which sectors, which
 * bytes
 *
 * What jobs write is kept beside it in the same way for a while: a sector whose checksum is that of
 * bytes that are known need not be read from the chip, which takes longer than to erase it. All
 * functions block; any thread.
 */

/** UlBackupSector: one sector of a backup; their bytes follow each other in the order of sectors */
typedef struct {
    guint32 address;
    guint32 size;
    guint32 crc; /* CRC-32 (zlib's) */
} UlBackupSector;

/** UlBackup: an entry: what stood in some sectors of a chip at some time */
typedef struct {
    char *id; /* "20261125T153007Z-1f3a90c2": what the command line takes */
    char *path;
    char *device;      /* name in the device table */
    char *chip;        /* which of them: "sim:frdm-kl25z", a probe's id */
    gint64 time;       /* seconds since 1970 */
    gboolean written;  /* by a job, rather than taken away by it */
    gboolean finishes; /* what the chip held, but for the protection that a job was to lift: there
                          as long as that job has not ended well */
    char *sha256;
    UlBackupSector *sectors; /* by address */
    guint n_sectors;
    guint64 size; /* bytes */
} UlBackup;

void ul_backup_free (UlBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlBackup, ul_backup_free)

#define UL_BACKUP_MAX_BYTES (256ull * 1024 * 1024) /* of all objects together */

/** ul_backups_get_folder: Returns: (transfer full): $XDG_DATA_HOME/unlatch/backups */
char *ul_backups_get_folder (void);

/**
 * ul_backups_list:
 * @folder: (nullable): %NULL for the usual one
 * @chip: (nullable): only of this one, or of those: see ul_probe_id_is_called()
 *
 * Returns: (transfer full) (element-type UlBackup): what can be restored, newest first; entries
 *   that are damaged are left out
 */
GPtrArray *ul_backups_list (const char *folder, const char *chip);
/** ul_backups_find: Returns: (nullable) (transfer full): the backup called @id, or by the first
 *   letters of its id when only one begins so */
UlBackup *ul_backups_find (const char *folder, const char *id);
/**
 * ul_backup_load:
 *
 * Returns: (transfer full): an image to program; %NULL with %UL_ERROR_FILE_IO or
 *   %UL_ERROR_IMAGE_SYNTAX when its bytes are not those that were saved
 */
UlImage *ul_backup_load (const UlBackup *self, GError **error);
/** ul_backup_describe_ranges: Returns: (transfer full): "0x00000000–0x00002FFF, ..." */
char *ul_backup_describe_ranges (const UlBackup *self);

/**
 * ul_backup_save:
 * @entry: device, chip, written, finishes and sectors are taken from it; the rest is ignored
 * @data: (array): of each sector, as many bytes as its size says
 * @max_bytes: the oldest backups are removed until all objects together have no more
 *
 * Returns: (transfer full): the entry made, or %NULL with a GIO error
 */
UlBackup *ul_backup_save (const char *folder, guint64 max_bytes, const UlBackup *entry,
                          const guint8 *const *data, GError **error);
/** ul_backup_remove: takes the entry from the disk; its bytes go with the next one that is saved */
void ul_backup_remove (const UlBackup *self);

/** UlBackupKnown: bytes of sectors that need not be read */
typedef struct _UlBackupKnown UlBackupKnown;
UlBackupKnown *ul_backup_known_new (const char *folder, const char *device, const char *chip);
void ul_backup_known_free (UlBackupKnown *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlBackupKnown, ul_backup_known_free)
/** ul_backup_known_get: Returns: whether @data was filled */
gboolean ul_backup_known_get (UlBackupKnown *self, const UlBackupSector *sector, guint8 *data);

G_END_DECLS
