#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Probes with their peculiarities: unlatch-cli programs and verifies through each.

Arguments: unlatch-usb-emulator, unlatch-cli. The clocks of program, probe and chip are one.
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
# what is odd, the emulator's options, how many commands it may refuse
JLINKS = [
    ("of full speed", ["--full-speed"], 0),
    ("that tells the status in a packet of its own", ["--split-status"], 0),
    ("of full speed that tells the status in a packet of its own", ["--split-status", "--full-speed"], 0),
    ("with little memory", ["--free-memory", "2048"], 0),
    ("that serves nobody it does not know", ["--needs-registration"], 0),
    ("that goes silent when somebody registers", ["--breaks-on-registration"], 1),
    ("that tells neither speeds nor memory", ["--caps", "0x80020001"], 0),
    ("that is old and slow", ["--max-khz", "12000", "--free-memory", "11288", "--full-speed",
                              "--firmware", "J-Link ARM-OB STM32 compiled Aug 22 2012 19:52:04"], 0),
]
DAPS = [
    ("of version 1", "cmsis-dap-v1", [], 0),
    ("of version 1 that takes reports by control requests", "cmsis-dap-v1", ["--no-out-endpoint"],
     0),
    ("of version 1 with large reports", "cmsis-dap-v1", ["--packet-size", "512"], 0),
    ("of full speed", "cmsis-dap", ["--full-speed"], 0),
    ("that takes one packet", "cmsis-dap", ["--packet-count", "1"], 0),
    ("that takes eight packets", "cmsis-dap", ["--packet-count", "8"], 0),
    ("before 1.2", "cmsis-dap", ["--no-sequence"], 0),
    ("that does not repeat what the chip answers with WAIT", "cmsis-dap", ["--no-retry"], 0),
    ("that loses what is sent ahead", "cmsis-dap", ["--loses-commands-in-flight"], None),
    ("that loses what is sent ahead, of full speed", "cmsis-dap",
     ["--loses-commands-in-flight", "--full-speed"], None),
]


def is_told(emulator, cli):
    """A chip that answers every tenth access with WAIT, and a probe that leaves it at that"""
    for options, right in (([], True), (["--no-retry"], False)):
        done = emulator.run(
            ["--virtual-clock", "--probe", "cmsis-dap", "--board", KL25["board"], "--fault",
             "wait-every=10", *options],
            [cli, "--json", "--probe", "cmsis-dap", "--speed", "4000", "info"])
        assert right == (done.status == 0), done
    problem = json.loads([line for line in done.output.splitlines() if line[:1] == "{"][-1])["problem"]
    assert problem["code"] == "target-wait", problem
    assert "the probe did not wait for it" in problem["cause"], problem


def works(emulator, cli, probe, options, max_refused):
    """max_refused: None: at least one, as that is what is odd"""
    image = make_image(SIZE, "new")
    old = emulator.file("old.bin", make_image(KL25["flash"], "old"))
    new = emulator.file("new.bin", image)
    driver = "jlink" if probe == "jlink" else "cmsis-dap"
    done = emulator.run(
        ["--virtual-clock", "--probe", probe, "--board", KL25["board"], "--flash", old, *options],
        [cli, "--json", "--yes", "--probe", driver, "--speed", "4000", "program", new])
    assert done.status == 0, done
    told = json.loads([line for line in done.output.splitlines() if line[:1] == "{"][-1])
    assert told["sectors"]["verified"] >= SIZE // KL25["sector"], told
    assert done.flash[:SIZE] == image, "the flash is not what the file says"
    refused = done.counters["refused"]
    assert refused > 0 if max_refused is None else refused <= max_refused, done.counters
    print(f"# {done.counters['virtual_us'] / 1000:.0f} ms, {done.counters['urbs']} URBs, "
          f"{refused} refused")


def main():
    emulator, cli = Emulator(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    tap = Tap()
    for title, options, refused in JLINKS:
        with tap.case(f"a J-Link {title}"):
            works(emulator, cli, "jlink", options, refused)
    for title, probe, options, refused in DAPS:
        with tap.case(f"a CMSIS-DAP {title}"):
            works(emulator, cli, probe, options, refused)
    with tap.case("that the probe does not wait for a chip is told as such"):
        is_told(emulator, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
