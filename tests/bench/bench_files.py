# SPDX-License-Identifier: GPL-2.0-or-later
"""Images to be programmed."""

import random

FSEC = 0x40C  # where it is in the flash of most boards


def make_image(path, seed, size, changed_at=None, fsec=FSEC):
    """Random bytes that leave the chip unsecured."""
    data = bytearray(random.Random(seed).randbytes(size))
    data[0x400:0x410] = [0xFF] * 16
    data[fsec] = 0xFE
    if changed_at is not None:
        data[changed_at] ^= 0x55
    path.write_bytes(data)
    return path
