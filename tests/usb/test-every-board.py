#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What every board must bear through an emulated J-Link: a board is a row of the table.

Arguments: unlatch-usb-emulator, unlatch-cli, the board. The clocks of program, probe and chip are
one. With UNLATCH_LONG in the environment power is lost at more moments.
"""

import json
import os
import pathlib
import random
import shlex
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "interop"))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402
from witness import (K20, K22, K64, KE02, KL25, KV31, KV58, S32K144, Emulator,  # noqa: E402
                     blank, make_image)

# protect: a byte of the configuration field that protects so many bytes from there on, and its
# value; own: the one that protects the field itself
KINETIS = {"protect": 0x408, "value": 0xFD, "own": 0xFE, "locked": 0xFF, "forever": 0xEF}
TABLE = {board["board"]: board | more for board, more in (
    (KL25, KINETIS | {"start": 0x1000, "size": 0x1000}),
    (K64, KINETIS | {"start": 0x8000, "size": 0x8000}),
    (K22, KINETIS | {"start": 0x4000, "size": 0x4000}),
    (KV31, KINETIS | {"start": 0x4000, "size": 0x4000}),
    (KV58, KINETIS | {"start": 0x8000, "size": 0x8000}),
    (S32K144, KINETIS | {"start": 0x4000, "size": 0x4000}),
    (K20, KINETIS | {"start": 0x2000, "size": 0x2000}),
    (KE02, {"protect": 0x40D, "value": 0xC7, "own": 0xF8, "start": 0x7C00, "size": 0x400, "locked": 0xFF}),
)}
FSEC = 0x40C
N_SECTORS = 12
LONG = "UNLATCH_LONG" in os.environ
N_MOMENTS = 20 if LONG else 3
N_LIFTS = 20 if LONG else 1  # a lift may read, erase and write the whole chip: it takes the longest
SEED = 20
OPEN = {"secured": False, "mass_erase": True, "fsec": "0xFE", "protected_sectors": 0}


class Done:
    """results: of the runs of unlatch-cli, in their order; flash: the chip's, after the last"""

    def __init__(self, done):
        self.flash, self.counters, self.output = done.flash, done.counters, done.output
        lines = [json.loads(line) for line in done.output.splitlines() if line[:1] == "{"]
        self.results = [line for line in lines if line["event"] == "result"]

    def need(self, n, status, code=None):
        """Run @n ended so. Returns: its result"""
        assert len(self.results) > n, self.output[-3000:]
        result = self.results[n]
        assert result["exit"] == status, result
        if code is not None:
            assert result["problem"]["code"] == code, result
        return result


class Bench:
    def __init__(self, emulator, cli, board):
        self.emulator = emulator
        self.cli = cli
        self.board = board
        self.base = board.get("base", 0)
        self.fsec = board.get("fsec", FSEC)
        self.old = make_image(board["flash"], "old", board)
        self.new = make_image(board["flash"], "new", board)

    def run(self, flash, *jobs, fault=None):
        """The chip begins with @flash; jobs: words for unlatch-cli, one run each"""
        common = [self.cli, "--json", "--yes", "--probe", "jlink", "--device", self.board["device"]]
        script = "\n".join(shlex.join(map(str, [*common, *words])) for words in jobs)
        done = self.emulator.run(
            ["--virtual-clock", "--probe", "jlink", "--board", self.board["board"],
             "--flash", self.emulator.file("before.bin", flash),
             *(["--fault", fault] if fault else [])], ["sh", "-c", script])
        return Done(done)

    def program(self, name, data, *options, start=0):
        return ("program", *options, "--base", hex(self.base + start), self.emulator.file(name, data))

    def with_byte(self, address, value):
        flash = bytearray(self.old)
        flash[address] = value
        return bytes(flash)


def is_programmed(bench):
    changed = bytearray(bench.new)
    changed[7 * bench.board["sector"] + 9] ^= 0x10
    done = bench.run(bench.old, bench.program("new.bin", bench.new),
                     bench.program("new.bin", bench.new),
                     bench.program("changed.bin", bytes(changed)))
    whole, same, one = (done.need(n, 0)["sectors"] for n in range(3))
    n = bench.board["flash"] // bench.board["sector"]
    assert whole["programmed"] == whole["verified"] == n, whole
    assert (same["skipped"], same["erased"], same["programmed"]) == (n, 0, 0), same
    assert (one["skipped"], one["erased"], one["programmed"]) == (n - 1, 1, 1), one
    assert done.flash[:len(changed)] == changed, "the flash is not what the file says"
    print("# whole, identical, one sector:",
          ", ".join(f"{result['time_ms']['total']} ms" for result in done.results))


def is_erased(bench):
    done = bench.run(bench.old, ("erase", "--chip"))
    done.need(0, 0)
    assert done.flash[:bench.board["flash"]] == blank(bench.board)


def is_unlocked(bench):
    done = bench.run(bench.with_byte(bench.fsec, bench.board["locked"]),
                     bench.program("new.bin", bench.new), ("unlock",))
    done.need(0, 5, "chip-locked")
    assert done.need(1, 0)["protection"] == OPEN, done.results
    assert done.flash[:bench.board["flash"]] == blank(bench.board)


def is_left_alone(bench):
    before = bench.with_byte(bench.fsec, bench.board["forever"])
    done = bench.run(before, ("unlock",), bench.program("new.bin", bench.new, "--unlock"))
    for n in range(2):
        done.need(n, 5, "chip-locked-forever")
    assert done.flash[:len(before)] == before, "the chip was touched"


def keeps_what_is_protected(bench):
    board, sector = bench.board, bench.board["sector"]
    start, end = board["start"], board["start"] + board["size"]
    before = bench.with_byte(board["protect"], board["value"])
    refused = bench.run(before, bench.program("new.bin", bench.new))
    assert refused.need(0, 5, "flash-protected")["problem"]["where"]["address"] == bench.base + start
    assert refused.flash[:len(before)] == before, "the chip was touched"
    data = bench.new[start - sector:end + sector]
    done = bench.run(before, bench.program("part.bin", data, "--skip-protected",
                                           start=start - sector))
    assert done.need(0, 0)["left_out"] == board["size"] // sector, done.results
    expected = bytearray(before)
    expected[start - sector:start] = data[:sector]
    expected[end:end + sector] = data[-sector:]
    assert done.flash[:len(before)] == expected


def loses_its_protection(bench):
    """By one sector where the field is free, by a mass erase and all put back where it is not."""
    for value, n_mass_erases in ((bench.board["value"], 0), (bench.board["own"], 1)):
        before = bench.with_byte(bench.board["protect"], value)
        done = bench.run(before, ("unprotect",))
        result = done.need(0, 0)
        assert result["freed"] > 0 and result["protection"]["protected_sectors"] == 0, result
        assert done.counters["chip"]["mass_erases"] == n_mass_erases, done.counters
        assert done.counters["refused"] == 0, done.counters
        assert done.flash[:len(before)] == bench.with_byte(bench.board["protect"], 0xFF)
        print(f"# {result['freed']} sectors freed in {result['time_ms']['total']} ms")


def finish_lift(bench, done):
    """What a person does whose job was cut off. Returns: how it ended"""
    flash, backup = done.flash[:len(bench.old)], done.results[0]["backup"]
    if backup is None:
        return bench.run(flash, ("unprotect",))
    tried = bench.run(flash, ("restore", backup), ("unprotect",))
    if tried.results[0]["exit"] == 0:
        return tried
    tried.need(0, 5, "chip-locked")
    return bench.run(flash, ("unlock",), ("restore", backup), ("unprotect",))


def loses_nothing_with_it(bench):
    before = bench.with_byte(bench.board["protect"], bench.board["own"])
    undisturbed = bench.run(before, ("unprotect",)).counters["virtual_us"]
    moments, n_cut = random.Random(SEED), 0
    for _ in range(N_LIFTS):
        done = bench.run(before, ("unprotect",),
                         fault=f"brown-out-us={moments.randrange(undisturbed)}")
        if done.results[0]["exit"] != 0:
            n_cut += 1
            done = finish_lift(bench, done)
            assert done.results[-1]["exit"] == 0, done.results[-1]
        assert done.flash[:len(before)] == bench.with_byte(bench.board["protect"], 0xFF)
    print(f"# seed {SEED}: {n_cut} of {N_LIFTS} jobs cut off")
    assert n_cut > N_LIFTS / 3, n_cut


def lose_power(bench, at_us, job, size):
    """Returns: whether the job was cut off, and whether only a mass erase could help"""
    done = bench.run(bench.old, job, (*job, "--unlock-if-locked"), fault=f"brown-out-us={at_us}")
    done.need(1, 0)
    rest = done.flash[size:bench.board["flash"]]
    erased = rest == b"\xff" * len(rest)
    assert done.flash[:size] == bench.new[:size], "the flash is not what the file says"
    assert erased or rest == bench.old[size:], "what the file does not cover has changed"
    return done.results[0]["exit"] != 0, erased


def is_recovered(bench):
    size = N_SECTORS * bench.board["sector"]
    job = bench.program("part.bin", bench.new[:size])
    undisturbed = bench.run(bench.old, job)
    undisturbed.need(0, 0)
    moments = random.Random(SEED)
    ends = [lose_power(bench, moments.randrange(undisturbed.counters["virtual_us"]), job, size)
            for _ in range(N_MOMENTS)]
    n_cut, n_erased = sum(cut for cut, _ in ends), sum(erased for _, erased in ends)
    print(f"# seed {SEED}: {n_cut} of {N_MOMENTS} jobs cut off, {n_erased} chips had to be unlocked")
    assert n_cut > N_MOMENTS / 3, ends


def main():
    tap = Tap()
    board = TABLE[sys.argv[3]]
    bench = Bench(Emulator(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), board)
    cases = {
        "is programmed whole, not again, and by one sector": is_programmed,
        "is erased whole and stays open": is_erased,
        "is unlocked, which is proven": is_unlocked,
        "keeps what is protected": keeps_what_is_protected,
        "loses its protection and nothing else": loses_its_protection,
        "loses nothing with it when power fails meanwhile": loses_nothing_with_it,
        f"is recovered after power was lost at any of {N_MOMENTS} moments": is_recovered,
    }
    if "forever" in board:
        cases["is left alone when it is locked for ever"] = is_left_alone
    for name, function in cases.items():
        with tap.case(f"{board['board']} {name}"):
            function(bench)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
