# SPDX-License-Identifier: GPL-2.0-or-later
"""Somebody unlocked a board whose firmware had divided its FlexNVM, and wants it back."""

import os
import pathlib
import sys

from harness import EXAMPLES, Story, Tap
import division

PROBE = ["--probe", f"sim:{division.BOARD}"]


def find_file():
    folder = pathlib.Path(os.environ["XDG_STATE_HOME"]) / "unlatch" / "boards"
    return folder / f"{division.BOARD}.board"


def lose_all(story):
    story.board(division.BOARD, "--image", EXAMPLES / "app.hex")
    division.divide(find_file())
    status, _, said = story.cli(*PROBE, "--yes", "unlock")
    assert status == 0, said
    assert not division.holds(find_file())


def pick_first(window):
    window.click("Main Menu")
    window.click("Restore Previous Contents…")
    window.wait_text("saved before unlocking")
    window.click("Restore")


def can_be_left(window):
    before = find_file().read_bytes()
    pick_first(window)
    window.wait("Divide the FlexNVM of this chip?")
    window.wait_text("16 KiB of data flash, 16 KiB behind 1024 bytes of emulated EEPROM",
                     "only a mass erase of the whole chip can change it again")
    window.screenshot("division-1-question")
    window.click("Cancel", dialog="Divide the FlexNVM of this chip?")
    window.wait_gone("Divide the FlexNVM of this chip?")
    assert find_file().read_bytes() == before, "it was written"


def brings_it_back(window):
    window.click("Restore")
    window.click("Divide and Restore")
    window.wait_text("Programmed and verified")
    window.wait_text("EEPROM")
    window.screenshot("division-2-restored")
    window.quit()
    assert division.holds(find_file())


def refuses_another(window):
    pick_first(window)
    window.wait_text("The chip has divided its FlexNVM in another way")
    window.wait_text("0 KiB of data flash, 32 KiB behind 1024 bytes of emulated EEPROM")
    window.screenshot("division-3-refused")


def main():
    tap = Tap()
    with Story() as story:
        lose_all(story)
        window = story.start(*PROBE)
        window.wait_text("Unsecured")
        with tap.case("a backup asks before it divides the FlexNVM, and can be left"):
            can_be_left(window)
        with tap.case("data flash and EEPROM come back with the program"):
            brings_it_back(window)
        lose_all(story)
        division.divide(find_file(), division.ALL)
        window = story.start(*PROBE)
        window.wait_text("Unsecured")
        with tap.case("where it is divided in another way, the message says so"):
            refuses_another(window)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
