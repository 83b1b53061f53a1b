# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs through emulated USB probes: unlatch-cli, and OpenOCD doing the same on the same boards.

All times are on the virtual clock of probe and board, from the first transfer of the program to
its last: connecting and letting go are in them. So are the clocks by which both programs measure
their deadlines: OpenOCD limits a sector's erase to 250 ms, however busy the machine is.
"""

import concurrent.futures
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "interop"))
# pylint: disable=wrong-import-position
from witness import K64, KE02, KL25, Emulator, make_image, openocd_command  # noqa: E402

WORD_BITS = 46  # of an access of SWD without idle cycles
SECONDS = 900  # after which a program hangs
LOCKED = "0xFC"  # FSEC: secured, mass erase allowed


class Board:
    """limit_s: typical times for erase all and program that the chip's data sheet tells"""

    def __init__(self, kind, device, limit_s, bars):
        self.kind = kind
        self.name = kind["board"]
        self.size = kind["flash"]
        self.device = device
        self.limit_s = limit_s
        self.bars = bars


class Probe:
    def __init__(self, title, driver, *options, openocd=True):
        self.title = title
        self.driver = driver  # OpenOCD's name of it, and ours
        self.options = options
        self.has_openocd = openocd


BOARDS = [
    Board(KL25, "MKL25Z128xxx4", 2.22, {"full": 0.53, "again": 0.05, "one": 0.06}),
    Board(K64, "MK64FN1M0xxx12", 5.99, {"full": 0.37, "again": 0.05, "one": 0.06}),
]
JLINK = Probe("J-Link, high speed", "jlink", "--probe", "jlink")
PROBES = [
    JLINK,
    Probe("J-Link, full speed", "jlink", "--probe", "jlink", "--full-speed"),
    Probe("CMSIS-DAP v2, 4 packets of 512", "cmsis-dap", "--probe", "cmsis-dap",
          "--packet-size", "512", "--packet-count", "4"),
    # Debian's OpenOCD talks to these through hidraw, which the emulated machine does not have
    Probe("CMSIS-DAP v1, 1 report of 64", "cmsis-dap", "--probe", "cmsis-dap-v1", openocd=False),
]
# OpenOCD was not run for it; how its limit comes about is told in bench.py
KE02_BOARD = Board(KE02, "MKE02Z64xxx4", 1.82, {})
URB_FACTOR = 15
PREFACE = """
Emulated USB probes, whole programs on the virtual clock. The old content was written by unlatch-cli
itself unless a line says otherwise: what it does not know it reads and saves first. OpenOCD does
write_image erase and verify_image, which erase, write and verify all of an image whatever of it has
changed; where it was not run for a small change, its time for the full image stands."""
TITLES = {"full": "all changed, over old content", "again": "the same image again",
          "one": "one sector changed", "unlock": "unlock"}


class Cost:
    """What a run cost: from the emulator's counters"""

    def __init__(self, counters):
        self.seconds = counters["virtual_us"] / 1e6
        self.urbs = counters["urbs"] + counters["control_urbs"]
        self.bytes = counters["out_bytes"] + counters["in_bytes"]

    def describe(self, size):
        """@size: of what was programmed, or None"""
        share = f", {self.bytes / size:.2f} for each programmed" if size else ""
        return f"{self.seconds:.3f} s, {self.urbs} URBs, {self.bytes} bytes on USB{share}"


def make_images(emulator, board):
    old, new = (make_image(board.size, seed, board.kind) for seed in ("old", "new"))
    one = bytearray(new)
    one[board.size // 2 + 5] ^= 0x55
    made = {"old": old, "full": new, "again": new, "one": bytes(one),
            "foreign": make_image(board.size, "foreign", board.kind)}
    return {name: emulator.file(f"{name}.bin", data) for name, data in made.items()}


def check(done, what, flash=None):
    if done.status != 0 or (flash is not None and done.flash != flash.read_bytes()):
        raise SystemExit(f"{what} failed: {done}")
    return Cost(done.counters)


# --- the two programs -------------------------------------------------------------------------


class Unlatch:
    """unlatch-cli on one probe and one board, whose flash stays from job to job"""

    def __init__(self, build, emulator, probe, board):
        self.cli = build / "app/unlatch-cli"
        self.emulator = emulator
        self.probe = probe
        self.board = board
        self.options = ["--virtual-clock", *probe.options, "--board", board.name, "--stored"]

    def reset(self, *options):
        subprocess.run([self.cli, "boards", "reset", self.board.name, *map(str, options)],
                       check=True, stdout=subprocess.DEVNULL)

    def run(self, *words, flash=None):
        words = [self.cli, "--json", "--yes", "--probe", self.probe.driver, "--speed", "4000",
                 *self.board.kind.get("choose", []), *words]
        done = self.emulator.run(self.options, words, SECONDS)
        return check(done, f"unlatch-cli on {self.probe.title}", flash)

    def program(self, image):
        return self.run("program", image, flash=image)

    def unlock(self):
        self.reset("--fsec", LOCKED)
        return self.run("unlock", *([] if "choose" in self.board.kind
                                    else ["--device", self.board.device]))


def run_openocd(build, probe, board, job):
    """Returns: the cost. Has a folder of its own: several run at once"""
    emulator = Emulator(build / "tests/usb-emulator/unlatch-usb-emulator")
    images = make_images(emulator, board)
    if job == "unlock":
        options = ["--flash", images["old"], "--fsec", LOCKED]
        commands = ["init", "kinetis mdm mass_erase"]
    else:
        options = ["--flash", images["old" if job == "full" else "full"]]
        commands = ["init", "reset init", "flash probe 0",
                    f"flash write_image erase {images[job]} 0", f"verify_image {images[job]} 0"]
    done = emulator.run(["--virtual-day", *probe.options, "--board", board.name, *options],
                        openocd_command(probe.driver, board.kind, commands), SECONDS)
    return check(done, f"OpenOCD on {probe.title}", images[job] if job != "unlock" else None)


# --- jobs -------------------------------------------------------------------------------------


def bench_urbs(table, ours, theirs):
    table.row("    URBs", f"{ours.urbs}", f"<= {theirs.urbs // URB_FACTOR}",
              ours.urbs * URB_FACTOR <= theirs.urbs)


def bench_job(table, board, job, ours, theirs, bars):
    size = board.size if job == "full" else None
    bar = bars.get(job)
    ratio = ours.seconds / theirs.seconds if theirs else None
    if bar:
        table.row(f"{TITLES[job]}: {ours.seconds:.3f} s; OpenOCD {theirs.seconds:.3f} s",
                  f"{ratio:.3f} x", f"<= {bar} x", ratio <= bar)
    else:
        compared = f"{ratio:.3f} x OpenOCD's {theirs.seconds:.3f} s" if theirs else ""
        table.note(TITLES[job], f"{ours.seconds:.3f} s", compared)
    if job == "full":
        print(f"    ({ours.seconds / board.limit_s:.2f} x the {board.limit_s} s that the chip's flash"
              " takes by itself)")
    print(f"    ({ours.describe(size)}" + (f"; OpenOCD {theirs.describe(size)})" if theirs else ")"))
    if bars and job == "full":
        bench_urbs(table, ours, theirs)


def run_ours(build, probe, board):
    """Returns: the costs of our jobs; the old content is our own, as on a developer's board"""
    emulator = Emulator(build / "tests/usb-emulator/unlatch-usb-emulator")
    images = make_images(emulator, board)
    unlatch = Unlatch(build, emulator, probe, board)
    unlatch.reset()
    unlatch.program(images["old"])
    costs = {job: unlatch.program(images[job]) for job in ("full", "again", "one")}
    unlatch.reset("--image", images["foreign"])
    costs["foreign"] = unlatch.program(images["full"])
    costs["unlock"] = unlatch.unlock()
    return costs


def bench_probe(table, build, probe, board, theirs):
    """@theirs: futures of OpenOCD's costs by job; what is not there was not asked for"""
    table.head(f"{probe.title}, {board.name}, {board.size // 1024} KiB of random data, SWD 4 MHz")
    bars = board.bars if probe is JLINK else {}
    theirs = {job: future.result() for job, future in theirs.items()}
    ours = run_ours(build, probe, board)
    for job in TITLES:
        # OpenOCD erases and writes all of an image, whatever of it has changed
        other = theirs.get(job) or (theirs.get("full") if job != "unlock" else None)
        bench_job(table, board, job, ours[job], other, bars)
    table.note("all changed, over somebody else's: saved first", f"{ours['foreign'].seconds:.3f} s",
               "")


# --- streams into RAM -------------------------------------------------------------------------


def stream(build, emulator, probe, khz):
    """Returns: what ram-stream told"""
    board = BOARDS[1]
    done = emulator.run(
        [*probe.options, "--board", board.name, "--flash", emulator.path / "old.bin",
         "--control", emulator.path / "control"],
        [build / "tests/bench/ram-stream", probe.driver, board.device, str(khz)], SECONDS)
    check(done, f"ram-stream on {probe.title}")
    return json.loads(done.output)


def bench_stream(table, told, title, bits, least):
    """@bits: on the wire for a word; what the probe's model adds to those of the access itself"""
    limit_us = told["bytes"] / 4 * bits / told["khz"] * 1000
    ratio = limit_us / told["virtual_us"]
    rate = told["bytes"] / told["virtual_us"] * 1e6 / 1000
    what = f"{title}, {told['khz'] / 1000:g} MHz: {rate:.0f} kB/s"
    if least:
        table.row(what, f"{ratio:.3f} x", f">= {least} x", ratio >= least)
    else:
        table.note(what, f"{ratio:.3f} x", "")
    print(f"    ({told['urbs']} URBs, {told['usb_bytes'] / told['bytes']:.2f} bytes on USB a byte)")


def bench_streams(table, build):
    table.head("Writing 256 KiB of RAM, against what the wire carries")
    emulator = Emulator(build / "tests/usb-emulator/unlatch-usb-emulator")
    make_images(emulator, BOARDS[1])
    jlink, _, dap, _ = PROBES
    for khz, least in ((1000, None), (4000, 0.95), (15000, 0.85)):
        bench_stream(table, stream(build, emulator, jlink, khz), jlink.title, WORD_BITS, least)
    # a packet of 512 carries 126 words, after which the probe reads RDBUFF of its own accord
    bits = WORD_BITS * 127 / 126
    bench_stream(table, stream(build, emulator, dap, 10000), dap.title, bits, 0.9)


# --- all --------------------------------------------------------------------------------------


def plan_openocd(everything):
    """What OpenOCD is to do, long jobs first. Returns: (probe, board, job)"""
    kl25, k64 = BOARDS
    jobs = [(JLINK, k64, "full"), (JLINK, kl25, "full"), (JLINK, kl25, "again"),
            (JLINK, kl25, "one"), (JLINK, kl25, "unlock"), (JLINK, k64, "unlock")]
    if everything:
        jobs += [(JLINK, k64, "again"), (JLINK, k64, "one")]
        jobs += [(probe, board, job) for probe in PROBES if probe is not JLINK
                 and probe.has_openocd for board in BOARDS for job in ("full", "unlock")]
    return jobs


def bench_usb(table, build, everything):
    """Two of OpenOCD's jobs at a time, then ours one by one: they are to keep the probe busy."""
    pairs = [(probe, board) for probe in PROBES for board in BOARDS
             if everything or probe is JLINK or board is BOARDS[0]]
    pairs.append((JLINK, KE02_BOARD))
    print(PREFACE, flush=True)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        theirs = {job: pool.submit(run_openocd, build, *job) for job in plan_openocd(everything)}
        concurrent.futures.wait(theirs.values())
    for probe, board in pairs:
        bench_probe(table, build, probe, board,
                    {job: future for (p, b, job), future in theirs.items()
                     if p is probe and b is board})
    bench_streams(table, build)
