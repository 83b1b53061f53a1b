#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the example images: make-examples.py OUTDIR. Needs binutils-arm-none-eabi."""

import math
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).with_name("blinky.s")
BREATH_STEPS = 12000


def assemble(base, with_fcf, fsec, led):
    """Returns: the bytes from base on."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        steps = (round(127.5 - 127.5 * math.cos(2 * math.pi * i / BREATH_STEPS))
                 for i in range(BREATH_STEPS))
        (folder / "table.inc").write_text("".join(f".byte {step}\n" for step in steps))
        symbols = {"with_fcf": with_fcf, "fsec": fsec, "led": led}
        options = [f"--defsym={name}={value}" for name, value in symbols.items()]
        subprocess.run(["arm-none-eabi-as", *options, "-I", folder, "-o", folder / "a.o", SOURCE],
                       check=True)
        subprocess.run(["arm-none-eabi-ld", f"-Ttext={base:#x}", "-o", folder / "a.elf", folder / "a.o"],
                       check=True, stderr=subprocess.DEVNULL)
        subprocess.run(["arm-none-eabi-objcopy", "-O", "binary", folder / "a.elf", folder / "a.bin"],
                       check=True)
        return (folder / "a.bin").read_bytes()


def to_srec(data, base, title):
    def record(kind, address, width, payload):
        body = bytes([width + len(payload) + 1]) + address.to_bytes(width, "big") + payload
        return f"S{kind}{body.hex().upper()}{~sum(body) & 0xFF:02X}\n"

    lines = [record(0, 0, 2, title.encode())]
    for i in range(0, len(data), 32):
        lines.append(record(1, base + i, 2, data[i:i + 32]))
    start = int.from_bytes(data[4:8], "little") & ~1
    lines.append(record(9, start, 2, b""))
    return "".join(lines)


def to_ihex(data, base):
    def record(kind, address, payload):
        body = bytes([len(payload)]) + address.to_bytes(2, "big") + bytes([kind]) + payload
        return f":{body.hex().upper()}{-sum(body) & 0xFF:02X}\n"

    lines = [record(0, base + i, data[i:i + 16]) for i in range(0, len(data), 16)]
    return "".join(lines) + record(1, 0, b"")


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    blinky = assemble(base=0, with_fcf=1, fsec=0xFE, led=18)
    app = assemble(base=0x4000, with_fcf=0, fsec=0, led=19)
    locks = assemble(base=0, with_fcf=1, fsec=0xFF, led=18)
    (out / "blinky.srec").write_text(to_srec(blinky, 0, "blinky for FRDM-KL25Z"))
    (out / "app.hex").write_text(to_ihex(app, 0x4000))
    (out / "locks-the-chip.hex").write_text(to_ihex(locks, 0))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
