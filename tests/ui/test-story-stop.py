# SPDX-License-Identifier: GPL-2.0-or-later
"""A chip that does not end what it is busy with: Cancel waits for it, Stop and Reset does not."""

import sys

from harness import EXAMPLES, Story, Tap, has, wait_for

BOARD = "frdm-kl25z"
LOCKED = ("--fsec", "0x7F", "--image", EXAMPLES / "blinky.srec", "--fault", "erase-hangs")


def hangs(story):
    """A minute of a mass erase that never ends, at the pace of a real board."""
    story.board(BOARD, *LOCKED)
    window = story.start("--probe", f"sim:{BOARD}")
    window.wait_text("The chip is locked")
    window.click("Unlock")
    window.click("Unlock and Erase")
    window.wait_text("did not finish in time")
    story.board(BOARD, *LOCKED, "--fault", "pace=1")
    window.click("Erase Again and Wait Longer")
    window.wait("Cancel", window.BUTTONS, True)
    window.wait("Progress", ("progress bar",))  # not before a second has passed
    return window


def has_focus(button):
    button.clear_cache()
    return has(button, "FOCUSED")


def is_offered(window):
    from harness import Atspi  # pylint: disable=import-outside-toplevel
    assert not window.find("Stop and Reset", window.BUTTONS)
    window.enter()
    cancel = window.find("Cancel", window.BUTTONS)
    assert Atspi.Component.grab_focus(cancel)
    wait_for("the focus on Cancel", lambda: has_focus(cancel))
    window.key("space")
    window.wait_text("Stopping at the next safe point")
    harder = window.wait("Stop and Reset", window.BUTTONS, True)
    wait_for("the focus on the harder way", lambda: has_focus(harder))
    assert not window.find("Cancel", window.BUTTONS)
    window.picture("stop-1-offered")


def ends_it(window):
    window.click("Stop and Reset")
    window.wait_text("Stopped at your request")
    window.wait("Program", window.BUTTONS, True)
    assert not window.find("Stop and Reset", window.BUTTONS)
    window.wait_sectors(lambda names: all(name.endswith("in doubt") for name in names), 5, 8)
    window.wait("128 in doubt", ("toggle button",))
    window.screenshot("stop-2-stopped")


def works_again(story, window):
    story.board(BOARD, *LOCKED[:-2])
    window.click("Unlock")
    window.click("Unlock and Erase")
    window.wait_text("The state was checked again after a reset")
    assert window.quit() == 0


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        window = hangs(story)
        with tap.case("a cancel that takes its time comes with a harder way"):
            is_offered(window)
        with tap.case("the harder way ends the job, and says so"):
            ends_it(window)
        with tap.case("the next job finds probe and chip usable"):
            works_again(story, window)
        with tap.case("the window did not complain"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
