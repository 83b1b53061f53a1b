# SPDX-License-Identifier: GPL-2.0-or-later
"""A plan that is unusual is shown before it is done, once; a usual one is done at once."""

import subprocess
import sys

from harness import EXAMPLES, Story, Tap, wait_for

BOARD = "frdm-kl25z"
BLINKY = EXAMPLES / "blinky.srec"


def write(story, name, address, value):
    path = story.desktop.folder / name
    subprocess.run(["srec_cat", "-generate", hex(address), hex(address + 0x400), "-constant",
                    hex(value), "-o", path, "-motorola"], check=True)
    return path


def has_focus(button):
    from harness import Atspi  # pylint: disable=import-outside-toplevel
    button.clear_cache()
    return button.get_state_set().contains(Atspi.StateType.FOCUSED)


def shows_several_files(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", write(story, "two.srec", 0x4000, 0x22),
                         write(story, "one.srec", 0x8000, 0x11))
    window.wait_text("Will write")
    before = story.flash(BOARD)
    window.click("Program")
    window.wait("Go On", window.BUTTONS)
    window.wait_text("two.srec", "0x00004000–0x000043FF")
    window.wait_text("one.srec", "0x00008000–0x000083FF")
    window.screenshot("plan-1-files")
    window.enter()
    window.key("Escape")
    window.wait_gone("Go On")
    assert story.flash(BOARD) == before
    window.key("F7")
    wait_for("the focus on it", lambda: has_focus(window.wait("Go On", window.BUTTONS)))
    window.key("Return")
    window.wait_text("Programmed and verified")
    return window


def is_not_asked_again(window):
    window.click("Program Again")
    window.wait_text("0 sectors written, 2 already matched")
    assert not window.find("Go On"), "asked again"


def shows_what_is_lost(story):
    story.board(BOARD, "--image", EXAMPLES / "app.hex")
    profile = story.desktop.folder / "all.unlatch"
    profile.write_text("[Unlatch]\nFormat=1\n\n[Probe]\nKind=sim\nSerial=frdm-kl25z\n\n"
                       f"[File 1]\nPath={write(story, 'one.srec', 0x1000, 0x11)}\n\n"
                       "[Job]\nErase=all\n")
    window = story.start(profile)
    window.wait_text("Will erase")
    window.click("Program")
    window.wait_text("that no file fills", "which is erased")
    window.screenshot("plan-2-lost")
    window.click("Go On")
    window.wait_text("Programmed and verified")
    assert window.quit() == 0


def does_the_usual_at_once(story):
    story.board(BOARD, "--image", EXAMPLES / "app.hex")
    window = story.start("--probe", f"sim:{BOARD}", BLINKY)
    window.wait_text("Will")
    window.click("Program")
    window.wait_text("Programmed and verified")
    assert window.quit() == 0


def main():
    tap = Tap()
    with Story() as story:
        with tap.case("the plan for several files is shown, and can be left"):
            window = shows_several_files(story)
        with tap.case("what was agreed to is not asked again"):
            is_not_asked_again(window)
            assert window.quit() == 0
        with tap.case("data outside of the file that is lost is told before"):
            shows_what_is_lost(story)
        with tap.case("a job of one file runs at once"):
            does_the_usual_at_once(story)
        with tap.case("none of the windows complained"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
