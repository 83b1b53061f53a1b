#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""EFM32 and LM3S behind emulated USB probes: Unlatch unlocks them, and OpenOCD is asked what it sees.

Arguments: unlatch-usb-emulator, unlatch-cli, the probe.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402
from witness import Emulator, openocd  # noqa: E402

EFM32 = {"board": "efm32g", "flash": 128 * 1024, "device": "EFM32G890F128",
         "openocd": "target/efm32.cfg"}
LM3S = {"board": "lm3s", "flash": 256 * 1024, "device": "LM3S6965",
        "openocd": "target/stellaris.cfg"}


def unlatch(emulator, cli, probe, board, words, *options):
    return emulator.run(
        ["--keep-up", "--probe", probe, "--board", board["board"], *options],
        [cli, "--probe", probe, "--json", "--yes", "--device", board["device"], *words])


def result_of(done):
    lines = [json.loads(line) for line in done.output.splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == "result"][-1]


def unlocks(emulator, cli, probe, board):
    full = emulator.file("full.bin", b"\x5a" * board["flash"])
    done = unlatch(emulator, cli, probe, board, ["unlock"], "--flash", full, "--locked")
    assert done.status == 0, done
    assert result_of(done)["ok"], done
    assert done.counters["chip"]["mass_erases"] == 1, done
    assert done.flash == b"\xff" * board["flash"], "the flash is not blank"


def tells_lock(emulator, cli, probe, board, code):
    full = emulator.file("full.bin", b"\x5a" * board["flash"])
    done = unlatch(emulator, cli, probe, board, ["info"], "--flash", full, "--locked")
    assert done.status == 5, done
    assert result_of(done)["problem"]["code"] == code, done
    assert done.flash == b"\x5a" * board["flash"], "looking changed the flash"


def openocd_knows_the_efm32(emulator, probe):
    """Its name of the chip by the device information, its pages, and that they are blank"""
    done = openocd(emulator, probe, EFM32,
                   ["init", "halt", "flash probe 0", "flash info 0", "flash erase_check 0"])
    assert done.status == 0, done
    assert "detected part: EFM32G Gecko" in done.output, done
    assert "flash size = 128" in done.output, done
    assert "successfully checked erase state" in done.output, done


def openocd_finds_the_efm32_locked(emulator, probe):
    done = openocd(emulator, probe, EFM32, ["catch init", "catch {flash probe 0}"], "--locked")
    assert "detected part" not in done.output, done
    assert done.counters["chip"]["mass_erases"] == 0, done


def openocd_knows_the_lm3s(emulator, probe):
    done = openocd(emulator, probe, LM3S, ["init", "halt", "flash probe 0", "flash info 0"])
    assert done.status == 0, done
    assert "LM3S6965" in done.output, done
    assert "stellaris at 0x00000000, size 0x00040000" in done.output, done


def main():
    emulator, cli, probe = Emulator(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3]
    tap = Tap()
    for board, code in ((EFM32, "chip-locked"), (LM3S, "chip-mute")):
        with tap.case(f"{probe}: a locked {board['device']} is told as {code}"):
            tells_lock(emulator, cli, probe, board, code)
        with tap.case(f"{probe}: a locked {board['device']} is unlocked"):
            unlocks(emulator, cli, probe, board)
    with tap.case(f"{probe}: OpenOCD knows an open EFM32G890F128 and finds it blank"):
        openocd_knows_the_efm32(emulator, probe)
    with tap.case(f"{probe}: OpenOCD does not get at a locked EFM32G890F128"):
        openocd_finds_the_efm32_locked(emulator, probe)
    with tap.case(f"{probe}: OpenOCD knows an open LM3S6965"):
        openocd_knows_the_lm3s(emulator, probe)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
