/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One row for each message that is known. To add one: the text as the program prints it, what it
 * means, and where it was seen; tests/explain/ holds logs with the findings they must give. */
#include "ul-explain-private.h"

#include <glib/gi18n.h>

/* A message that says all by itself. */
#define ROW(who, what, means, comes, seen)                                                         \
    {                                                                                              \
        .tool = (who), .message = (what), .code = UL_ERROR_##means, .rank = UL_RANK_##comes,       \
        .source = (seen)                                                                           \
    }

#define JLINK      "SEGGER J-Link"
#define OOCD       "OpenOCD"
#define PYOCD      "pyOCD"
#define PEMICRO    "P&E"
#define CW         "CodeWarrior"
#define LINKSERVER "NXP LinkServer"
#define KEIL       "Keil MDK"
#define DAPLINK    "DAPLink"
#define LIBUSB     "libusb"

/* Sources */
#define STYGER        "MCU on Eclipse: Unlocking and Erasing FLASH with Segger J-Link, and its comments"
#define NXP(n)        "community.nxp.com, " n
#define FORUM(n)      "forum.segger.com, thread " n
#define OOCD_KINETIS  "OpenOCD 0.12, src/flash/nor/kinetis.c"
#define OOCD_CORE     "OpenOCD 0.12, messages of its core and drivers"
#define PYOCD_KINETIS "pyOCD 0.36, target_kinetis.py"
#define PYOCD_FLASH   "pyOCD 0.36, flash/flash.py and probe/"
#define SDK_STATUS    "pyOCD issue 246: status codes of the MCUXpresso SDK's flash driver"

const UlExplainRow ul_explain_rows[] = {
    /* --- probe and supply ------------------------------------------------------------------ */
    ROW (JLINK, "Target voltage too low", TARGET_NO_POWER, BENCH, "b-parasite issue 197"),
    { .tool = JLINK,
      .message = "VTref",
      .code = UL_ERROR_TARGET_NO_POWER,
      .rank = UL_RANK_BENCH,
      .value = UL_VALUE_VOLTS,
      .source = "b-parasite issue 197" },
    { .tool = JLINK,
      .message = "VTarget",
      .code = UL_ERROR_TARGET_NO_POWER,
      .rank = UL_RANK_BENCH,
      .value = UL_VALUE_VOLTS,
      .source = NXP ("1258709") },
    { .tool = JLINK,
      .message = "Target voltage:",
      .code = UL_ERROR_TARGET_NO_POWER,
      .rank = UL_RANK_BENCH,
      .value = UL_VALUE_VOLTS,
      .source = NXP ("452470") },
    ROW (OOCD, "target voltage may be too low", TARGET_NO_POWER, BENCH, OOCD_CORE),
    ROW (JLINK, "Connecting to J-Link via USB*FAILED", NO_PROBE, BENCH,
         "J-Link Commander without a probe"),
    ROW (JLINK, "No emulators connected via USB", NO_PROBE, BENCH, "J-Link DLL without a probe"),
    ROW (JLINK, "Cannot connect to J-Link", NO_PROBE, BENCH, "devzone.nordicsemi.com, 114638"),
    ROW (OOCD, "No J-Link device found", NO_PROBE, BENCH, OOCD_CORE),
    ROW (OOCD, "unable to find a matching CMSIS-DAP device", NO_PROBE, BENCH, OOCD_CORE),
    ROW (PYOCD, "No available debug probes", NO_PROBE, BENCH, PYOCD_FLASH),
    ROW (PYOCD, "No connected debug probe", NO_PROBE, BENCH, PYOCD_FLASH),
    ROW (PEMICRO, "Error connecting to multilink", NO_PROBE, BENCH, NXP ("308657")),
    ROW (LIBUSB, "LIBUSB_ERROR_ACCESS", PROBE_PERMISSION, BENCH, "libusb.h"),
    ROW (LIBUSB, "Access denied (insufficient permissions)", PROBE_PERMISSION, BENCH,
         "libusb_strerror()"),
    ROW (LIBUSB, "LIBUSB_ERROR_BUSY", PROBE_BUSY, BENCH, "libusb.h"),
    ROW (LIBUSB, "Resource busy", PROBE_BUSY, BENCH, "libusb_strerror()"),
    ROW (LIBUSB, "LIBUSB_ERROR_NO_DEVICE", PROBE_GONE, BENCH, "libusb.h"),
    ROW (LIBUSB, "No such device (it may have been disconnected)", PROBE_GONE, BENCH,
         "libusb_strerror()"),
    { .tool = OOCD,
      .message = "unable to open CMSIS-DAP device",
      .code = UL_ERROR_PROBE_BUSY,
      .rank = UL_RANK_WIRE,
      .cause = N_ ("The probe is there and could not be opened: another program holds it, or "
                   "the permission is missing."),
      .source = OOCD_CORE },
    { .tool = PYOCD,
      .message = "Unable to open device",
      .code = UL_ERROR_PROBE_BUSY,
      .rank = UL_RANK_WIRE,
      .cause = N_ (
          "The probe is there and could not be opened: another program holds it, or the permission "
          "is missing."),
      .source = PYOCD_FLASH },
    ROW (OOCD, "CMSIS-DAP command mismatch", PROBE_FAILED, BENCH, OOCD_CORE),
    ROW (OOCD, "CMSIS-DAP command CMD_*failed", PROBE_FAILED, WIRE, OOCD_CORE),
    ROW (LINKSERVER, "Redlink interface error", PROBE_FAILED, WIRE, NXP ("1608749")),

    /* --- locked for ever ------------------------------------------------------------------- */
    ROW (OOCD, "MDM: mass erase is disabled", CHIP_LOCKED_FOREVER, FOREVER, OOCD_KINETIS),
    ROW (JLINK, "readout protection is set and mass erase is disabled", CHIP_LOCKED_FOREVER,
         FOREVER, NXP ("742366")),
    { .tool = PYOCD,
      .message = "Mass erase disabled. MDM status:",
      .code = UL_ERROR_CHIP_LOCKED_FOREVER,
      .rank = UL_RANK_FOREVER,
      .value = UL_VALUE_MDM,
      .source = PYOCD_KINETIS },
    ROW (PEMICRO, "Mass erase is disabled", CHIP_LOCKED_FOREVER, FOREVER, NXP ("308657")),
    ROW (CW, "Irreversible secure detected", WOULD_LOCK_FOREVER, FOREVER, NXP ("178579")),
    ROW (DAPLINK, "image would lock target MCU", WOULD_LOCK, UNLOCK, "DAPLink, error.c"),
    ROW (OOCD, "Device security requested in the programmed file", WOULD_LOCK, UNLOCK,
         OOCD_KINETIS),

    /* --- unlocking failed ------------------------------------------------------------------ */
    { .tool = JLINK,
      .message = "Timeout while unsecuring device. Erase never starts",
      .code = UL_ERROR_UNLOCK_TIMEOUT,
      .rank = UL_RANK_UNLOCK,
      .cause = N_ (
          "The mass erase was asked for, and the chip never acknowledged it. Mostly its RESET line "
          "is not connected, or pulses because the chip is empty or crashes, so that the request "
          "is lost."),
      .source = NXP ("452470, 638848, 1258709") },
    ROW (JLINK, "Timeout while unsecuring device", UNLOCK_TIMEOUT, UNLOCK, NXP ("452470")),
    ROW (JLINK, "Failed to unsecure Kinetis device", UNLOCK_FAILED, FOLLOWS, NXP ("452470")),
    { .tool = OOCD,
      .message = "Mass erase of a secured MCU is not possible without hardware reset",
      .code = UL_ERROR_UNLOCK_FAILED,
      .rank = UL_RANK_UNLOCK,
      .cause = N_ (
          "A secured chip of this family is unlocked with its RESET line held, and OpenOCD was not "
          "told that there is one (reset_config)."),
      .source = OOCD_KINETIS },
    { .tool = OOCD,
      .message = "MDM: waiting for mass erase conditions timed out",
      .code = UL_ERROR_UNLOCK_TIMEOUT,
      .rank = UL_RANK_UNLOCK,
      .cause = N_ (
          "The chip never came to rest in reset with its flash ready, which the mass erase needs: "
          "mostly the RESET line is not connected."),
      .source = OOCD_KINETIS },
    ROW (OOCD, "MDM: mass erase timeout", UNLOCK_TIMEOUT, UNLOCK, OOCD_KINETIS),
    ROW (OOCD, "MDM: failed to start mass erase", UNLOCK_TIMEOUT, UNLOCK, OOCD_KINETIS),
    ROW (PYOCD, "Mass erase timeout waiting for", UNLOCK_TIMEOUT, UNLOCK, PYOCD_KINETIS),
    { .tool = PYOCD,
      .message = "Failed to unlock. MDM status:",
      .code = UL_ERROR_UNLOCK_FAILED,
      .rank = UL_RANK_UNLOCK,
      .value = UL_VALUE_MDM,
      .cause = N_ (
          "The status still said secured right after the mass erase, which some chips change only "
          "in the reset that follows."),
      .source = PYOCD_KINETIS },
    ROW (PYOCD, "unable to unlock device", UNLOCK_FAILED, FOLLOWS, PYOCD_KINETIS),

    /* --- states of the chip ---------------------------------------------------------------- */
    ROW (OOCD, "probably locked-up in RESET/WDOG loop", TARGET_RESETTING, STATE, OOCD_KINETIS),
    ROW (PEMICRO, "Failure to enter debug mode", TARGET_RESETTING, UNLOCK, NXP ("1542909")),
    ROW (JLINK, "readout protection is set", CHIP_LOCKED, STATE, NXP ("1258709, 749368")),
    { .tool = JLINK,
      .message = "Device will be unsecured now",
      .code = UL_ERROR_CHIP_LOCKED,
      .rank = UL_RANK_STATE,
      .cause = N_ (
          "The chip is secured, and by an answer that was saved earlier it was erased without a "
          "question."),
      .source = NXP ("1258709") },
    ROW (OOCD, "MCU is in secured state", CHIP_LOCKED, STATE, OOCD_KINETIS),
    ROW (PYOCD, "in secure state: will try to unlock", CHIP_LOCKED, STATE, PYOCD_KINETIS),
    ROW (PYOCD, "in secure state: not automatically unlocking", CHIP_LOCKED, STATE, PYOCD_KINETIS),
    ROW (PEMICRO, "Device is secure", CHIP_LOCKED, STATE, NXP ("320508, 308657, 677114")),
    ROW (PEMICRO, "Device Secure. Erase to unsecure", CHIP_LOCKED, STATE,
         "pemicro.com, forum topic 5565"),
    ROW (LINKSERVER, "Part is secured", CHIP_LOCKED, STATE, NXP ("673703")),
    ROW (KEIL, "Kinetis Device is locked", CHIP_LOCKED, STATE, NXP ("1264030")),
    ROW (PYOCD, "bad MDM-AP IDR", TARGET_WRONG_CHIP, STATE, PYOCD_KINETIS),
    ROW (OOCD, "Unsupported Kinetis", TARGET_UNKNOWN_CHIP, STATE, OOCD_KINETIS),
    { .tool = JLINK,
      .message = "Communication error while accessing MDM-AP",
      .code = UL_ERROR_TARGET_UNSTABLE,
      .rank = UL_RANK_WIRE,
      .cause = N_ ("The chip answered, and then not any more: a chip that keeps resetting, a weak "
                   "supply, or "
                   "long wires."),
      .remedy = UL_REMEDY_CATCH,
      .source = NXP ("1258709") },

    /* --- the flash controller -------------------------------------------------------------- */
    { .tool = JLINK,
      .message = "Flash protection violation",
      .after = "Unlocking device*O.K.",
      .code = UL_ERROR_FLASH_PROTECTED,
      .rank = UL_RANK_FLASH,
      .value = UL_VALUE_PLACE,
      .cause = N_ ("The unlock was reported as done, but the protection setting (FPROT) stays in "
                   "force until "
                   "the chip is reset: the erase that followed at once was refused."),
      .source = STYGER },
    { .tool = JLINK,
      .message = "Flash protection violation",
      .code = UL_ERROR_FLASH_PROTECTED,
      .rank = UL_RANK_FLASH,
      .value = UL_VALUE_PLACE,
      .source = STYGER },
    { .tool = JLINK,
      .message = "Algo*Illegal command",
      .code = UL_ERROR_FLASH_COMMAND,
      .rank = UL_RANK_FLASH,
      .value = UL_VALUE_PLACE,
      .remedy = UL_REMEDY_UNLOCK,
      .source = STYGER "; " FORUM ("5631") },
    ROW (JLINK, "RAMCode did not respond in time", LOADER_FAILED, FLASH, FORUM ("5603")),
    ROW (JLINK, "Failed to download RAMCode", LOADER_FAILED, FLASH,
         "devzone.nordicsemi.com, 50641"),
    ROW (JLINK, "Failed to read back RAMCode", LOADER_FAILED, FLASH, FORUM ("8214")),
    ROW (JLINK, "RAM check failed", LOADER_FAILED, FLASH, "devzone.nordicsemi.com, 9266"),
    { .tool = OOCD,
      .message = "ftfx command failed FSTAT:",
      .code = UL_ERROR_FLASH_FAILED,
      .rank = UL_RANK_FLASH,
      .value = UL_VALUE_FSTAT,
      .source = OOCD_KINETIS },
    ROW (OOCD, "Flash operation failed, protection violated", FLASH_PROTECTED, FLASH, OOCD_KINETIS),
    { .tool = OOCD,
      .message = "Flash operation failed, illegal command",
      .code = UL_ERROR_FLASH_COMMAND,
      .rank = UL_RANK_FLASH,
      .remedy = UL_REMEDY_UNLOCK,
      .source = OOCD_KINETIS },
    ROW (OOCD, "Flash operation failed, read collision", FLASH_COLLISION, FLASH, OOCD_KINETIS),
    ROW (OOCD, "Flash operation timed out", FLASH_TIMEOUT, FLASH, OOCD_KINETIS),
    ROW (OOCD, "Flash operation not possible in current run mode", FLASH_POWER_MODE, FLASH,
         OOCD_KINETIS),
    ROW (OOCD, "Cannot disable Kinetis watchdog", LOADER_FAILED, FLASH, OOCD_KINETIS),
    ROW (PYOCD, "erase*error: 104", FLASH_PROTECTED, FLASH, SDK_STATUS),
    { .tool = PYOCD,
      .message = "result code 0x68",
      .code = UL_ERROR_FLASH_PROTECTED,
      .rank = UL_RANK_FLASH,
      .value = UL_VALUE_PLACE,
      .source = SDK_STATUS },
    { .tool = PYOCD,
      .message = "result code 0x67",
      .code = UL_ERROR_FLASH_COMMAND,
      .rank = UL_RANK_FLASH,
      .value = UL_VALUE_PLACE,
      .remedy = UL_REMEDY_UNLOCK,
      .source = SDK_STATUS },
    { .tool = PYOCD,
      .message = "result code 0x69",
      .code = UL_ERROR_FLASH_FAILED,
      .rank = UL_RANK_FLASH,
      .value = UL_VALUE_PLACE,
      .cause = N_ (
          "The flash cells did not take it (the controller's command failed): not erased before, "
          "or a weak supply."),
      .source = SDK_STATUS },
    ROW (PYOCD, "flash init failure", LOADER_FAILED, FLASH, PYOCD_FLASH),
    ROW (PYOCD, "flash init timed out", LOADER_FAILED, FLASH, PYOCD_FLASH),
    { .tool = JLINK,
      .message = "@ address 0x1000*Verify failed",
      .code = UL_ERROR_VERIFY_MISMATCH,
      .rank = UL_RANK_FLASH,
      .value = UL_VALUE_PLACE,
      .cause =
          N_ ("The data goes to the EEPROM of a KE02, at 0x10000000, which only its own controller "
              "commands can write: it was left as it was."),
      .source = STYGER },
    { .tool = JLINK,
      .message = "Verify failed",
      .after = "@ address 0x1000*",
      .code = UL_ERROR_VERIFY_MISMATCH,
      .rank = UL_RANK_FLASH,
      .cause =
          N_ ("The data goes to the EEPROM of a KE02, at 0x10000000, which only its own controller "
              "commands can write: it was left as it was."),
      .source = STYGER },
    ROW (OOCD, "no flash bank found for address", IMAGE_DOES_NOT_FIT, FLASH, OOCD_CORE),
    ROW (PYOCD, "attempt to program invalid flash address", IMAGE_DOES_NOT_FIT, FLASH, PYOCD_FLASH),
    ROW (OOCD, "couldn't open", FILE_NOT_FOUND, FLASH, OOCD_CORE),

    /* --- the way to the chip --------------------------------------------------------------- */
    ROW (OOCD, "Error connecting DP: cannot read IDR", TARGET_NO_ACK, WIRE, OOCD_CORE),
    ROW (PYOCD, "communication failure (No ACK)", TARGET_NO_ACK, WIRE, PYOCD_FLASH),
    ROW (PYOCD, "No ACK received", TARGET_NO_ACK, WIRE, "pyOCD issue 1123"),
    ROW (PYOCD, "communication failure (FAULT ACK)", TARGET_FAULT, WIRE, PYOCD_FLASH),
    ROW (PYOCD, "Memory transfer fault", TARGET_FAULT, WIRE, PYOCD_FLASH),
    ROW (PYOCD, "communication failure (WAIT ACK)", TARGET_WAIT, WIRE, PYOCD_FLASH),
    ROW (PYOCD, "communication failure (Unexpected ACK", TARGET_PARITY, WIRE, PYOCD_FLASH),
    ROW (PYOCD, "Timed out waiting for core to halt", TARGET_TIMEOUT, WIRE, PYOCD_KINETIS),
    ROW (OOCD, "DAP transaction stalled (WAIT)", TARGET_WAIT, WIRE, OOCD_CORE),
    ROW (OOCD, "CMSIS-DAP Protocol Error*wrong parity", TARGET_PARITY, WIRE, OOCD_CORE),
    ROW (OOCD, "Invalid ACK", TARGET_PARITY, WIRE, OOCD_CORE),
    ROW (OOCD, "JTAG-DP STICKY ERROR", TARGET_FAULT, WIRE, OOCD_CORE),
    { .tool = OOCD,
      .message = "MDM: halt timed out",
      .code = UL_ERROR_TARGET_TIMEOUT,
      .rank = UL_RANK_WIRE,
      .remedy = UL_REMEDY_CATCH,
      .source = OOCD_KINETIS },
    ROW (PEMICRO, "enter background mode", TARGET_NO_ACK, WIRE, "P&E's PROG software"),
    ROW (LINKSERVER, "Wire Ack Fault", TARGET_NO_ACK, WIRE, NXP ("2362077")),
    ROW (LINKSERVER, "Could not connect to core", TARGET_NO_ACK, WIRE, NXP ("769574, 2362077")),
    ROW (KEIL, "RDDI-DAP Error", TARGET_NO_ACK, WIRE, "Keil MDK"),

    /* --- what follows from something else -------------------------------------------------- */
    ROW (JLINK, "Cannot connect to target", TARGET_NO_ACK, FOLLOWS, "b-parasite issue 144"),
    ROW (JLINK, "Could not connect to the target device", TARGET_NO_ACK, FOLLOWS,
         "b-parasite issue 197"),
    ROW (JLINK, "Could not connect to target", TARGET_NO_ACK, FOLLOWS, NXP ("452470")),
    ROW (JLINK, "Could not establish a connection to target", TARGET_NO_ACK, FOLLOWS,
         NXP ("1258709")),
    ROW (JLINK, "Failed to attach to CPU", TARGET_NO_ACK, FOLLOWS, "b-parasite issue 144"),
    ROW (JLINK, "Could not find core in Coresight setup", TARGET_NO_ACK, FOLLOWS, NXP ("749368")),
    ROW (JLINK, "Error while identifying Cortex-M core", TARGET_NO_ACK, FOLLOWS, NXP ("452470")),
    ROW (JLINK, "PCode returned with error code", TARGET_NO_ACK, FOLLOWS, NXP ("1258709")),
    ROW (OOCD, "MDM: failed to read ID register", TARGET_NO_ACK, FOLLOWS, OOCD_KINETIS),
    ROW (OOCD, "Failed to read memory at", TARGET_FAULT, FOLLOWS, OOCD_CORE),
    ROW (OOCD, "Could not find MEM-AP to control the core", TARGET_FAULT, FOLLOWS, OOCD_CORE),
    ROW (LINKSERVER, "No connection to chip's debug port", TARGET_NO_ACK, FOLLOWS, NXP ("769574")),
    ROW (LINKSERVER, "Target Connection Failed", TARGET_NO_ACK, FOLLOWS, NXP ("769574")),
    ROW (KEIL, "Invalid ROM Table", TARGET_FAULT, FOLLOWS, "utasker.com, topic 2145"),
    { .tool = JLINK,
      .message = "Failed to erase sectors",
      .code = UL_ERROR_FLASH_FAILED,
      .rank = UL_RANK_FOLLOWS,
      .value = UL_VALUE_PLACE,
      .source = STYGER },
    ROW (JLINK, "Failed to erase chip", FLASH_FAILED, FOLLOWS, FORUM ("6878")),
    ROW (JLINK, "Erase returned with error code", FLASH_FAILED, FOLLOWS, STYGER),
    ROW (JLINK, "ERROR: Erase failed", FLASH_FAILED, FOLLOWS, FORUM ("3716")),
    ROW (JLINK, "Failed to auto program target", FLASH_FAILED, FOLLOWS, FORUM ("3716")),
    ROW (OOCD, "failed erasing sectors", FLASH_FAILED, FOLLOWS, OOCD_CORE),
    { .tool = OOCD,
      .message = "error writing to flash at address",
      .code = UL_ERROR_FLASH_FAILED,
      .rank = UL_RANK_FOLLOWS,
      .value = UL_VALUE_PLACE,
      .source = OOCD_CORE },
    { .tool = PYOCD,
      .message = "flash erase sector failure",
      .code = UL_ERROR_FLASH_FAILED,
      .rank = UL_RANK_FOLLOWS,
      .value = UL_VALUE_PLACE,
      .source = PYOCD_FLASH },
    ROW (PYOCD, "flash erase all failure", FLASH_FAILED, FOLLOWS, PYOCD_FLASH),
    { .tool = PYOCD,
      .message = "flash program page failure",
      .code = UL_ERROR_FLASH_FAILED,
      .rank = UL_RANK_FOLLOWS,
      .value = UL_VALUE_PLACE,
      .source = PYOCD_FLASH },
    ROW (PYOCD, "eraseAll error:", FLASH_FAILED, FOLLOWS, "pyOCD issue 246"),
    ROW (CW, "Flash driver reports the following error", FLASH_FAILED, FOLLOWS, NXP ("178579")),
    ROW (KEIL, "Flash Download failed", FLASH_FAILED, FOLLOWS, NXP ("1264030")),
    ROW (JLINK, "Verify failed", VERIFY_MISMATCH, FOLLOWS, STYGER),
    ROW (OOCD, "checksum mismatch", VERIFY_MISMATCH, FOLLOWS, OOCD_CORE),
    ROW (OOCD, "contents differ", VERIFY_MISMATCH, FOLLOWS, OOCD_CORE),
};

const guint ul_explain_n_rows = G_N_ELEMENTS (ul_explain_rows);
