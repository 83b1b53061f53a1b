#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What OpenOCD wrote unlatch-cli verifies, and the other way round, on the same emulated boards.

Arguments: unlatch-usb-emulator, unlatch-cli.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402
from witness import K64, KE02, KE06, KL25, Emulator, blank, make_image, openocd  # noqa: E402

SIZE = 16 * 1024


class Cli:
    """unlatch-cli in front of an emulated probe"""

    def __init__(self, emulator, program):
        self.emulator = emulator
        self.program = pathlib.Path(program).resolve()

    def run(self, probe, board, words, *options):
        """Returns: the emulator's result, with the last line of unlatch-cli's output as .told"""
        done = self.emulator.run(
            ["--keep-up", "--probe", probe, "--board", board["board"], *options],
            [self.program, "--json", *words])
        lines = [line for line in done.output.splitlines() if line.startswith("{")]
        done.told = json.loads(lines[-1]) if lines else {}
        return done


def openocd_then_unlatch(cli, probe, board):
    emulator, choose = cli.emulator, board.get("choose", [])
    old = emulator.file("old.bin", make_image(board["flash"], "old", board))
    new = emulator.file("new.bin", make_image(SIZE, "new", board))
    written = openocd(emulator, probe, board,
                      ["init", "reset init", f"flash write_image erase {new} 0"], "--flash", old)
    assert written.status == 0, written
    flash = emulator.file("written.bin", written.flash)
    verified = cli.run(probe, board, ["--probe", probe, *choose, "verify", new], "--flash", flash)
    assert verified.status == 0 and verified.told["ok"], verified
    assert verified.told["bytes"] == SIZE, verified
    other = emulator.file("other.bin", make_image(SIZE, "other", board))
    differs = cli.run(probe, board, ["--probe", probe, *choose, "verify", other], "--flash", flash)
    assert differs.status == 6, differs
    assert differs.flash == written.flash, "verifying changed the flash"


def unlatch_then_openocd(cli, probe, board):
    emulator, choose = cli.emulator, board.get("choose", [])
    old = emulator.file("old.bin", make_image(board["flash"], "old", board))
    image = make_image(SIZE, "new", board)
    new = emulator.file("new.bin", image)
    written = cli.run(probe, board, ["--probe", probe, *choose, "--yes", "program", new],
                      "--flash", old)
    assert written.status == 0, written
    assert written.flash[:SIZE] == image, "the flash is not what the file says"
    kept = make_image(board["flash"], "old", board)[SIZE:]
    assert written.flash[SIZE:] == kept, "beyond the file"
    assert written.counters["refused"] == 0, written
    flash = emulator.file("written.bin", written.flash)
    verified = openocd(emulator, probe, board, ["init", "reset init", f"verify_image {new} 0"],
                       "--flash", flash)
    assert f"verified {SIZE} bytes" in verified.output, verified


def unlatch_unlocks_for_openocd(cli, probe, board):
    emulator = cli.emulator
    old = emulator.file("old.bin", make_image(board["flash"], "old", board))
    done = cli.run(probe, board, ["--probe", probe, "--device", board["device"], "--yes", "unlock"],
                   "--flash", old, "--fsec", "0xfc")
    assert done.status == 0, done
    assert done.flash == blank(board), "the chip is not blank"
    flash = emulator.file("unlocked.bin", done.flash)
    # an empty chip keeps resetting, so that only the pin stops it every time
    board = board | {"reset": "srst_only"}
    seen = openocd(emulator, probe, board, ["init", "reset init", "flash erase_check 0"],
                   "--flash", flash)
    assert seen.status == 0 and "successfully checked erase state" in seen.output, seen


def main():
    cli = Cli(Emulator(sys.argv[1]), sys.argv[2])
    tap = Tap()
    for probe, board in (("jlink", KL25), ("cmsis-dap", K64), ("jlink", KE02), ("cmsis-dap", KE06)):
        name = f"{probe}, {board['board']}"
        with tap.case(f"{name}: what OpenOCD wrote Unlatch verifies"):
            openocd_then_unlatch(cli, probe, board)
        with tap.case(f"{name}: what Unlatch wrote OpenOCD verifies"):
            unlatch_then_openocd(cli, probe, board)
        with tap.case(f"{name}: what Unlatch unlocked is open for OpenOCD"):
            unlatch_unlocks_for_openocd(cli, probe, board)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
