#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""pyOCD, as Debian has it, through an emulated CMSIS-DAP of version 1.

Arguments: unlatch-usb-emulator, then "all" or "some" of the cases.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402
from witness import K64, KL25, Emulator, make_image  # noqa: E402

SESSION = pathlib.Path(__file__).with_name("pyocd-session.py")
PYTHON = "/usr/bin/python3"  # whose modules the Debian packages are


def session(emulator, board, size, cpuid, *options):
    old = emulator.file("old.bin", make_image(board["flash"], "old"))
    image = make_image(size, "new")
    new = emulator.file("new.bin", image)
    done = emulator.run(
        ["--keep-up", "--probe", "cmsis-dap-v1", "--board", board["board"], "--flash", old, *options],
        [PYTHON, SESSION, board["pyocd"], new, "1"])
    assert done.status == 0, done
    assert f"CPUID {cpuid}" in done.output, done
    assert f"compared {size}" in done.output, done
    assert done.flash[:size] == image, "the flash is not what the file says"
    assert done.flash[size:] == make_image(board["flash"], "old")[size:], "beyond the file"
    assert done.counters["refused"] == 0, done.counters
    print(f"# {board['board']}, {size} bytes: {done.counters['urbs']} URBs, "
          f"{done.counters['swd_bits']} bits", flush=True)


def main():
    emulator = Emulator(sys.argv[1])
    everything = sys.argv[2] == "all"
    tap = Tap()
    with tap.case("pyOCD connects to a KL25Z128, programs it and reads it back"):
        session(emulator, KL25, 8192 if everything else 2048, "410cc600")
    if everything:
        with tap.case("pyOCD connects to a K64F1M, programs it and reads it back"):
            session(emulator, K64, 8192, "410fc241")
        with tap.case("pyOCD sends its reports by control requests where the probe wants that"):
            session(emulator, KL25, 2048, "410cc600", "--no-out-endpoint")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
