/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-error.h"
#include "ul-plan.h"
#include "ul-series.h"
#include "ul-target.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** UlProfileKey: the settings of a profile, in the order of the file */
typedef enum {
    UL_PROFILE_NAME = 1,       /* text */
    UL_PROFILE_NOTE,           /* text, may have several lines */
    UL_PROFILE_DEVICE,         /* text: as ul_devices_find() takes it; "" identifies the chip */
    UL_PROFILE_EXPECT_ID,      /* number: SDID the chip must have, or %UL_PROFILE_UNSET */
    UL_PROFILE_PROBE_KIND,     /* number: UlProfileProbe */
    UL_PROFILE_PROBE_SERIAL,   /* text: serial number, or the name of a simulated board */
    UL_PROFILE_INTERFACE,      /* number: 0, which is SWD */
    UL_PROFILE_SPEED_HZ,       /* number */
    UL_PROFILE_CONNECT,        /* number: UlConnectMode */
    UL_PROFILE_MIN_MILLIVOLTS, /* number: target supply below which nothing is done; 0: any */
    UL_PROFILE_ERASE,          /* number: UlScope */
    UL_PROFILE_SELECTED,       /* text: the range of %UL_SCOPE_RANGE, "0x1000-0x1FFF" */
    UL_PROFILE_KEEP,           /* text: ranges that are left alone, "0x0-0xFFF;0x1F000-0x1FFFF" */
    UL_PROFILE_SKIP_PROTECTED, /* number: gboolean */
    UL_PROFILE_VERIFY,         /* number: UlProfileVerify */
    UL_PROFILE_RESET,          /* number: UlProfileReset */
    UL_PROFILE_BACKUP,         /* number: gboolean */
    UL_PROFILE_UNLOCK,         /* number: UlProfileUnlock */
    UL_PROFILE_LOCK_BYTES,     /* number: UlLockBytes */
    UL_PROFILE_SERIAL_ADDRESS, /* number: where serial numbers go, or %UL_PROFILE_UNSET for none */
    UL_PROFILE_SERIAL_FORMAT,  /* number: UlSerialFormat */
    UL_PROFILE_SERIAL_WIDTH,   /* number: bytes or digits */
    UL_PROFILE_SERIAL_PREFIX,  /* text */
    UL_PROFILE_SERIAL_FIRST,   /* number */
    UL_PROFILE_SERIAL_STEP,    /* number */
    UL_PROFILE_SERIAL_REPLACE, /* number: gboolean: they go before bytes of a file */
    UL_PROFILE_SERIAL_COUNTER, /* text: path of the counter; "": in the user's state folder */
    UL_PROFILE_RECORD,         /* text: path of the record of boards; "": none */
    UL_PROFILE_VIEW,           /* number: UlProfileView */
    UL_PROFILE_ZOOM,           /* number: pixels of a cell; 0: fit */
    UL_PROFILE_N_KEYS
} UlProfileKey;

/** UL_PROFILE_UNSET: a number that the profile leaves open */
#define UL_PROFILE_UNSET G_GINT64_CONSTANT (-1)

/** UL_PROFILE_MAX_SIZE: bytes of the largest file that is read */
#define UL_PROFILE_MAX_SIZE  (256 * 1024)
#define UL_PROFILE_MAX_FILES 64

typedef enum {
    UL_PROFILE_PROBE_ANY,
    UL_PROFILE_PROBE_JLINK,
    UL_PROFILE_PROBE_CMSIS_DAP,
    UL_PROFILE_PROBE_SIM,
} UlProfileProbe;

typedef enum {
    UL_PROFILE_VERIFY_FULL, /* by a CRC on the chip, and read back */
    UL_PROFILE_VERIFY_CRC,  /* by a CRC on the chip where it can; the default */
    UL_PROFILE_VERIFY_NO,
} UlProfileVerify;

typedef enum {
    UL_PROFILE_RESET_RUN,
    UL_PROFILE_RESET_HALT, /* before the first instruction */
} UlProfileReset; /* every job ends in a reset: only that shows what the chip takes from its flash
                   */

typedef enum {
    UL_PROFILE_UNLOCK_ASK,
    UL_PROFILE_UNLOCK_NEVER,
    UL_PROFILE_UNLOCK_WHEN_LOCKED, /* without asking, but only when the lock state is certain */
} UlProfileUnlock;

typedef enum {
    UL_PROFILE_VIEW_MAP,
    UL_PROFILE_VIEW_LIST,
} UlProfileView;

/** UlProfileRange: first to last address, both included */
typedef struct {
    guint32 first, last;
} UlProfileRange;

/** UlProfileFile: a firmware file of the job */
typedef struct {
    char *path;    /* as in the profile: "/" between folders; relative to the profile's folder */
    char *sha256;  /* lower-case hex; "": any content will do */
    gint64 offset; /* added to every address of the file */
    gboolean has_base;
    guint32 base; /* address of the first byte; raw binary only */
    gboolean ticked;
} UlProfileFile;

/**
 * UlProfile:
 *
 * The saved settings of a project: an .unlatch file, in the format of GKeyFile. Whoever writes
 * such files by hand finds them again as they were: comments, order, blank lines and keys that
 * this version does not know stay; only what was changed is changed. Opening one starts nothing.
 *
 * Belongs to one thread at a time. Properties: one for each UlProfileKey, by its name in lower
 * case ("device", "speed-hz", ...); "location" (GFile, nullable), "dirty" and "read-only"
 * (booleans). Signals: "changed": a setting or the list of files is another one.
 */
#define UL_TYPE_PROFILE (ul_profile_get_type ())
G_DECLARE_FINAL_TYPE (UlProfile, ul_profile, UL, PROFILE, GObject)

/** ul_profile_new: all defaults, no files, nowhere saved */
UlProfile *ul_profile_new (void);

/**
 * ul_profile_load:
 *
 * Blocks; any thread. A file of a newer format is opened read-only, with a warning.
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_FILE_NOT_FOUND, %UL_ERROR_FILE_IO,
 *   %UL_ERROR_PROFILE_SYNTAX (one sentence: file, line or group and key, reason) or
 *   %G_IO_ERROR_CANCELLED
 */
UlProfile *ul_profile_load (GFile *file, GCancellable *cancellable, GError **error);
/** ul_profile_load_async: runs ul_profile_load() on a worker */
void ul_profile_load_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
UlProfile *ul_profile_load_finish (GAsyncResult *result, GError **error);

/**
 * ul_profile_save:
 * @file: (nullable): where to; %NULL for where it came from
 *
 * Replaces @file whole or leaves it untouched. Relative paths are written anew when the profile
 * moves to another folder. Blocks.
 *
 * Returns: %FALSE with %UL_ERROR_PROFILE_NEWER (read-only), %UL_ERROR_FILE_CHANGED (somebody else
 *   wrote to it since), %UL_ERROR_FILE_IO, %UL_ERROR_USAGE (it has no file yet) or
 *   %G_IO_ERROR_CANCELLED
 */
gboolean ul_profile_save (UlProfile *self, GFile *file, GCancellable *cancellable, GError **error);
/** ul_profile_save_async: the text is that of the moment of the call */
void ul_profile_save_async (UlProfile *self, GFile *file, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
gboolean ul_profile_save_finish (UlProfile *self, GAsyncResult *result, GError **error);

/** ul_profile_to_text: Returns: (transfer full): what would be saved where it is now */
char *ul_profile_to_text (UlProfile *self);

/** ul_profile_get_location: Returns: (nullable) (transfer none): the file it was loaded from or
 * last saved to */
GFile *ul_profile_get_location (UlProfile *self);
/** ul_profile_get_label: Returns: (transfer full): its name, else that of its file, else
 *   "Unnamed", translated */
char *ul_profile_get_label (UlProfile *self);
/** ul_profile_get_dirty: whether it differs from what is on the disk */
gboolean ul_profile_get_dirty (UlProfile *self);
gboolean ul_profile_get_read_only (UlProfile *self);
/** ul_profile_get_warnings: Returns: (transfer none): translated sentences, NULL-terminated: keys
 *   that are not known, a newer format, what an import left out */
const char *const *ul_profile_get_warnings (UlProfile *self);

/* Settings. Numbers and texts are kept apart; see UlProfileKey. */
const char *ul_profile_get_text (UlProfile *self, UlProfileKey key);
gint64 ul_profile_get_number (UlProfile *self, UlProfileKey key);
/** ul_profile_set_text: Returns: %FALSE with %UL_ERROR_USAGE when that is no value for @key */
gboolean ul_profile_set_text (UlProfile *self, UlProfileKey key, const char *text, GError **error);
/** ul_profile_set_written: a setting of either kind, as it is written in the file. Returns: as
 *   ul_profile_set_text() */
gboolean ul_profile_set_written (UlProfile *self, UlProfileKey key, const char *text,
                                 GError **error);
/** ul_profile_set_number: @number must be in the range of the property */
void ul_profile_set_number (UlProfile *self, UlProfileKey key, gint64 number);

/** ul_profile_get_kept: Returns: (transfer full) (element-type UlProfileRange): that are left alone
 */
GArray *ul_profile_get_kept (UlProfile *self);
/** ul_profile_set_kept: adds the range to them, or takes it out. Returns: %FALSE with
 *   %UL_ERROR_USAGE when there are too many */
gboolean ul_profile_set_kept (UlProfile *self, guint32 address, guint32 size, gboolean keep,
                              GError **error);

/* Files, in the order of the job. */
guint ul_profile_get_n_files (UlProfile *self);
const UlProfileFile *ul_profile_get_file (UlProfile *self, guint index);
/** ul_profile_resolve: Returns: (transfer full): where the file at @index is */
GFile *ul_profile_resolve (UlProfile *self, guint index);
/** ul_profile_file_get_options: how @self is loaded: one with a base is raw binary, unless it is of
 * a format that is recognised */
UlImageOptions ul_profile_file_get_options (const UlProfileFile *self);
/** ul_profile_add_file: ticked, not pinned. Returns: its index, or -1 when there are too many
 *   or its name is too long */
int ul_profile_add_file (UlProfile *self, GFile *file);
/** ul_profile_set_file: everything but the path, which stays; copies @file */
void ul_profile_set_file (UlProfile *self, guint index, const UlProfileFile *file);
void ul_profile_remove_file (UlProfile *self, guint index);
/** ul_profile_move_file: puts the file at @from before the one at @to */
void ul_profile_move_file (UlProfile *self, guint from, guint to);

/** ul_profile_get_probe_id: Returns: (transfer full) (nullable): as ul_probe_source_find() takes
 * it: "jlink", "jlink:801012345", "sim:frdm-kl25z"; %NULL: any probe */
char *ul_profile_get_probe_id (UlProfile *self);
/** ul_profile_set_probe_id: the reverse; @id: (nullable). Returns: %FALSE with %UL_ERROR_USAGE */
gboolean ul_profile_set_probe_id (UlProfile *self, const char *id, GError **error);
/** ul_profile_get_speed_khz: at least 1 */
guint ul_profile_get_speed_khz (UlProfile *self);
/** ul_profile_find_device: @device: (out): %NULL when the profile leaves it to the chip. Returns:
 *   %FALSE with %UL_ERROR_TARGET_UNKNOWN_CHIP */
gboolean ul_profile_find_device (UlProfile *self, const UlDevice **device, GError **error);

/**
 * ul_profile_load_image:
 *
 * Loads the ticked files, checks them against their pins and joins them. Blocks; any thread while
 * nobody changes the profile.
 *
 * Returns: (transfer full): or %NULL with the errors of ul_image_load() and ul_image_merge(),
 *   %UL_ERROR_FILE_CHANGED (not the pinned file) or %UL_ERROR_USAGE (no file is ticked)
 */
UlImage *ul_profile_load_image (UlProfile *self, GCancellable *cancellable, GError **error);

/** ul_profile_load_files: Returns: (transfer full) (element-type UlImage): the same files, each for
 *   itself */
GPtrArray *ul_profile_load_files (UlProfile *self, GCancellable *cancellable, GError **error);

/**
 * ul_profile_new_series:
 * @always: also where the profile asks for no more than a count of the boards
 * @series: (out) (transfer full): %NULL where it gives no serial numbers and keeps no record
 *
 * Returns: %FALSE with %UL_ERROR_USAGE: values that make no serial number, or a counter that has
 *   no place as the profile was not saved yet
 */
gboolean ul_profile_new_series (UlProfile *self, gboolean always, UlSeries **series,
                                GError **error);

/**
 * ul_profile_apply_to_spec:
 * @spec: of the kind wanted, with its image if it needs one; nothing else set
 * @device: (nullable): to see which sectors kept ranges lie in
 *
 * Fills in what the profile says. Never confirms what only a person can: a lock for ever.
 * Unlocking without a question is left out where ranges are to be kept, since it would erase them.
 *
 * Returns: %FALSE with %UL_ERROR_USAGE (nothing selected) or as ul_profile_check_allowed()
 */
gboolean ul_profile_apply_to_spec (UlProfile *self, UlJobSpec *spec, const UlDevice *device,
                                   GError **error);

/**
 * ul_profile_check_allowed:
 * @spec: a job however it was put together
 * @device: (nullable): to see which sectors kept ranges lie in
 *
 * Returns: %FALSE with %UL_ERROR_PROFILE_FORBIDS when it unlocks a chip that the profile never
 *   unlocks, or would change a kept range (where)
 */
gboolean ul_profile_check_allowed (UlProfile *self, const UlJobSpec *spec, const UlDevice *device,
                                   GError **error);

/**
 * ul_profile_check_target:
 * @sdid: as read from the chip; 0: could not be read
 * @vtref_mv: target supply; -1: cannot be measured
 *
 * Returns: %FALSE with %UL_ERROR_TARGET_WRONG_CHIP or %UL_ERROR_TARGET_NO_POWER
 */
gboolean ul_profile_check_target (UlProfile *self, guint32 sdid, int vtref_mv, GError **error);

/**
 * ul_profile_import:
 * @file: a J-Flash project (.jflash) or a script of J-Link Commander (.jlink)
 *
 * Takes over what such files say in words that we have too; the warnings list the rest. The
 * profile is saved nowhere. Blocks; any thread.
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_FILE_NOT_FOUND, %UL_ERROR_FILE_IO,
 *   %UL_ERROR_PROFILE_SYNTAX or %G_IO_ERROR_CANCELLED
 */
UlProfile *ul_profile_import (GFile *file, GCancellable *cancellable, GError **error);
void ul_profile_import_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
UlProfile *ul_profile_import_finish (GAsyncResult *result, GError **error);

G_END_DECLS
