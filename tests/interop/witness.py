# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs other people's programs with an emulated probe plugged in, and makes images for them."""

import json
import os
import pathlib
import random
import subprocess
import tempfile

KL25 = {
    "board": "frdm-kl25z",
    "flash": 128 * 1024,
    "sector": 1024,
    "device": "MKL25Z128xxx4",
    "openocd": "target/klx.cfg",
    "pyocd": "kl25z",
}
K64 = {
    "board": "frdm-k64f",
    "flash": 1024 * 1024,
    "sector": 4096,
    "device": "MK64FN1M0xxx12",
    "openocd": "target/kx.cfg",
    "pyocd": "k64f",
}
K22 = {
    "board": "frdm-k22f",
    "flash": 512 * 1024,
    "sector": 2048,
    "device": "MK22FN512xxx12",
    "openocd": "target/kx.cfg",
}
KV31 = K22 | {"board": "twr-kv31f", "device": "MKV31F512xxx12"}
K20 = {
    "board": "k20dx256",
    "flash": 256 * 1024,
    "sector": 2048,
    "device": "MK20DX256xxx7",
    "openocd": "target/kx.cfg",
}
# Its flash begins elsewhere, and OpenOCD's file is for its relatives with another core.
KV58 = {
    "board": "twr-kv58f",
    "base": 0x10000000,
    "flash": 1024 * 1024,
    "sector": 8192,
    "device": "MKV58F1M0xxx24",
    "openocd": "target/kx.cfg",
    "setup": ["set CPUTAPID 0x0bd11477"],
    "one_block": True,
    # or else it programs the field first, and half of its line of 32 bytes again, as it warns
    "prepare": ["kinetis fcf_source write"],
}
S32K144 = {
    "board": "s32k144evb",
    "flash": 512 * 1024,
    "sector": 4096,
    "device": "S32K144",
}
# Where FSEC is not at 0x40C; the device has to be named, as these do not tell how large they are.
# OpenOCD holds the pin low for its mass erase where it has one, which the chip does not bear.
KE02 = {
    "board": "frdm-ke02z",
    "flash": 64 * 1024,
    "sector": 512,
    "device": "MKE02Z64xxx4",
    "choose": ["--device", "MKE02Z64xxx4"],
    "openocd": "target/ke0x.cfg",
    "driver": "kinetis_ke",
    "ram": "0x400",
    "reset": "none",
    "fsec": 0x40E,
}
KE06 = KE02 | {
    "board": "frdm-ke06z",
    "flash": 128 * 1024,
    "device": "MKE06Z128xxx4",
    "choose": ["--device", "MKE06Z128xxx4"],
}
FSEC = 0x40C
STACK = 0x20002000
ENTRY = 0x410
SECONDS = 200  # after which a witness hangs


def make_image(size, seed, board=None):
    """Bytes of a program that does nothing for ever, then noise; leaves the chip unsecured."""
    fsec = (board or {}).get("fsec", FSEC)
    image = bytearray(random.Random(seed).randbytes(size))
    entry = (board or {}).get("base", 0) + (ENTRY | 1)
    image[0:4] = STACK.to_bytes(4, "little")
    for vector in range(1, 16):
        image[4 * vector:4 * vector + 4] = entry.to_bytes(4, "little")
    image[0x400:0x410] = b"\xff" * 16
    image[fsec] = 0xFE
    image[ENTRY:ENTRY + 2] = b"\xfe\xe7"  # b .
    return bytes(image)


def blank(board):
    """The flash after a mass erase, which leaves the chip unsecured"""
    fsec = board.get("fsec", FSEC)
    return b"\xff" * fsec + b"\xfe" + b"\xff" * (board["flash"] - fsec - 1)


class Result:
    """What a witness said and did. flash: the chip's, afterwards; counters: the emulator's"""

    def __init__(self, status, output, counters, flash):
        self.status = status
        self.output = output
        self.counters = counters
        self.flash = flash

    def __str__(self):
        return f"status {self.status}\n{self.output}\n{json.dumps(self.counters)}"


class Emulator:
    """The program unlatch-usb-emulator, with a folder for what it is given and leaves"""

    def __init__(self, program):
        self.program = pathlib.Path(program).resolve()
        self.folder = tempfile.TemporaryDirectory(prefix="unlatch-interop-")
        self.path = pathlib.Path(self.folder.name)

    def file(self, name, data):
        path = self.path / name
        path.write_bytes(data)
        return path

    def run(self, options, command, seconds=SECONDS):
        counters, flash = self.path / "counters.json", self.path / "flash.bin"
        for path in (counters, flash):
            path.unlink(missing_ok=True)
        # the emulator ends its command when it is told to end, and clears its machine away
        child = subprocess.Popen(
            [self.program, "--counters", counters, "--flash-out", flash, *options, "--", *command],
            cwd=self.path, env=os.environ | {"XDG_DATA_HOME": str(self.path / "data")},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors="replace")
        try:
            output, _ = child.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            child.terminate()
            output, _ = child.communicate()
            output += f"\nstopped after {seconds} s"
        told = json.loads(counters.read_text()) if counters.exists() else {}
        return Result(child.returncode, output, told,
                      flash.read_bytes() if flash.exists() else b"")


def openocd_command(probe, board, commands):
    """OpenOCD's command line for @commands; what it is told is what its manual says for Kinetis."""
    script = [
        f"adapter driver {probe}", "transport select swd",
        *board.get("setup", ()), f"set WORKAREASIZE {board.get('ram', '0x1000')}", f"source [find {board['openocd']}]",
        "adapter speed 4000", f"reset_config {board.get('reset', 'srst_only')}", "gdb_port disabled", "tcl_port disabled",
        "telnet_port disabled", *commands, "shutdown",
    ]
    words = ["openocd"]
    for line in script:
        words += ["-c", line]
    return words


def openocd(emulator, probe, board, commands, *options):
    """Runs OpenOCD's @commands on a board."""
    return emulator.run(["--keep-up", "--probe", probe, "--board", board["board"], *options],
                        openocd_command(probe, board, commands))
