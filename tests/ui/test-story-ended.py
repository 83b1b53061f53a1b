# SPDX-License-Identifier: GPL-2.0-or-later
"""End the program from outside in the middle of a job, and still have a usable chip."""

import signal
import sys

from harness import Story, Tap

BOARD = ("--probe", "sim:frdm-k64f")


def stops_the_job_first(story, number):
    window, image = story.start_slow()
    window.click("Program")
    window.wait_sectors(lambda names: any("verified" in name for name in names))  # it writes
    window.process.send_signal(number)
    assert window.ended() == 0
    status, lines, _ = story.cli(*BOARD, "info")
    chip = next(line for line in lines if line["event"] == "chip")
    assert status == 0 and chip["protection"]["fsec"] == "0xFE", lines
    assert chip["sectors"]["data"] > 1, chip  # it was begun, and not finished
    status, _, said = story.cli(*BOARD, "verify", image, "--base", "0")
    assert status == 6, said


def tells_how_far_it_is(story):
    window, _ = story.start_slow()
    window.click("Program")
    window.wait_text("✓ Compare", "Program", " of 1 MiB", "Verify")
    window.wait_text("KiB/s", "about ", " left")
    window.wait("Progress", ("progress bar",))
    assert window.quit() == 0


def main():
    tap = Tap()
    with Story() as story:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with tap.case(f"{number.name} stops the job at a safe point before the window goes"):
                stops_the_job_first(story, number)
        with tap.case("a job tells its phases, its rate and the time left while it runs"):
            tells_how_far_it_is(story)
        with tap.case("without a job the window goes at once"):
            window = story.start(*BOARD)
            window.process.send_signal(signal.SIGTERM)
            assert window.ended() == 0
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
