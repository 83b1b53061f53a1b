/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * UlErrorCode:
 *
 * Names the state the user is in, so that the code alone chooses title, remedy, action and exit
 * status (ul-problem.h). The message of the error tells the cause. A stop by the user is
 * %G_IO_ERROR_CANCELLED and never one of these.
 */
typedef enum {
    UL_ERROR_FAILED, /* anything that has no better name */
    UL_ERROR_USAGE,
    UL_ERROR_NOT_SUPPORTED, /* this program cannot do that with this device or probe */
    UL_ERROR_NOT_CONFIRMED, /* needs a confirmation that was not given */

    UL_ERROR_FILE_NOT_FOUND,
    UL_ERROR_FILE_IO,
    UL_ERROR_FILE_CHANGED,   /* not the content that was expected, or written to by somebody else */
    UL_ERROR_PROFILE_SYNTAX, /* not a profile, or one with a bad value; nothing was taken from it */
    UL_ERROR_CHIPS_SYNTAX,  /* no description of chips, or a wrong one; no chip was taken from it */
    UL_ERROR_PROFILE_NEWER, /* made by a newer version: it can be used but not saved */
    UL_ERROR_PROFILE_FORBIDS, /* no confirmation helps: the profile itself has to be changed */
    UL_ERROR_IMAGE_FORMAT,    /* not a firmware file at all */
    UL_ERROR_IMAGE_SYNTAX,    /* damaged; the message names file, line, column, reason */
    UL_ERROR_IMAGE_OVERLAP,   /* two values for one address */
    UL_ERROR_IMAGE_TOO_BIG,
    UL_ERROR_IMAGE_DOES_NOT_FIT, /* has bytes outside the device's memories */

    UL_ERROR_NO_PROBE,
    UL_ERROR_PROBE_PERMISSION,
    UL_ERROR_PROBE_BUSY,
    UL_ERROR_PROBE_GONE,   /* unplugged */
    UL_ERROR_PROBE_SILENT, /* the probe does not answer */
    UL_ERROR_PROBE_FAILED, /* the probe answers with an error of its own */

    UL_ERROR_TARGET_NO_POWER,
    UL_ERROR_TARGET_NO_ACK, /* nobody answers on SWD */
    UL_ERROR_TARGET_PARITY, /* garbled answers: speed, wiring */
    UL_ERROR_TARGET_WAIT,   /* answers WAIT for ever */
    UL_ERROR_TARGET_FAULT,  /* an access was refused */
    UL_ERROR_TARGET_RESETTING,
    UL_ERROR_TARGET_UNSTABLE,
    UL_ERROR_TARGET_WRONG_CHIP,
    UL_ERROR_TARGET_UNKNOWN_CHIP,
    UL_ERROR_TARGET_TIMEOUT, /* the core did not halt, run or reset in time */
    UL_ERROR_TARGET_LOST_POWER,

    UL_ERROR_CHIP_LOCKED,         /* secured, mass erase allowed */
    UL_ERROR_CHIP_LOCKED_FOREVER, /* secured, mass erase disabled */
    UL_ERROR_CHIP_LOCK_UNCLEAR,   /* samples disagree */
    UL_ERROR_CHIP_MUTE,           /* no answer, from a family that does so when it is locked */
    UL_ERROR_UNLOCK_FAILED,       /* ran, but the proof after the reset failed */
    UL_ERROR_UNLOCK_TIMEOUT,
    UL_ERROR_KEY_OUT_OF_REACH, /* the backdoor key opens the chip from inside only */

    UL_ERROR_WOULD_LOCK,         /* the result would be secured after the next reset */
    UL_ERROR_WOULD_LOCK_FOREVER, /* ... with mass erase disabled */
    UL_ERROR_MIGHT_LOCK_FOREVER, /* ... if power fails at the wrong moment */

    UL_ERROR_FLASH_PROTECTED,  /* FPVIOL, or a plan that touches protected sectors */
    UL_ERROR_CANNOT_LIFT,      /* the way to the protection setting is barred as well */
    UL_ERROR_FLASH_COMMAND,    /* ACCERR: the controller calls the command illegal */
    UL_ERROR_FLASH_COLLISION,  /* RDCOLERR */
    UL_ERROR_FLASH_FAILED,     /* MGSTAT0: erase or program did not take */
    UL_ERROR_FLASH_NOT_BLANK,  /* the chip reported success but the sector is not blank */
    UL_ERROR_FLASH_COLLATERAL, /* sectors outside the job are not as they were before it */
    UL_ERROR_FLASH_TIMEOUT,
    UL_ERROR_FLASH_POWER_MODE, /* VLPR/HSRUN: the controller ignores commands */
    UL_ERROR_FLASH_CLOCK,      /* FTMRx: its clock is wrong and cannot be set right */
    UL_ERROR_LOADER_FAILED,    /* the routine in RAM crashed or went silent */

    UL_ERROR_VERIFY_MISMATCH,
    UL_ERROR_NOT_BLANK, /* a blank check has found data */

    UL_ERROR_BACKUP_FAILED, /* what would be taken away could not be kept; nothing was touched */
    UL_ERROR_BACKUP_OTHER_CHIP, /* to be restored to another single chip than it was taken from */
    UL_ERROR_BACKUP_DIVISION,   /* ... to one that has divided its FlexNVM in another way */

    UL_ERROR_SERIAL_NUMBER, /* there is none to give, or its counter cannot be read or advanced */
    UL_ERROR_RECORD_FAILED, /* the line of a board could not be added to the record */

    UL_ERROR_LOG_UNKNOWN, /* a log to be explained says nothing that is known */
    UL_ERROR_LAST
} UlErrorCode;

#define UL_ERROR (ul_error_quark ())
GQuark ul_error_quark (void);

/**
 * ul_error_set_where:
 * @error: (nullable): an error of the domain %UL_ERROR; others and %NULL are ignored
 * @address: first address concerned
 * @size: bytes concerned, at least 1
 *
 * Says which part of the chip the failure concerns, so that it can be shown on its sectors.
 */
void ul_error_set_where (GError *error, guint32 address, guint32 size);

/** ul_error_get_where: Returns: %FALSE when the error names no place */
gboolean ul_error_get_where (const GError *error, guint32 *address, guint32 *size);

/**
 * ul_error_add_detail:
 * @error: (nullable): as in ul_error_set_where()
 * @key: short name, not translated: "FSTAT", "DFSR", "expected"
 *
 * Keeps a raw value for the Details of the message. A second value for a key replaces the first.
 */
void ul_error_add_detail (GError *error, const char *key, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/** ul_error_get_details: Returns: (nullable) (transfer none): pairs key, value, key, value, NULL */
const char *const *ul_error_get_details (const GError *error);

G_END_DECLS
