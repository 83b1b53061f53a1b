/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-explain-private.h"

#include <glib/gi18n.h>

static const UlExplainWords words[] = {
    { UL_ERROR_FILE_NOT_FOUND, N_ ("The program did not find its firmware file."),
      N_ ("The file is read and checked before anything is erased.") },
    { UL_ERROR_IMAGE_DOES_NOT_FIT,
      N_ ("The file has data at addresses where this chip, as that "
          "program knows it, has no flash."),
      N_ ("Unlatch compares file and chip before anything is erased, and names the stray range.") },
    { UL_ERROR_NO_PROBE, N_ ("That program saw no debug probe that it knows."),
      N_ ("Unlatch tells J-Link and CMSIS-DAP probes by rule, not by a list, and shows those it "
          "may "
          "not open as well.") },
    { UL_ERROR_PROBE_PERMISSION,
      N_ ("The probe is plugged in, but the system lets no ordinary user "
          "open it."),
      N_ ("Unlatch shows the udev rule that is missing, ready to be copied.") },
    { UL_ERROR_PROBE_BUSY,
      N_ ("Another program holds the probe: mostly an IDE or a GDB server that "
          "still runs."),
      N_ ("Unlatch names the program that holds the probe.") },
    { UL_ERROR_PROBE_GONE, N_ ("The probe vanished from USB while it was used."),
      N_ ("Unlatch stops, lists what is written and what is not, and resumes when it is back.") },
    { UL_ERROR_PROBE_FAILED,
      N_ ("Computer and probe are out of step, or the probe's firmware "
          "refused a command."),
      N_ ("Unlatch opens the probe anew after such a failure.") },
    { UL_ERROR_TARGET_NO_POWER, N_ ("The probe measures no supply on the board."),
      N_ ("Unlatch measures the supply before it tries anything else, and shows it.") },
    { UL_ERROR_TARGET_NO_ACK, N_ ("The chip was not reached over its debug pins."),
      N_ ("Unlatch tries several speeds, with and without RESET, and tells what it heard.") },
    { UL_ERROR_TARGET_PARITY, N_ ("What came back over the debug pins was garbled."),
      N_ ("Unlatch steps the speed down by itself, and says which one worked.") },
    { UL_ERROR_TARGET_WAIT, N_ ("The chip's debug port kept asking for patience."),
      N_ ("Every wait of Unlatch has an end, and Check Under Reset stops the program first.") },
    { UL_ERROR_TARGET_FAULT,
      N_ ("The debug port refused an access: mostly a locked chip, or a core "
          "that is asleep or in reset."),
      N_ ("Unlatch reads the lock state first, in which such an access cannot work.") },
    { UL_ERROR_TARGET_RESETTING,
      N_ ("The chip resets again and again: mostly its flash is empty or "
          "its program crashes at once."),
      N_ ("Unlatch tells such a chip from a locked one by many samples of its status, and catches "
          "it "
          "between two resets.") },
    { UL_ERROR_TARGET_UNSTABLE, N_ ("The chip answers at times, and at times it does not."),
      N_ ("Unlatch counts the attempts that worked, and tries slower ones.") },
    { UL_ERROR_TARGET_WRONG_CHIP, N_ ("The chip is not the one that was chosen."),
      N_ ("Unlatch reads what the chip says of itself, and touches no other one.") },
    { UL_ERROR_TARGET_UNKNOWN_CHIP, N_ ("That program does not know the chip."),
      N_ ("Unlatch lists the chips that it knows, and what it can do with each.") },
    { UL_ERROR_TARGET_TIMEOUT, N_ ("The core did not stop when it was told to."),
      N_ ("Check Under Reset stops the core at its first instruction.") },
    { UL_ERROR_CHIP_LOCKED,
      N_ ("The chip is secured: its contents can neither be read nor changed. "
          "An empty chip that keeps resetting looks the same."),
      N_ ("Unlatch reads the status many times before it calls a chip locked, says whether mass "
          "erase is allowed, and unlocks it with one button.") },
    { UL_ERROR_CHIP_LOCKED_FOREVER,
      N_ ("The chip is secured and its mass erase is switched off, "
          "which no tool can undo."),
      N_ ("Unlatch reads this before it offers to unlock, and refuses a file that would do it.") },
    { UL_ERROR_UNLOCK_FAILED, N_ ("The chip was still locked after that program had unlocked it."),
      N_ ("Unlatch holds the RESET line during the whole sequence, and calls a chip unlocked only "
          "when it is after a reset.") },
    { UL_ERROR_UNLOCK_TIMEOUT,
      N_ ("The mass erase was asked for and did not begin, or did not end."),
      N_ ("Unlatch holds the RESET line during the mass erase, waits as long as the data sheet "
          "allows, and tells which of its steps failed.") },
    { UL_ERROR_WOULD_LOCK,
      N_ ("The file holds lock settings that secure the chip after the next "
          "reset."),
      N_ ("Unlatch shows this when the file is opened, and writes 0xFE instead where that is "
          "wanted.") },
    { UL_ERROR_WOULD_LOCK_FOREVER,
      N_ ("The file holds lock settings that secure the chip and switch "
          "its mass erase off."),
      N_ ("Unlatch refuses such a file until the chip's name is typed.") },
    { UL_ERROR_FLASH_PROTECTED,
      N_ ("The flash controller refused to erase or write the sector, "
          "which the protection setting (FPROT) of the chip covers."),
      N_ ("Unlatch reads FPROT before anything is tried, shows the sectors on its map, and then "
          "unlocks the chip or leaves them out.") },
    { UL_ERROR_FLASH_COMMAND,
      N_ ("The flash controller does not accept the command (ACCERR): the "
          "chip is locked or partitioned, or another one was chosen."),
      N_ ("Unlatch identifies the chip, and uses the commands of its own controller.") },
    { UL_ERROR_FLASH_COLLISION, N_ ("The flash was read while it was being changed (RDCOLERR)."),
      N_ ("Unlatch runs from RAM with the core stopped, so that nothing else reads the flash.") },
    { UL_ERROR_FLASH_FAILED, N_ ("Erasing or writing did not work."),
      N_ ("Unlatch names the sector, the bits of the controller that say why, and what to do.") },
    { UL_ERROR_FLASH_TIMEOUT, N_ ("The flash controller did not finish in time."),
      N_ ("Unlatch waits as long as the data sheet allows.") },
    { UL_ERROR_FLASH_POWER_MODE,
      N_ ("The program has put the chip into a power mode in which its "
          "flash takes no commands."),
      N_ ("Unlatch starts from a reset, in which the chip is in its normal mode.") },
    { UL_ERROR_LOADER_FAILED,
      N_ ("The routine that such programs run in the chip's RAM did not "
          "answer: mostly the watchdog or a reset stopped it."),
      N_ ("Unlatch switches the watchdog off first, and says why the routine stopped.") },
    { UL_ERROR_VERIFY_MISMATCH, N_ ("The chip does not hold what was written."),
      N_ ("Unlatch names the first byte that differs, and programs that sector again.") },
};

const UlExplainWords *
ul_explain_get_words (UlErrorCode code)
{
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (words[i].code == code)
            return &words[i];
    return NULL;
}
