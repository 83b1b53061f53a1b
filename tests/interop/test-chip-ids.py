#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The chip id that unlatch-cli tells is the one that OpenOCD reads, and backups go by it.

Arguments: unlatch-usb-emulator, unlatch-cli.
"""

import json
import os
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402
from witness import K20, K64, KE02, KE06, KL25, Emulator, make_image, openocd  # noqa: E402

SIZE = 4 * 1024
# board, where its words are by the reference manual, whether the lowest one comes first
PLACES = [
    (KL25, 0x40048058, 3, False),
    (K64, 0x40048054, 4, False),
    (K20, 0x40048054, 4, False),
    (KE02, 0x40048010, 2, True),
    (KE06, 0x40048018, 3, True),
]
JLINK, DAP = "jlink:801012345", "cmsis-dap:02000001801012345"


class Desk:
    """A machine with the board on one of the probes, and what is kept of it from run to run"""

    def __init__(self, emulator, cli):
        self.emulator = emulator
        self.cli = cli

    def run(self, probe, *words, board=KL25, options=("--stored",)):
        """Returns: the emulator's result, with the lines that unlatch-cli told as .told"""
        done = self.emulator.run(
            ["--keep-up", "--probe", probe, "--board", board["board"], *options],
            [self.cli, "--json", *words])
        done.told = [json.loads(line) for line in done.output.splitlines() if line[:1] == "{"]
        done.result = done.told[-1] if done.told else {}
        return done

    def find_id(self, *where, **how):
        words = how.get("board", KL25).get("choose", ())
        done = self.run(*where, *words, "info", **how)
        assert done.status == 0, done
        return next(line for line in done.told if line["event"] == "chip")["ids"]["chip_id"]

    def renew(self, *words):
        """Another state of the board, or another board"""
        done = self.emulator.run(["--probe", "jlink", "--board", KL25["board"]],
                                 [self.cli, "boards", "reset", KL25["board"], *words])
        assert done.status == 0, done


def agrees_with_openocd(desk, board, address, count, low_first):
    # with a program: a blank KE0x keeps resetting
    flash = desk.emulator.file("flash.bin.in", make_image(board["flash"], "old", board))
    read = openocd(desk.emulator, "jlink", board,
                   ["init", "reset init", f"mdw {address:#x} {count}"], "--flash", flash)
    words = re.search(rf"^{address:#x}: ((?:[0-9a-f]{{8}} *)+)$", read.output, re.M)
    assert words, read
    words = words[1].upper().split()
    assert len(words) == count, read
    told = desk.find_id("jlink", board=board, options=("--flash", flash))
    assert told == "-".join(words[::-1] if low_first else words), (told, words)


def follows_the_board(desk):
    """What was taken away through one probe comes back through another"""
    old, new = (desk.emulator.file(f"{name}.bin", make_image(SIZE, name)) for name in ("old", "new"))
    desk.renew("--image", old, "--base", "0")
    done = desk.run("jlink", "--yes", "program", new)
    assert done.status == 0 and done.result["backup"], done
    kept = desk.run("cmsis-dap", "backups", "--chip-id", done.result["chip_id"]).told[:-1]
    assert [line["probe"] for line in kept] == [JLINK], kept
    done = desk.run("cmsis-dap", "--yes", "restore")
    assert done.status == 0, done
    assert done.flash[:SIZE] == make_image(SIZE, "old"), "it is not what was there"
    done = desk.run("cmsis-dap", "backups", "--probe", DAP).told[:-1]
    assert len(done) == 1 and done[0]["chip_id"] == kept[0]["chip_id"], done


def is_not_that_of_the_next_board(desk):
    new = desk.emulator.file("new.bin", make_image(SIZE, "new"))
    first = desk.find_id("jlink")
    desk.renew("--new-chip", "--image", new, "--base", "0")
    second = desk.find_id("jlink")
    assert first and second and first != second, (first, second)
    done = desk.run("jlink", "--yes", "restore")
    assert done.status == 1 and done.result["problem"]["code"] == "file-not-found", done
    assert done.flash[:SIZE] == make_image(SIZE, "new"), "it was written"
    name = desk.run("jlink", "backups", "--chip-id", first).told[0]["id"]
    done = desk.run("jlink", "--yes", "restore", name)
    assert done.status == 4 and done.result["problem"]["code"] == "backup-other-chip", done
    assert "--other-chip" in done.result["problem"]["remedy"], done
    assert first in done.result["problem"]["cause"] and second in done.result["problem"]["cause"], done
    assert done.flash[:SIZE] == make_image(SIZE, "new"), "it was written"
    done = desk.run("jlink", "--yes", "restore", name, "--other-chip")
    assert done.status == 0, done


def main():
    tap = Tap()
    emulator = Emulator(sys.argv[1])
    os.environ["XDG_STATE_HOME"] = str(emulator.path / "state")
    desk = Desk(emulator, pathlib.Path(sys.argv[2]).resolve())
    for board, address, count, low_first in PLACES:
        with tap.case(f"the id of {board['board']} is what OpenOCD reads"):
            agrees_with_openocd(desk, board, address, count, low_first)
    with tap.case("one board on two probes has one pile of backups"):
        follows_the_board(desk)
    with tap.case("two boards on one probe have a pile of backups each"):
        is_not_that_of_the_next_board(desk)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
