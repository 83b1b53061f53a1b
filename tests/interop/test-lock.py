#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""OpenOCD and unlatch-cli say the same of a chip's lock, on the same emulated boards.

Arguments: unlatch-usb-emulator, unlatch-cli.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402
from witness import K64, KL25, Emulator, make_image, openocd  # noqa: E402

# what OpenOCD says, and what that is for unlatch-cli
OPEN = "MDM: Chip is unsecured. Continuing."
SECURED = "Your Kinetis MCU is in secured state"
LOOP = "probably locked-up in RESET/WDOG loop"
DISABLED = "mass erase is disabled"

# name, board, whether it has a program, options, OpenOCD's words, the lock for unlatch-cli
STATES = (
    ("open", KL25, True, ("--fsec", "0xfe"), OPEN, "open"),
    ("open", K64, True, ("--fsec", "0xfe"), OPEN, "open"),
    ("secured", KL25, True, ("--fsec", "0xff"), SECURED, "secured"),
    ("secured", K64, True, ("--fsec", "0xff"), SECURED, "secured"),
    ("secured for ever", KL25, True, ("--fsec", "0xef"), SECURED, "secured-forever"),
    ("secured for ever", K64, True, ("--fsec", "0xef"), SECURED, "secured-forever"),
    ("empty, steadily secured", KL25, False, ("--fsec", "0xff"), SECURED, "secured"),
    ("empty, resetting", K64, False, ("--fsec", "0xff", "--fault", "reset-pin-gpio"), LOOP,
     "resetting"),
)


def ask_openocd(emulator, board, options):
    done = openocd(emulator, "cmsis-dap", board, ["init", "kinetis mdm check_security"], *options)
    return [words for words in (OPEN, SECURED, LOOP) if words in done.output], done


def ask_unlatch(emulator, program, board, options):
    done = emulator.run(["--keep-up", "--probe", "cmsis-dap", "--board", board["board"], *options],
                        [program, "--json", "--device", board["device"], "--probe", "cmsis-dap",
                         "info"])
    lines = [json.loads(line) for line in done.output.splitlines() if line.startswith("{")]
    chips = [line for line in lines if line["event"] == "chip"]
    assert len(chips) == 1, done
    return chips[0]["protection"], done


def agree(emulator, program, board, options, words, lock):
    said, theirs = ask_openocd(emulator, board, options)
    assert words in said, theirs
    assert words == OPEN or OPEN not in said, theirs
    told, ours = ask_unlatch(emulator, program, board, options)
    assert told["lock"] == lock, ours
    assert told["samples"]["n"] == 32, ours


def agree_on_mass_erase(emulator, program, board, options):
    """OpenOCD notices it when it is asked to erase; we before that."""
    done = openocd(emulator, "cmsis-dap", board, ["init", "kinetis mdm mass_erase"], *options)
    assert DISABLED in done.output, done
    assert done.counters["chip"]["mass_erases"] == 0, done
    told, ours = ask_unlatch(emulator, program, board, options)
    assert told["mass_erase"] is False, ours


def main():
    emulator, program = Emulator(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    tap = Tap()
    for name, board, has_program, options, words, lock in STATES:
        if has_program:
            image = emulator.file("old.bin", make_image(board["flash"], "old"))
            options = ("--flash", image, *options)
        with tap.case(f"{board['board']}, {name}: OpenOCD agrees"):
            agree(emulator, program, board, options, words, lock)
        if lock == "secured-forever":
            with tap.case(f"{board['board']}, {name}: OpenOCD finds mass erase disabled as well"):
                agree_on_mass_erase(emulator, program, board, options)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
