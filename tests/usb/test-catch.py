#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Chips that can be met for moments only, caught by unlatch-cli through emulated USB probes.

Arguments: unlatch-usb-emulator, unlatch-cli. The clocks of program, probe and chip are one.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "interop"))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402
from witness import K64, KL25, Emulator, make_image  # noqa: E402

PROBES = {"jlink": "jlink", "cmsis-dap": "cmsis-dap", "cmsis-dap-v1": "cmsis-dap"}
SIZE = 4096
LOOP = (0xE7FE,)
# of a KL part: its watchdog resets it after 6 ms
BITTEN = (
    0x4801, 0x210A, 0x6001,  # SIM_COPC: the shortest time
    0xE7FE,                  # b .
    0x8100, 0x4004)
# of a KL part: the watchdog off, and after some 2 ms the pins of SWD are ports
TAKES_PINS = (
    0x4807, 0x2100, 0x6001,                  # SIM_COPC = 0
    0x4A07, 0x3A01, 0xD1FD,                  # the moment
    0x4806, 0x4907, 0x6001,                  # SIM_SCGC5: a clock for PORTA
    0x4807, 0x2101, 0x0209, 0x6001, 0x60C1,  # PORTA_PCR0 and PORTA_PCR3: GPIO
    0xE7FE, 0x46C0,                          # b .
    0x8100, 0x4004, 14000, 0,                # ...
    0x8038, 0x4004, 0x0380, 0,               # ...
    0x9000, 0x4004)
RESET_PIN_IS_PORT = 0xF7  # FOPT


def program(code, fopt=0xFF):
    """Returns: flash with @code as its program, unsecured"""
    flash = bytearray(b"\xff" * SIZE)
    flash[:8] = b"\x00\x10\x00\x20\x11\x04\x00\x00"
    flash[0x40C:0x40E] = bytes((0xFE, fopt))
    words = b"".join(word.to_bytes(2, "little") for word in code)
    flash[0x410:0x410 + len(words)] = words
    return bytes(flash)


class Bench:
    def __init__(self, emulator, cli):
        self.emulator = emulator
        self.cli = cli

    def run(self, probe, board, flash, fault, *words):
        """fault: of the board, or None. Returns: the emulator's result, with what unlatch-cli told
        by event as .told"""
        path = self.emulator.file("before.bin", flash)
        done = self.emulator.run(
            ["--virtual-clock", "--probe", probe, "--board", board["board"], "--flash", path,
             *(["--fault", fault] if fault else [])],
            [self.cli, "--json", "--yes", "--probe", PROBES[probe], "--speed", "4000", *words])
        lines = [json.loads(line) for line in done.output.splitlines() if line[:1] == "{"]
        done.told = {line["event"]: line for line in lines}
        return done


def is_told(bench, probe):
    done = bench.run(probe, KL25, program(LOOP), "reset-period-us=10000", "info")
    assert done.status == 4, done
    problem = done.told["result"]["problem"]
    assert problem["code"] == "target-resetting", problem


def is_caught(bench, probe, board):
    done = bench.run(probe, board, program(LOOP), "reset-period-us=10000", "--catch", "info")
    assert done.status == 0, done
    assert done.told["chip"]["device"] == board["device"], done
    caught = done.told["catch"]
    assert caught["halted"] >= 1, caught
    print(f"# {caught['attempts']} attempts, {done.counters['virtual_us'] / 1000:.0f} ms")


def is_programmed(bench, probe):
    image = make_image(SIZE, "new")
    path = bench.emulator.file("new.bin", image)
    done = bench.run(probe, KL25, program(BITTEN), None, "--catch", "program", path)
    assert done.status == 0, done
    assert done.flash[:SIZE] == image, "the flash is not what the file says"


def is_caught_when_powered_anew(bench, probe):
    done = bench.run(probe, KL25, program(TAKES_PINS, RESET_PIN_IS_PORT), "brown-out-us=100000",
                     "--catch", "info")
    assert done.status == 0, done
    caught = done.told["catch"]
    assert caught["attempts"] > 20, caught
    print(f"# {caught['attempts']} attempts, {caught['heard']} heard, "
          f"{done.counters['virtual_us'] / 1000:.0f} ms")


def main():
    tap = Tap()
    bench = Bench(Emulator(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve())
    for probe in PROBES:
        with tap.case(f"{probe}: a chip that resets every 10 ms is told to do so"):
            is_told(bench, probe)
        for board in (KL25, K64):
            with tap.case(f"{probe}, {board['board']}: a chip that resets every 10 ms is caught"):
                is_caught(bench, probe, board)
        with tap.case(f"{probe}: a chip bitten by its watchdog is caught and programmed"):
            is_programmed(bench, probe)
    for probe in ("jlink", "cmsis-dap"):
        with tap.case(f"{probe}: a chip without debug and reset pins is caught at power-on"):
            is_caught_when_powered_anew(bench, probe)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
