#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A chip that a file describes, through emulated probes.

Arguments: unlatch-usb-emulator, unlatch-cli.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "interop"))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402
from witness import K64, KL25, Emulator, make_image  # noqa: E402

SIZE = 16 * 1024
CHIPS = "[Unlatch]\nFormat=1\n[Chip]\nName=MINE25\nLike=MKL25Z128\nVendor=Example\n"


class Bench:
    """Described chips on an emulated probe"""

    def __init__(self, emulator, cli):
        self.emulator = emulator
        self.cli = cli
        self.image = make_image(SIZE, "new")
        self.new = emulator.file("new.bin", self.image)
        folder = emulator.path / "data" / "unlatch" / "devices"
        folder.mkdir(parents=True)
        (folder / "mine.chips").write_text(CHIPS)

    def program(self, probe, board):
        """Returns: the emulator's result, with unlatch-cli's last line as .told"""
        done = self.emulator.run(
            ["--virtual-clock", "--probe", probe, "--board", board["board"]],
            [self.cli, "--json", "--yes", "--probe", probe, "--device", "mine25", "program",
             "--base", "0", self.new])
        done.told = json.loads([line for line in done.output.splitlines() if line[:1] == "{"][-1])
        return done


def main():
    tap = Tap()
    bench = Bench(Emulator(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve()))
    for probe in ("jlink", "cmsis-dap"):
        with tap.case(f"{probe}: a chip that a file describes is programmed and verified"):
            done = bench.program(probe, KL25)
            assert done.status == 0 and done.told["device"] == "MINE25", done
            assert done.flash[:SIZE] == bench.image, "the flash is not as the file has it"
        with tap.case(f"{probe}: another chip than the described one is not changed"):
            done = bench.program(probe, K64)
            assert done.status == 4 and done.told["problem"]["code"] == "target-wrong-chip", done
            assert set(done.flash) <= {0xFF, 0xFE}, "something was written"
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
