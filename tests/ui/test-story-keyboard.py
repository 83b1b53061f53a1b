# SPDX-License-Identifier: GPL-2.0-or-later
"""The main job without a pointer: each story is driven by keys alone. What is on the screen is only
read; nothing is clicked, and no action is called."""

import subprocess
import sys

from accessible import dialog_of, has
from harness import EXAMPLES, Story, Tap, wait_for

BLINKY = EXAMPLES / "blinky.srec"
BOARD = "frdm-kl25z"
MOST_STOPS = 60  # of Tab, once round the window


class Typist:
    """Someone at the keyboard of a window, who hears what has the focus."""

    def __init__(self, window):
        self.window = window
        window.enter()  # without a window manager, keys go where the pointer is

    def press(self, *keys):
        subprocess.run(["xdotool", "key", "--delay", "30", *keys], check=True)

    def focus(self):
        """The name of what has the focus"""
        top = dialog_of(self.window) or self.window.frame
        for node in self.window._walk(top=top):  # pylint: disable=protected-access
            if has(node, "FOCUSED") and node.get_name():
                return node.get_name()
        return None

    def go_to(self, name, key="Tab"):
        """Presses the key until that name is heard."""
        heard = []
        for _ in range(MOST_STOPS):
            before = self.focus()
            if before == name:
                return
            heard.append(before)
            self.press(key)
            try:
                wait_for("the next stop", lambda before=before: self.focus() not in (None, before), 2)
            except AssertionError:
                pass  # a stop of two parts with one name
        raise AssertionError(f"{name} is not reached by {key}: {heard}")

    def hears_dialog(self, name):
        wait_for(f"the dialog {name}", lambda: (dialog_of(self.window) or self.window.frame)
                 .get_name() == name)
        wait_for("the focus in it", self.focus)


def programs_a_file(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", BLINKY)
    window.wait_text("Will ", "write ")
    typist = Typist(window)
    typist.press("ctrl+o")
    typist.hears_dialog("Open Firmware Files")
    typist.press("Escape")
    wait_for("the end of the dialog", lambda: dialog_of(window) is None)
    typist.go_to("Program", "shift+Tab")
    typist.press("space")
    window.wait_text("Programmed and verified")
    assert story.chip_holds(BOARD, BLINKY, "motorola")
    typist.press("ctrl+q")
    assert window.ended() == 0


def unlocks_a_locked_chip(story):
    story.board(BOARD, "--fsec", "0x7F", "--image", BLINKY)
    before = story.flash(BOARD)
    window = story.start("--probe", f"sim:{BOARD}")
    window.wait_text("The chip is locked")
    typist = Typist(window)
    typist.press("ctrl+u")
    typist.hears_dialog("Erase everything and unlock MKL25Z128?")
    wait_for("the focus on Cancel", lambda: typist.focus() == "Cancel")
    typist.press("Return")  # at once, as people do
    wait_for("the end of the question", lambda: dialog_of(window) is None)
    assert story.flash(BOARD) == before, "Enter alone has erased the chip"
    typist.press("ctrl+u")
    typist.hears_dialog("Erase everything and unlock MKL25Z128?")
    typist.go_to("Unlock and Erase")
    typist.press("space")
    window.wait_text("Unlocked")
    window.wait_text("All flash is empty")
    typist.press("ctrl+q")
    assert window.ended() == 0


def frees_protected_sectors(story):
    story.board(BOARD, "--image", EXAMPLES / "app.hex", "--fprot", "0xFFFFFFFC")
    window = story.start("--probe", f"sim:{BOARD}", BLINKY)
    window.wait_text("8 of 13 sectors are protected")
    typist = Typist(window)
    typist.press("F7")
    window.wait("8 of 13 sectors are protected", window.POPOVERS)
    typist.press("Escape")
    window.wait_gone("8 of 13 sectors are protected", ("panel", "popover"))
    typist.go_to("Unlock and Erase All…", "shift+Tab")
    typist.press("space")
    typist.hears_dialog("Erase everything and unlock MKL25Z128?")
    window.wait_checked("Then program blinky.srec")
    typist.press("alt+u")
    window.wait_text("Programmed and verified")
    window.wait_text("No sector is protected")
    assert story.chip_holds(BOARD, BLINKY, "motorola")
    typist.press("F10")
    window.wait("About Unlatch", window.BUTTONS)
    typist.press("Escape")
    typist.press("ctrl+q")
    assert window.ended() == 0


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        for fact, lives in (("a file is programmed by keys", programs_a_file),
                            ("a locked chip is unlocked by keys, and Enter alone does not",
                             unlocks_a_locked_chip),
                            ("protected sectors are met and freed by keys",
                             frees_protected_sectors)):
            with tap.case(fact):
                lives(story)
            story.end_all()
        with tap.case("none of the windows complained"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
