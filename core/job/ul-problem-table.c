/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One row for each code: the only place where a failure gets its words. */
#include "ul-problem-table.h"

#include <glib/gi18n.h>

enum {
    EXIT_USAGE = 1,
    EXIT_FILE = 2,
    EXIT_PROBE = 3,
    EXIT_TARGET = 4,
    EXIT_LOCKED = 5,
    EXIT_VERIFY = 6,
    EXIT_FLASH = 7,
    EXIT_ELSE = 9,
};

static const UlProblemRow rows[] = {
    [UL_ERROR_FAILED] = { "failed", N_ ("The job could not be done"), NULL,
                          N_ ("Try again; if it stays so, the Details help to find out why."),
                          UL_REMEDY_TRY_AGAIN, UL_REMEDY_NONE, EXIT_ELSE },
    [UL_ERROR_USAGE] = { "usage", N_ ("The request is not complete"), NULL,
                         N_ ("See --help for what is expected."), UL_REMEDY_NONE, UL_REMEDY_NONE,
                         EXIT_USAGE },
    [UL_ERROR_NOT_SUPPORTED] = { "not-supported", N_ ("This is not supported yet"), NULL,
                                 N_ ("Choose another chip or probe if the present one is not "
                                     "meant."),
                                 UL_REMEDY_CHOOSE_CHIP, UL_REMEDY_NONE, EXIT_ELSE },
    [UL_ERROR_NOT_CONFIRMED] = { "not-confirmed", N_ ("This needs a confirmation"), NULL,
                                 N_ ("Confirm it, or add --yes on the command line."),
                                 UL_REMEDY_NONE, UL_REMEDY_NONE, EXIT_USAGE },

    [UL_ERROR_FILE_NOT_FOUND] = { "file-not-found", N_ ("The file was not found"), NULL,
                                  N_ ("Build it again, or open another file."), UL_REMEDY_OPEN_FILE,
                                  UL_REMEDY_NONE, EXIT_USAGE },
    [UL_ERROR_FILE_IO] = { "file-io", N_ ("The file cannot be read or written"), NULL,
                           N_ ("Check the disk and the permissions of the file."),
                           UL_REMEDY_TRY_AGAIN, UL_REMEDY_OPEN_FILE, EXIT_FILE },
    [UL_ERROR_FILE_CHANGED] = { "file-changed", N_ ("The file is not the expected one"), NULL,
                                N_ ("Open the file that was meant, or accept the present one in "
                                    "the profile."),
                                UL_REMEDY_OPEN_FILE, UL_REMEDY_NONE, EXIT_FILE },
    [UL_ERROR_PROFILE_SYNTAX] = { "profile-syntax", N_ ("The profile cannot be read"), NULL,
                                  N_ ("Correct the line in a text editor, or open another file."),
                                  UL_REMEDY_OPEN_FILE, UL_REMEDY_NONE, EXIT_FILE },
    [UL_ERROR_CHIPS_SYNTAX] = { "chips-syntax", N_ ("The chip description cannot be used"), NULL,
                                N_ ("Correct the line in a text editor: the manual page "
                                    "unlatch-chips(5) lists what may stand there."),
                                UL_REMEDY_NONE, UL_REMEDY_NONE, EXIT_FILE },
    [UL_ERROR_PROFILE_FORBIDS] = { "profile-forbids", N_ ("The profile does not allow this"), NULL,
                                   N_ ("Leave it as it is, or change the profile first."),
                                   UL_REMEDY_NONE, UL_REMEDY_NONE, EXIT_USAGE },
    [UL_ERROR_PROFILE_NEWER] = { "profile-newer", N_ ("The profile was made by a newer Unlatch"),
                                 NULL, N_ ("Update this program to change the profile."),
                                 UL_REMEDY_NONE, UL_REMEDY_NONE, EXIT_FILE },
    [UL_ERROR_IMAGE_FORMAT] = { "image-format", N_ ("This is not a firmware file"), NULL,
                                N_ ("Open an Intel HEX, S-record, ELF, TI-TXT, UF2 or .bin file."),
                                UL_REMEDY_OPEN_FILE, UL_REMEDY_NONE, EXIT_FILE },
    [UL_ERROR_IMAGE_SYNTAX] = { "image-syntax", N_ ("The file is damaged"), NULL,
                                N_ ("Build or copy the file again."), UL_REMEDY_OPEN_FILE,
                                UL_REMEDY_NONE, EXIT_FILE },
    [UL_ERROR_IMAGE_OVERLAP] = { "image-overlap", N_ ("Two parts fill the same addresses"), NULL,
                                 N_ ("Leave one of them out, or move it in its linker script."),
                                 UL_REMEDY_OPEN_FILE, UL_REMEDY_SHOW_SECTORS, EXIT_FILE },
    [UL_ERROR_IMAGE_TOO_BIG] = { "image-too-big", N_ ("The file is too big"), NULL,
                                 N_ ("Open the firmware file itself, not an archive or a dump."),
                                 UL_REMEDY_OPEN_FILE, UL_REMEDY_NONE, EXIT_FILE },
    [UL_ERROR_IMAGE_DOES_NOT_FIT] = { "image-does-not-fit", N_ ("The file does not fit this chip"),
                                      NULL, N_ ("Check that file and chip belong together."),
                                      UL_REMEDY_CHOOSE_CHIP, UL_REMEDY_OPEN_FILE, EXIT_FILE },

    [UL_ERROR_NO_PROBE] = { "no-probe", N_ ("No debug probe found"), NULL,
                            N_ ("Connect a J-Link or CMSIS-DAP probe by USB; it is noticed by "
                                "itself."),
                            UL_REMEDY_TRY_SIMULATED, UL_REMEDY_TRY_AGAIN, EXIT_PROBE },
    [UL_ERROR_PROBE_PERMISSION] = { "probe-permission", N_ ("This computer may not open the probe"),
                                    NULL,
                                    N_ ("Install the udev rule, then plug the probe in again."),
                                    UL_REMEDY_COPY_FIX, UL_REMEDY_TRY_AGAIN, EXIT_PROBE },
    [UL_ERROR_PROBE_BUSY] = { "probe-busy", N_ ("The probe is used by another program"), NULL,
                              N_ ("Close that program, then try again."), UL_REMEDY_TRY_AGAIN,
                              UL_REMEDY_NONE, EXIT_PROBE },
    [UL_ERROR_PROBE_GONE] = { "probe-gone", N_ ("The probe was disconnected"), NULL,
                              N_ ("Plug the probe in again, then resume."), UL_REMEDY_RESUME,
                              UL_REMEDY_NONE, EXIT_PROBE },
    [UL_ERROR_PROBE_SILENT] = { "probe-silent", N_ ("The probe does not answer"), NULL,
                                N_ ("Unplug the probe, plug it in again, then try again."),
                                UL_REMEDY_TRY_AGAIN, UL_REMEDY_NONE, EXIT_PROBE },
    [UL_ERROR_PROBE_FAILED] = { "probe-failed", N_ ("The probe reports a failure"), NULL,
                                N_ ("Unplug the probe, plug it in again, then try again."),
                                UL_REMEDY_TRY_AGAIN, UL_REMEDY_NONE, EXIT_PROBE },

    [UL_ERROR_TARGET_NO_POWER] = { "target-no-power", N_ ("The board has no power"), NULL,
                                   N_ ("Switch the board on and check the cable's supply pin."),
                                   UL_REMEDY_TRY_AGAIN, UL_REMEDY_NONE, EXIT_TARGET },
    [UL_ERROR_TARGET_NO_ACK] = { "target-no-ack", N_ ("No answer from the chip"), NULL,
                                 N_ ("Check SWDIO, SWCLK, RESET and GND."), UL_REMEDY_TRY_AGAIN,
                                 UL_REMEDY_CATCH, EXIT_TARGET },
    [UL_ERROR_TARGET_PARITY] = { "target-parity", N_ ("The connection is unreliable"), NULL,
                                 N_ ("Lower the speed; a 10 kΩ pull-up on RESET and a capacitor "
                                     "of at most 100 nF help as well."),
                                 UL_REMEDY_LOWER_SPEED, UL_REMEDY_TRY_AGAIN, EXIT_TARGET },
    [UL_ERROR_TARGET_WAIT] = { "target-wait", N_ ("The chip stays busy"), NULL,
                               N_ ("Try again; if it stays so, check again under reset."),
                               UL_REMEDY_TRY_AGAIN, UL_REMEDY_CHECK_UNDER_RESET, EXIT_TARGET },
    [UL_ERROR_TARGET_FAULT] = { "target-fault", N_ ("The chip refused an access"), NULL,
                                N_ ("Try again under reset."), UL_REMEDY_CHECK_UNDER_RESET,
                                UL_REMEDY_TRY_AGAIN, EXIT_TARGET },
    [UL_ERROR_TARGET_RESETTING] = { "target-resetting", N_ ("The chip keeps resetting"), NULL,
                                    N_ ("Hold RESET, or let the chip be caught between two "
                                        "resets."),
                                    UL_REMEDY_CATCH, UL_REMEDY_CHECK_UNDER_RESET, EXIT_TARGET },
    [UL_ERROR_TARGET_UNSTABLE] = { "target-unstable", N_ ("The connection is unreliable"), NULL,
                                   N_ ("Lower the speed; a 10 kΩ pull-up on RESET and a capacitor "
                                       "of at most 100 nF help as well."),
                                   UL_REMEDY_LOWER_SPEED, UL_REMEDY_TRY_AGAIN, EXIT_TARGET },
    [UL_ERROR_TARGET_WRONG_CHIP] = { "target-wrong-chip", N_ ("This is a different chip"), NULL,
                                     N_ ("Choose the chip that is on the board."),
                                     UL_REMEDY_USE_FOUND_CHIP, UL_REMEDY_CHOOSE_CHIP, EXIT_TARGET },
    [UL_ERROR_TARGET_UNKNOWN_CHIP] = { "target-unknown-chip", N_ ("The chip is not known"), NULL,
                                       N_ ("Choose the chip by its name."), UL_REMEDY_CHOOSE_CHIP,
                                       UL_REMEDY_NONE, EXIT_TARGET },
    [UL_ERROR_TARGET_TIMEOUT] = { "target-timeout", N_ ("The chip did not answer in time"), NULL,
                                  N_ ("Try again under reset."), UL_REMEDY_CHECK_UNDER_RESET,
                                  UL_REMEDY_TRY_AGAIN, EXIT_TARGET },
    [UL_ERROR_TARGET_LOST_POWER] = { "target-lost-power", N_ ("The board lost power"), NULL,
                                     N_ ("Restore the supply, then resume."), UL_REMEDY_RESUME,
                                     UL_REMEDY_NONE, EXIT_TARGET },

    [UL_ERROR_CHIP_LOCKED] = { "chip-locked", N_ ("The chip is locked"), NULL,
                               N_ ("Unlock it: that erases everything, and mass erase is allowed "
                                   "on "
                                   "this chip."),
                               UL_REMEDY_UNLOCK, UL_REMEDY_NONE, EXIT_LOCKED },
    [UL_ERROR_CHIP_LOCKED_FOREVER] = { "chip-locked-forever",
                                       N_ ("This chip cannot be unlocked by erasing"), NULL,
                                       N_ ("Without a backdoor key or a working boot loader in its "
                                           "firmware it has to be replaced."),
                                       UL_REMEDY_WHAT_WORKS, UL_REMEDY_NONE, EXIT_LOCKED },
    [UL_ERROR_CHIP_LOCK_UNCLEAR] = { "chip-lock-unclear", N_ ("The lock state is not clear"), NULL,
                                     N_ ("Check again under reset. Erasing is not offered until "
                                         "this "
                                         "is certain."),
                                     UL_REMEDY_CHECK_UNDER_RESET, UL_REMEDY_CATCH, EXIT_LOCKED },
    [UL_ERROR_CHIP_MUTE] = { "chip-mute", N_ ("The chip does not answer and may be locked"), NULL,
                             N_ ("Check the connection first. Then unlock it: that erases "
                                 "everything, and needs the RESET line and the board's power "
                                 "switch."),
                             UL_REMEDY_UNLOCK, UL_REMEDY_TRY_AGAIN, EXIT_LOCKED },
    [UL_ERROR_UNLOCK_FAILED] = { "unlock-failed", N_ ("The chip was not unlocked"), NULL,
                                 N_ ("Connect the RESET line, then unlock again."),
                                 UL_REMEDY_UNLOCK, UL_REMEDY_CHECK_UNDER_RESET, EXIT_LOCKED },
    [UL_ERROR_UNLOCK_TIMEOUT] = { "unlock-timeout", N_ ("The mass erase did not finish in time"),
                                  NULL,
                                  N_ ("Connect the RESET line, switch the board off and on, then "
                                      "unlock again."),
                                  UL_REMEDY_UNLOCK, UL_REMEDY_CHECK_UNDER_RESET, EXIT_LOCKED },

    [UL_ERROR_KEY_OUT_OF_REACH] = { "key-out-of-reach",
                                    N_ ("A debug probe cannot use the backdoor key"), NULL,
                                    N_ ("Give the key to the firmware or boot loader that runs on "
                                        "the chip, in the way that it asks for it."),
                                    UL_REMEDY_WHAT_WORKS, UL_REMEDY_NONE, EXIT_LOCKED },

    [UL_ERROR_WOULD_LOCK] = { "would-lock", N_ ("This file would lock the chip"), NULL,
                              N_ ("Keep the chip unlocked by writing 0xFE, or confirm that it "
                                  "shall "
                                  "be locked."),
                              UL_REMEDY_KEEP_UNLOCKED, UL_REMEDY_REVIEW_LOCK, EXIT_LOCKED },
    [UL_ERROR_WOULD_LOCK_FOREVER] = { "would-lock-forever",
                                      N_ ("This file would lock the chip for ever"), NULL,
                                      N_ ("Keep the chip unlocked by writing 0xFE. No tool can "
                                          "undo "
                                          "the lock."),
                                      UL_REMEDY_KEEP_UNLOCKED, UL_REMEDY_REVIEW_LOCK, EXIT_LOCKED },

    [UL_ERROR_MIGHT_LOCK_FOREVER] = { "might-lock-forever",
                                      N_ ("A power failure could lock the chip for ever"), NULL,
                                      N_ ("Write the lock byte so that it allows mass erase all "
                                          "the way, or confirm the risk and keep the power on."),
                                      UL_REMEDY_KEEP_UNLOCKED, UL_REMEDY_REVIEW_LOCK, EXIT_LOCKED },

    [UL_ERROR_FLASH_PROTECTED] = { "flash-protected", N_ ("Protected sectors are in the way"),
                                   N_ ("Sector %s is protected"),
                                   N_ ("Lift the protection, which keeps all else; or unlock and "
                                       "erase "
                                       "all, or leave the protected sectors out."),
                                   UL_REMEDY_LIFT_PROTECTION, UL_REMEDY_UNLOCK_AND_ERASE,
                                   EXIT_LOCKED },
    [UL_ERROR_CANNOT_LIFT] = { "cannot-lift", N_ ("The protection cannot be lifted"), NULL,
                               N_ ("Leave the protected sectors out; only firmware on the chip "
                                   "could erase itself."),
                               UL_REMEDY_SHOW_SECTORS, UL_REMEDY_NONE, EXIT_LOCKED },
    [UL_ERROR_FLASH_COMMAND] = { "flash-command", N_ ("The chip calls the flash command illegal"),
                                 N_ ("The chip refused the command for sector %s"),
                                 N_ ("Check that the chosen chip is the one on the board."),
                                 UL_REMEDY_CHOOSE_CHIP, UL_REMEDY_TRY_AGAIN, EXIT_FLASH },
    [UL_ERROR_FLASH_COLLISION] = { "flash-collision", N_ ("The flash was read while it was busy"),
                                   N_ ("Sector %s was read while it was busy"),
                                   N_ ("Close other debuggers, then try again under reset."),
                                   UL_REMEDY_CHECK_UNDER_RESET, UL_REMEDY_TRY_AGAIN, EXIT_FLASH },
    [UL_ERROR_FLASH_FAILED] = { "flash-failed", N_ ("The flash could not be erased or written"),
                                N_ ("Sector %s could not be erased or written"),
                                N_ ("Check the board's supply, then program again; a sector that "
                                    "fails again is worn out."),
                                UL_REMEDY_PROGRAM_AGAIN, UL_REMEDY_SHOW_SECTORS, EXIT_FLASH },
    [UL_ERROR_FLASH_NOT_BLANK] = { "flash-not-blank", N_ ("The flash is not empty after erasing"),
                                   N_ ("Sector %s is not empty after erasing"),
                                   N_ ("Erase again; if it stays so, the sector is worn out."),
                                   UL_REMEDY_TRY_AGAIN, UL_REMEDY_SHOW_SECTORS, EXIT_FLASH },
    [UL_ERROR_FLASH_COLLATERAL] = { "flash-collateral", N_ ("Sectors outside the job changed"),
                                    NULL,
                                    N_ ("Restore them from a backup if there is one, and check the "
                                        "board's supply."),
                                    UL_REMEDY_RESTORE, UL_REMEDY_SHOW_SECTORS, EXIT_FLASH },
    [UL_ERROR_FLASH_TIMEOUT] = { "flash-timeout", N_ ("The chip did not finish in time"),
                                 N_ ("Sector %s did not finish in time"),
                                 N_ ("Check the board's supply, then try again under reset."),
                                 UL_REMEDY_CHECK_UNDER_RESET, UL_REMEDY_TRY_AGAIN, EXIT_FLASH },
    [UL_ERROR_FLASH_POWER_MODE] = { "flash-power-mode",
                                    N_ ("The chip's power mode forbids flash commands"), NULL,
                                    N_ ("Check again under reset: the chip then starts in its "
                                        "normal "
                                        "mode."),
                                    UL_REMEDY_CHECK_UNDER_RESET, UL_REMEDY_TRY_AGAIN, EXIT_FLASH },
    [UL_ERROR_FLASH_CLOCK] = { "flash-clock", N_ ("The clock of the chip's flash is set wrong"),
                               NULL,
                               N_ ("Check again under reset: the clock can be set anew from "
                                   "there."),
                               UL_REMEDY_CHECK_UNDER_RESET, UL_REMEDY_TRY_AGAIN, EXIT_FLASH },
    [UL_ERROR_LOADER_FAILED] = { "loader-failed", N_ ("The flash routine in RAM stopped"), NULL,
                                 N_ ("Check the board's supply, then try again under reset."),
                                 UL_REMEDY_CHECK_UNDER_RESET, UL_REMEDY_TRY_AGAIN, EXIT_FLASH },

    [UL_ERROR_VERIFY_MISMATCH] = { "verify-mismatch",
                                   N_ ("The chip does not hold what the file says"),
                                   N_ ("Sector %s does not hold what was expected"),
                                   N_ ("Program again."), UL_REMEDY_PROGRAM_AGAIN,
                                   UL_REMEDY_COMPARE, EXIT_VERIFY },
    [UL_ERROR_NOT_BLANK] = { "not-blank", N_ ("The flash is not blank"),
                             N_ ("Sector %s is not blank"),
                             N_ ("Erase it, unless what it holds is needed."),
                             UL_REMEDY_SHOW_SECTORS, UL_REMEDY_NONE, EXIT_VERIFY },

    [UL_ERROR_BACKUP_FAILED] = { "backup-failed", N_ ("The old contents could not be saved first"),
                                 NULL,
                                 N_ ("Make room on the disk, or go on without a backup: the old "
                                     "contents are then lost."),
                                 UL_REMEDY_TRY_AGAIN, UL_REMEDY_NO_BACKUP, EXIT_ELSE },
    [UL_ERROR_BACKUP_OTHER_CHIP] = { "backup-other-chip", N_ ("The backup is of another chip"),
                                     NULL,
                                     N_ ("Connect the board that it was taken from, or confirm "
                                         "that this one shall get it (--other-chip on the command "
                                         "line)."),
                                     UL_REMEDY_RESTORE, UL_REMEDY_NONE, EXIT_TARGET },
    [UL_ERROR_BACKUP_DIVISION] = { "backup-division",
                                   N_ ("The chip has divided its FlexNVM in another way"), NULL,
                                   N_ ("Unlock the chip, which erases all of it, then restore the "
                                       "backup again."),
                                   UL_REMEDY_UNLOCK, UL_REMEDY_RESTORE, EXIT_TARGET },

    [UL_ERROR_SERIAL_NUMBER] = { "serial-number", N_ ("There is no serial number for this board"),
                                 NULL,
                                 N_ ("Look at the serial numbers in the profile, and at the file "
                                     "of "
                                     "their counter."),
                                 UL_REMEDY_TRY_AGAIN, UL_REMEDY_NONE, EXIT_ELSE },
    [UL_ERROR_RECORD_FAILED] = { "record-failed", N_ ("The board could not be recorded"), NULL,
                                 N_ ("Make room on the disk, or have the profile name another "
                                     "file."),
                                 UL_REMEDY_TRY_AGAIN, UL_REMEDY_NONE, EXIT_ELSE },

    [UL_ERROR_LOG_UNKNOWN] = { "log-unknown", N_ ("Nothing in this log is recognised"), NULL,
                               N_ ("Paste more of it, from the connection to the chip on: lines "
                                   "with the word error, failed or timeout tell most."),
                               UL_REMEDY_NONE, UL_REMEDY_NONE, EXIT_ELSE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (rows) == UL_ERROR_LAST);

const UlProblemRow *
ul_problem_get_row (UlErrorCode code)
{
    return code < UL_ERROR_LAST && rows[code].nick != NULL ? &rows[code] : &rows[UL_ERROR_FAILED];
}
