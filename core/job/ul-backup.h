/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-division.h"
#include "ul-image.h"

G_BEGIN_DECLS

/*
 * What jobs take away from chips is kept in the user's data directory:
 *
 *   unlatch/backups/objects/SHA256        bytes, each content once
 *   unlatch/backups/PILE/ID.backup        a key file: device, chip, date, which sectors, which
 *                                         bytes
 *
 * A pile is that of a single chip, whatever probe it was on; or, where a chip does not say which
 * one it is, that of a probe and a kind of chip. Earlier versions had one for each probe: these
 * backups are there as before, but nobody knows which chip they come from.
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

/** UlBackupReason: what the job was about to do */
typedef enum {
    UL_BACKUP_REASON_UNKNOWN, /* of an earlier version */
    UL_BACKUP_REASON_ERASE,
    UL_BACKUP_REASON_PROGRAM,
    UL_BACKUP_REASON_UNLOCK,
    UL_BACKUP_REASON_UNPROTECT,
    UL_BACKUP_N_REASONS
} UlBackupReason;

/** UlBackup: an entry: what stood in some sectors of a chip at some time */
typedef struct {
    char *id; /* "20261125T153007Z-1f3a90c2": what the command line takes */
    char *path;
    char *device; /* name in the device table */
    char *chip;   /* (nullable): the chip's id, see ul_chip_id_to_text(); %NULL: not known */
    char *probe;  /* the probe that it was on: "sim:frdm-kl25z" */
    UlBackupReason reason;
    gint64 time;         /* seconds since 1970 ... */
    gint64 time_us;      /* ... and microseconds, for the order of jobs that follow each other */
    gboolean written;    /* by a job, rather than taken away by it */
    gboolean finishes;   /* what the chip held, but for the protection that a job was to lift: there
                            as long as that job has not ended well */
    UlDivision division; /* of the chip's FlexNVM; not known of chips without, nor to earlier
                            versions */
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
 * @probe: (nullable): only through this one, or through those: see ul_probe_id_is_called()
 * @chip: (nullable): only of the chip, or of chips, whose id begins so, in any case
 *
 * Returns: (transfer full) (element-type UlBackup): what can be restored, newest first; entries
 *   that are damaged are left out
 */
GPtrArray *ul_backups_list (const char *folder, const char *probe, const char *chip);
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

typedef enum {
    UL_BACKUP_THIS_CHIP,
    UL_BACKUP_OTHER_CHIP,
    UL_BACKUP_CHIP_UNKNOWN, /* one of the two ids is not known */
} UlBackupOrigin;

/** ul_backup_get_origin: whether it was taken from the chip with the id @chip (nullable) */
UlBackupOrigin ul_backup_get_origin (const UlBackup *self, const char *chip);
/** ul_backup_set_other_chip: Returns: %FALSE with %UL_ERROR_BACKUP_OTHER_CHIP, which names both
 *   chips: the one that is meant, and that on the board */
gboolean ul_backup_set_other_chip (const char *meant, const char *found, GError **error);
/** ul_backup_is_of_kind: whether it was taken from a chip like @device, however that is divided */
gboolean ul_backup_is_of_kind (const UlBackup *self, const UlDevice *device);
/** ul_backup_describe_reason: Returns: (nullable): translated: "saved before erasing" */
const char *ul_backup_describe_reason (const UlBackup *self);
/** ul_backup_reason_to_nick: Returns: (nullable): "erase"; %NULL for that of an earlier version */
const char *ul_backup_reason_to_nick (UlBackupReason reason);
UlBackupReason ul_backup_reason_from_nick (const char *nick);

/**
 * ul_backup_save:
 * @entry: device, chip, probe, reason, written, finishes, division and sectors are taken from it;
 * the rest is ignored
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
/** ul_backup_known_new: of the chip, or probe and device, of @like */
UlBackupKnown *ul_backup_known_new (const char *folder, const UlBackup *like);
void ul_backup_known_free (UlBackupKnown *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlBackupKnown, ul_backup_known_free)
/** ul_backup_known_get: Returns: whether @data was filled */
gboolean ul_backup_known_get (UlBackupKnown *self, const UlBackupSector *sector, guint8 *data);

G_END_DECLS
