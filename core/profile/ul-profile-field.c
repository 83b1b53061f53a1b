/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every key of a profile, in the order in which a new file has them. */
#include "ul-profile-field.h"

#include <string.h>

static const char *const probe_words[] = { "", "jlink", "cmsis-dap", "sim", NULL };
static const char *const interface_words[] = { "swd", NULL };
static const char *const connect_words[] = { "auto", "normal", "under-reset", NULL };
static const char *const erase_words[] = { "needed", "selected", "all", NULL };
static const char *const verify_words[] = { "full", "crc", "no", NULL };
static const char *const reset_words[] = { "run", "halt", NULL };
static const char *const unlock_words[] = { "ask", "never", "when-locked", NULL };
static const char *const lock_bytes_words[] = { "ask", "as-file", "keep-unlocked", NULL };
static const char *const serial_words[] = { "little-endian", "big-endian", "decimal", "hex", NULL };
static const char *const view_words[] = { "map", "list", NULL };

static const UlProfileField fields[UL_PROFILE_N_KEYS] = {
    [UL_PROFILE_NAME] = { "Unlatch", "Name", "name", UL_FIELD_LINE, "", NULL, 0, 200 },
    [UL_PROFILE_NOTE] = { "Unlatch", "Note", "note", UL_FIELD_LINES, "", NULL, 0, 8000 },

    [UL_PROFILE_DEVICE] = { "Chip", "Device", "device", UL_FIELD_LINE, "", NULL, 0, 100,
                            " empty = ask the chip" },
    [UL_PROFILE_EXPECT_ID] = { "Chip", "ExpectId", "expect-id", UL_FIELD_HEX, "", NULL,
                               UL_PROFILE_UNSET, G_MAXUINT32,
                               " refuse if the chip's ID register (SDID) says otherwise" },

    [UL_PROFILE_PROBE_KIND] = { "Probe", "Kind", "probe-kind", UL_FIELD_WORD, "", probe_words, 0, 3,
                                " jlink | cmsis-dap | sim; empty = any" },
    [UL_PROFILE_PROBE_SERIAL] = { "Probe", "Serial", "probe-serial", UL_FIELD_LINE, "", NULL, 0,
                                  100, " empty = any; sim: name of the board" },
    [UL_PROFILE_INTERFACE] = { "Probe", "Interface", "interface", UL_FIELD_WORD, "swd",
                               interface_words, 0, 0 },
    [UL_PROFILE_SPEED_HZ] = { "Probe", "SpeedHz", "speed-hz", UL_FIELD_COUNT, "4000000", NULL, 1000,
                              100000000 },
    [UL_PROFILE_CONNECT] = { "Probe", "Connect", "connect", UL_FIELD_WORD, "auto", connect_words, 0,
                             2, " auto | normal | under-reset" },
    [UL_PROFILE_MIN_MILLIVOLTS] = { "Probe", "MinVolts", "min-millivolts", UL_FIELD_MILLIVOLTS, "0",
                                    NULL, 0, 100000 },

    [UL_PROFILE_ERASE] = { "Job", "Erase", "erase", UL_FIELD_WORD, "needed", erase_words, 0, 2,
                           " needed | selected | all" },
    [UL_PROFILE_SELECTED] = { "Job", "Selected", "selected", UL_FIELD_RANGE, "" },
    [UL_PROFILE_KEEP] = { "Job", "Keep", "keep", UL_FIELD_RANGES, "", NULL, 0, 0,
                          " ranges that no job may change: 0x1F000-0x1FFFF;" },
    [UL_PROFILE_SKIP_PROTECTED] = { "Job", "SkipProtected", "skip-protected", UL_FIELD_SWITCH,
                                    "false", NULL, 0, 1 },
    [UL_PROFILE_VERIFY] = { "Job", "Verify", "verify", UL_FIELD_WORD, "crc", verify_words, 0, 2,
                            " full | crc | no" },
    [UL_PROFILE_RESET] = { "Job", "Reset", "reset", UL_FIELD_WORD, "run", reset_words, 0, 1,
                           " run | halt", .last_alias = "none" },
    [UL_PROFILE_BACKUP] = { "Job", "BackupBeforeErase", "backup-before-erase", UL_FIELD_SWITCH,
                            "true", NULL, 0, 1 },

    [UL_PROFILE_UNLOCK] = { "Security", "Unlock", "unlock", UL_FIELD_WORD, "ask", unlock_words, 0,
                            2, " ask | never | when-locked" },
    [UL_PROFILE_LOCK_BYTES] = { "Security", "LockBytes", "lock-bytes", UL_FIELD_WORD, "ask",
                                lock_bytes_words, 0, 2, " ask | as-file | keep-unlocked" },

    [UL_PROFILE_SERIAL_ADDRESS] = { "Serial", "Address", "serial-address", UL_FIELD_HEX, "", NULL,
                                    UL_PROFILE_UNSET, G_MAXUINT32,
                                    " where each board gets its serial number; empty = none" },
    [UL_PROFILE_SERIAL_FORMAT] = { "Serial", "Format", "serial-format", UL_FIELD_WORD,
                                   "little-endian", serial_words, 0, 3,
                                   " little-endian | big-endian | decimal | hex" },
    [UL_PROFILE_SERIAL_WIDTH] = { "Serial", "Width", "serial-width", UL_FIELD_COUNT, "4", NULL, 1,
                                  UL_SERIAL_MAX_WIDTH, " bytes, or digits of a text" },
    [UL_PROFILE_SERIAL_PREFIX] = { "Serial", "Prefix", "serial-prefix", UL_FIELD_LINE, "", NULL, 0,
                                   UL_SERIAL_MAX_PREFIX },
    [UL_PROFILE_SERIAL_FIRST] = { "Serial", "First", "serial-first", UL_FIELD_COUNT, "1", NULL, 0,
                                  G_MAXINT64 },
    [UL_PROFILE_SERIAL_STEP] = { "Serial", "Step", "serial-step", UL_FIELD_COUNT, "1", NULL, 1,
                                 G_MAXINT32 },
    [UL_PROFILE_SERIAL_REPLACE] = { "Serial", "Replace", "serial-replace", UL_FIELD_SWITCH, "false",
                                    NULL, 0, 1,
                                    " false = a file with bytes of its own there is refused" },
    [UL_PROFILE_SERIAL_COUNTER] = { "Serial", "Counter", "serial-counter", UL_FIELD_PATH, "", NULL,
                                    0, UL_PROFILE_MAX_PATH,
                                    " file that keeps the next number; empty = of this computer" },

    [UL_PROFILE_RECORD] = { "Record", "File", "record", UL_FIELD_PATH, "", NULL, 0,
                            UL_PROFILE_MAX_PATH, " file that gets a line for each board" },

    [UL_PROFILE_VIEW] = { "Window", "View", "view", UL_FIELD_WORD, "map", view_words, 0, 1,
                          " map | list" },
    [UL_PROFILE_ZOOM] = { "Window", "Zoom", "zoom", UL_FIELD_COUNT, "0", NULL, 0, 100 },
};

static const UlProfileField file_fields[UL_PROFILE_FILE_N_KEYS] = {
    [UL_PROFILE_FILE_PATH] = { "File", "Path", NULL, UL_FIELD_LINE, "", NULL, 1,
                               UL_PROFILE_MAX_PATH },
    [UL_PROFILE_FILE_SHA256] = { "File", "Sha256", NULL, UL_FIELD_SHA256, "", NULL, 0, 64,
                                 " empty = not pinned" },
    [UL_PROFILE_FILE_OFFSET] = { "File", "Offset", NULL, UL_FIELD_SIGNED, "0", NULL,
                                 -(gint64) G_MAXUINT32, G_MAXUINT32 },
    [UL_PROFILE_FILE_BASE] = { "File", "Base", NULL, UL_FIELD_HEX, "", NULL, UL_PROFILE_UNSET,
                               G_MAXUINT32 },
    [UL_PROFILE_FILE_TICKED] = { "File", "Ticked", NULL, UL_FIELD_SWITCH, "true", NULL, 0, 1 },
};

static const char *const groups[] = { "Unlatch",  "Chip",   "Probe",  "File",  "Job",
                                      "Security", "Serial", "Record", "Window" };

const UlProfileField *
ul_profile_field_get (UlProfileKey key)
{
    return &fields[key];
}

const UlProfileField *
ul_profile_field_get_of_file (UlProfileFileKey key)
{
    return &file_fields[key];
}

guint
ul_profile_group_is_file (const char *group)
{
    guint64 number;

    if (!g_str_has_prefix (group, "File ") ||
        !g_ascii_string_to_unsigned (group + strlen ("File "), 10, 1, 9999, &number, NULL))
        return 0;
    return (guint) number;
}

int
ul_profile_group_rank (const char *group)
{
    const char *name = ul_profile_group_is_file (group) != 0 ? "File" : group;

    for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
        if (g_str_equal (groups[i], name))
            return (int) i;
    return -1;
}

gboolean
ul_profile_field_is_text (const UlProfileField *field)
{
    switch (field->kind) {
    case UL_FIELD_LINE:
    case UL_FIELD_LINES:
    case UL_FIELD_PATH:
    case UL_FIELD_RANGE:
    case UL_FIELD_RANGES:
    case UL_FIELD_SHA256:
        return TRUE;
    case UL_FIELD_WORD:
    case UL_FIELD_SWITCH:
    case UL_FIELD_COUNT:
    case UL_FIELD_SIGNED:
    case UL_FIELD_HEX:
    case UL_FIELD_MILLIVOLTS:
    default:
        return FALSE;
    }
}
