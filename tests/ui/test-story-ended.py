# SPDX-License-Identifier: GPL-2.0-or-later
"""End the program from outside in the middle of a job, and still have a usable chip."""

import random
import signal
import sys

from harness import DEADLINE_S, Story, Tap

OPEN_FCF = bytes([0xFF] * 12 + [0xFE, 0xFF, 0xFF, 0xFF])
BOARD = ("--probe", "sim:frdm-k64f")


def make_image(story, name, seed):
    data = bytearray(random.Random(seed).randbytes(1 << 20))
    data[0x400:0x410] = OPEN_FCF
    path = story.desktop.folder / name
    path.write_bytes(bytes(data))
    return path


def stops_the_job_first(story, old, new, number):
    story.board("frdm-k64f", "--image", old, "--base", "0", "--fault", "pace=1")
    window = story.start(*BOARD, new)
    window.wait_text("Will")  # pressed before there is a plan, Program only says why it cannot
    window.click("Program")
    window.wait_text("KiB/s")  # it writes, for some seconds still
    window.process.send_signal(number)
    assert window.process.wait(DEADLINE_S) == 0
    status, lines, _ = story.cli(*BOARD, "info")
    chip = next(line for line in lines if line["event"] == "chip")
    assert status == 0 and chip["protection"]["fsec"] == "0xFE", lines
    for image in (old, new):  # it was begun, and not finished
        status, _, said = story.cli(*BOARD, "verify", image, "--base", "0")
        assert status == 6, said


def main():
    tap = Tap()
    with Story() as story:
        old, new = make_image(story, "old.bin", 1), make_image(story, "new.bin", 2)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with tap.case(f"{number.name} stops the job at a safe point before the window goes"):
                stops_the_job_first(story, old, new, number)
        with tap.case("without a job the window goes at once"):
            window = story.start(*BOARD)
            window.process.send_signal(signal.SIGTERM)
            assert window.process.wait(DEADLINE_S) == 0
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
