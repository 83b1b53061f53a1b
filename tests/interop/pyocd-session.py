# SPDX-License-Identifier: GPL-2.0-or-later
"""What pyOCD does on the emulated probe. Arguments: target, image file, times to program it."""

import pathlib
import sys

from pyocd.core.helpers import ConnectHelper

CPUID = 0xE000ED00
RAM = 0x20000000


def main():
    target_name, image, times = sys.argv[1], pathlib.Path(sys.argv[2]).read_bytes(), sys.argv[3]
    session = ConnectHelper.session_with_chosen_probe(
        blocking=False, return_first=True, target_override=target_name, frequency=4000000)
    with session:
        target = session.board.target
        print("probe", session.probe.unique_id)
        target.reset_stop_on_reset()
        print(f"CPUID {target.read32(CPUID):08x}")
        words = [0x01234567, 0x89ABCDEF] * 200 # beyond a line of the address register
        target.write_memory_block32(RAM + 0x200, words)
        assert target.read_memory_block32(RAM + 0x200, len(words)) == words
        for _ in range(int(times)):
            session.board.flash.flash_block(0, list(image), chip_erase=False)
        target.reset_stop_on_reset()
        assert bytes(target.read_memory_block8(0, len(image))) == image
    print("compared", len(image))


main()
