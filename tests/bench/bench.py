#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The bars of speed and memory: bench.py BUILDDIR [--usb-all]. Called by ./dev bench.

Prints each bar with what was measured and its limit. Ends with 1 when one is missed. Ratios are of
medians of runs that were interleaved, so that a busy machine slows both sides. Times on simulated
boards are on their virtual clock and do not depend on the machine.
"""

import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
# pylint: disable=wrong-import-position
from bench_files import FSEC, make_image  # noqa: E402
from bench_usb import bench_usb  # noqa: E402
from bench_window import bench_window  # noqa: E402

PARSE_ROUNDS = 7

# Simulated boards. limit_s: what the flash takes by itself to be erased as a whole and programmed,
# by the typical times of the chip's data sheet. That of KE02, which was not read but recalled, is
# 100.8 ms to erase all, and 0.21 ms for each eight bytes, 8192 times: 1.82 s. The 0.96 s that can be
# worked out with 0.1 ms, half of what a command takes, would make the bar one that no program can
# meet on such a chip. The last two have no bars.
BOARDS = [
    {"name": "frdm-kl25z", "size": 128 << 10, "limit_s": 2.22,
     "bars": {"full": 2.5, "again": 0.2, "one": 0.25}},
    {"name": "frdm-k64f", "size": 1 << 20, "limit_s": 5.99,
     "bars": {"full": 7.0, "again": 0.8, "one": 0.4}},
    {"name": "frdm-ke02z", "size": 64 << 10, "limit_s": 1.82, "fsec": 0x40E,
     "bars": {"full": 2.05, "again": 0.2, "one": 0.25}},
    {"name": "twr-kv58f", "size": 1 << 20, "base": 0x10000000, "bars": {}},
    {"name": "s32k144evb", "size": 512 << 10, "bars": {}},
]


class Table:
    """The bars, printed as they are measured."""

    def __init__(self):
        self.missed = 0

    def head(self, text):
        print(f"\n{text}", flush=True)

    def row(self, what, measured, limit, good):
        self.missed += not good
        print(f"  {what:<58} {measured:>16} {limit:>16}   {'OK' if good else 'MISSED'}", flush=True)

    def note(self, what, measured, more):
        """Something that has no bar"""
        print(f"  {what:<58} {measured:>16}   {more}".rstrip(), flush=True)


# --- files ------------------------------------------------------------------------------------


def make_big_hex(path):
    """16 MiB of data as Intel HEX, 16 bytes a record: 46 MB of text."""
    pattern = random.Random(7)
    data = [str(pattern.randrange(256)) for _ in range(251)]
    subprocess.run(["srec_cat", "-generate", "0x08000000", "0x09000000", "-repeat-data", *data,
                    "-o", path, "-intel", "-obs=16"], check=True)


# --- parsing ----------------------------------------------------------------------------------


def seconds(command):
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def bench_parsing(table, build, scratch):
    table.head("Reading 16 MiB of data from Intel HEX, whole processes")
    big = scratch / "big.hex"
    make_big_hex(big)
    ours = [build / "app/unlatch-cli", "--json", "inspect", big]
    peers = {
        "arm-none-eabi-objcopy": (4, ["arm-none-eabi-objcopy", "-I", "ihex", "-O", "binary", big,
                                      scratch / "out.bin"]),
        "srec_cat": (12, ["srec_cat", big, "-intel", "-o", scratch / "out2.bin", "-binary"]),
    }
    commands = {"unlatch-cli": ours, **{name: command for name, (_, command) in peers.items()}}
    times = {name: [] for name in commands}
    for turn in range(PARSE_ROUNDS + 1):
        for name, command in commands.items():
            taken = seconds(command)
            if turn:  # the first warms the caches
                times[name].append(taken)
    median = {name: statistics.median(taken) for name, taken in times.items()}
    for name, (factor, _) in peers.items():
        ratio = median[name] / median["unlatch-cli"]
        table.row(f"{median['unlatch-cli'] * 1000:.0f} ms; {name} {median[name] * 1000:.0f} ms",
                  f"{ratio:.1f} x faster", f">= {factor} x", ratio >= factor)
    size = big.stat().st_size / 1e6
    print(f"  ({size:.1f} MB of text: {size / median['unlatch-cli']:.0f} MB/s)")


# --- simulated boards -------------------------------------------------------------------------


def program(build, board, base, image):
    """Returns: the result line of the job"""
    done = subprocess.run(
        [build / "app/unlatch-cli", "--json", "--yes", "--probe", f"sim:{board}", "--speed", "4000",
         "program", image, "--base", hex(base)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    results = [line for line in lines if line.get("event") == "result"]
    if done.returncode != 0 or not results or not results[-1]["ok"]:
        raise SystemExit(f"programming {image} failed:\n{done.stdout[-2000:]}{done.stderr}")
    return results[-1]


def describe(result):
    times = result["time_ms"]
    phases = ("connect", "compare", "erase", "program", "verify", "restore")
    return ", ".join(f"{phase} {times[phase]:.0f}" for phase in phases if phase in times)


def bench_board(table, build, scratch, board):
    name, size, bars = board["name"], board["size"], board["bars"]
    base, fsec = board.get("base", 0), board.get("fsec", FSEC)
    table.head(f"Simulated {name}, {size // 1024} KiB of random data, SWD 4 MHz, virtual clock")
    subprocess.run([build / "app/unlatch-cli", "boards", "reset", name], check=True,
                   stdout=subprocess.DEVNULL)

    def image(file, seed, changed_at=None):
        return make_image(scratch / file, seed, size, changed_at, fsec)

    def timed(job, what, path, erased=None, programmed=None):
        result = program(build, name, base, path)
        taken = result["virtual_us"] / 1e6
        counts = result["sectors"]
        if job in bars:
            table.row(what, f"{taken:.3f} s", f"<= {bars[job]} s", taken <= bars[job])
        else:
            table.note(what, f"{taken:.3f} s", "")
        if job == "full" and "limit_s" in board:
            print(f"    ({taken / board['limit_s']:.2f} x the {board['limit_s']} s that the chip's"
                  " flash takes by itself)")
        if erased is not None:
            got = (counts["erased"], counts["programmed"])
            table.row("    sectors erased, programmed", f"{got[0]}, {got[1]}",
                      f"{erased}, {programmed}", got == (erased, programmed))
        print(f"    (ms: {describe(result)})")

    program(build, name, base, image("old.bin", 1))
    new = image("new.bin", 2)
    timed("full", "all changed, over old content", new)
    timed("again", "the same image again", new, 0, 0)
    timed("one", "one sector changed", image("one.bin", 2, size // 2 + 5), 1, 1)


BENCHES = ("parsing", "boards", "usb", "window")


def run_benches(table, build, options, scratch):
    if "parsing" in options.only:
        bench_parsing(table, build, scratch)
    if "boards" in options.only:
        for board in BOARDS:
            bench_board(table, build, scratch, board)
    if "usb" in options.only:
        bench_usb(table, build, options.usb_all)
    if "window" in options.only:
        bench_window(table, build, scratch)


def parse_arguments():
    parser = argparse.ArgumentParser(description="The bars of speed and memory.")
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--only", action="append", choices=BENCHES)
    parser.add_argument("--usb-all", action="store_true",
                        help="every probe on every board, and OpenOCD on each")
    options = parser.parse_args()
    options.only = options.only or BENCHES
    return options


def main():
    options = parse_arguments()
    started = time.perf_counter()
    table = Table()
    with tempfile.TemporaryDirectory(prefix="unlatch-bench-") as folder:
        scratch = pathlib.Path(folder)
        os.environ["XDG_STATE_HOME"] = str(scratch / "state")
        run_benches(table, options.build.resolve(), options, scratch)
    print(f"\n{table.missed} bars missed" if table.missed else "\nall bars held",
          f"in {time.perf_counter() - started:.0f} s")
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
