# SPDX-License-Identifier: GPL-2.0-or-later
"""A secured chip: what is said of it, and how it ends unsecured, or not at all."""

import sys

from harness import EXAMPLES, Story, Tap, wait_for

BLINKY = EXAMPLES / "blinky.srec"
BOARD = "frdm-kl25z"


def is_shown_as_locked(window):
    window.wait_text("The chip is locked")
    window.wait_text("Its contents cannot be read or changed: 32 of 32 checks said secured. Unlock it", "mass erase is allowed")
    window.wait_text("Secured: contents hidden")
    window.wait_text("MKL25Z128", "Secured", "3.30 V")
    window.wait_sectors(lambda names: all("hidden: chip is locked" in name for name in names))
    window.wait_text("128 hidden: locked")
    window.screenshot("locked-1-told")


def other_actions_explain(window, story):
    before = story.flash(BOARD)
    for action in ("Verify", "Read", "Program"):
        window.click(action)
        window.wait("The chip is locked", window.POPOVERS)
        window.key("Escape")
        window.wait_gone("The chip is locked", window.POPOVERS)
    assert story.flash(BOARD) == before


def asks_before_it_unlocks(window, story):
    before = story.flash(BOARD)
    window.click("Unlock")
    window.wait_text("Erase everything and unlock MKL25Z128?")
    window.wait_text("The old contents cannot be saved first, because the chip is locked.")
    assert not window.shows("Then program")
    window.screenshot("locked-2-question")
    window.click("Cancel")
    window.wait_gone("Unlock and Erase")
    assert story.flash(BOARD) == before


def erase_becomes_unlock(window):
    window.click("Erase")
    window.wait_text("Erase everything and unlock MKL25Z128?")
    window.click("Cancel")
    window.wait_gone("Unlock and Erase")


def unlocks(window, story):
    window.click("Unlock…")  # in the banner
    window.click("Unlock and Erase")
    window.wait_text("Unlocked")
    window.wait_text("All flash is empty. The state was checked again after a reset.")
    window.wait_text("Unsecured")
    window.wait_sectors(lambda names: names[0].endswith("blank") and names[127].endswith("blank"))
    window.screenshot("locked-3-unlocked")
    status, lines, _ = story.cli("--probe", f"sim:{BOARD}", "info")
    assert status == 0 and lines[-1]["protection"]["fsec"] == "0xFE", lines[-1]
    assert lines[-1]["protection"]["secured"] is False


def tells_what_becomes_of_a_sector(window):
    """Of one that the file fills, and of another: both are hidden, and go."""
    window.wait_text("The chip is locked")
    window.select(2)
    wait_for("what becomes of sector 2", lambda: window.shows("SECTOR 2")
             and "erase and write" in window.texts())
    window.select(100)
    wait_for("what becomes of sector 100", lambda: window.shows("SECTOR 100")
             and "erase" in window.texts())
    assert not window.shows("it is blank already")


def unlocks_and_programs(window, story):
    window.wait_text("The chip is locked")
    window.click("Unlock")
    window.wait_text("Then program blinky.srec")
    window.wait_checked("Then program blinky.srec", False)
    window.click("Then program blinky.srec")
    window.click("Unlock and Erase")
    window.wait_text("Programmed and verified")
    window.wait_sectors(lambda names: all("verified" in name for name in names), 0, 13)
    assert story.chip_holds(BOARD, BLINKY, "motorola")


def tells_that_nothing_helps(window, story):
    before = story.flash(BOARD)
    window.wait_text("This chip cannot be unlocked by erasing")
    window.wait_text("mass erase is switched off")
    window.wait_text("it has to be replaced")
    window.wait_text("Secured permanently")
    window.wait_sectors(lambda names: all("hidden: chip is locked" in name for name in names))
    window.screenshot("locked-4-for-ever")
    for action in ("Unlock", "Erase", "Program", "Verify", "Read"):
        window.click(action)
        window.wait("This chip cannot be unlocked by erasing", window.POPOVERS)
        window.key("Escape")
        window.wait_gone("This chip cannot be unlocked by erasing", window.POPOVERS)
    assert not window.shows("Unlock and Erase")
    assert story.flash(BOARD) == before, "something was tried"


def main():
    tap = Tap()
    with Story() as story:
        story.board(BOARD, "--image", BLINKY, "--fsec", "0xFF")
        window = story.start("--probe", f"sim:{BOARD}")
        with tap.case("a secured chip is shown as locked, its contents hidden"):
            is_shown_as_locked(window)
        with tap.case("what cannot work on a locked chip says why"):
            other_actions_explain(window, story)
        with tap.case("Unlock asks first and can be left"):
            asks_before_it_unlocks(window, story)
        with tap.case("Erase of a locked chip is to unlock it"):
            erase_becomes_unlock(window)
        with tap.case("Unlock ends with a chip proven unsecured and empty"):
            unlocks(window, story)
        window.quit()
        story.board(BOARD, "--image", BLINKY, "--fsec", "0xFF")
        window = story.start("--probe", f"sim:{BOARD}", BLINKY)
        with tap.case("the plan for a sector that is hidden says that it is erased"):
            tells_what_becomes_of_a_sector(window)
        with tap.case("a locked chip is unlocked and programmed in one go"):
            unlocks_and_programs(window, story)
        window.quit()
        story.board(BOARD, "--image", BLINKY, "--fsec", "0xEF")
        window = story.start("--probe", f"sim:{BOARD}", BLINKY)
        with tap.case("a chip locked for ever is told plainly, and nothing is tried"):
            tells_that_nothing_helps(window, story)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
