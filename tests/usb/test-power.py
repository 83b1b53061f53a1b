#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Boards that get their power from the probe, as unlatch-cli is told.

Arguments: unlatch-usb-emulator, unlatch-cli.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "interop"))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402
from witness import KL25, Emulator, make_image  # noqa: E402

SIZE = 8 * 1024
SWITCH = "08"  # the command that does it, on and off
NO_SUPPLY = ["--fault", "no-power"]
NO_POWER_CAP = ["--caps", "0x880A1A33"]


class Bench:
    """A board on an emulated probe"""

    def __init__(self, emulator, cli):
        self.emulator = emulator
        self.cli = cli
        self.image = make_image(SIZE, "new")
        self.new = emulator.file("new.bin", self.image)

    def run(self, options, *words, probe="jlink"):
        """Returns: the emulator's result, with unlatch-cli's last line as .told"""
        done = self.emulator.run(
            ["--virtual-clock", "--probe", probe, "--board", KL25["board"], *options],
            [self.cli, "--json", "--yes", "--probe", probe, *words])
        done.told = json.loads([line for line in done.output.splitlines() if line[:1] == "{"][-1])
        return done

    def program(self, options, *words, **more):
        return self.run(options, *words, "program", self.new, **more)


def switched(done):
    assert done.counters["config_writes"] == 0, done.counters
    assert done.counters["refused"] == 0, done.counters
    return done.counters["commands_of"].get(SWITCH, 0)


def is_not_powered_unasked(bench):
    done = bench.program(NO_SUPPLY)
    assert done.status == 4 and done.told["problem"]["code"] == "target-no-power", done
    assert "0.00 V" in done.told["problem"]["cause"], done
    assert switched(done) == 0, done.counters


def is_programmed(bench):
    done = bench.program(NO_SUPPLY, "--power")
    assert done.status == 0, done
    assert done.flash[:SIZE] == bench.image, "the flash is not what the file says"
    assert switched(done) == 2, done.counters
    assert done.counters["vtref_mv"] == 0, done.counters


def stays_on_between_jobs(bench):
    """A profile that wants a voltage has the board looked at first, which is a job of its own."""
    profile = bench.emulator.file("power.unlatch", b"[Unlatch]\nFormat=1\n[Probe]\nMinVolts=3.0\n")
    done = bench.run(NO_SUPPLY, "--power", "--profile", profile, "verify", bench.new)
    assert done.status == 6, done  # it is blank
    assert switched(done) == 2, done.counters


def is_left_to_its_own_supply(bench):
    done = bench.program([], "--power", "--verbose")
    assert done.status == 0, done
    assert "has a supply of its own" in done.output, done
    assert switched(done) == 0, done.counters


def cannot(bench, probe, options):
    done = bench.program(options, "--power", probe=probe)
    assert done.status == 9 and done.told["problem"]["code"] == "not-supported", done
    assert "This probe cannot power a board" in done.told["problem"]["cause"], done
    assert switched(done) == 0, done.counters
    assert done.counters["chip"]["programs"] == 0, done.counters


def main():
    tap = Tap()
    bench = Bench(Emulator(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve())
    with tap.case("a board without a supply gets none unasked"):
        is_not_powered_unasked(bench)
    with tap.case("asked for, it is powered and programmed, and then switched off"):
        is_programmed(bench)
    with tap.case("it stays on from job to job"):
        stays_on_between_jobs(bench)
    with tap.case("a board with a supply of its own gets no second one"):
        is_left_to_its_own_supply(bench)
    with tap.case("a J-Link that cannot says so"):
        cannot(bench, "jlink", NO_POWER_CAP)
    with tap.case("a CMSIS-DAP says that it cannot"):
        cannot(bench, "cmsis-dap", NO_SUPPLY)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
