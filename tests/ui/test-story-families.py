# SPDX-License-Identifier: GPL-2.0-or-later
"""Chips of other makers: an EFM32 and an LM3S are unlocked, and nothing is promised beyond that."""

import sys

from harness import EXAMPLES, Story, Tap

BLINKY = EXAMPLES / "blinky.srec"


def unlocks_the_efm32(window, story):
    window.wait_text("The chip is locked")
    window.wait_text("in place of its bus it shows the port that can erase it")
    window.screenshot("families-1-efm32-locked")
    window.click("Unlock")
    window.wait_text("Erase everything and unlock EFM32G890F128?")
    window.click("Unlock and Erase")
    window.wait_text("Unlocked")
    window.screenshot("families-2-efm32-unlocked")
    status, lines, _ = story.cli("--probe", "sim:efm32g", "info")
    assert status == 0 and lines[-1]["ok"], lines[-1]


def will_not_program_it(window):
    window.click("Program")
    window.wait_text("can unlock EFM32G890F128, which erases it, but not program it yet")
    window.screenshot("families-3-efm32-program")


def unlocks_the_lm3s(window, story):
    window.wait_text("The chip does not answer and may be locked")
    window.wait_text("Check the connection first")
    window.screenshot("families-4-lm3s-mute")
    window.click("Unlock…")  # in the banner
    window.wait_text("Erase everything and unlock LM3S6965?")
    window.wait_text("The old contents cannot be saved first")
    window.click("Unlock and Erase")
    window.wait_text("Unlocked")
    window.screenshot("families-5-lm3s-unlocked")
    status, lines, _ = story.cli("--probe", "sim:lm3s", "info")
    assert status == 0 and lines[-1]["ok"], lines[-1]


def asks_for_the_power_switch(window):
    window.wait_text("The chip does not answer and may be locked")
    window.click("Unlock…")
    window.click("Unlock and Erase")
    window.wait_text("Switch the board's power off and on now")
    window.screenshot("families-6-lm3s-power")
    window.click("Cancel")
    window.wait_gone("Switch the board's power off and on now")


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        story.board("efm32g", "--locked")
        window = story.start("--probe", "sim:efm32g", BLINKY)
        with tap.case("a locked EFM32 is told as locked, and is unlocked"):
            unlocks_the_efm32(window, story)
        with tap.case("Program says that this chip cannot be programmed yet"):
            will_not_program_it(window)
        window.quit()
        story.board("lm3s", "--locked")
        window = story.start("--probe", "sim:lm3s")
        with tap.case("a mute LM3S is told as one that may be locked, and is unlocked"):
            unlocks_the_lm3s(window, story)
        window.quit()
        story.board("lm3s", "--locked", "--fault", "nobody-there", "--fault", "pace=1")
        window = story.start("--probe", "sim:lm3s")
        with tap.case("unlocking it asks for the power switch, and can be stopped"):
            asks_for_the_power_switch(window)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
